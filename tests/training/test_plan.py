"""The calendar of a program, rule by rule and over all terms, changes and histories."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.plan import (
    ASSESSMENT,
    STRENGTH,
    Change,
    Item,
    Outcome,
    Plan,
    Status,
    Terms,
    Week,
    make,
    next_week,
)

MONDAY = date(2026, 11, 23)
DAY = timedelta(days=1)
THREE = (Item(1, STRENGTH), Item(3, STRENGTH), Item(5, STRENGTH))
WEEKS = [
    Week(THREE),
    Week(THREE),
    Week(THREE),
    Week((*THREE, Item(7, ASSESSMENT)), is_deload=True),
]
MWF = Terms(MONDAY, frozenset({0, 2, 4}), 6)


def done(lap: int, *days: int, start: date = MONDAY) -> list[Outcome]:
    """Outcomes of a lap that was done on the days of the program."""
    first = start + 7 * DAY * (lap - 1)
    return [Outcome(lap, day, first + DAY * (day - 1), True) for day in days]


def lay(today: date = MONDAY, *outcomes: Outcome, terms: Terms = MWF, changes: object = ()) -> Plan:
    return make(WEEKS, terms, changes, outcomes, today)  # type: ignore[arg-type]  # any iterable


def dates(plan: Plan, lap: int = 1) -> list[date]:
    return [one.on for one in plan.laps[lap - 1].sessions]


def test_sessions_stand_on_the_days_that_were_chosen() -> None:
    assert dates(lay()) == [MONDAY, MONDAY + 2 * DAY, MONDAY + 4 * DAY]


def test_a_start_in_mid_week_counts_weeks_from_there() -> None:
    plan = lay(terms=Terms(MONDAY + 3 * DAY, frozenset({0, 2, 4}), 6))
    assert dates(plan) == [MONDAY + DAY * n for n in (4, 7, 9)]


def test_two_days_for_three_sessions_keep_the_first_and_the_last() -> None:
    plan = lay(terms=Terms(MONDAY, frozenset({1, 4})))
    assert [one.day for one in plan.laps[0].sessions] == [1, 5]


def test_a_week_of_the_program_follows_the_other() -> None:
    assert [lap.week for lap in lay().laps] == [1, 2, 3, 4]
    assert [lap.is_deload for lap in lay().laps] == [False, False, False, True]


def test_the_re_test_comes_two_days_after_the_last_session_and_not_after_the_long_run() -> None:
    last = lay(terms=Terms(MONDAY, frozenset({0, 2, 4}), 6)).laps[-1]
    assert [one.kind for one in last.sessions][-1] == ASSESSMENT
    plan = lay(terms=Terms(MONDAY, frozenset({0, 2}), 6))
    test = plan.laps[-1].sessions[-1]
    assert (test.kind, test.on) == (ASSESSMENT, MONDAY + 25 * DAY)


def test_a_session_that_was_not_done_moves_on_and_the_next_keeps_its_distance() -> None:
    plan = lay(MONDAY + DAY)
    assert dates(plan) == [MONDAY + DAY, MONDAY + 3 * DAY, MONDAY + 6 * DAY]


def test_what_finds_no_day_in_its_week_is_missed() -> None:
    plan = lay(MONDAY + 4 * DAY)
    assert [one.status for one in plan.laps[0].sessions] == [
        Status.OPEN,
        Status.OPEN,
        Status.MISSED,
    ]


def test_one_missed_week_repeats_the_last_completed_one() -> None:
    plan = lay(MONDAY + 14 * DAY, *done(1, 1, 3, 5))
    assert [lap.week for lap in plan.laps] == [1, 2, 1, 2, 3, 4]
    assert plan.laps[2].why == "Week 1 again: the week before was missed."


@pytest.mark.parametrize(
    ("missed", "week"), [(0, 4), (1, 3), (2, 2), (3, 2), (4, 2), (5, 1), (9, 1)]
)
def test_how_far_missed_weeks_go_back(missed: int, week: int) -> None:
    assert next_week(3, missed) == week


def test_a_week_in_which_something_was_done_is_not_missed() -> None:
    plan = lay(MONDAY + 7 * DAY, *done(1, 3))
    assert [lap.week for lap in plan.laps[:2]] == [1, 2]


def test_skipped_sessions_alone_are_a_missed_week() -> None:
    skipped = [Outcome(1, day, MONDAY, False) for day in (1, 3, 5)]
    assert [lap.week for lap in lay(MONDAY + 7 * DAY, *skipped).laps[:2]] == [1, 1]


def test_a_shift_moves_what_is_still_to_come() -> None:
    plan = lay(MONDAY + DAY, *done(1, 1), changes=[Change("shift", MONDAY + DAY, 2)])
    assert dates(plan) == [MONDAY, MONDAY + 4 * DAY, MONDAY + 6 * DAY]
    assert plan.laps[1].days[0] == MONDAY + 9 * DAY


def test_a_pause_that_goes_on_ends_the_calendar_there() -> None:
    plan = lay(MONDAY + 3 * DAY, *done(1, 1), changes=[Change("pause", MONDAY + DAY)])
    assert plan.paused_on == MONDAY + DAY
    assert plan.after(MONDAY) is None


def test_a_short_pause_only_moves_the_days() -> None:
    plan = lay(MONDAY + 4 * DAY, *done(1, 1), changes=[Change("pause", MONDAY + DAY, 3)])
    assert [lap.week for lap in plan.laps] == [1, 2, 3, 4]
    # Saturday is the eve of the long run.
    assert dates(plan)[1] == MONDAY + 6 * DAY


def test_a_pause_of_weeks_goes_back_like_missed_weeks() -> None:
    outcomes = [*done(1, 1, 3, 5), *done(2, 1, 3, 5), *done(3, 1)]
    plan = lay(MONDAY + 36 * DAY, *outcomes, changes=[Change("pause", MONDAY + 15 * DAY, 21)])
    assert [lap.week for lap in plan.laps] == [1, 2, 3, 2, 3, 4]
    assert plan.laps[3].days[0] == MONDAY + 36 * DAY


def test_a_week_is_repeated_once_when_asked() -> None:
    plan = lay(changes=[Change("repeat", MONDAY)])
    assert [lap.week for lap in plan.laps] == [1, 1, 2, 3, 4]


def test_the_plan_is_complete_when_its_last_week_is_over() -> None:
    outcomes = [one for lap in (1, 2, 3, 4) for one in done(lap, 1, 3)]
    assert not lay(MONDAY + 27 * DAY, *outcomes).is_complete
    assert lay(MONDAY + 28 * DAY, *outcomes).is_complete


TERMS = st.builds(
    Terms,
    st.dates(date(2026, 3, 20), date(2026, 4, 5)),
    st.sampled_from(
        [
            frozenset(days)
            for days in ({0, 2, 4}, {1, 3, 5}, {1, 4}, {0, 3}, {2}, {0, 2, 5}, {1, 3}, {2, 4, 6})
        ]
    ),
    st.none() | st.integers(0, 6),
)
OFFSETS = st.integers(0, 80)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Terms, list[Change], list[Outcome], date]:
    terms = draw(TERMS)
    today = terms.start_on + DAY * draw(OFFSETS)
    changes = [
        Change(kind, terms.start_on + DAY * draw(OFFSETS), days)
        for kind, days in draw(
            st.lists(
                st.tuples(st.just("shift"), st.integers(1, 7))
                | st.tuples(st.just("pause"), st.integers(0, 40))
                | st.tuples(st.just("repeat"), st.none()),
                max_size=3,
            )
        )
    ]
    outcomes: list[Outcome] = []
    now = terms.start_on
    while now <= today:
        one = make(WEEKS, terms, [c for c in changes if c.on <= now], outcomes, now).on(now)
        if one and one.status == Status.OPEN and draw(st.booleans()):
            outcomes.append(Outcome(one.lap, one.day, now, draw(st.booleans())))
        now += DAY
    return terms, changes, outcomes, today


@given(cases())
def test_sessions_to_come_keep_48_hours_and_the_eve_of_the_long_run(
    case: tuple[Terms, list[Change], list[Outcome], date],
) -> None:
    terms, changes, outcomes, today = case
    plan = make(WEEKS, terms, changes, outcomes, today)
    busy = sorted(
        (one.on, one.status) for one in plan.sessions if one.status in {Status.OPEN, Status.DONE}
    )
    for (day, _), (following, status) in pairwise(busy):
        assert status == Status.DONE or following - day >= 2 * DAY
    for one in plan.sessions:
        if one.status == Status.OPEN and one.kind == STRENGTH:
            assert (one.on + DAY).weekday() != terms.long_run_day


@given(cases())
def test_laps_follow_each_other_and_nothing_open_lies_in_the_past(
    case: tuple[Terms, list[Change], list[Outcome], date],
) -> None:
    terms, changes, outcomes, today = case
    plan = make(WEEKS, terms, changes, outcomes, today)
    for lap, following in pairwise(plan.laps):
        assert lap.days[-1] < following.days[0]
        assert following.week <= lap.week + 1
    for lap in plan.laps:
        assert all(one < other for one, other in pairwise(lap.days))
        assert all(one.on in lap.days or one.status != Status.OPEN for one in lap.sessions)
    assert all(one.on >= today for one in plan.sessions if one.status == Status.OPEN)


@given(cases())
def test_the_past_stays_as_it_was(case: tuple[Terms, list[Change], list[Outcome], date]) -> None:
    terms, changes, outcomes, today = case
    plan = make(WEEKS, terms, changes, outcomes, today)
    later = make(WEEKS, terms, changes, outcomes, today + DAY)
    past = [(lap.number, lap.week, lap.days) for lap in plan.laps if lap.days[-1] < today]
    assert past == [(lap.number, lap.week, lap.days) for lap in later.laps][: len(past)]


@given(cases())
def test_the_same_history_gives_the_same_plan(
    case: tuple[Terms, list[Change], list[Outcome], date],
) -> None:
    terms, changes, outcomes, today = case
    plan = make(WEEKS, terms, changes, outcomes, today)
    assert plan == make(WEEKS, terms, list(changes), outcomes[::-1], today)
