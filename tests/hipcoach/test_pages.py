"""Home, privacy, theme, style guide, health, mailbox and the headers that guard them."""

from __future__ import annotations

import re
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.test import Client

from exercises.entries import VideoEntry
from exercises.film import shelf
from exercises.film.shelf import Film
from hipcoach import samples
from hipcoach.samples import STORYBOARD

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/privacy/"])
def test_public_pages_answer(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/", "/privacy/", "/accounts/login/", "/exercises/", "/bonus/"])
def test_public_pages_run_under_the_strict_policy(client: Client, path: str) -> None:
    policy = client.get(path)["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "'nonce-" in policy
    assert "default-src 'self'" in policy


@pytest.mark.parametrize("path", ["/", "/exercises/", "/bonus/", "/accounts/login/"])
def test_public_pages_carry_no_inline_style_and_no_handler(client: Client, path: str) -> None:
    page = client.get(path).content.decode()

    assert ' style="' not in page
    assert " onclick=" not in page


def test_only_the_admin_runs_under_the_relaxed_policy(as_ben: Client) -> None:
    assert "'unsafe-eval'" in as_ben.get("/admin/")["Content-Security-Policy"]
    assert "unsafe" not in as_ben.get("/styleguide/")["Content-Security-Policy"]


def test_the_admin_asks_visitors_at_the_one_sign_in(client: Client) -> None:
    answer = client.get("/admin/", follow=True)

    assert answer.redirect_chain[-1][0].startswith("/accounts/login/?next=")


def test_a_runner_may_not_enter_the_admin(as_ana: Client) -> None:
    assert as_ana.get("/admin/", follow=True).status_code == 403


@pytest.mark.parametrize(
    "path", ["mfa/authenticator", "account/emailaddress", "usersessions/usersession"]
)
def test_the_admin_shows_no_sign_in_secrets(as_ben: Client, path: str) -> None:
    assert as_ben.get(f"/admin/{path}/").status_code == 404


def test_the_style_guide_is_for_staff(client: Client, as_ana: Client, as_ben: Client) -> None:
    assert client.get("/styleguide/").status_code == 302
    assert as_ana.get("/styleguide/").status_code == 403
    assert as_ben.get("/styleguide/").status_code == 200


def test_the_style_guide_shows_films_in_their_states(as_ben: Client) -> None:
    def films() -> str:
        page = as_ben.get("/styleguide/").content.decode()
        return page[page.index('<section class="sg" id="films">') : page.index('id="charts"')]

    none_rendered = films()
    assert "<video" not in none_rendered
    assert none_rendered.count("data-storyboard") == 1  # the other one is as without a script
    assert none_rendered.count('class="scene"') == 2 * len(STORYBOARD.scenes)
    assert none_rendered.count('class="track title-scene"') == 2
    shown = SimpleNamespace(videos=[VideoEntry(1, STORYBOARD)])
    film = Film("/a.mp4", "/a.webp", "/a.vtt", 1280, 720)
    with (
        patch.object(samples, "get_catalog", return_value=shown),
        patch.object(shelf, "find", return_value=film),
    ):
        assert '<source src="/a.mp4"' in films()


def test_a_chosen_theme_is_on_the_page_before_any_script(client: Client) -> None:
    answer = client.post("/theme/", {"theme": "dark", "next": "/privacy/"}, follow=True)

    assert answer.request["PATH_INFO"] == "/privacy/"
    assert 'data-bs-theme="dark"' in answer.content.decode()


def test_another_site_chooses_no_theme(client: Client) -> None:
    answer = client.post("/theme/", {"theme": "dark"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert not answer.cookies


def test_the_system_theme_is_chosen_by_forgetting(client: Client) -> None:
    client.post("/theme/", {"theme": "dark"})
    client.post("/theme/", {"theme": "system"})

    assert "data-bs-theme" not in client.get("/privacy/").content.decode().split(">")[1]


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:1"])
def test_the_theme_form_sends_nobody_elsewhere(client: Client, elsewhere: str) -> None:
    assert client.post("/theme/", {"theme": "dark", "next": elsewhere})["Location"] == "/"


def test_looking_at_the_theme_address_changes_nothing(client: Client) -> None:
    assert client.get("/theme/").status_code == 405


def test_health_is_200_while_everything_answers(client: Client) -> None:
    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "cache": "ok", "mail": "ok"}


def test_health_names_what_does_not_answer(client: Client) -> None:
    with patch("hipcoach.health.connection.cursor", side_effect=OperationalError):
        answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json()["database"] == "no answer"


def test_the_local_mailbox_opens(client: Client) -> None:
    assert client.get("/mailbox/").status_code == 200


def test_production_has_no_open_mailbox(client: Client, settings: object) -> None:
    settings.MODE = "production"  # type: ignore[attr-defined]

    assert client.get("/mailbox/").status_code == 404


def test_an_unknown_page_is_a_page_of_ours(client: Client) -> None:
    answer = client.get("/nowhere/")

    assert answer.status_code == 404
    assert "HipCoach" in answer.content.decode()


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/training/", "Log"),
        ("/training/runs/new/", "Log"),
        ("/training/today/", "Today"),
        ("/training/progress/", "Progress"),
        ("/exercises/", "Exercises"),
    ],
)
def test_the_tab_bar_marks_where_ana_is(as_ana: Client, path: str, place: str) -> None:
    page = as_ana.get(path).content.decode()
    tabs = page[page.index('<nav class="tabs') :]

    assert tabs.count("aria-current") == 1
    assert tabs[tabs.index("aria-current") :].split("</a>")[0].endswith(place)


@pytest.mark.parametrize("path", ["profile/", "email/", "2fa/", "sessions/", "privacy/"])
def test_the_letter_of_her_name_leads_to_her_account_and_marks_it(
    as_ana: Client, path: str
) -> None:
    page = as_ana.get(f"/accounts/{path}").content.decode()

    (avatar,) = re.findall(r'<a class="avatar"[^>]*>', page)
    assert 'href="/accounts/"' in avatar
    assert 'aria-current="page"' in avatar
