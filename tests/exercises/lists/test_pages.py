"""Keeping exercises, page by page."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from exercises.lists.shelf import LOGGED_AT_ONCE
from exercises.models import Exercise, ExerciseList
from exercises.publishing import release
from tests.exercises.lists.conftest import slugs
from tests.exercises.making import make_exercise
from training.forms.drafts import MAX_BLOCKS

STAR = "/lists/favorites/clamshell/add/"
UNSTAR = "/lists/favorites/clamshell/remove/"


def body(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def favorites(owner: User) -> list[str]:
    return [slug for kept in owner.exercise_lists.filter(is_favorites=True) for slug in slugs(kept)]


def test_a_star_makes_a_favorite_and_leads_back(library: None, as_ana: Client, ana: User) -> None:
    answer = as_ana.post(f"{STAR}?next=/exercises/%3Fq%3Dclam")
    assert answer.headers["Location"] == "/exercises/?q=clam"
    assert favorites(ana) == ["clamshell"]


def test_a_second_press_of_the_star_adds_nothing(library: None, as_ana: Client, ana: User) -> None:
    as_ana.post(STAR)
    assert as_ana.post(STAR).status_code == 302
    assert favorites(ana) == ["clamshell"]


def test_a_star_is_taken_back(library: None, as_ana: Client, ana: User) -> None:
    as_ana.post(STAR)
    as_ana.post(UNSTAR)
    assert favorites(ana) == []


def test_a_star_leads_to_no_other_site(library: None, as_ana: Client) -> None:
    answer = as_ana.post(f"{STAR}?next=https://elsewhere.example/")
    assert answer.headers["Location"] == "/exercises/clamshell/"


def test_htmx_gets_the_pressed_star_alone(library: None, as_ana: Client) -> None:
    part = as_ana.post(STAR, headers={"HX-Request": "true"}).content.decode()
    assert 'aria-pressed="true"' in part
    assert UNSTAR in part
    assert "<html" not in part


def test_a_full_list_of_favorites_is_said_on_the_page(
    library: None, as_ana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exercises.models.lists.MOST_ENTRIES", 0)
    assert "the most it can hold" in as_ana.post(STAR, follow=True).content.decode()
    again = as_ana.post(STAR, headers={"HX-Request": "true"})
    assert again.headers["HX-Refresh"] == "true"


@pytest.mark.parametrize("address", ["/exercises/clamshell/", "/exercises/?q=clamshell"])
def test_a_star_shows_what_is_kept(library: None, as_ana: Client, address: str) -> None:
    assert UNSTAR not in body(as_ana, address)
    as_ana.post(STAR)
    assert UNSTAR in body(as_ana, address)


@pytest.mark.parametrize("address", ["/exercises/clamshell/", "/exercises/?q=clamshell"])
def test_a_visitors_star_leads_to_sign_in_and_back(
    library: None, client: Client, address: str
) -> None:
    page = body(client, address)
    assert 'href="/accounts/login/?next=%2Fexercises%2F' in page
    assert "/lists/favorites/" not in page


def test_a_visitor_who_would_keep_an_exercise_signs_in_first(library: None, client: Client) -> None:
    page = body(client, "/exercises/clamshell/")
    assert 'href="/accounts/login/?next=/lists/add/clamshell/"' in page


@pytest.mark.parametrize("slug", ["wall-sit", "nothing-like-it"])
def test_only_what_is_published_can_be_kept(
    easy_days: ExerciseList, as_ana: Client, slug: str
) -> None:
    make_exercise("wall-sit")
    for address in (
        f"/lists/favorites/{slug}/add/",
        f"/lists/{easy_days.pk}/{slug}/add/",
        f"/lists/add/{slug}/new/",
    ):
        assert as_ana.post(address, {"name": "New"}).status_code == 404
    assert as_ana.get(f"/lists/add/{slug}/").status_code == 404


def test_an_exercise_goes_on_a_chosen_list(easy_days: ExerciseList, as_ana: Client) -> None:
    assert f"/lists/{easy_days.pk}/pivot-step/add/" in body(as_ana, "/lists/add/pivot-step/")
    answer = as_ana.post(f"/lists/{easy_days.pk}/pivot-step/add/", follow=True)
    assert "Pivot step is now on “Easy days”." in answer.content.decode()
    assert slugs(easy_days)[-1] == "pivot-step"
    answer = as_ana.post(f"/lists/{easy_days.pk}/pivot-step/add/", follow=True)
    assert "Pivot step is already on “Easy days”." in answer.content.decode()


def test_a_full_list_is_said_where_it_was_chosen(
    easy_days: ExerciseList, as_ana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exercises.models.lists.MOST_ENTRIES", 3)
    answer = as_ana.post(f"/lists/{easy_days.pk}/pivot-step/add/", follow=True)
    assert "“Easy days” has 3 exercises" in answer.content.decode()


def test_a_list_begins_with_an_exercise(library: None, as_ana: Client, ana: User) -> None:
    as_ana.post("/lists/add/clamshell/new/", {"name": "  Easy   days "})
    made = ana.exercise_lists.get()
    assert made.name == "Easy days"
    assert slugs(made) == ["clamshell"]


@pytest.mark.parametrize("address", ["/lists/new/", "/lists/add/clamshell/new/"])
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Easy days", "You have a list called “Easy days” already."),
        (" ", "Give the list a name."),
        ("x" * 61, "at most 60 characters"),
        ("a\x00b", "Null characters"),
    ],
)
def test_a_name_that_cannot_be_is_explained_beside_the_field(
    easy_days: ExerciseList, as_ana: Client, address: str, name: str, reason: str
) -> None:
    assert reason in as_ana.post(address, {"name": name}).content.decode()
    assert ExerciseList.objects.count() == 1


def test_all_lists_are_shown_with_the_favorites_first(
    easy_days: ExerciseList, as_ana: Client
) -> None:
    as_ana.post(STAR)
    page = body(as_ana, "/lists/")
    assert page.index("Favorites</a>") < page.index("Easy days</a>")
    assert "3 exercises" in page


def test_somebody_without_lists_is_shown_the_way(library: None, as_ana: Client) -> None:
    assert "You keep no exercise yet." in body(as_ana, "/lists/")


def test_the_page_of_lists_asks_as_much_for_many_as_for_one(
    easy_days: ExerciseList,
    as_ana: Client,
    ana: User,
    now: datetime,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(5):
        ExerciseList.objects.start(ana, f"List {number}", now)
    as_ana.get("/lists/")
    with django_assert_num_queries(3):  # who asks, the lists, what is on them
        as_ana.get("/lists/")


def test_a_list_moves_an_exercise_without_a_script(easy_days: ExerciseList, as_ana: Client) -> None:
    answer = as_ana.post(f"/lists/{easy_days.pk}/step-up/up/")
    assert answer.headers["Location"] == f"/lists/{easy_days.pk}/#step-up"
    assert slugs(easy_days) == ["step-up", "clamshell", "pelvic-drop"]


def test_htmx_gets_the_moved_list_alone(easy_days: ExerciseList, as_ana: Client) -> None:
    address = f"/lists/{easy_days.pk}/step-up/up/"
    part = as_ana.post(address, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<ol class="kept rows" id="entries">')
    assert part.index("Step-up") < part.index("Clamshell")


def test_an_exercise_moves_nowhere_else(easy_days: ExerciseList, as_ana: Client) -> None:
    assert as_ana.post(f"/lists/{easy_days.pk}/step-up/sideways/").status_code == 404


def test_an_exercise_is_taken_off(easy_days: ExerciseList, as_ana: Client) -> None:
    as_ana.post(f"/lists/{easy_days.pk}/step-up/remove/")
    assert slugs(easy_days) == ["clamshell", "pelvic-drop"]


def test_a_list_is_renamed(easy_days: ExerciseList, as_ana: Client) -> None:
    as_ana.post(f"/lists/{easy_days.pk}/rename/", {"name": "Rest days"})
    assert "<h1>Rest days</h1>" in body(as_ana, f"/lists/{easy_days.pk}/")


def test_a_taken_name_is_refused_when_renaming(
    easy_days: ExerciseList, as_ana: Client, ana: User, now: datetime
) -> None:
    ExerciseList.objects.start(ana, "Rest days", now)
    answer = as_ana.post(f"/lists/{easy_days.pk}/rename/", {"name": "rest days"})
    assert "You have a list called “rest days” already." in answer.content.decode()


def test_a_list_is_deleted_after_a_question(easy_days: ExerciseList, as_ana: Client) -> None:
    assert "Delete “Easy days”?" in body(as_ana, f"/lists/{easy_days.pk}/delete/")
    assert ExerciseList.objects.exists()
    assert as_ana.post(f"/lists/{easy_days.pk}/delete/").headers["Location"] == "/lists/"
    assert not ExerciseList.objects.exists()


def test_a_list_is_logged_in_its_order(easy_days: ExerciseList, as_ana: Client) -> None:
    page = body(as_ana, f"/lists/{easy_days.pk}/")
    address = "/training/workouts/new/?exercise=clamshell&amp;exercise=step-up&amp;exercise="
    assert f'href="{address}pelvic-drop"' in page


def test_a_long_list_offers_its_beginning_to_the_log(
    library: None, as_ana: Client, ana: User, now: datetime
) -> None:
    made = ExerciseList.objects.start(ana, "All", now)
    for row in Exercise.objects.all():
        made.add(row)
    page = body(as_ana, f"/lists/{made.pk}/")
    assert f"Log the first {LOGGED_AT_ONCE}" in page
    link = page.split('href="/training/workouts/new/?exercise=')[1].split('"')[0]
    assert link.count("exercise=") == LOGGED_AT_ONCE - 1


def test_the_log_begins_with_as_many_as_a_list_sends() -> None:
    assert LOGGED_AT_ONCE == MAX_BLOCKS


def test_an_archived_exercise_stays_on_the_list_by_name(
    easy_days: ExerciseList, clamshell: Exercise, as_ana: Client, ben: User, now: datetime
) -> None:
    release.archive(clamshell, ben, now)
    page = body(as_ana, f"/lists/{easy_days.pk}/")
    assert "No longer in the library." in page
    assert "Clamshell" in page
    assert "/exercises/clamshell/" not in page
    assert "exercise=clamshell" not in page
    assert "Clamshell" not in body(as_ana, f"/lists/{easy_days.pk}/sheet/")


def test_an_archived_favorite_can_be_taken_off_its_list(
    library: None, clamshell: Exercise, as_ana: Client, ana: User, ben: User, now: datetime
) -> None:
    as_ana.post(STAR)
    release.archive(clamshell, ben, now)
    kept = ana.exercise_lists.get()
    as_ana.post(f"/lists/{kept.pk}/clamshell/remove/")
    assert favorites(ana) == []


def test_a_lists_print_sheet_holds_twelve_and_says_how_many_it_leaves_out(
    easy_days: ExerciseList, as_ana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exercises.handouts.MOST", 2)
    page = body(as_ana, f"/lists/{easy_days.pk}/sheet/")
    assert "A sheet holds 2 exercises. The other 1 is not on it." in page
    assert "<h1>Easy days</h1>" in page
    assert "Pelvic drop" not in page


@pytest.mark.parametrize("address", ["/exercises/", "/accounts/"])
def test_the_lists_are_linked_where_a_runner_looks(
    library: None, as_ana: Client, client: Client, address: str
) -> None:
    assert 'href="/lists/"' in body(as_ana, address)
    assert 'href="/lists/"' not in client.get(address, follow=True).content.decode()


def test_who_signs_in_comes_back_to_the_choice_of_a_list(library: None, client: Client) -> None:
    answer = client.get("/lists/add/clamshell/")
    assert parse_qs(urlsplit(answer.headers["Location"]).query) == {
        "next": ["/lists/add/clamshell/"]
    }
