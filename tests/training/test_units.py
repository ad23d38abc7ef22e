"""Loads and runs in the units of the runner: typed, read back, counted on and written."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from exercises.models import Exercise
from tests.conftest import NOW
from tests.training.conftest import block, log_run, log_workout, one_side, run_data, sheet
from training.models import Run, Target, TrainingPreferences, WorkoutSet
from training.units import METRIC, Units

AMERICAN = Units("lb", "mi")
NEW, RUN = "/training/workouts/new/", "/training/runs/new/"


@pytest.mark.parametrize(
    ("meters", "seconds", "units", "words"),
    [
        (8000, 2770, METRIC, "8.0 km in 46:10, 5:46 per km"),
        (42_195, 12_345, METRIC, "42.2 km in 3:25:45, 4:53 per km"),
        (8047, None, METRIC, "8.0 km"),
        (60, 12, METRIC, "60 m in 0:12, 3:20 per km"),
        (8047, 2770, AMERICAN, "5.0 mi in 46:10, 9:14 per mi"),
        (150, None, AMERICAN, "150 m"),
    ],
)
def test_a_run_is_one_line(meters: int, seconds: int | None, units: Units, words: str) -> None:
    assert units.result(meters, seconds) == words


@pytest.mark.parametrize(
    ("kg", "words"), [("6.80", "15 lb"), ("1.02", "2.25 lb"), ("8", "17.6 lb"), ("0", "0 lb")]
)
def test_a_load_in_pounds(kg: str, words: str) -> None:
    assert AMERICAN.load(Decimal(kg)) == words


def test_a_band_is_a_band_in_every_unit() -> None:
    assert AMERICAN.load(None, "light") == METRIC.load(None, "light") == "light band"


@given(st.integers(0, 11_000).map(lambda n: Decimal(n) / 10))
def test_every_tenth_of_a_pound_is_read_back(typed: Decimal) -> None:
    assert AMERICAN.weigh(AMERICAN.kilograms(typed)) == typed


@given(st.integers(0, 4_400).map(lambda n: Decimal(n) / 4))
def test_every_quarter_of_a_pound_is_read_back(typed: Decimal) -> None:
    assert AMERICAN.weigh(AMERICAN.kilograms(typed)) == typed


@given(st.integers(1, 310_000).map(lambda n: Decimal(n) / 1000))
def test_every_thousandth_of_a_mile_is_read_back(typed: Decimal) -> None:
    assert Decimal(AMERICAN.typed_way(AMERICAN.meters(typed))) == typed


@pytest.fixture
def american(ana: User) -> TrainingPreferences:
    return TrainingPreferences.objects.create(runner=ana, weight_unit="lb", distance_unit="mi")


@pytest.mark.usefixtures("american")
def test_fifteen_pounds_are_typed_and_read_everywhere(as_ana: Client, bridge: Exercise) -> None:
    data = sheet(block(bridge, {"both": {"amount": 12, "load": "15"}}), weight_unit="lb")
    shown = as_ana.post(NEW, data, follow=True).content.decode()
    stored = WorkoutSet.objects.get()
    assert stored.load_kg == Decimal("6.80")
    assert "15 lb" in shown
    assert "15 lb" in as_ana.get("/training/").content.decode()
    edit = as_ana.get(f"/training/workouts/{stored.workout_id}/edit/").content.decode()
    assert 'value="15"' in edit
    again = as_ana.get(f"{NEW}?exercise={bridge.slug}").content.decode()
    assert 'value="15"' in again
    assert "Lb</label>" in again
    best = as_ana.get("/training/progress/bests.csv").content.decode()
    assert "Heaviest, lb" in best
    assert best.rstrip().endswith(",15")


def test_a_sheet_is_read_in_the_unit_that_it_was_drawn_in(
    as_ana: Client, bridge: Exercise, american: TrainingPreferences
) -> None:
    data = sheet(block(bridge, {"both": {"amount": 12, "load": "7.5"}}), weight_unit="kg")
    as_ana.post(NEW, data)
    assert WorkoutSet.objects.get().load_kg == Decimal("7.50")


@pytest.mark.usefixtures("american")
def test_what_is_left_alone_stays_to_the_gram(as_ana: Client, ana: User, bridge: Exercise) -> None:
    workout = log_workout(ana, one_side(bridge, "both", 12, load_kg="7.50"))
    data = sheet(block(bridge, {"both": {"amount": 13, "load": "16.5"}}), weight_unit="lb")
    as_ana.post(f"/training/workouts/{workout.pk}/edit/", data)
    row = WorkoutSet.objects.get()
    assert (row.reps, row.load_kg) == (13, Decimal("7.50"))


@pytest.mark.parametrize(
    ("load", "words"),
    [
        ("-1", "starts at 0 lb"),
        ("1103", "ends at 1102.3 lb"),
        ("7.77", "Pounds go in tenths or quarters."),
    ],
)
@pytest.mark.usefixtures("american")
def test_a_load_that_cannot_be_kept_is_refused(
    as_ana: Client, bridge: Exercise, load: str, words: str
) -> None:
    data = sheet(block(bridge, {"both": {"amount": 12, "load": load}}), weight_unit="lb")
    assert words in as_ana.post(NEW, data).content.decode()
    assert not WorkoutSet.objects.exists()


@pytest.mark.usefixtures("american")
def test_a_dose_of_the_runners_own_is_said_in_pounds(
    as_ana: Client, ana: User, bridge: Exercise
) -> None:
    Target.objects.create(
        runner=ana, exercise=bridge, measure="reps", sets=2, amount=12, load_kg=8, decided_at=NOW
    )
    assert "17.6 lb" in as_ana.get(f"{NEW}?exercise={bridge.slug}").content.decode()
    data = sheet(block(bridge, {"both": {"amount": 12, "load": "17.6"}}), weight_unit="lb")
    as_ana.post(NEW, data)
    assert WorkoutSet.objects.get().load_kg == 8


@pytest.mark.usefixtures("american")
def test_runs_are_read_in_miles(as_ana: Client) -> None:
    shown = as_ana.post(RUN, run_data(distance="5", unit="mi"), follow=True).content.decode()
    assert "5.0 mi in 46:10, 9:14 per mi" in shown
    assert "One run this week, 5.0 mi in all." in shown
    run = Run.objects.get()
    assert 'value="5"' in as_ana.get(f"/training/runs/{run.pk}/edit/").content.decode()
    assert "5.0 mi" in as_ana.get(f"/training/runs/{run.pk}/delete/").content.decode()
    months = as_ana.get("/training/progress/months.csv").content.decode().splitlines()
    assert "Run mi" in months[0]
    assert months[-1].split(",")[5] == "5"
    assert "and 1 run, 5.0 mi" in as_ana.get("/training/progress/").content.decode()


@pytest.mark.usefixtures("american")
def test_a_run_that_is_left_alone_stays_to_the_meter(as_ana: Client, ana: User) -> None:
    run = log_run(ana, 8001)
    data = run_data(distance="4.972", unit="mi", time="")
    as_ana.post(f"/training/runs/{run.pk}/edit/", data)
    run.refresh_from_db()
    assert run.distance_m == 8001


@pytest.mark.usefixtures("american")
def test_imports_begin_with_the_runners_units(as_ana: Client) -> None:
    shown = as_ana.get("/training/runs/import/").content.decode()
    assert '<option value="mi" selected>' in shown
