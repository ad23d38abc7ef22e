"""Statements that write many rows at once with values of their own, on both databases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

# PostgreSQL takes the types of a VALUES list from its first row.
_TYPED = {
    "postgresql": ("%s::uuid", "%s::bigint", "%s::bigint", "%s::timestamptz"),
    "sqlite": ("%s", "%s", "%s", "%s"),
}


def advance(rows: Sequence[tuple[UUID, int, int, datetime]], now: datetime) -> int:
    """Move active enrollments from a step whose mail has left to the next; return how many.

    Each row is an enrollment, the step that ended, the next one and when that is due.
    """
    if not rows:
        return 0
    moment = connection.ops.adapt_datetimefield_value
    sql = f"""
        WITH ended (id, step, following, due) AS (VALUES {_rows(_TYPED[connection.vendor], rows)})
        UPDATE bonus_enrollment SET
            next_step_id = ended.following, next_due_at = ended.due, last_sent_at = %s
        FROM ended
        WHERE bonus_enrollment.id = ended.id AND bonus_enrollment.next_step_id = ended.step
          AND bonus_enrollment.state = 'active'
    """  # noqa: S608 - nothing but placeholders is put together here
    params: list[object] = []
    for key, step, following, due in rows:
        params += (uuid(key), step, following, moment(due))
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, moment(now)])
        return int(cursor.rowcount)


def put_off(rows: Sequence[tuple[UUID, int, datetime]], reason: str) -> int:
    """Let claimed deliveries, by id and fence, wait until their moments; return how many."""
    if not rows:
        return 0
    moment = connection.ops.adapt_datetimefield_value
    types = _TYPED[connection.vendor]
    sql = f"""
        WITH late (id, fence, at) AS (VALUES {_rows((types[0], types[1], types[3]), rows)})
        UPDATE bonus_delivery SET state = 'deferred', reason = %s, lease_until = NULL,
            available_at = late.at
        FROM late
        WHERE bonus_delivery.id = late.id AND bonus_delivery.fence = late.fence
          AND bonus_delivery.state = 'claimed'
    """  # noqa: S608 - nothing but placeholders is put together here
    params: list[object] = []
    for key, fence, at in rows:
        params += (uuid(key), fence, moment(at))
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, reason])
        return int(cursor.rowcount)


def uuid(key: UUID) -> object:
    """Return a key as the database keeps it."""
    return key if connection.features.has_native_uuid_field else key.hex


def _rows(types: Sequence[str], rows: Sequence[object]) -> str:
    first = f"({', '.join(types)})"
    other = f"({', '.join(['%s'] * len(types))})"
    return ", ".join([first, *[other] * (len(rows) - 1)])
