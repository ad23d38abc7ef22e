"""Publishing a new edition while people are under way: nothing twice, nothing at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bonus import consent, conservation, delivery, editions, recovery
from bonus.models import Delivery, Enrollment, SeriesVersion, Step
from tests.bonus.conftest import Clock, Confirmed
from tests.bonus.editing import change, copy, fresh, keys_sent, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def keys(series: SeriesVersion) -> list[str]:
    """The steps of the house's own series: nine main ones and the branch."""
    return list(series.steps.values_list("key", flat=True))


@pytest.fixture
def waiting(enrollment: Enrollment, clock: Clock) -> Enrollment:
    """Sam got the first mail on Monday at noon and waits for Wednesday's."""
    delivery.run(clock)
    return fresh(enrollment)


def new_step(series: SeriesVersion, key: str, **fields: object) -> Step:
    first = series.steps.select_related("video").get(order=3)
    return copy(first, **{"key": key, "subject": f"New: {key}", **fields})


def run_to_the_end(clock: Clock, days: int = 60) -> None:
    for _ in range(days * 2):
        delivery.run(clock)
        clock.pass_(hours=12)
    assert conservation.check(clock.now).errors == []


def test_who_waits_for_a_kept_step_gets_its_new_words_on_the_same_day(
    waiting: Enrollment, series: SeriesVersion, clock: Clock
) -> None:
    version = change(series, "know-your-sides", clock.now, subject="Other words")
    after = fresh(waiting)
    assert (after.version, after.began_with) == (version, series)
    assert after.next_step and after.next_step.subject == "Other words"
    assert after.next_due_at == waiting.next_due_at


def test_nobody_gets_a_mail_twice_or_loses_one(
    waiting: Enrollment, series: SeriesVersion, keys: list[str], clock: Clock
) -> None:
    publish(series, [keys[1], keys[0], *keys[2:]], clock.now)
    run_to_the_end(clock)
    assert keys_sent(waiting) == keys[:9]
    assert fresh(waiting).state == "completed"


def test_a_step_put_in_behind_them_is_not_sent(
    waiting: Enrollment, series: SeriesVersion, keys: list[str], clock: Clock
) -> None:
    publish(series, [new_step(series, "early", delay_days=0), *keys[1:]], clock.now)
    assert fresh(waiting).next_due_at == waiting.next_due_at
    publish(series, keys, clock.pass_(minutes=1))  # and what they had comes back
    run_to_the_end(clock)
    assert keys_sent(waiting) == keys[:9]


@pytest.mark.parametrize(
    ("delay", "due"),
    [
        (1, timedelta(days=1, hours=19)),  # a day after Monday noon, and at least 24 hours
        (4, timedelta(days=3, hours=19)),  # its own delay from Monday's mail
    ],
)
def test_a_step_put_in_right_next_keeps_its_own_delay_from_the_last_mail(
    waiting: Enrollment,
    series: SeriesVersion,
    keys: list[str],
    clock: Clock,
    delay: int,
    due: timedelta,
) -> None:
    new = new_step(series, "next", delay_days=delay)
    sent_at = clock.now
    publish(series, [keys[0], new, *keys[1:]], clock.pass_(hours=1))
    after = fresh(waiting)
    assert after.next_step and after.next_step.key == "next"
    assert after.next_due_at == sent_at + due


def test_a_step_put_in_whose_delay_is_over_comes_when_the_next_mail_was_due(
    waiting: Enrollment, series: SeriesVersion, keys: list[str], clock: Clock
) -> None:
    slow = change(series, "know-your-sides", clock.now, delay_days=2)
    Enrollment.objects.update(next_due_at=clock.now + timedelta(days=20))
    clock.pass_(days=10)
    publish(slow, [keys[0], new_step(series, "next", delay_days=1), *keys[1:]], clock.now)
    after = fresh(waiting)
    assert after.next_step and after.next_step.key == "next"
    assert after.next_due_at == clock.now + timedelta(days=10)


def test_nobody_is_mailed_at_once_because_of_a_new_edition(
    waiting: Enrollment, series: SeriesVersion, keys: list[str], clock: Clock
) -> None:
    Enrollment.objects.update(next_due_at=clock.pass_(days=30))  # a mail that is due this second
    publish(series, [keys[0], new_step(series, "next", delay_days=1), *keys[1:]], clock.now)
    delivery.run(clock)
    assert keys_sent(waiting) == [keys[0]]
    after = fresh(waiting).next_due_at
    assert after and clock.now < after < clock.now + timedelta(days=2)


def test_a_removed_step_leads_to_the_one_after_it_with_that_ones_delay(
    waiting: Enrollment, series: SeriesVersion, keys: list[str], clock: Clock
) -> None:
    publish(series, [keys[0], *keys[2:]], clock.now)
    after = fresh(waiting)
    assert after.next_step and after.next_step.key == keys[2]
    assert after.next_due_at == clock.now.replace(hour=7) + timedelta(days=3)
    run_to_the_end(clock)
    assert keys_sent(waiting) == [keys[0], *keys[2:9]]


def test_where_nothing_follows_the_series_ends(
    waiting: Enrollment, series: SeriesVersion, keys: list[str], clock: Clock
) -> None:
    publish(series, [keys[0]], clock.now)
    assert fresh(waiting).state == "completed"
    assert conservation.check(clock.now).errors == []


