"""Pacing: a domain that puts our mail off gets less of it for a while, and then more again.

Only domains in trouble have a row. The first refusal for now (4xx) brings a domain down to
FIRST_RATE; further ones halve that, at most once a minute; every mail that it takes speeds it up,
until it is as quick as any and its row goes away. Rows are shared by all workers and outlive the
broker. Mails beyond the rate are put off, so that those to other domains go on.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.transport import Outcome
from bonus import bulk
from bonus.intent import Claim
from bonus.models import Delivery, DomainPace

FIRST_RATE = 30.0  # mails a minute
SLOWEST = 0.5
NORMAL = 600.0  # from here on a domain is like any other
SPEED_UP = 1.02  # for each mail that was taken
SLOW_DOWN = 0.5
ONCE = timedelta(minutes=1)
BURST = timedelta(seconds=10)
HORIZON = timedelta(minutes=15)  # nobody is put off longer than that: the rate may rise meanwhile
FORGOTTEN = timedelta(days=1)
REASON = "its domain takes mail slowly now"
chance = random.SystemRandom().random


def domain_of(mail: Delivery) -> str:
    """Return the domain to which a mail goes."""
    return (mail.to or mail.subscriber.address).rpartition("@")[2]


def sort_out(
    claims: Sequence[Claim], mails: Mapping[UUID, Delivery], now: datetime
) -> tuple[list[Claim], int]:
    """Put off what is beyond its domain's rate; return the rest, and how many were put off."""
    by_domain: dict[str, list[Claim]] = defaultdict(list)
    for each in claims:
        by_domain[domain_of(mails[each.pk])].append(each)
    slow = DomainPace.objects.filter(domain__in=list(by_domain)).values_list("domain", flat=True)
    late: list[tuple[UUID, int, datetime]] = []
    for domain in slow:
        late += _beyond(domain, by_domain[domain], now)
    if not late:
        return list(claims), 0
    bulk.put_off(late, REASON)
    put_off = {key for key, *_ in late}
    return [each for each in claims if each.pk not in put_off], len(late)


def learn(ended: Iterable[tuple[Delivery, Outcome]], now: datetime) -> None:
    """Take into account what mail servers said about a group of mails."""
    taken: Counter[str] = Counter()
    refused: set[str] = set()
    for mail, outcome in ended:
        if outcome.verdict == "accepted":
            taken[domain_of(mail)] += 1
        elif outcome.verdict == "deferred" and outcome.reached:
            refused.add(domain_of(mail))
    for domain in sorted(refused):
        _slow_down(domain, now)
    known = DomainPace.objects.filter(domain__in=[name for name in taken if name not in refused])
    for domain in known.values_list("domain", flat=True):
        _speed_up(domain, taken[domain], now)


def _beyond(
    domain: str, claims: Sequence[Claim], now: datetime
) -> list[tuple[UUID, int, datetime]]:
    """Count mails against their domain's rate; return those beyond it and their new moments."""
    with transaction.atomic():
        pace = DomainPace.objects.select_for_update().filter(domain=domain).first()
        if pace is None:
            return []
        if pace.slowed_at < now - FORGOTTEN:
            pace.delete()
            return []
        most = max(1.0, pace.per_minute * BURST.total_seconds() / 60)
        passed = max(0.0, (now - pace.counted_at).total_seconds())
        allowed = min(most, pace.allowance + pace.per_minute * passed / 60)
        going = min(len(claims), int(allowed))
        late = []
        at = max(now, pace.booked_until)
        for each in claims[going:]:
            at += timedelta(minutes=1 / pace.per_minute)
            latest = now + HORIZON * (0.75 + chance() / 4)
            late.append((each.pk, each.fence, min(at, latest)))
        pace.allowance, pace.counted_at = allowed - going, now
        pace.booked_until = min(at, now + HORIZON)
        pace.save(update_fields=["allowance", "counted_at", "booked_until"])
    return late


def _slow_down(domain: str, now: datetime) -> None:
    with transaction.atomic():
        pace, is_new = DomainPace.objects.select_for_update().get_or_create(
            domain=domain,
            defaults={
                "per_minute": FIRST_RATE,
                "allowance": 0,
                "counted_at": now,
                "booked_until": now,
                "slowed_at": now,
            },
        )
        # One burst of refusals is one refusal; a clock that went back is no reason to wait.
        if not is_new and abs(now - pace.slowed_at) >= ONCE:
            pace.per_minute = max(SLOWEST, pace.per_minute * SLOW_DOWN)
            pace.allowance, pace.counted_at, pace.slowed_at = 0, now, now
            pace.save()


def _speed_up(domain: str, count: int, now: datetime) -> None:
    with transaction.atomic():
        pace = DomainPace.objects.select_for_update().filter(domain=domain).first()
        if pace is None:
            return
        pace.per_minute *= min(2.0, SPEED_UP**count)
        if pace.per_minute >= NORMAL:
            pace.delete()
        else:
            pace.save(update_fields=["per_minute"])
