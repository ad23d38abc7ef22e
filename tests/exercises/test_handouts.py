"""The print sheet: its address is its state."""

from __future__ import annotations

import pytest
import segno
from django.test import Client

from exercises.catalog import get_catalog
from exercises.handouts import address, handout, qr_code
from exercises.vocabulary import get_vocabulary

TICK = '<i class="tick"></i>'


def body(client: Client, query: str) -> str:
    response = client.get(f"/exercises/sheet/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_a_sheet_says_what_a_runner_needs_on_the_mat(library: None, client: Client) -> None:
    page = body(client, "?exercise=lateral-step-down")
    for words in (
        "Lateral step-down",
        "3 \N{MULTIPLICATION SIGN} 8 each side",
        "Kneecap over second toe. Hip bones are headlights, straight ahead.",
        "<strong>Stop if:</strong> Kneecap pain above 5 out of 10",
        f"<strong>Stop if:</strong> {get_vocabulary().common_stop_signs[0]}.",
        "HipCoach is education, not medical advice",
        'class="qr"',
    ):
        assert words in page, words


def test_a_one_sided_exercise_has_a_box_for_each_set_and_side(
    library: None, client: Client
) -> None:
    page = body(client, "?exercise=lateral-step-down")
    assert f"Left {TICK * 3}</span>" in page
    assert f"Right {TICK * 3}</span>" in page


def test_an_exercise_of_both_sides_has_one_box_for_each_set(library: None, client: Client) -> None:
    entry = next(e for e in get_catalog().entries if not e.is_one_sided)
    page = body(client, f"?exercise={entry.slug}")
    assert f"Sets {TICK * entry.dose.sets}</span>" in page
    assert "Left <i" not in page


def test_the_order_of_the_address_is_the_order_of_the_sheet(library: None, client: Client) -> None:
    page = body(client, "?exercise=step-up&exercise=clamshell&exercise=step-up")
    lines = page.split('<ol class="handout-lines">')[1].split("</ol>")[0]
    assert lines.count("<h2>") == 2
    assert lines.index("Step-up") < lines.index("Clamshell")


def test_unknown_exercises_are_named(library: None, client: Client) -> None:
    page = body(client, "?exercise=clamshell&exercise=clam-chowder&exercise=%3Cb%3Ebold")
    assert "We do not know “clam-chowder”, “&lt;b&gt;bold”, so it was left out." in page


def test_a_sheet_holds_twelve(
    library: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exercises.handouts.MOST", 2)
    page = body(client, "?exercise=clamshell&exercise=step-up&exercise=pelvic-drop")
    assert "A sheet holds 2 exercises. The other 1 is not on it." in page
    assert page.count('<div class="handout-code"') == 2


def test_an_empty_sheet_shows_the_way(library: None, client: Client) -> None:
    assert "No exercise is on this sheet." in body(client, "")


def test_an_exercise_is_added_and_left_out_by_address(library: None, client: Client) -> None:
    page = body(client, "?exercise=clamshell&exercise=step-up")
    assert '<input type="hidden" name="exercise" value="clamshell">' in page
    assert '<option value="pelvic-drop">Pelvic drop</option>' in page
    assert 'href="/exercises/sheet/?exercise=step-up"' in page


@pytest.mark.parametrize("query", ["?exercise=%00", "?exercise=" + "x" * 4000, "?exercise=%F0"])
def test_odd_addresses_are_answered(library: None, client: Client, query: str) -> None:
    assert "We do not know" in body(client, query)


def test_a_returning_visitor_is_told_that_nothing_changed(library: None, client: Client) -> None:
    path = "/exercises/sheet/?exercise=clamshell"
    client.get(path)
    etag = client.get(path).headers["ETag"]
    assert client.get(path, headers={"If-None-Match": etag}).status_code == 304


def test_a_code_leads_to_the_page_under_the_public_address() -> None:
    whole = "http://127.0.0.1:8000/exercises/clamshell/"
    same = segno.make(whole, error="m", micro=False).svg_inline(
        border=2, omitsize=True, light="#fff", svgclass="qr", lineclass=None
    )
    assert qr_code("/exercises/clamshell/") == same
    assert "style=" not in same


@pytest.mark.parametrize(("count", "density"), [(1, "few"), (3, "few"), (6, "some"), (8, "many")])
def test_the_more_a_sheet_holds_the_closer_it_stands(
    library: None, count: int, density: str
) -> None:
    assert handout(get_catalog().entries[:count]).density == density


def test_an_address_names_its_exercises() -> None:
    assert address(["a", "b"]) == "/exercises/sheet/?exercise=a&exercise=b"
    assert address([]) == "/exercises/sheet/"
