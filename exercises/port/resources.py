"""Exercises out of the library, by django-import-export: a column for each field of a content file.

What is written here reads back as the same content. The package's own importer is not used: it
saves row by row in one long transaction, which on SQLite would stop every other writer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import tablib
from import_export.fields import Field
from import_export.formats.base_formats import CSV, JSON
from import_export.resources import ModelResource
from import_export.widgets import Widget

from exercises.library.kinds import EXERCISES
from exercises.library.rows import exercise_content
from exercises.models import Exercise
from exercises.port import cells
from exercises.port.columns import COLUMNS, Column, values_of

FORMATS = {"csv": CSV, "json": JSON}
BOM = "\ufeff"  # tells a spreadsheet that the text is UTF-8


class CellWidget(Widget):
    """A cell of a CSV file and its value."""

    def __init__(self, column: Column, as_text: bool) -> None:
        super().__init__(coerce_to_string=as_text)
        self.column = column

    def clean(self, value: Any, row: Any = None, **options: Any) -> Any:
        """Read a cell; ValueError says why it cannot be."""
        return cells.read(self.column.kind, value)

    def render(self, value: Any, obj: Any = None, **options: Any) -> Any:
        """Write a cell; JSON has lists and numbers of its own."""
        return cells.write(self.column.kind, value) if self.coerce_to_string else value


class ExerciseResource(ModelResource):
    """The editors' copy of exercises, as rows."""

    class Meta:
        model = Exercise
        fields: tuple[str, ...] = ()

    def __init__(self, as_text: bool) -> None:
        super().__init__()
        self.fields = {
            name: Field(attribute=name, column_name=name, widget=CellWidget(column, as_text))
            for name, column in COLUMNS.items()
        }

    def get_export_order(self) -> list[str]:
        """Keep the order of the columns."""
        return list(COLUMNS)

    def get_queryset(self) -> Any:
        """Return all, with what reading them needs."""
        return EXERCISES.rows()

    def iter_queryset(self, queryset: Any) -> Iterator[dict[str, Any]]:
        """Yield what each row says by column."""
        for row in super().iter_queryset(queryset):
            yield values_of(exercise_content(row))

    def export_field(self, field: Field, instance: Any, **options: Any) -> Any:
        """Write one cell."""
        return field.export(instance)


def export(form: str, chosen: Any = None) -> bytes:
    """Return a CSV or JSON file of the chosen exercises, or of all."""
    rows = EXERCISES.rows()
    if chosen is not None:
        rows = rows.filter(pk__in=chosen.values("pk"))
    dataset: tablib.Dataset = ExerciseResource(as_text=form == "csv").export(rows)
    text: str = FORMATS[form]().export_data(dataset)
    return ((BOM if form == "csv" else "") + text).encode()
