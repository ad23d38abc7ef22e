"""Quota: how many mails may leave at all, where the operator has set a rate or a warm-up plan.

SEND_RATE is for everything. A warm-up plan counts whatever leaves, but holds back only the series:
who asks for it gets the question whether they did, also on a day that is used up. Both counts are
rows that all workers share; without these settings nothing is counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.conf import settings
from django.db import transaction

from bonus.models import Allowance

RATE = "rate"
BURST_SECONDS = 10.0


@dataclass
class Grant:
    """How many mails may leave now: of any kind, and of the series."""

    any_kind: int
    series: int
    counted: bool = False


def reserve(want: int, now: datetime) -> Grant:
    """Take up to `want` mails off what may leave; whatever is not used goes to `give_back`."""
    cap = cap_of(now)
    if not settings.SEND_RATE and cap is None:
        return Grant(want, want)
    with transaction.atomic():
        count = _take_rate(want, now) if settings.SEND_RATE else want
        series = _take_day(count, cap, now) if cap is not None else count
    return Grant(count, series, counted=True)


def give_back(grant: Grant, *, questions: int, series: int, now: datetime) -> None:
    """Return what was reserved and not used."""
    if not grant.counted:
        return
    with transaction.atomic():
        if settings.SEND_RATE:
            _add(RATE, grant.any_kind - questions - series)
        if cap_of(now) is not None:
            _add(_day(now), questions + series - grant.series)


def cap_of(now: datetime) -> int | None:
    """Return how many mails the warm-up plan allows today, or None where it allows any number."""
    plan: list[int] = settings.WARMUP_PLAN
    start: date | None = settings.WARMUP_START
    if not plan or start is None:
        return None
    day = max(0, (now.astimezone(UTC).date() - start).days)
    return plan[day] if day < len(plan) else None


def _take_rate(want: int, now: datetime) -> int:
    """Take from a bucket that fills at the set rate and holds some seconds' worth."""
    per_second: float = settings.SEND_RATE
    most = max(1.0, per_second * BURST_SECONDS)
    row, _ = Allowance.objects.select_for_update().get_or_create(
        name=RATE, defaults={"amount": most, "at": now}
    )
    passed = max(0.0, (now - row.at).total_seconds())
    row.amount, row.at = min(most, row.amount + passed * per_second), now
    count = min(want, max(0, int(row.amount)))
    row.amount -= count
    row.save()
    return count


def _take_day(want: int, cap: int, now: datetime) -> int:
    row, _ = Allowance.objects.select_for_update().get_or_create(
        name=_day(now), defaults={"amount": 0, "at": now}
    )
    count = min(want, max(0, cap - int(row.amount)))
    row.amount += count
    row.save()
    return count


def _add(name: str, count: int) -> None:
    row = Allowance.objects.select_for_update().filter(name=name).first()
    if row and count:
        row.amount += count
        row.save()


def _day(now: datetime) -> str:
    return f"day {now.astimezone(UTC).date()}"
