"""What a step's rules do at the moment at which its mail is due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.transport import Outcome, Transport
from bonus import conservation, delivery, watching
from bonus.models import Enrollment, SeriesVersion
from tests.bonus.conftest import Clock, Confirmed
from tests.bonus.editing import change, copy, fresh, keys_sent, knows, publish
from tests.conftest import make_person

pytestmark = pytest.mark.django_db

SECOND, THIRD = "know-your-sides", "side-to-side"


@pytest.fixture
def second(
    enrollment: Enrollment, series: SeriesVersion, clock: Clock
) -> Callable[..., Enrollment]:
    """Give the second step other rules; Sam has the first mail and waits for it."""

    def _second(**fields: Any) -> Enrollment:
        delivery.run(clock)
        change(series, SECOND, clock.now, **{"conditions": [], **fields})
        return fresh(enrollment)

    return _second


def test_a_skipped_step_is_passed_over_and_the_next_waits_its_own_delay(
    second: Callable[..., Enrollment], clock: Clock
) -> None:
    sam = second(conditions=[{"if": "has_account", "then": "skip"}])
    make_person("sam@example.com", "Sam")
    clock.pass_(days=2)
    delivery.run(clock)
    after = fresh(sam)
    row = sam.deliveries.get(step_key=SECOND)
    assert (row.state, row.reason) == ("passed", "skip if has_account")
    assert after.next_step and after.next_step.key == THIRD
    assert after.next_due_at == (clock.now + timedelta(days=3)).replace(hour=7)
    assert conservation.check(clock.now).errors == []


@pytest.mark.parametrize("email", ["other@example.com", None])
def test_a_condition_that_does_not_hold_changes_nothing(
    second: Callable[..., Enrollment], clock: Clock, email: str | None
) -> None:
    sam = second(conditions=[{"if": "has_account", "then": "skip"}])
    if email:
        make_person(email, "Kim")
    clock.pass_(days=2)
    delivery.run(clock)
    assert keys_sent(sam)[-1] == SECOND


def test_conditions_are_looked_at_when_the_mail_is_due_and_not_before(
    second: Callable[..., Enrollment], clock: Clock
) -> None:
    sam = second(conditions=[{"if": "has_account", "then": "skip"}])
    account = make_person("sam@example.com", "Sam")
    clock.pass_(days=1)
    delivery.run(clock)
    User.objects.filter(pk=account.pk).update(is_active=False)
    clock.pass_(days=1)
    delivery.run(clock)
    assert keys_sent(sam)[-1] == SECOND


def test_a_step_waits_a_day_at_a_time_at_most_so_many_days(
    second: Callable[..., Enrollment], clock: Clock
) -> None:
    sam = second(conditions=[{"if": "not watched_previous_video", "then": "wait", "days": 3}])
    due = sam.next_due_at
    assert due
    clock.now = due
    for day in (1, 2, 3):
        delivery.run(clock)
        assert fresh(sam).next_due_at == due + timedelta(days=day)
        assert conservation.check(clock.now).errors == []
        clock.pass_(days=1)
    delivery.run(clock)
    assert keys_sent(sam)[-1] == SECOND
    assert fresh(sam).waiting_since is None


def test_it_waits_no_longer_once_the_video_is_watched(
    second: Callable[..., Enrollment], clock: Clock
) -> None:
    sam = second(conditions=[{"if": "not watched_previous_video", "then": "wait", "days": 9}])
    clock.pass_(days=2)
    delivery.run(clock)
    watching.note(sam, "three-planes", position_s=175, length_s=180, now=clock.now)
    clock.pass_(days=1)
    delivery.run(clock)
    assert keys_sent(sam)[-1] == SECOND


def test_after_waiting_a_step_may_be_passed_over(
    second: Callable[..., Enrollment], clock: Clock
) -> None:
    wait = {"if": "not has_account", "then": "wait", "days": 1, "otherwise": "skip"}
    sam = second(conditions=[wait])
    for _ in range(4):
        clock.pass_(days=1)
        delivery.run(clock)
    assert sam.deliveries.get(step_key=SECOND).state == "passed"


def test_a_branch_comes_first_once_and_then_the_series_goes_on_where_it_left(
    second: Callable[..., Enrollment], clock: Clock
) -> None:
    branch = {"if": "not has_account", "then": "branch", "to": "pause-and-check"}
    sam = second(conditions=[branch])
    clock.pass_(days=2)
    delivery.run(clock)
    after = fresh(sam)
    assert keys_sent(sam) == ["three-planes", "pause-and-check"]
    assert after.next_step and after.next_step.key == SECOND
    assert after.next_due_at == (clock.now + timedelta(days=2)).replace(hour=7)
    assert conservation.check(clock.now).errors == []
    clock.pass_(days=2)
    delivery.run(clock)
    assert keys_sent(sam) == ["three-planes", "pause-and-check", SECOND]


def test_a_branch_with_a_delay_waits_it(
    enrollment: Enrollment, series: SeriesVersion, clock: Clock
) -> None:
    delivery.run(clock)
    branch = {"if": "not has_account", "then": "branch", "to": "pause-and-check"}
    later = change(series, "pause-and-check", clock.now, delay_hours=48)
    change(later, SECOND, clock.now, conditions=[branch])
    clock.pass_(days=2)
    delivery.run(clock)
    after = fresh(enrollment)
    assert after.next_step and after.next_step.key == "pause-and-check"
    assert after.return_to and after.return_to.key == SECOND
    assert after.next_due_at == clock.now + timedelta(hours=48)
    assert conservation.check(clock.now).errors == []


def test_who_is_on_a_branch_that_an_editor_removes_goes_back_to_their_line(
    enrollment: Enrollment, series: SeriesVersion, clock: Clock
) -> None:
    delivery.run(clock)
    branch = {"if": "not has_account", "then": "branch", "to": "pause-and-check"}
    later = change(series, "pause-and-check", clock.now, delay_days=5)
    version = change(later, SECOND, clock.now, conditions=[branch])
    clock.pass_(days=2)
    delivery.run(clock)
    steps = [copy(each, conditions=[]) for each in version.main_steps()]
    publish(version, steps, clock.now)
    after = fresh(enrollment)
    assert after.next_step and after.next_step.key == SECOND
    assert (after.return_to, after.state) == (None, "active")
    assert after.next_due_at and after.next_due_at > clock.now


def test_the_first_condition_that_holds_decides(
    second: Callable[..., Enrollment], clock: Clock
) -> None:
    first = {"if": "has_account", "then": "skip"}
    sam = second(conditions=[first, {"if": "not has_account", "then": "wait", "days": 2}])
    clock.pass_(days=2)
    delivery.run(clock)
    assert fresh(sam).waiting_since


def test_all_names_of_a_condition_must_hold(
    second: Callable[..., Enrollment], clock: Clock
) -> None:
    sam = second(conditions=[{"if": ["has_account", "trained_last_7_days"], "then": "skip"}])
    make_person("sam@example.com", "Sam")
    clock.pass_(days=2)
    delivery.run(clock)
    assert keys_sent(sam)[-1] == SECOND


def test_pain_decides_nothing_about_who_did_not_agree(
    second: Callable[..., Enrollment], clock: Clock
) -> None:
    sam = second(
        conditions=[
            {"if": "reported_pain", "then": "skip"},
            {"if": "not reported_pain", "then": "skip"},
        ]
    )
    make_person("sam@example.com", "Sam")
    clock.pass_(days=2)
    delivery.run(clock)
    assert keys_sent(sam)[-1] == SECOND


def test_the_series_ends_with_its_goal(
    enrollment: Enrollment, series: SeriesVersion, clock: Clock
) -> None:
    delivery.run(clock)
    keys = list(series.steps.values_list("key", flat=True))
    publish(series, keys, clock.now, {"goal": "has_account"})
    clock.pass_(days=2)
    make_person("sam@example.com", "Sam")
    delivery.run(clock)
    after = fresh(enrollment)
    assert (after.state, after.next_due_at, after.ended_at) == ("goal_reached", None, clock.now)
    assert keys_sent(enrollment) == ["three-planes"]
    assert conservation.check(clock.now).errors == []


# --- late


def test_what_is_too_late_is_passed_over_and_nothing_comes_in_a_burst(
    confirmed: Confirmed, series: SeriesVersion, clock: Clock
) -> None:
    sam = confirmed()
    delivery.run(clock)
    steps = [copy(each, conditions=[], late_days=2) for each in series.main_steps()]
    publish(series, steps, clock.now)
    clock.pass_(days=40)
    delivery.run(clock)
    after = fresh(sam)
    assert keys_sent(sam) == ["three-planes"]
    assert after.next_step and after.next_step.key == THIRD
    assert after.next_due_at and after.next_due_at > clock.now + timedelta(days=2)


def test_without_a_limit_nothing_is_too_late_and_all_the_rest_moves_back(
    second: Callable[..., Enrollment], clock: Clock
) -> None:
    sam = second()
    clock.pass_(days=40)
    delivery.run(clock)
    assert keys_sent(sam) == ["three-planes", SECOND]


@pytest.mark.parametrize(("until", "sent"), [(None, True), (20, False), (24, True)])
def test_a_late_mail_leaves_only_within_its_hours(
    second: Callable[..., Enrollment], clock: Clock, until: int | None, sent: bool
) -> None:
    sam = second(until_hour=until)
    clock.now = clock.now.replace(day=25, hour=21)
    delivery.run(clock)
    assert (keys_sent(sam)[-1] == SECOND) is sent
    if not sent:
        assert fresh(sam).next_due_at == clock.now.replace(day=26, hour=7)


# --- and once more before a mail leaves that was put off


def test_a_mail_that_was_put_off_is_looked_at_again(
    second: Callable[..., Enrollment], clock: Clock
) -> None:
    sam = second(conditions=[{"if": "has_account", "then": "skip"}])
    clock.pass_(days=2)
    deferred = Outcome("deferred", "451 try later", reached=True)
    with patch.object(Transport, "send", return_value=deferred):
        delivery.run(clock)
    make_person("sam@example.com", "Sam")
    for _ in range(3):
        clock.pass_(hours=2)
        delivery.run(clock)
    assert keys_sent(sam) == ["three-planes"]
    assert sam.deliveries.get(step_key=SECOND).state == "passed"
    assert conservation.check(clock.now).errors == []


def test_a_mail_that_was_put_off_and_is_still_wanted_leaves(
    second: Callable[..., Enrollment], clock: Clock
) -> None:
    sam = second(conditions=[{"if": "has_account", "then": "skip"}])
    clock.pass_(days=2)
    deferred = Outcome("deferred", "451 try later", reached=True)
    with patch.object(Transport, "send", return_value=deferred):
        delivery.run(clock)
    clock.pass_(hours=2)
    delivery.run(clock)
    assert keys_sent(sam)[-1] == SECOND


def test_a_condition_is_asked_once_for_a_whole_batch(
    confirmed: Confirmed, series: SeriesVersion, clock: Clock
) -> None:
    people = [confirmed(f"sam{n}@example.com") for n in range(6)]
    with knows("told", lambda: False):
        change(series, "three-planes", clock.now, conditions=[{"if": "told", "then": "skip"}])
        with CaptureQueriesContext(connection) as queries:
            assert delivery.plan(clock.now) == len(people)
    assert len(queries) < 12
