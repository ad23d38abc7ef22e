"""An uploaded file as rows: what it is is told from its content and never from its name."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from exercises.port.cells import arm

MAX_BYTES = 20 * 1024 * 1024
MAX_LINES = 5_000
MAX_CELL = 20_000
MAX_COLUMNS = 200
DELIMITERS = (",", ";", "\t")
BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
PROGRAMS = {
    b"PK\x03\x04": "an Excel or zip file; save the sheet as CSV (UTF-8)",
    b"\xd0\xcf\x11\xe0": "an old Excel file; save the sheet as CSV (UTF-8)",
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}
# The size of a cell is ours to limit, with a sentence about its row. The module's own limit is one
# for the whole process, so it is raised once and not around each file.
csv.field_size_limit(MAX_BYTES)
SAMPLES = 3
SAMPLE_LENGTH = 60


class FileError(Exception):
    """A file that cannot be read as a table; the message is a sentence for the editor."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row by header; `problem` says why it cannot be read."""

    number: int
    cells: dict[str, Any] = field(default_factory=dict)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole file; `format` is csv or json, `encoding` Python's name of it."""

    format: str
    encoding: str
    headers: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def shape(self) -> str:
        """Return the same token for every file with these headers, in whatever order."""
        return hashlib.sha256("\0".join(sorted(self.headers)).encode()).hexdigest()

    def samples(self) -> dict[str, list[str]]:
        """Return a few of the values under each header."""
        found: dict[str, list[str]] = {header: [] for header in self.headers}
        for row in self.rows[:50]:
            for header, cell in row.cells.items():
                said = _shown(cell)
                if said and said not in found[header] and len(found[header]) < SAMPLES:
                    found[header].append(said)
        return found


def read_file(data: bytes, most: int = MAX_LINES) -> Sheet:
    """Read CSV (comma, semicolon or tab) or JSON in UTF-8, UTF-16 or Windows-1252.

    `most` is how many entries it may have. Raises FileError.
    """
    if len(data) > MAX_BYTES:
        raise FileError(f"The file is larger than {MAX_BYTES // 1024**2} MB.")
    for start, what in PROGRAMS.items():
        if data.startswith(start):
            raise FileError(f"This is {what}. HipCoach reads CSV and JSON.")
    text, encoding = decode(data)
    if not text.strip():
        raise FileError("The file is empty.")
    if "\0" in text:
        raise FileError("The file holds NUL bytes, so it is not a text file.")
    if text.lstrip()[0] in "[{":
        headers, rows = _json(text, most)
        found = Sheet("json", encoding, headers, rows)
    else:
        headers, rows = _csv(text, most)
        found = Sheet("csv", encoding, headers, rows)
    if not found.rows:
        raise FileError("The file has no entries.")
    if len(found.headers) > MAX_COLUMNS:
        raise FileError(f"The file has {len(found.headers)} columns; {MAX_COLUMNS} is the most.")
    return found


def decode(data: bytes) -> tuple[str, str]:
    """Return the text of a file and Python's name of its encoding; raises FileError."""
    encoding = next((name for bom, name in BOMS if data.startswith(bom)), "utf-8")
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise FileError(f"The file says that it is {encoding}, but it is not.") from error
    try:
        return data.decode("cp1252"), "cp1252"
    except UnicodeDecodeError as error:
        raise FileError("The file is in no encoding that HipCoach knows; save it as UTF-8.") from (
            error
        )


def _csv(text: str, most: int) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    lines = _records(text, delimiter(text))
    headers = [arm(cell.strip()) for cell in next(lines, [])]
    while headers and not headers[-1]:  # spreadsheets like to add empty columns
        headers.pop()
    if "" in headers:
        raise FileError(f"Column {headers.index('') + 1} has no name in the first row.")
    _check_headers(headers)
    rows: list[Row] = []
    for number, cells in enumerate(lines, 2):
        while len(cells) > len(headers) and not cells[-1].strip():
            cells.pop()
        if any(cell.strip() for cell in cells):
            _check_count(len(rows) + 1, most)
            rows.append(_row(number, headers, cells))
    return tuple(headers), tuple(rows)


def _row(number: int, headers: list[str], cells: list[str]) -> Row:
    if len(cells) != len(headers):
        noun = "cell" if len(cells) == 1 else "cells"
        problem = f"has {len(cells)} {noun} where the first row has {len(headers)}"
        return Row(number, problem=problem)
    return _checked(Row(number, dict(zip(headers, map(arm, cells), strict=True))))


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise FileError(f"The file is not CSV: line {reader.line_num}: {error}.") from error


def delimiter(text: str) -> str:
    """Return what divides the first row into the most cells."""
    first = text.lstrip("\r\n").partition("\n")[0]
    return max(DELIMITERS, key=first.count)


def _json(text: str, most: int) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    try:
        data = msgspec.json.decode(text)
    except RecursionError as error:
        raise FileError("The file is not JSON that HipCoach reads: it is nested too deep.") from (
            error
        )
    except (msgspec.DecodeError, UnicodeError) as error:
        raise FileError(f"The file is not JSON: {error}.") from error
    if isinstance(data, dict):
        lists = [value for value in data.values() if isinstance(value, list)]
        if len(lists) != 1:
            raise FileError("The file is a JSON object; HipCoach reads a list of entries.")
        data = lists[0]
    if not data:
        raise FileError("The file has no entries.")
    _check_count(len(data), most)
    rows = tuple(_entry(number, item) for number, item in enumerate(data, 1))
    headers = list(dict.fromkeys(header for row in rows for header in row.cells))
    if rows and not headers:
        raise FileError("The file is a list without entries: each must be an object with fields.")
    _check_headers(headers)
    return tuple(headers), rows


def _entry(number: int, item: Any) -> Row:
    if not isinstance(item, dict):
        return Row(number, problem="must be an object with fields")
    cells: dict[str, Any] = {}
    for name, value in item.items():
        inner = value.items() if isinstance(value, dict) else None
        cells |= {f"{name}.{key}": part for key, part in inner} if inner else {name: value}
    return _checked(Row(number, cells))


def _checked(row: Row) -> Row:
    for header, cell in row.cells.items():
        size = len(cell) if isinstance(cell, str) else 0
        if isinstance(cell, list | dict):
            size = len(msgspec.json.encode(cell))
        if size > MAX_CELL:
            reason = f"{header!r} has {size} characters; {MAX_CELL} is the most"
            return replace(row, problem=reason)
    return row


def _check_headers(headers: list[str]) -> None:
    if not headers:
        raise FileError("The first row has no column names.")
    seen: set[str] = set()
    for header in headers:
        if len(header) > 200:
            raise FileError("The first row holds no column names: one has over 200 characters.")
        if header.casefold() in seen:
            raise FileError(f"Two columns have the name {header!r}.")
        seen.add(header.casefold())


def _check_count(count: int, most: int) -> None:
    if count > most:
        raise FileError(f"The file has more than {most} entries; divide it into several.")


def _shown(cell: Any) -> str:
    if isinstance(cell, list) and all(isinstance(item, str) for item in cell):
        cell = ", ".join(cell)
    text = cell if isinstance(cell, str) else msgspec.json.encode(cell).decode()
    text = " ".join(text.split()) if cell not in (None, [], {}) else ""
    return text if len(text) <= SAMPLE_LENGTH else f"{text[: SAMPLE_LENGTH - 1]}…"
