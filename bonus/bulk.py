"""Statements that write many rows at once with values of their own, on both databases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

ADVANCE = """
WITH ended (id, step, following, due) AS ({rows})
UPDATE bonus_enrollment SET
    next_step_id = ended.following, next_due_at = ended.due, last_sent_at = %s,
    counted_from = %s, waiting_since = NULL, return_to_id = NULL
FROM ended
WHERE bonus_enrollment.id = ended.id AND bonus_enrollment.next_step_id = ended.step
  AND bonus_enrollment.state = 'active'
"""
PUT_OFF = """
WITH late (id, fence, at) AS ({rows})
UPDATE bonus_delivery SET state = 'deferred', reason = %s, lease_until = NULL,
    available_at = late.at
FROM late
WHERE bonus_delivery.id = late.id AND bonus_delivery.fence = late.fence
  AND bonus_delivery.state = 'claimed'
"""
# How PostgreSQL calls the types of Python.
_TYPES = {UUID: "uuid", int: "bigint", str: "text", datetime: "timestamptz"}


def advance(rows: Sequence[tuple[UUID, int, int, datetime]], now: datetime) -> int:
    """Move active enrollments from a step whose mail has left to the next; return how many.

    Each row is an enrollment, the step that ended, the next one and when that is due.
    """
    moment = connection.ops.adapt_datetimefield_value(now)
    return _write(ADVANCE, rows, moment, moment)


def put_off(rows: Sequence[tuple[UUID, int, datetime]], reason: str) -> int:
    """Let claimed deliveries, by id and fence, wait until their moments; return how many."""
    return _write(PUT_OFF, rows, reason)


def table(rows: Sequence[tuple[Any, ...]]) -> tuple[str, list[Any]]:
    """Return a SELECT that gives these rows, and its parameters.

    PostgreSQL gets one array for each column: thousands of placeholders take longer to be read
    than to be executed.
    """
    if connection.vendor == "postgresql":
        arrays = ", ".join(f"%s::{_type(value)}[]" for value in rows[0])
        columns = [list(column) for column in zip(*rows, strict=True)]
        return f"SELECT * FROM unnest({arrays})", columns  # noqa: S608 - names of types, no values
    marks = f"({', '.join(['%s'] * len(rows[0]))})"
    values = [_kept(value) for row in rows for value in row]
    return f"VALUES {', '.join([marks] * len(rows))}", values


def _write(sql: str, rows: Sequence[tuple[Any, ...]], *values: Any) -> int:
    if not rows:
        return 0
    source, params = table(rows)
    with connection.cursor() as cursor:
        cursor.execute(sql.format(rows=source), [*params, *values])
        return int(cursor.rowcount)


def _type(value: Any) -> str:
    return next(name for kind, name in _TYPES.items() if isinstance(value, kind))


def _kept(value: Any) -> Any:
    """Return a value as SQLite keeps it."""
    if isinstance(value, UUID):
        return value.hex
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
