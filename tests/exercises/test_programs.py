"""The three programs: complete, true to their files, and shown without a query."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from exercises.catalog import get_catalog
from exercises.library.content import Library
from exercises.library.rows import program_content
from exercises.models import Article, Exercise, Program, PublicationError
from exercises.publishing import release

WEEKS = {"foundation": 4, "strong-hips": 6, "hip-performance": 8}
DELOADS = {"foundation": [4], "strong-hips": [4], "hip-performance": [4, 8]}
LENGTHS = {"foundation": (20, 43), "strong-hips": (27, 52), "hip-performance": (22, 57)}
FOUNDATION = "/programs/foundation/"
each_program = pytest.mark.parametrize("slug", WEEKS)


def body(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_all_sessions_and_lines_are_there(files: Library) -> None:
    days = [d for p in files.programs.values() for week in p.weeks for d in week.days]
    assert sum(day.kind == "strength" for day in days) == 54
    assert sum(len(day.lines) for day in days) == 319
    assert {slug: len(program.weeks) for slug, program in files.programs.items()} == WEEKS


@each_program
def test_the_lighter_weeks_are_marked(files: Library, slug: str) -> None:
    weeks = files.programs[slug].weeks
    assert [n for n, week in enumerate(weeks, 1) if week.is_deload] == DELOADS[slug]


@each_program
def test_a_program_ends_with_a_re_test_of_the_same_five_tests(files: Library, slug: str) -> None:
    last = files.programs[slug].weeks[-1].days[-1]
    assert last.kind == "assessment"
    assert last.tests[:5] == (
        "single_leg_stance_open",
        "side_plank",
        "single_leg_bridge_reps",
        "lateral_step_down_quality",
        "heel_raise_reps",
    )


def test_a_row_says_what_its_file_said(whole_library: None, files: Library) -> None:
    for row in Program.objects.all():
        assert program_content(row) == files.programs[row.slug]


@each_program
def test_the_catalog_knows_its_times_and_exercises(whole_library: None, slug: str) -> None:
    program = get_catalog().program(slug)
    assert program is not None
    assert program.sessions_a_week == 3
    assert program.minutes == LENGTHS[slug]
    assert all(line.entry for session in program.sessions for line in session.lines)


def test_an_exercise_knows_its_programs(whole_library: None) -> None:
    found = [program.slug for program in get_catalog().programs_with("clamshell")]
    assert found == ["foundation"]
    assert get_catalog().programs_with("no-such-exercise") == ()


@pytest.mark.parametrize(
    "address", ["/programs/", "/programs/foundation/", "/programs/foundation/?week=3"]
)
def test_a_program_page_asks_the_database_nothing(
    whole_library: None,
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    address: str,
) -> None:
    client.get(address)
    with django_assert_num_queries(0):
        etag = client.get(address).headers["ETag"]
        assert client.get(address, headers={"If-None-Match": etag}).status_code == 304


def test_the_list_says_for_whom_each_is(whole_library: None, client: Client) -> None:
    page = body(client, "/programs/")
    for words in (
        "Able to stand on one leg for 5 seconds",
        "Foundation finished, or baseline",
        "8 weeks, 3 strength sessions a week",
        "27 to 52 minutes",
        "A barbell is optional",
        "None of these programs was tried in a study as written",
    ):
        assert words in page, words


def test_a_program_page_says_everything(whole_library: None, client: Client) -> None:
    page = " ".join(body(client, "/programs/strong-hips/").split())
    for words in (
        "This program was not tried in a study as written.",
        "do sessions A and C",
        "Week 4: Lighter week",
        "Lighter on purpose",
        "Side plank 40 s each side",
        '<a href="/programs/hip-performance/">',
        '<a href="/exercises/lateral-band-walk/">',
        "Medium band",
        "about 38 min",
        "Single-leg heel raise, reps",
        "stop with about",
        "Add 2.5 to 10% of the weight",
        "Missed one week",
        "110% of your longest run",
        "No pain on one spot of bone",
    ):
        assert words in page, words


def test_a_session_can_be_logged(whole_library: None, client: Client) -> None:
    page = body(client, "/programs/foundation/")
    assert (
        "/training/workouts/new/?exercise=short-foot&amp;exercise=glute-bridge"
        "&amp;exercise=side-lying-hip-abduction&amp;exercise=side-plank-knees"
        "&amp;exercise=single-leg-stance&amp;exercise=dead-bug" in page
    )


def test_the_log_opens_with_a_sessions_exercises(whole_library: None, as_ana: Client) -> None:
    (link, *_) = re.findall(r'href="(/training/workouts/new/[^"]+)"', body(as_ana, FOUNDATION))
    page = body(as_ana, link.replace("&amp;", "&"))
    assert "Short foot" in page
    assert "Dead bug" in page


@each_program
def test_each_still_is_drawn_once_and_shown_by_name(
    whole_library: None, client: Client, slug: str
) -> None:
    page = body(client, f"/programs/{slug}/")
    drawn = re.findall(r'id="still-([a-z-]+)"', page)
    assert len(drawn) == len(set(drawn))
    assert set(re.findall(r'<use href="#still-([a-z-]+)"', page)) == set(drawn)


@pytest.mark.parametrize(
    ("query", "opened"),
    [("", [1]), ("?week=3", [3]), ("?week=all", [1, 2, 3, 4]), ("?week=9", [1]), ("?week=x", [1])],
)
def test_the_address_opens_a_week(
    whole_library: None, client: Client, query: str, opened: list[int]
) -> None:
    page = body(client, f"/programs/foundation/{query}")
    assert [int(n) for n in re.findall(r'id="week-(\d)" open', page)] == opened


@pytest.mark.parametrize("slug", ["no-such-program", "foundation-2"])
def test_an_unknown_program_is_not_found(whole_library: None, client: Client, slug: str) -> None:
    assert client.get(f"/programs/{slug}/").status_code == 404


def test_an_archived_program_is_gone(
    whole_library: None, client: Client, ben: User, now: datetime
) -> None:
    release.archive(Program.objects.get(slug="hip-performance"), ben, now)
    assert client.get("/programs/hip-performance/").status_code == 404
    assert "Hip Performance" not in body(client, "/programs/")
    assert "/programs/hip-performance/" not in body(client, "/programs/strong-hips/")


def test_an_archived_exercise_is_named_on_no_program(
    whole_library: None, client: Client, ben: User, now: datetime
) -> None:
    release.archive(Exercise.objects.get(slug="dead-bug"), ben, now)
    page = body(client, "/programs/foundation/")
    assert "Dead bug" not in page
    assert "dead-bug" not in page
    assert "An exercise that is being revised" in page


def test_an_archived_article_leaves_no_dead_link(
    whole_library: None, client: Client, ben: User, now: datetime
) -> None:
    assert "/articles/how-pain-guides-training/" in body(client, FOUNDATION)
    release.archive(Article.objects.get(slug="how-pain-guides-training"), ben, now)
    assert "/articles/how-pain-guides-training/" not in body(client, FOUNDATION)


def test_a_program_without_weeks_is_not_published(db: None, ben: User, now: datetime) -> None:
    draft = Program.objects.create(slug="early", title="Early", level=1)
    with pytest.raises(PublicationError, match="it lacks weeks, entry marks, exit marks"):
        release.publish(draft, None, now)


def test_an_editor_sees_a_program_and_changes_its_words_alone(
    whole_library: None, as_ben: Client
) -> None:
    row = Program.objects.get(slug="foundation")
    page = body(as_ben, f"/admin/exercises/program/{row.pk}/change/")
    assert 'name="goal"' in page
    assert 'name="weeks"' not in page
    assert as_ben.get("/admin/exercises/program/add/").status_code == 403


def test_an_exercise_names_the_programs_that_use_it(whole_library: None, client: Client) -> None:
    page = body(client, "/exercises/clamshell/")
    assert 'href="/programs/foundation/">Foundation</a>' in page
