"""The engine: from what is due to what left, so that a crash at any line loses nothing.

Every change of state is one UPDATE that names the state and the fence it expects and then looks
at the count. Nothing here holds a transaction while a mail server is being talked to.
bonus/README.md has the states as one table.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Model, QuerySet

from bonus import holding, instance, planning, quota, recovery, rules
from bonus.handover import Desk
from bonus.intent import LEASE, Claim, intend
from bonus.messages import message_id
from bonus.models import Delivery, Enrollment, Step

__all__ = ["LEASE", "Claim", "claim", "intend", "plan", "run", "work"]

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]
State = Delivery.State

BATCH = 500
BUDGET = timedelta(seconds=18)
QUESTIONS = (Delivery.Kind.CONFIRM, Delivery.Kind.MOVE)


def run(clock: Clock, *, subscriber: UUID | None = None) -> Counter[str]:
    """Send what is due, to everybody or to one subscriber; return how many ended how.

    Works for about BUDGET and leaves the rest to the next tick; for one subscriber, who waits for
    a mail just now, it makes one pass and leaves what went wrong before to the tick. Any number
    of runs may go on at the same time, in any number of processes. Does nothing where this
    database is not ours to send from.
    """
    ends = clock() + BUDGET
    counts: Counter[str] = Counter()
    if reason := instance.refusal(clock()):
        logger.error("no mail is sent: %s", reason)
        return counts
    holding.sweep(clock())
    if subscriber is None:
        if planning.nothing_to_do(clock()):
            return counts
        recovery.recover(clock())
        recovery.resolve(clock())
        recovery.expire(clock())
    with Desk(clock, ends) as desk:
        while True:
            claims = gather(clock(), subscriber)
            if claims and not instance.rise(clock()):
                recovery.give_back(claims)
                return counts
            counts.update(desk.work(claims))
            if subscriber or not claims or desk.unreached or clock() >= ends:
                return counts


def gather(now: datetime, subscriber: UUID | None = None) -> list[Claim]:
    """Claim a batch of what may leave: questions first, then what waits, then what is due."""
    grant = quota.reserve(BATCH, now)
    if subscriber:
        plan(now, subscriber=subscriber)
    elif special := planning.steps_with_a_look():
        plan(now, steps=special)
    one = {"subscriber": subscriber}
    questions = claim(now, grant.any_kind, questions=True, **one)
    left = min(grant.series, grant.any_kind - len(questions))
    claims = claim(now, left, questions=False, **one)
    if not subscriber:
        taken, reopened = planning.take(now, LEASE, left - len(claims))
        claims += [Claim(key, fence) for key, fence in taken]
        claims += claim(now, reopened, questions=False)
    quota.give_back(grant, questions=len(questions), series=len(claims), now=now)
    return questions + claims


def plan(
    now: datetime, *, subscriber: UUID | None = None, steps: Sequence[int] | None = None
) -> int:
    """Turn due enrollments into due deliveries, all or none; return how many were due.

    One person at a time; `planning.take` does it in bulk for steps that need no look. Where the
    next step has rules (`bonus/rules.py`), these decide whether it leaves.
    """
    with transaction.atomic():
        due = Enrollment.objects.due(now)
        if steps is not None:
            due = due.filter(next_step__in=steps)
        if subscriber:
            due = due.filter(subscriber=subscriber)
        found = list(_lock(due)[:BATCH])
        known = Step.objects.in_bulk({each.next_step_id for each in found if each.next_step_id})
        ruled = {each.pk for each in found if known[each.next_step_id or 0].has_rules}
        enrollments = [each for each in found if each.pk not in ruled]
        if ruled:
            loaded = Enrollment.objects.filter(pk__in=ruled).select_related(*rules.WITH)
            enrollments += rules.plan(list(loaded), now)
        ids = [enrollment.pk for enrollment in enrollments]
        Enrollment.objects.filter(pk__in=ids).update(next_due_at=None)
        Delivery.objects.bulk_create(
            [_row(each, known[each.next_step_id or 0].key, now) for each in enrollments],
            ignore_conflicts=True,
        )
        planning.reopen(ids, now)
    return len(found)


def claim(
    now: datetime,
    limit: int = BATCH,
    *,
    subscriber: UUID | None = None,
    questions: bool | None = None,
) -> list[Claim]:
    """Take a batch of deliveries: a lease, and a fence that makes every older holder powerless."""
    if limit < 1:
        return []
    with transaction.atomic():
        ready = Delivery.objects.ready(now)
        if subscriber:
            ready = ready.filter(subscriber=subscriber)
        if questions is not None:
            ready = ready.filter(kind__in=QUESTIONS if questions else (Delivery.Kind.STEP,))
        ids = list(_lock(ready).values_list("pk", flat=True)[:limit])
        if not ids:
            return []
        Delivery.objects.filter(pk__in=ids, state__in=(State.DUE, State.DEFERRED)).update(
            state=State.CLAIMED, lease_until=now + LEASE, fence=F("fence") + 1
        )
        rows = Delivery.objects.filter(pk__in=ids, state=State.CLAIMED).order_by("available_at")
        return [Claim(pk, fence) for pk, fence in rows.values_list("pk", "fence")]


def work(claims: Sequence[Claim], clock: Clock) -> Counter[str]:
    """Send what was claimed over one connection; return how many ended how."""
    with Desk(clock) as desk:
        return desk.work(claims)


def _row(enrollment: Enrollment, key: str, now: datetime) -> Delivery:
    """Return the unsaved delivery of an enrollment's next step."""
    row = Delivery(
        kind=Delivery.Kind.STEP,
        subscriber_id=enrollment.subscriber_id,
        enrollment=enrollment,
        step_id=enrollment.next_step_id,
        step_key=key,
        planned_for=now,
        available_at=now,
        created_at=now,
    )
    row.message_id = message_id(row.pk)
    return row


def _lock[Row: Model](rows: QuerySet[Row, Any]) -> QuerySet[Row, Any]:
    """Lock rows and pass over those that another worker holds.

    SQLite has no row locks and needs none: its transactions begin IMMEDIATE, one at a time.
    """
    if connection.features.has_select_for_update_skip_locked:
        return rows.select_for_update(skip_locked=True, of=("self",))
    return rows
