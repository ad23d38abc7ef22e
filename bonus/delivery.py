"""The engine: from what is due to what left, so that a crash at any line loses nothing.

Every change of state is one UPDATE that names the state and the fence it expects and then looks
at the count. Nothing here holds a transaction while a mail server is being talked to.
bonus/README.md has the states as one table.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet, Subquery

from accounts.transport import Outcome, Transport
from bonus import compose, holding, recovery, rules
from bonus.messages import message_id
from bonus.models import Delivery, Enrollment, Step, Subscriber, Suppression
from bonus.results import record

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]
State = Delivery.State

BATCH = 50
LEASE = timedelta(minutes=5)
BUDGET = timedelta(seconds=18)


@dataclass(frozen=True)
class Claim:
    """The right to work on one delivery, as long as its fence stays where it is."""

    pk: UUID
    fence: int


def run(clock: Clock, *, subscriber: UUID | None = None) -> Counter[str]:
    """Send what is due, to everybody or to one subscriber; return how many ended how.

    Works for about BUDGET and leaves the rest to the next tick. Any number of runs may go on at
    the same time, in any number of processes.
    """
    ends = clock() + BUDGET
    counts: Counter[str] = Counter()
    recovery.recover(clock())
    recovery.resolve(clock())
    recovery.expire(clock())
    holding.sweep(clock())
    while True:
        planned = plan(clock(), subscriber=subscriber)
        claims = claim(clock(), subscriber=subscriber)
        counts.update(work(claims, clock))
        if not (planned or claims) or clock() >= ends:
            return counts


def plan(now: datetime, *, subscriber: UUID | None = None) -> int:
    """Turn due enrollments into due deliveries, all or none; return how many were due.

    Where the next step has rules (`bonus/rules.py`), these decide whether it leaves.
    """
    with transaction.atomic():
        due = Enrollment.objects.due(now)
        if subscriber:
            due = due.filter(subscriber=subscriber)
        found = list(_lock(due)[:BATCH])
        steps = Step.objects.in_bulk({each.next_step_id for each in found if each.next_step_id})
        ruled = {each.pk for each in found if steps[each.next_step_id or 0].has_rules}
        enrollments = [each for each in found if each.pk not in ruled]
        if ruled:
            loaded = Enrollment.objects.filter(pk__in=ruled).select_related(*rules.WITH)
            enrollments += rules.plan(list(loaded), now)
        ids = [enrollment.pk for enrollment in enrollments]
        Enrollment.objects.filter(pk__in=ids).update(next_due_at=None)
        Delivery.objects.bulk_create(
            [_row(each, steps[each.next_step_id or 0].key, now) for each in enrollments],
            ignore_conflicts=True,
        )
        _reopen(ids, now)
    return len(found)


def claim(now: datetime, *, subscriber: UUID | None = None) -> list[Claim]:
    """Take a batch of deliveries: a lease, and a fence that makes every older holder powerless."""
    with transaction.atomic():
        ready = Delivery.objects.ready(now)
        if subscriber:
            ready = ready.filter(subscriber=subscriber)
        ids = list(_lock(ready).values_list("pk", flat=True)[:BATCH])
        Delivery.objects.filter(pk__in=ids, state__in=(State.DUE, State.DEFERRED)).update(
            state=State.CLAIMED, lease_until=now + LEASE, fence=F("fence") + 1
        )
        rows = Delivery.objects.filter(pk__in=ids, state=State.CLAIMED).order_by("available_at")
        return [Claim(pk, fence) for pk, fence in rows.values_list("pk", "fence")]


def work(claims: Sequence[Claim], clock: Clock) -> Counter[str]:
    """Send what was claimed over one connection; return how many ended how."""
    counts: Counter[str] = Counter()
    with Transport() as transport:
        for index, each in enumerate(claims):
            outcome = send_one(each, transport, clock)
            counts[outcome.verdict if outcome else "dropped"] += 1
            if outcome and not outcome.reached:
                recovery.release(claims[index + 1 :], clock(), outcome.reason)
                break
    return counts


def send_one(each: Claim, transport: Transport, clock: Clock) -> Outcome | None:
    """Compose, declare the intent, send, record. None: the claim was lost or not wanted."""
    delivery = (
        Delivery.objects.select_related(
            "subscriber",
            "enrollment__subscriber",
            "step__video",
            "step__version__series",
        )
        .filter(pk=each.pk, fence=each.fence, state=State.CLAIMED)
        .first()
    )
    if delivery is None or rules.recall(delivery, clock()):
        return None
    try:
        message = compose.message(delivery, clock())
    except Exception as error:
        logger.exception("delivery %s cannot be composed", each.pk)
        recovery.cannot_compose(each, delivery, f"{type(error).__name__}: {error}", clock())
        return None
    if not intend(each, clock()):
        recovery.skip(each, delivery, clock())
        return None
    delivery.attempts += 1
    outcome = transport.send(message)
    record(delivery, each.fence, outcome, clock())
    return outcome


def intend(each: Claim, now: datetime) -> bool:
    """Say, before the mail leaves, that it is about to; False when it must not.

    One UPDATE of one row: the claim must still hold, the person must still want the mail, and
    nobody may have suppressed the address. The conditions on other tables are EXISTS and not
    joins, so that PostgreSQL looks again at this row after waiting for a concurrent change.
    """
    return bool(
        Delivery.objects.filter(
            _wanted(),
            pk=each.pk,
            fence=each.fence,
            state=State.CLAIMED,
            lease_until__gt=now,
        ).update(
            state=State.SUBMITTING,
            lease_until=now + LEASE,
            submitted_at=now,
            attempts=F("attempts") + 1,
        )
    )


def _wanted() -> Q:
    """Return the condition that a mail's reader may have it and wants it."""
    blocked = Suppression.objects.filter(address_hash=OuterRef("address_hash"))
    reader = (
        Subscriber.objects.filter(~Exists(blocked), pk=OuterRef("subscriber_id"))
        .exclude(state=Subscriber.State.BOUNCED)
        .order_by()
    )
    tells_of_hold = Q(state=Enrollment.State.HELD, version__hold_step=OuterRef("step_key"))
    under_way = Enrollment.objects.filter(
        Q(state=Enrollment.State.ACTIVE) | tells_of_hold, pk=OuterRef("enrollment_id")
    ).order_by()
    # A mail in doubt has moved the enrollment on already, perhaps to its end.
    wanted = Q(Exists(under_way)) | Q(doubts__gt=0)
    subscribed = Q(Exists(reader.filter(state=Subscriber.State.ACTIVE))) & wanted
    question = Q(kind__in=(Delivery.Kind.CONFIRM, Delivery.Kind.MOVE))
    return Q(Exists(reader)) & (question | subscribed)


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


def _reopen(enrollments: Sequence[UUID], now: datetime) -> None:
    """Make a mail due again that was skipped, never sent, when its reader left and came back.

    It gets the words of the version that its reader is in now.
    """
    waiting_for_it = Enrollment.objects.filter(
        pk=OuterRef("enrollment_id"), next_step__key=OuterRef("step_key")
    ).order_by()
    Delivery.objects.filter(
        Exists(waiting_for_it), enrollment__in=enrollments, state=State.SKIPPED
    ).update(
        state=State.DUE,
        step=Subquery(waiting_for_it.values("next_step")[:1]),
        fence=F("fence") + 1,
        attempts=0,
        reason="",
        planned_for=now,
        available_at=now,
        ended_at=None,
    )


def _lock[Row: Model](rows: QuerySet[Row, Any]) -> QuerySet[Row, Any]:
    """Lock rows and pass over those that another worker holds.

    SQLite has no row locks and needs none: its transactions begin IMMEDIATE, one at a time.
    """
    if connection.features.has_select_for_update_skip_locked:
        return rows.select_for_update(skip_locked=True, of=("self",))
    return rows
