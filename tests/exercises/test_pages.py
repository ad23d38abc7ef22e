"""The public pages: for everybody, without a query, and never a draft."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from bonus.forms import SignupForm
from exercises import signup
from exercises.catalog import get_catalog
from exercises.models import Article, Exercise
from exercises.publishing import release
from tests.exercises.making import make_exercise

ARTICLE = "/articles/the-importance-of-your-hips-while-running/"
PAGES = [
    "/exercises/",
    "/exercises/?q=clam&plane=frontal&level=1",
    "/exercises/clamshell/",
    "/exercises/sheet/?exercise=clamshell&exercise=nothing-like-it",
    "/sitemap.xml",
    "/robots.txt",
    "/articles/",
    ARTICLE,
]


def body(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_a_visitors_page_asks_the_database_nothing(
    library: None,
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    address: str,
) -> None:
    client.get(address)
    with django_assert_num_queries(0):
        assert client.get(address).status_code == 200


def test_a_draft_is_on_no_page(library: None, client: Client) -> None:
    make_exercise("wall-sit")
    assert client.get("/exercises/wall-sit/").status_code == 404
    assert "Wall sit" not in body(client, "/exercises/")
    assert "Wall sit" not in body(client, "/exercises/?q=wall+sit")


def test_a_draft_is_on_no_page_for_its_editor_either(library: None, as_ben: Client) -> None:
    make_exercise("wall-sit")
    assert as_ben.get("/exercises/wall-sit/").status_code == 404


def test_a_draft_article_is_not_found(library: None, client: Client, now: datetime) -> None:
    facts = {"title": "Early", "summary": "S", "body": "B", "minutes": 1, "checked_on": now.date()}
    Article.objects.create(slug="early", **facts)
    assert client.get("/articles/early/").status_code == 404
    assert "Early" not in body(client, "/articles/")


def test_an_archived_exercise_is_gone(
    clamshell: Exercise, client: Client, ben: User, now: datetime
) -> None:
    release.archive(clamshell, ben, now)
    assert client.get("/exercises/clamshell/").status_code == 404


def test_an_exercise_page_says_everything(library: None, client: Client) -> None:
    page = body(client, "/exercises/lateral-step-down/")
    for words in (
        "Lateral step-down",
        "3 \N{MULTIPLICATION SIGN} 8",
        "each side",
        "3 s down, 1 s up",
        "3-0-1-0: Seconds down or back, pause, up or out, pause.",
        "Stop with about 3 reps left",
        "you could do about 3 more in the same clean way",
        'Quadriceps <span class="small muted">front of the thigh</span>',
        "Bend the stance knee slowly.",
        "Kneecap over second toe.",
        "Knee drifts in",
        "Use a lower step.",
        "You are here",
        "Pelvic drop",
        "Single-leg squat",
        "Kneecap pain above 5 out of 10",
        "Chest pain, faintness",
        "Kneecap pain: reduce step height",
        "gluteus medius about 61% MVIC",
        "https://doi.org/10.2519/jospt.2007.2471",
        "Do not compare exercises by a single number.",
        "/training/workouts/new/?exercise=lateral-step-down",
    ):
        assert words in page, words


def test_the_figure_can_be_seen_from_elsewhere(library: None, client: Client) -> None:
    front = body(client, "/exercises/lateral-step-down/")
    assert body(client, "/exercises/lateral-step-down/?camera=side&side=left") != front
    assert client.get("/exercises/lateral-step-down/?camera=moon&side=up").status_code == 200


def test_htmx_gets_the_results_alone(library: None, client: Client) -> None:
    part = client.get("/exercises/", {"q": "clam"}, headers={"HX-Target": "library"})
    assert part.content.decode().lstrip().startswith('<div class="library" id="library">')


def test_an_empty_result_offers_a_way_out(library: None, client: Client) -> None:
    page = body(client, "/exercises/?plane=transverse&level=5")
    assert "Nothing matches all of that." in page
    assert 'href="/exercises/?plane=transverse"' in page


@pytest.mark.parametrize(
    "query",
    ["?plane=astral", "?level=%00", "?page=99", "?page=x", "?q=" + "a" * 4000, "?q=%25%27%22%0A"],
)
def test_odd_addresses_are_answered(library: None, client: Client, query: str) -> None:
    assert client.get(f"/exercises/{query}").status_code == 200


def test_what_is_typed_is_shown_as_text(library: None, client: Client) -> None:
    page = body(client, "/exercises/?q=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert(1)" not in page


def test_an_article_has_its_figures_and_sources(library: None, client: Client) -> None:
    page = body(client, ARTICLE)
    assert "hip abductors and the hip flexors were weaker on the injured side" in page
    assert "https://doi.org/10.1097/00042752-200501000-00004" in page
    assert '<a href="/exercises/lateral-band-walk/">' in page


def test_the_catalog_names_the_lead_article(library: None) -> None:
    lead = get_catalog().lead_article
    assert lead is not None
    assert lead.url == ARTICLE


def test_a_returning_visitor_is_told_that_nothing_changed(library: None, client: Client) -> None:
    client.get("/exercises/clamshell/")
    etag = client.get("/exercises/clamshell/").headers["ETag"]
    again = client.get("/exercises/clamshell/", headers={"If-None-Match": etag})
    assert again.status_code == 304


def test_a_change_makes_the_kept_page_old(clamshell: Exercise, client: Client) -> None:
    client.get("/exercises/clamshell/")
    etag = client.get("/exercises/clamshell/").headers["ETag"]
    clamshell.name = "Clam"
    clamshell.save()
    again = client.get("/exercises/clamshell/", headers={"If-None-Match": etag})
    assert again.status_code == 200


def test_whoever_is_signed_in_always_gets_a_fresh_page(library: None, as_ana: Client) -> None:
    as_ana.get("/exercises/clamshell/")
    assert "ETag" not in as_ana.get("/exercises/clamshell/").headers


def test_an_exercise_without_a_figure_has_a_quiet_stage(
    library: None, client: Client, ben: User, now: datetime
) -> None:
    release.publish(make_exercise("wall-sit"), None, now)
    assert "Wall sit, not drawn yet" in body(client, "/exercises/wall-sit/")


def test_an_article_asks_for_the_address_with_the_registered_form(
    library: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exercises.signup._factory", None)
    assert "Get your bonus training" not in body(client, ARTICLE)
    signup.register(SignupForm)
    assert "Get your bonus training" in body(client, ARTICLE)


def test_a_fault_that_the_figure_can_show_is_drawn(library: None, client: Client) -> None:
    page = body(client, "/exercises/lateral-step-down/")
    assert 'aria-label="Knee drifts in"' in page
    assert 'aria-label="Leg drifts' not in body(client, "/exercises/side-lying-hip-abduction/")


def test_the_pelvis_line_is_explained_where_it_is_shown(library: None, client: Client) -> None:
    assert "Pelvis line" in body(client, "/exercises/lateral-step-down/?camera=front")
    assert "Pelvis line" not in body(client, "/exercises/lateral-step-down/?camera=side")


def test_the_ladder_shows_two_rungs_either_way_as_links(library: None, client: Client) -> None:
    page = body(client, "/exercises/lateral-step-down/")
    ladder = page.split('<ol class="ladder"')[1].split("</ol>")[0]
    links = re.findall(r'<a href="(/exercises/[^"]+)"( aria-current="page")?>', ladder)
    assert links == [
        ("/exercises/pelvic-drop/", ""),
        ("/exercises/step-up/", ""),
        ("/exercises/lateral-step-down/", ' aria-current="page"'),
        ("/exercises/single-leg-squat/", ""),
    ]
    assert ladder.count('<svg class="f"') == 4


def test_the_printed_page_says_where_it_is_from(library: None, client: Client) -> None:
    handed = body(client, "/exercises/clamshell/").split('class="handed print-only"')[1]
    assert 'class="qr"' in handed
    assert "<p>http://127.0.0.1:8000/exercises/clamshell/</p>" in handed


def test_an_entry_without_a_film_shows_none(library: None, client: Client) -> None:
    assert "<video" not in body(client, "/exercises/clamshell/")
