"""The table behind each chart: what is drawn, in rows, for reading and as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from exercises.port.cells import disarm

MISSING = "-"
# More rows than this make a page long; the file has all of them.
SHOWN = 30

type Value = str | int | float | Decimal | date | None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows in the order in which the chart shows them; `key` names the file."""

    key: str
    title: str
    headers: tuple[str, ...]
    rows: Sequence[tuple[Value, ...]]
    by_time: bool = True

    @property
    def shown(self) -> list[list[str]]:
        """Return rows as words: of time the newest first, else in their order."""
        rows = self.rows[: -SHOWN - 1 : -1] if self.by_time else self.rows[:SHOWN]
        return [[_word(cell) for cell in row] for row in rows]

    @property
    def more(self) -> int:
        """Return how many rows only the file has."""
        return max(0, len(self.rows) - SHOWN)

    def as_csv(self) -> str:
        """Write the whole table as CSV, time running down, days in ISO 8601."""
        file = io.StringIO()
        writer = csv.writer(file)
        writer.writerow(self.headers)
        writer.writerows([_cell(cell) for cell in row] for row in self.rows)
        return file.getvalue()


def write_day(day: date) -> str:
    """Write a day as "Nov 3, 2026"."""
    return f"{day:%b} {day.day}, {day.year}"


def _word(cell: Value) -> str:
    if cell is None or cell == "":
        return MISSING
    if isinstance(cell, date):
        return write_day(cell)
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    return f"{cell:.1f}".removesuffix(".0") if isinstance(cell, float) else str(cell)


def _cell(cell: Value) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return disarm(cell)
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    return f"{cell:g}" if isinstance(cell, float) else str(cell)
