"""The picture of a shared link."""

from __future__ import annotations

import re
import struct
from datetime import datetime

import pytest
from django.test import Client

from accounts.models import User
from exercises import pictures
from exercises.figure import theme
from exercises.publishing import release
from tests.exercises.making import make_exercise


def test_a_picture_is_a_png_of_the_size_that_links_show(library: None) -> None:
    drawn = pictures.png("clamshell")
    assert drawn.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", drawn[16:24]) == (1200, 630)
    assert len(drawn) > 10_000  # an empty stage has less than half of this
    assert len(drawn) < 300_000


def test_a_drawing_for_pictures_leaves_no_color_to_a_stylesheet(library: None) -> None:
    drawn = pictures.svg("lateral-step-down")
    assert "var(" not in drawn
    assert "color-mix" not in drawn
    assert "<text" not in drawn
    assert "font" not in drawn


@pytest.mark.parametrize(
    ("one", "percent", "other", "mixed"),
    [
        ("#000000", 50, "#ffffff", "#808080"),
        ("#12302a", 100, "#ffffff", "#12302a"),
        ("#7d6b52", 0, "#efe7d8", "#efe7d8"),
    ],
)
def test_colors_mix_as_in_a_stylesheet(one: str, percent: int, other: str, mixed: str) -> None:
    assert theme._mix(one, percent, other) == mixed


def test_a_picture_is_kept_for_ever_under_its_address(library: None, client: Client) -> None:
    answer = client.get(pictures.url("clamshell"))
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert not answer.cookies
    again = client.get(pictures.url("clamshell"), headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_another_drawing_has_another_address(
    library: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures._fingerprint.cache_clear()
    before = pictures.url("clamshell")
    monkeypatch.setattr(pictures, "MARK", "<g/>")
    pictures._fingerprint.cache_clear()
    assert pictures.url("clamshell") != before
    pictures._fingerprint.cache_clear()


def test_an_old_address_leads_to_the_picture_of_today(library: None, client: Client) -> None:
    answer = client.get("/exercises/clamshell/picture-0000000000000000.png")
    assert answer.status_code == 302
    assert answer.headers["Location"] == pictures.url("clamshell")


def test_what_has_no_figure_has_no_picture(library: None, client: Client) -> None:
    assert pictures.url("nothing-like-it") == ""
    assert client.get("/exercises/nothing-like-it/picture-0000.png").status_code == 404


def test_a_page_names_its_picture_and_its_tidy_address(library: None, client: Client) -> None:
    page = client.get("/exercises/clamshell/?camera=front&utm=1").content.decode()
    site = "http://127.0.0.1:8000"
    assert f'<link rel="canonical" href="{site}/exercises/clamshell/">' in page
    assert f'<meta property="og:url" content="{site}/exercises/clamshell/">' in page
    assert f'<meta property="og:image" content="{site}{pictures.url("clamshell")}">' in page
    assert '<meta name="twitter:card" content="summary_large_image">' in page


def test_a_page_without_a_figure_names_none(
    library: None, client: Client, ben: User, now: datetime
) -> None:
    release.publish(make_exercise("wall-sit"), None, now)
    page = client.get("/exercises/wall-sit/").content.decode()
    assert not re.search(r"og:image|twitter:card", page)
