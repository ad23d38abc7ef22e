"""Rows that many tests begin with: made once by the real code, then put back as they were."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Model

from exercises.models import (
    Article,
    CatalogVersion,
    EvidenceNote,
    Exercise,
    Fault,
    Program,
    Progression,
    Source,
    Video,
)

# A table, its columns, and what the database holds in them.
type Rows = list[tuple[str, list[str], list[tuple[Any, ...]]]]

LIBRARY = (
    *(Source, Exercise, Progression, Fault, EvidenceNote, Article, Video, Program),
    *(model.history.model for model in (Exercise, Article, Video, Program)),
)


def rows_of(models: Sequence[type[Model]]) -> Rows:
    """Return every row of the models, which stand in the order of their references."""
    return [_table_of(model) for model in models]


def _table_of(model: type[Model]) -> tuple[str, list[str], list[tuple[Any, ...]]]:
    table = connection.ops.quote_name(model._meta.db_table)
    columns = [
        connection.ops.quote_name(field.column)
        for field in model._meta.local_concrete_fields
        if field.column
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)} FROM {table}")  # noqa: S608 (our own names)
        return table, columns, cursor.fetchall()


def put_back(rows: Rows) -> None:
    """Write the rows again, past the models: they are what real code made, and this is fast."""
    with connection.cursor() as cursor:
        for table, columns, values in rows:
            places = ", ".join(["%s"] * len(columns))
            insert = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608
            cursor.executemany(insert, values)
    CatalogVersion.renew()
