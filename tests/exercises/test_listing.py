"""The list as a page: cards, partial answers, and what is kept for the next visitor."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from exercises.models import Exercise
from exercises.pages import _secret
from exercises.publishing import release
from tests.conftest import NOW
from tests.exercises.making import change


def body(client: Client, address: str, **headers: str) -> str:
    response = client.get(address, headers=headers)
    assert response.status_code == 200, address
    return response.content.decode()


def test_a_card_has_planes_dose_muscle_and_level(library: None, client: Client) -> None:
    page = body(client, "/exercises/?q=clamshell")
    card = page[page.index('<article class="card-x ex">') : page.index("</article>")]
    for words in (
        "Transverse",
        "Frontal",
        "Gluteus medius",
        "2 \N{MULTIPLICATION SIGN} 15",
        "each side",
        "Level 1 of 5",
    ):
        assert words in card, words


def test_the_count_is_read_out_from_a_place_that_stays(library: None, client: Client) -> None:
    page = body(client, "/exercises/")
    assert 'role="status" aria-live="polite" data-announce' in page
    assert "data-announce" not in body(client, "/exercises/", **{"HX-Target": "library"})


def test_typing_replaces_the_address_and_choosing_adds_one(library: None, client: Client) -> None:
    address = "/exercises/?q=clam&plane=&sort="
    typing = client.get(address, headers={"HX-Target": "library", "HX-Trigger": "q"})
    assert typing.headers["HX-Replace-Url"] == "/exercises/?q=clam"
    assert "HX-Push-Url" not in typing.headers
    choosing = client.get(address, headers={"HX-Target": "library"})
    assert choosing.headers["HX-Push-Url"] == "/exercises/?q=clam"


def test_a_history_request_gets_the_whole_page(library: None, client: Client) -> None:
    page = body(client, "/exercises/?q=clam", **{"HX-History-Restore-Request": "true"})
    assert page.lstrip().startswith("<!doctype html>")


def test_pages_of_results_keep_the_choice(whole_library: None, client: Client) -> None:
    page = body(client, "/exercises/?posture=standing&sort=name")
    assert 'href="/exercises/?posture=standing&amp;sort=name&amp;page=2" rel="next"' in page


def test_a_visitors_page_has_a_nonce_of_its_own_and_no_cookie(library: None) -> None:
    for page in (Client().get("/exercises/"), Client().get("/exercises/")):
        text = page.content.decode()
        nonce = re.search(r'nonce="([^"]+)"', text)
        assert nonce
        assert f"'nonce-{nonce[1]}'" in page.headers["Content-Security-Policy"]
        assert not page.cookies
        assert "csrf" not in text
        assert _secret not in text


def test_a_kept_page_has_its_visitors_theme(library: None) -> None:
    light, dark = Client(), Client()
    light.cookies["theme"] = "light"
    dark.cookies["theme"] = "dark"
    assert 'data-bs-theme="light"' in body(light, "/exercises/")
    assert 'data-bs-theme="dark"' in body(dark, "/exercises/")


def test_nobody_sees_the_page_of_somebody_signed_in(
    library: None, client: Client, as_ana: Client
) -> None:
    assert 'aria-label="Your account"' in body(as_ana, "/exercises/")
    assert 'aria-label="Your account"' not in body(client, "/exercises/")
    assert 'aria-label="Your account"' in body(as_ana, "/exercises/")


def test_a_published_change_is_on_a_kept_list_at_once(clamshell: Exercise, client: Client) -> None:
    assert "Clamshell" in body(client, "/exercises/")
    change(clamshell, None, NOW, name="Oyster")
    release.publish(clamshell, None, NOW)
    assert "Oyster" in body(client, "/exercises/")


@pytest.mark.parametrize("number", ["1", "6", "12", "99"])
def test_a_long_list_leaves_pages_out(
    library: None, client: Client, monkeypatch: pytest.MonkeyPatch, number: str
) -> None:
    monkeypatch.setattr("exercises.listing.PAGE_SIZE", 1)
    page = body(client, f"/exercises/?page={number}")
    here = f'aria-current="page"><span class="visually-hidden">Page</span> {min(int(number), 12)}<'
    assert here in page
    assert ("…" in page) == (number != "6")  # all twelve are near enough to the middle
