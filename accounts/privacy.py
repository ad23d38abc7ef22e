"""What is held about a person: each app says so here, once, for reading, taking along and erasing.

An app registers its holdings in its `AppConfig.ready`. A test fails when a model points at a person
and no holding names it. Erasing goes through the holdings too, so that nothing is only hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction

from accounts.models import User

type Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one kind, with the same columns."""

    name: str
    rows: tuple[Row, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return tuple(self.rows[0]) if self.rows else ()

    @property
    def cells(self) -> Iterator[tuple[Any, ...]]:
        """Yield the rows as tuples, in the order of the columns."""
        return (tuple(row.values()) for row in self.rows)


def _nothing(user: User, now: datetime) -> None:
    """Leave it to the database, whose rows go with the account."""


@dataclass(frozen=True, slots=True)
class Holding:
    """One kind of data about a person.

    `models` names every model of it as "app.Model"; `tables` reads a person's rows; `erase` removes
    what does not go with the account's own row; `stays` says in words what is left afterwards.
    """

    key: str
    title: str
    why: str
    models: tuple[str, ...]
    tables: Callable[[User], list[Table]]
    erase: Callable[[User, datetime], None] = _nothing
    stays: str = ""


_holdings: dict[str, Holding] = {}


def register(holding: Holding) -> None:
    """Add a holding; a second one of the same key takes its place."""
    _holdings[holding.key] = holding


def holdings() -> tuple[Holding, ...]:
    """Return all holdings, in the order in which they were registered."""
    return tuple(_holdings.values())


def table(name: str, rows: Iterable[models.Model], *hidden: str) -> Table:
    """Return rows with every column of their model but the hidden ones, in words a person reads.

    A foreign key is written as what it points at.
    """
    return Table(name, tuple(_row(one, hidden) for one in rows))


def _row(one: models.Model, hidden: tuple[str, ...]) -> Row:
    fields = [field for field in one._meta.concrete_fields if field.name not in hidden]
    return {str(field.verbose_name): _value(one, field) for field in fields}


def _value(one: models.Model, field: models.Field[Any, Any]) -> Any:
    if field.is_relation:
        return str(getattr(one, field.name) or "")
    display = getattr(one, f"get_{field.name}_display", None)
    return display() if display else field.value_from_object(one)


def erase(user: User, now: datetime) -> None:
    """Remove a person: what the holdings know, then the account's own row and all that hangs on it.

    In one transaction; what lies outside the database goes after it has committed.
    """
    with transaction.atomic():
        for holding in holdings():
            holding.erase(user, now)
        user.delete()