def test_who_has_finished_gets_nothing_more(
    waiting: Enrollment, series: SeriesVersion, keys: list[str], clock: Clock
) -> None:
    short = publish(series, [keys[0]], clock.now)
    publish(short, [keys[0], new_step(series, "late")], clock.pass_(days=1))
    run_to_the_end(clock, 10)
    assert keys_sent(waiting) == [keys[0]]


def test_who_left_goes_on_in_the_new_edition_when_they_come_back(
    waiting: Enrollment, series: SeriesVersion, keys: list[str], clock: Clock
) -> None:
    consent.stop(waiting.subscriber_id, network="", now=clock.now)
    version = publish(series, [keys[0], *keys[2:]], clock.pass_(days=1))
    mail = Delivery.objects.get(kind="confirm")
    Delivery.objects.filter(pk=mail.pk).update(created_at=clock.pass_(days=1))
    again = consent.confirm(mail.pk, network="", now=clock.now)
    assert (again.version, again.state) == (version, "active")
    run_to_the_end(clock)
    assert keys_sent(waiting) == [keys[0], *keys[2:9]]


# --- mails that are rows already


def test_a_mail_that_waits_gets_the_new_words(
    enrollment: Enrollment, series: SeriesVersion, clock: Clock
) -> None:
    delivery.plan(clock.now)
    change(series, "three-planes", clock.now, subject="Other words")
    row = enrollment.deliveries.get()
    assert row.step and (row.state, row.step.subject) == ("due", "Other words")
    assert conservation.check(clock.now).errors == []


@pytest.mark.parametrize("claimed", [False, True])
def test_a_mail_of_a_removed_step_is_set_aside_and_nobody_is_lost(
    enrollment: Enrollment, series: SeriesVersion, keys: list[str], clock: Clock, claimed: bool
) -> None:
    delivery.plan(clock.now)
    claims = delivery.claim(clock.now) if claimed else []
    publish(series, keys[1:], clock.now)
    assert conservation.check(clock.now).errors == []
    delivery.work(claims, clock)
    after = fresh(enrollment)
    assert keys_sent(enrollment) == []
    assert after.next_step and after.next_step.key == keys[1]
    assert after.state == "active" and after.next_due_at


def test_a_mail_in_flight_counts_whatever_became_of_its_step(
    enrollment: Enrollment, series: SeriesVersion, keys: list[str], clock: Clock
) -> None:
    delivery.plan(clock.now)
    (claim,) = delivery.claim(clock.now)
    delivery.intend(claim, clock.now)
    row = enrollment.deliveries.select_related("subscriber", "step", "enrollment__subscriber").get()
    publish(series, keys[1:], clock.now)
    from accounts.transport import ACCEPTED
    from bonus.results import record

    assert record(row, claim.fence, ACCEPTED, clock.now)
    after = fresh(enrollment)
    assert after.last_sent_at == clock.now
    assert after.next_due_at and after.next_due_at >= clock.now + timedelta(days=1)
    assert conservation.check(clock.now).errors == []
    run_to_the_end(clock)
    assert keys_sent(enrollment) == keys[:9]


def test_a_result_of_an_old_edition_moves_on_in_the_new_one(
    enrollment: Enrollment, series: SeriesVersion, keys: list[str], clock: Clock
) -> None:
    delivery.plan(clock.now)
    (claim,) = delivery.claim(clock.now)
    delivery.intend(claim, clock.now)
    version = publish(series, [keys[0], new_step(series, "next"), *keys[1:]], clock.now)
    clock.pass_(minutes=6)
    recovery.recover(clock.now)
    after = fresh(enrollment)
    assert after.next_step and (after.next_step.key, after.next_step.version) == ("next", version)
    assert conservation.check(clock.now).errors == []


def test_a_step_that_comes_back_is_not_sent_again(
    confirmed: Confirmed, series: SeriesVersion, keys: list[str], clock: Clock
) -> None:
    sam = confirmed()
    delivery.run(clock)
    clock.pass_(days=3)
    delivery.run(clock)  # the second mail
    without = publish(series, [keys[0], *keys[2:]], clock.now)
    steps = {step.key: step for step in series.steps.select_related("video")}
    again = [copy(steps[key]) for key in (keys[0], keys[2], keys[1], *keys[3:])]
    editions.publish(without.series, {}, again, checksum="back", now=clock.pass_(minutes=1))
    run_to_the_end(clock)
    assert keys_sent(sam) == [keys[0], keys[1], *keys[2:9]]


def test_a_stale_draft_is_refused(
    waiting: Enrollment, series: SeriesVersion, keys: list[str], clock: Clock
) -> None:
    publish(series, keys[:8], clock.now)
    with pytest.raises(editions.StaleDraftError):
        editions.publish(series.series, {}, [], checksum="x", now=clock.now, based_on=series)


def test_a_planner_that_comes_in_between_loses_nobody(
    waiting: Enrollment,
    series: SeriesVersion,
    keys: list[str],
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As if a worker planned the removed step after its mails were set aside."""
    Enrollment.objects.update(next_due_at=clock.now)
    move_mails = editions._move_mails

    def plan_after(*args: object, **kwargs: object) -> None:
        move_mails(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        if not kwargs:
            assert delivery.plan(clock.now) == 1

    monkeypatch.setattr(editions, "_move_mails", plan_after)
    publish(series, [keys[0], *keys[2:]], clock.now)
    assert conservation.check(clock.now).errors == []
    run_to_the_end(clock)
    assert keys_sent(waiting) == [keys[0], *keys[2:9]]
