"""Strength logs of other apps: guesses, the dry run, the import, and what is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from exercises.models import Exercise
from exercises.port.files import read_file
from tests.conftest import NOW
from training.imports import tasks
from training.models import StrengthImport, Workout, WorkoutSet
from training.strength import desk, mapping

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("library")]

STRONG = (
    "Date,Workout Name,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,RPE\n"
    "2026-11-02 07:00:00,Hips,Clamshell (Band),1,0,15,0,0,,7\n"
    "2026-11-02 07:00:00,Hips,Glute Bridge,1,20,12,0,0,,\n"
    "2026-11-02 07:00:00,Hips,Glute Bridge,2,20,10,0,0,,\n"
    "2026-11-04 07:00:00,Hips,Side Plank,1,0,0,0,30,,\n"
    "2026-11-04 07:00:00,Hips,Bench Press,1,60,8,0,0,,\n"
)


@pytest.fixture
def library(clamshell: Exercise, side_plank: Exercise, bridge: Exercise) -> None:
    """The exercises of this copy."""


def start(runner: User, text: str) -> StrengthImport:
    return desk.upload(runner, "strong.csv", text.encode(), NOW)


def send(browser: Client, text: str = STRONG) -> str:
    """Upload a file and return the address of its import."""
    file = SimpleUploadedFile("strong.csv", text.encode())
    response = browser.post("/training/strength/import/", {"file": file})
    return response["Location"].removesuffix("columns/")


def test_columns_and_exercises_of_a_known_app_are_guessed(ana: User) -> None:
    found = desk.mapping_of(start(ana, STRONG))
    assert found.columns == {
        "day": "Date",
        "exercise": "Exercise Name",
        "side": "",
        "reps": "Reps",
        "seconds": "Seconds",
        "meters": "",
        "load": "Weight",
        "rpe": "RPE",
    }
    assert found.exercises == {
        "Clamshell (Band)": "clamshell",
        "Glute Bridge": "glute-bridge",
        "Side Plank": "side-plank",
        "Bench Press": "",
    }


def test_pounds_are_seen_in_the_header() -> None:
    sheet = read_file(b"date,exercise,weight (lbs)\n2026-11-02,x,9")
    assert mapping.guess(sheet, {}).unit == "lb"


def test_a_dry_run_says_what_would_come_and_writes_nothing(as_ana: Client) -> None:
    page = as_ana.get(send(as_ana)).content.decode()
    assert "2 workouts with 4 sets" in page
    assert "1 line of exercises that you left out." in page
    assert not Workout.objects.exists()


def test_what_was_shown_is_written_once(as_ana: Client, ana: User) -> None:
    address = send(as_ana)
    page = as_ana.post(f"{address}write/", follow=True).content.decode()
    assert "2 workouts added to your log." in page
    as_ana.post(f"{address}write/")
    again = as_ana.get(send(as_ana)).content.decode()
    assert "2 workouts were imported before" in again
    assert Workout.objects.of(ana).count() == 2
    assert bytes(StrengthImport.objects.earliest("made_at").upload) == b""


def test_sets_keep_their_numbers_and_units(as_ana: Client) -> None:
    as_ana.post(f"{send(as_ana)}write/")
    rows = WorkoutSet.objects.order_by("workout__started_at", "position", "set_index", "side")
    said = [(r.exercise.slug, r.position, r.set_index, r.side, r.amount, r.load_kg) for r in rows]
    assert said == [
        ("clamshell", 1, 1, "left", 15, None),
        ("clamshell", 1, 1, "right", 15, None),
        ("glute-bridge", 2, 1, "both", 12, Decimal("20.00")),
        ("glute-bridge", 2, 2, "both", 10, Decimal("20.00")),
        ("side-plank", 1, 1, "left", 30, None),
        ("side-plank", 1, 1, "right", 30, None),
    ]
    assert not rows.exclude(pain_score=None).exists()


def test_columns_can_be_chosen(as_ana: Client) -> None:
    address = send(as_ana, "wann;was;wie oft;kilo\n2026-11-02;Brücke;12;44,1")
    data = {"column-day": "wann", "column-exercise": "was", "column-reps": "wie oft"}
    data |= {"column-load": "kilo", "unit": "lb", "each_side": "yes"}
    page = as_ana.post(f"{address}columns/", data, follow=True).content.decode()
    assert "look at their names" in page
    as_ana.post(f"{address}columns/", data | {"exercise-0": "glute-bridge"})
    as_ana.post(f"{address}write/")
    row = WorkoutSet.objects.get()
    assert (row.reps, row.load_kg) == (12, Decimal("20.00"))


def test_sides_of_a_file_are_kept_and_never_clash(ana: User) -> None:
    lines = [("left", 9), ("right", 8), ("", 7), ("L", 6), ("both", 5)]
    text = "date,exercise,side,reps\n" + "\n".join(
        f"2026-11-02,Clamshell,{side},{reps}" for side, reps in lines
    )
    found = start(ana, text + "\n2026-11-02,Glute bridge,left,4\n2026-11-02,Glute bridge,,3")
    desk.write(found, NOW)
    rows = WorkoutSet.objects.order_by("exercise__name", "set_index", "side")
    said = [(row.exercise.slug, row.set_index, row.side, row.reps) for row in rows]
    assert said == [
        ("clamshell", 1, "left", 9),
        ("clamshell", 1, "right", 8),
        ("clamshell", 2, "left", 7),
        ("clamshell", 2, "right", 7),
        ("clamshell", 3, "left", 6),
        ("clamshell", 3, "right", 5),
        ("clamshell", 4, "left", 5),
        ("glute-bridge", 1, "left", 4),
        ("glute-bridge", 2, "both", 3),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("soon,Clamshell,,9,", "no date that can be read"),
        ("2027-01-01,Clamshell,,9,", "lies in the future"),
        ("2026-11-02,Clamshell,,,", "counted in reps, and it gives none"),
        ("2026-11-02,Clamshell,,0,", "counted in reps, and it gives none"),
        ("2026-11-02,Clamshell,,-9,", "no number that can be right"),
        ("2026-11-02,Clamshell,,nan,", "no number that can be right"),
        ("2026-11-02,Clamshell,,many,", "is no number"),
        ("2026-11-02,Clamshell,,9999,", "is more than 500"),
        ("2026-11-02,Clamshell,up,9,", "is no side"),
        ("2026-11-02,Clamshell,,9,900", "is more than 500 kg"),
        ("2026-11-02,Clamshell,,9", "has 4 cells where the first row has 5"),
    ],
)
def test_a_line_that_cannot_be_taken_is_named(ana: User, line: str, reason: str) -> None:
    good = "2026-11-03,Clamshell,,9,"
    found = start(ana, f"date,exercise,side,reps,weight\n{line}\n{good}")
    planned = desk.dry_run(found, NOW)
    assert len(planned.workouts) == 1
    [(number, said)] = planned.refused
    assert number == 2
    assert reason in said


def test_a_line_without_a_side_may_be_left_out(ana: User) -> None:
    found = start(ana, "date,exercise,reps\n2026-11-02,Clamshell,9")
    data = desk.mapping_of(found).as_json() | {"each_side": False}
    found.choose(data)
    assert desk.dry_run(found, NOW).refused == [(2, "It does not say which side.")]


@pytest.mark.parametrize("data", [b"", b"\x89PNG", b'[{"date": 1}]', b"a,a\n1,2"])
def test_what_is_no_csv_is_refused(as_ana: Client, data: bytes) -> None:
    file = SimpleUploadedFile("x.csv", data)
    assert as_ana.post("/training/strength/import/", {"file": file}).status_code == 200
    assert not StrengthImport.objects.exists()


PARTS = [("get", ""), ("get", "columns/"), ("post", "columns/"), ("post", "write/")]


@pytest.mark.parametrize("who", ["as_cleo", "as_ben"])
@pytest.mark.parametrize(("method", "part"), PARTS)
def test_others_find_no_import(
    request: pytest.FixtureRequest, ana: User, who: str, method: str, part: str
) -> None:
    found = start(ana, STRONG)
    browser = request.getfixturevalue(who)
    address = f"/training/strength/import/{found.pk}/{part}"
    assert getattr(browser, method)(address).status_code == 404
    assert not Workout.objects.exists()


def test_visitors_are_sent_to_sign_in(client: Client, ana: User) -> None:
    address = f"/training/strength/import/{start(ana, STRONG).pk}/"
    for one in ("/training/strength/import/", address, f"{address}columns/"):
        assert client.get(one)["Location"].startswith("/accounts/login/")


def test_old_files_are_forgotten(ana: User) -> None:
    start(ana, STRONG)
    StrengthImport.objects.update(made_at=NOW - desk.KEPT * 2)
    assert tasks.purge() == 1
