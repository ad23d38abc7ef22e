"""A rate for everything, and a plan for the first days."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core import mail
from django.db import connection
from pytest_django import Settings

from bonus import delivery, intent, planning, quota
from bonus.models import Delivery, Enrollment
from tests.bonus.conftest import Clock, Confirmed

pytestmark = pytest.mark.django_db


@pytest.fixture
def five(confirmed: Confirmed) -> list[Enrollment]:
    """Five people who are due."""
    made = [confirmed(f"sam{n}@example.com") for n in range(5)]
    mail.outbox.clear()
    return made


def test_without_settings_nothing_is_counted(clock: Clock) -> None:
    assert quota.reserve(50, clock.now) == quota.Grant(50, 50)


def test_a_rate_lets_so_many_leave_and_no_more(
    five: list[Enrollment], clock: Clock, settings: Settings
) -> None:
    settings.SEND_RATE = 0.2  # two in the ten seconds that it may save up
    delivery.run(clock)
    assert len(mail.outbox) == 2
    clock.pass_(seconds=5)
    delivery.run(clock)
    assert len(mail.outbox) == 3


def test_a_warm_up_caps_each_day_and_then_ends(
    five: list[Enrollment], clock: Clock, settings: Settings
) -> None:
    settings.WARMUP_PLAN, settings.WARMUP_START = [1, 2], clock.now.date()
    sent = []
    for _ in range(3):
        delivery.run(clock)
        delivery.run(clock)
        sent.append(len(mail.outbox))
        clock.pass_(days=1)
    assert sent == [1, 3, 6]  # five first mails, and the second one of whoever was first


def test_a_question_leaves_on_a_day_that_is_used_up(
    ask: Callable[..., Delivery], five: list[Enrollment], clock: Clock, settings: Settings
) -> None:
    settings.WARMUP_PLAN, settings.WARMUP_START = [1, 1], clock.now.date()
    delivery.run(clock)
    question = ask("new@example.com")
    delivery.run(clock)
    question.refresh_from_db()
    assert question.state == "accepted"


def test_what_was_reserved_and_not_used_is_given_back(clock: Clock, settings: Settings) -> None:
    settings.SEND_RATE = 1
    settings.WARMUP_PLAN, settings.WARMUP_START = [5], clock.now.date()
    for _ in range(3):
        grant = quota.reserve(50, clock.now)
        assert (grant.any_kind, grant.series) == (10, 5)
        quota.give_back(grant, questions=0, series=0, now=clock.now)


def test_a_clock_that_goes_back_gives_nothing_away(clock: Clock, settings: Settings) -> None:
    settings.SEND_RATE = 1
    assert quota.reserve(10, clock.now).any_kind == 10
    assert quota.reserve(10, clock.pass_(hours=-5)).any_kind == 0
    assert quota.reserve(10, clock.pass_(seconds=3)).any_kind == 3


def test_a_batch_is_never_larger_than_asked_for_whatever_the_plan(
    five: list[Enrollment], clock: Clock
) -> None:
    if connection.vendor == "postgresql":
        # A nested loop is what PostgreSQL chose once it knew how small the table was.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE bonus_enrollment")
            for option in ("hashjoin", "mergejoin", "hashagg", "material", "memoize", "sort"):
                cursor.execute(f"SET LOCAL enable_{option} = off")
    taken, _ = planning.take(clock.now, intent.LEASE, 2)
    assert len(taken) == 2
    assert Enrollment.objects.filter(next_due_at=None).count() == 2
