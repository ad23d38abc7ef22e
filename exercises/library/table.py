"""A table of a content file that is read field by field, each with its own error."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from datetime import date
from typing import Any

from exercises.library.errors import ContentError

KINDS = {
    str: "a text",
    int: "a whole number",
    bool: "true or false",
    list: "a list",
    dict: "a table",
    date: "a date",
}
_MISSING: Any = object()
# Databases refuse some of these and browsers show none; a tab and a line's end are all we need.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Table:
    """One table; `done` reports fields that nobody asked for, so that typing errors show."""

    def __init__(self, data: dict[str, Any], file: str, path: str = "") -> None:
        self.file = file
        self._data = dict(data)
        self._path = path

    def fail(self, field: str, reason: str) -> ContentError:
        """Return the error that names this table's file and the field's full path."""
        return ContentError.at(self.file, f"{self._path}{field}", reason)

    def text(self, field: str, default: str = _MISSING) -> str:
        """Take a text that is not empty; it may have several lines."""
        value: str = self._take(field, str, default).strip()
        self.check_printable(field, value)
        if not value and default is _MISSING:
            raise self.fail(field, "must not be empty")
        return value

    def line(self, field: str, default: str = _MISSING) -> str:
        """Take a text of one line that is not empty."""
        return self._one_line(field, self.text(field, default))

    def choice(self, field: str, known: Container[str], default: str = _MISSING) -> str:
        """Take a text that is one of the known words."""
        value = self.text(field, default)
        if value != default and value not in known:
            raise self.fail(field, f"{value!r} is not known")
        return value

    def number(self, field: str, low: int, high: int) -> int:
        """Take a whole number in a range."""
        value: int = self._take(field, int)
        return self._in_range(field, value, low, high)

    def optional_number(self, field: str, low: int, high: int) -> int | None:
        """Take a whole number in a range, or None where the field is absent."""
        value: int | None = self._take(field, int, None)
        return None if value is None else self._in_range(field, value, low, high)

    def flag(self, field: str, default: bool = _MISSING) -> bool:
        """Take true or false."""
        return bool(self._take(field, bool, default))

    def day(self, field: str) -> date:
        """Take a date."""
        value: date = self._take(field, date)
        return value

    def texts(
        self,
        field: str,
        known: Container[str] | None = None,
        required: bool = False,
        longest: int | None = None,
        absent: Any = _MISSING,
    ) -> tuple[str, ...]:
        """Take a list of different lines, each one of the known words where those are given.

        absent: what stands for a list that is not there; without it, the list must be.
        """
        value = self._take(field, list, absent)
        if required and not value:
            raise self.fail(field, "must not be empty")
        found = self._texts(field, value, known)
        for text in found:
            if longest is not None and len(text) > longest:
                raise self.fail(field, f"must have at most {longest} characters: {text!r}")
        return found

    def sets_of_texts(self, field: str, known: Container[str]) -> tuple[tuple[str, ...], ...]:
        """Take a list of lists of known words."""
        value = self._take(field, list)
        for inner in value:
            if not isinstance(inner, list):
                raise self.fail(field, f"must be a list of lists, but holds {inner!r}")
        return tuple(self._texts(field, inner, known) for inner in value)

    def table(self, field: str) -> Table:
        """Take an inner table."""
        return Table(self._take(field, dict), self.file, f"{self._path}{field}.")

    def tables(self, field: str) -> Iterator[Table]:
        """Take a list of inner tables, which may be absent."""
        for number, data in enumerate(self._take(field, list, []), 1):
            if not isinstance(data, dict):
                raise self.fail(field, "must be a list of tables")
            yield Table(data, self.file, f"{self._path}{field}[{number}].")

    def check_printable(self, field: str, value: str) -> None:
        """Refuse control characters, except a tab and a line's end."""
        if found := CONTROL.search(value):
            raise self.fail(field, f"holds the control character {found.group()!r}")

    def done(self) -> None:
        """Refuse what is left over."""
        for field in self._data:
            raise self.fail(field, "is not a field of this file")

    def _take(self, field: str, kind: type, default: Any = _MISSING) -> Any:
        value = self._data.pop(field, default)
        if value is _MISSING:
            raise self.fail(field, "is missing")
        if value is default:
            return value
        # In Python True is a whole number and a time stamp is a date; here they are not.
        if type(value) is not kind:
            raise self.fail(field, f"must be {KINDS[kind]}, not {value!r}")
        return value

    def _one_line(self, field: str, value: str) -> str:
        if "\n" in value or "\t" in value:
            raise self.fail(field, f"must be one line without tabs, but is {value!r}")
        return value

    def _in_range(self, field: str, value: int, low: int, high: int) -> int:
        if not low <= value <= high:
            raise self.fail(field, f"must be from {low} to {high}, not {value}")
        return value

    def _texts(
        self, field: str, values: list[Any], known: Container[str] | None
    ) -> tuple[str, ...]:
        for value in values:
            if type(value) is not str or not value.strip():
                raise self.fail(field, f"must be a list of texts, but holds {value!r}")
            self.check_printable(field, value)
            self._one_line(field, value.strip())
            if known is not None and value not in known:
                raise self.fail(field, f"{value!r} is not known")
        if len(set(values)) != len(values):
            raise self.fail(field, "says the same thing twice")
        return tuple(value.strip() for value in values)
