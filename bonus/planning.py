"""Planning in bulk: due enrollments become claimed deliveries, set by set and not row by row.

For the steps whose readers need no look, which are nearly all: any number of people are two
statements. Whoever needs a look first is planned by `delivery.plan`, one person at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Subquery
from uuid6 import uuid7

from bonus import bulk, journal
from bonus.messages import message_id
from bonus.models import Brake, Delivery, Enrollment, Series, Step, StepPause

# Of its own and materialized: as a subquery PostgreSQL may run it again for each row, locking and
# taking others each time, and so more than the limit.
_TAKE = """
WITH due AS MATERIALIZED (
    SELECT id FROM bonus_enrollment
    WHERE state = 'active' AND next_due_at <= %s
      AND series_id IN ({series}) AND next_step_id IN ({steps})
    ORDER BY next_due_at LIMIT %s {lock}
)
UPDATE bonus_enrollment SET next_due_at = NULL WHERE id IN (SELECT id FROM due)
RETURNING id, subscriber_id, next_step_id
"""
_ANYTHING = """
SELECT EXISTS (SELECT 1 FROM bonus_enrollment WHERE state = 'active' AND next_due_at <= %s)
    OR EXISTS (SELECT 1 FROM bonus_delivery
        WHERE state IN ('due', 'deferred') AND available_at <= %s)
    OR EXISTS (SELECT 1 FROM bonus_delivery
        WHERE state IN ('claimed', 'submitting') AND lease_until < %s)
    OR EXISTS (SELECT 1 FROM bonus_delivery WHERE state = 'uncertain' AND doubts = 0)
"""
_MAKE = """
INSERT INTO bonus_delivery (id, kind, state, subscriber_id, enrollment_id, step_id, step_key,
    message_id, planned_for, available_at, created_at, lease_until, fence, attempts, doubts,
    reason, "to")
WITH taken (id, subscriber, enrollment, step, step_key, name) AS ({rows})
SELECT id, 'step', 'claimed', subscriber, enrollment, step, step_key, name,
    {moment}, {moment}, {moment}, {moment}, 1, 0, 0, '', '' FROM taken WHERE true
ON CONFLICT (enrollment_id, step_key) DO NOTHING RETURNING id
"""


def nothing_to_do(now: datetime) -> bool:
    """Tell in one query, of which each part is one look at an index, that a tick may end at once.

    Where a journal lies, somebody is sending or has died while sending: that is something.
    """
    if journal.all_names():
        return False
    moment = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(_ANYTHING, [moment] * 3)
        return not cursor.fetchone()[0]


def steps_with_a_look() -> list[int]:
    """Return the steps with rules: before their mails somebody has to look at the reader."""
    return list(Step.objects.filter(has_rules=True).order_by().values_list("pk", flat=True))


def plain_steps() -> dict[int, str]:
    """Return the steps whose mails leave without a look at their readers, with their keys."""
    plain = Step.objects.filter(has_rules=False).exclude(pk__in=StepPause.steps())
    return dict(plain.order_by().values_list("pk", "key"))


def running_series() -> list[int]:
    """Return the series whose mails may leave: none while the brake is pulled."""
    if Brake.pulled():
        return []
    return list(Series.objects.filter(paused_at=None).order_by().values_list("pk", flat=True))


def take(now: datetime, lease: timedelta, limit: int) -> tuple[list[tuple[UUID, int]], int]:
    """Plan and claim up to `limit` due mails in one transaction; return their ids and fences.

    A mail that exists already, because its reader left before it was sent and came back, is made
    due again and left to the next claim; the second value is how many those may be.
    """
    series, steps = running_series(), plain_steps()
    if limit < 1 or not (series and steps):
        return [], 0
    with transaction.atomic(), connection.cursor() as cursor:
        lock = "FOR NO KEY UPDATE SKIP LOCKED" if _has_row_locks() else ""
        take_sql = _TAKE.format(series=_numbers(series), steps=_numbers([*steps]), lock=lock)
        moment = connection.ops.adapt_datetimefield_value
        cursor.execute(take_sql, [moment(now), limit])
        taken = cursor.fetchall()
        if not taken:
            return [], 0
        rows = []
        for enrollment, subscriber, step in taken:
            key = UUID(int=uuid7().int)  # the plain type, which databases know
            names = (steps[step], message_id(key))
            rows.append((key, _as_uuid(subscriber), _as_uuid(enrollment), step, *names))
        source, params = bulk.table(rows)
        times = [moment(now), moment(now), moment(now), moment(now + lease)]
        typed = "%s" if connection.vendor == "sqlite" else "%s::timestamptz"
        cursor.execute(_MAKE.format(rows=source, moment=typed), [*params, *times])
        made = [_as_uuid(row[0]) for row in cursor.fetchall()]
        if len(made) < len(taken):
            reopen([_as_uuid(row[0]) for row in taken], now)
    return [(key, 1) for key in made], len(taken) - len(made)


def reopen(enrollments: Sequence[UUID], now: datetime) -> None:
    """Make a mail due again that was skipped, never sent, when its reader left and came back.

    It gets the words of the version that its reader is in now.
    """
    waiting_for_it = Enrollment.objects.filter(
        pk=OuterRef("enrollment_id"), next_step__key=OuterRef("step_key")
    ).order_by()
    Delivery.objects.filter(
        Exists(waiting_for_it), enrollment__in=enrollments, state=Delivery.State.SKIPPED
    ).update(
        state=Delivery.State.DUE,
        step=Subquery(waiting_for_it.values("next_step")[:1]),
        fence=F("fence") + 1,
        attempts=0,
        reason="",
        planned_for=now,
        available_at=now,
        ended_at=None,
    )


def _has_row_locks() -> bool:
    """SQLite has no row locks and needs none: its transactions begin IMMEDIATE, one at a time."""
    return bool(connection.features.has_select_for_update_skip_locked)


def _numbers(keys: Sequence[int]) -> str:
    return ", ".join(str(int(key)) for key in keys)


def _as_uuid(key: UUID | str) -> UUID:
    return key if isinstance(key, UUID) else UUID(key)
