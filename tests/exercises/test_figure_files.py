"""What a figure is fetched by."""

from __future__ import annotations

import gzip
import json
import re

import pytest
from django.test import Client

from exercises import drawings, figure_files
from exercises.figure_files import DRAWERS, address
from exercises.models import Exercise

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("file", DRAWERS)
def test_a_file_is_kept_for_ever_under_its_address(client: Client, file: str) -> None:
    answer = client.get(address("clamshell", file), headers={"accept-encoding": "gzip"})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Cookie" not in answer.headers["Vary"]
    content = gzip.decompress(answer.content)
    if file == "motion.json":
        assert answer.headers["Content-Type"] == "application/json"
        assert {"r", "parts", "rows", "peak"} <= set(json.loads(content))
    else:
        assert answer.headers["Content-Type"] == "image/svg+xml"
        assert content.startswith(b'<svg xmlns="http://www.w3.org/2000/svg"')


def test_a_file_is_small(client: Client) -> None:
    still, moving = (
        len(client.get(address("clamshell", file), headers={"accept-encoding": "gzip"}).content)
        for file in ("still.svg", "moving.svg")
    )
    assert still < 4096
    assert moving < 20_000


def test_who_has_it_is_told_so(client: Client) -> None:
    path = address("clamshell", "moving.svg")
    etag = client.get(path).headers["ETag"]
    assert client.get(path, headers={"if-none-match": etag}).status_code == 304


def test_an_old_address_leads_to_the_one_of_today(client: Client) -> None:
    now = address("clamshell", "moving.svg", "front", "left")
    old = now.replace(drawings.mark("clamshell"), "0123456789abcdef")
    answer = client.get(old)
    assert (answer.status_code, answer.headers["Location"]) == (302, now)


@pytest.mark.parametrize(
    "path",
    [
        "figures/moonwalk/x/front/right/moving.svg",
        "figures/clamshell/x/top/right/moving.svg",
        "figures/clamshell/x/front/both/moving.svg",
        "figures/clamshell/x/front/right/moving.exe",
        "figures/run/x/side/right/moving.svg",
    ],
)
def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    assert client.get(f"/{path}").status_code == 404


def test_a_picture_that_is_opened_alone_may_show_its_colors_and_run_nothing(
    client: Client,
) -> None:
    policy = client.get(address("clamshell", "moving.svg")).headers["Content-Security-Policy"]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"


def test_another_drawing_has_another_address() -> None:
    text = drawings.text("clamshell")
    assert drawings.mark("clamshell") == drawings.mark_of(text)
    assert drawings.mark_of(text.replace("Clamshell", "Clam")) not in ("", drawings.mark_of(text))
    assert drawings.mark("nothing-like-it") == ""


def test_the_figure_of_a_draft_moves_in_its_preview_and_nowhere_else(
    clamshell: Exercise, as_ben: Client, client: Client
) -> None:
    live = address("clamshell", "moving.svg")
    Exercise.objects.filter(pk=clamshell.pk).update(figure=drawings.text("side-plank"))
    preview = as_ben.get(f"/preview/exercise/{clamshell.pk}/").content.decode()
    (draft,) = set(re.findall(r"/figures/clamshell/[0-9a-f]+/[a-z]+/right/motion.json", preview))
    shown = as_ben.get(draft)
    assert shown.status_code == 200
    assert shown.headers["Cache-Control"] == "private, no-store"
    assert client.get(draft).status_code in (302, 404)
    assert address("clamshell", "moving.svg") == live


def test_a_figure_that_does_not_move_has_a_still_alone() -> None:
    assert figure_files.address("run", "still.svg")
    assert not figure_files.address("run", "motion.json")
