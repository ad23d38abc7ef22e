"""A cell: from text to a value and back to the same value.

A list is written one item per line. Where the lines would not read back as the same list, the cell
is JSON instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec

from exercises.port.columns import Kind

PARTS = {Kind.FAULTS: ("fault", "fix"), Kind.NOTES: ("source", "confidence", "note")}
YES, NO = {"true", "yes", "1", "x"}, {"false", "no", "0"}
NOTHING = "nothing"
BAR = " | "
# A spreadsheet takes text that begins like this for a formula. An apostrophe before it says that it
# is none; apostrophes that stood there already get one more, so that reading takes off just ours.
# The last four are the wide forms of the first four, which some spreadsheets take for the same.
_SIGNS = r"[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]"
_LIKE_A_FORMULA = re.compile(f"'*{_SIGNS}")
_DISARMED = re.compile(f"'+{_SIGNS}")
_NUMBER = re.compile(r"(\d{1,9})(\.0+)?")


def read(kind: Kind, cell: Any) -> Any:
    """Return what a cell of a CSV or JSON file says, None where it is empty.

    Raises ValueError with the reason. Lists of the wrong inner type are left to the content's own
    checks.
    """
    if isinstance(cell, str):
        cell = cell.strip(" \n")
    if cell is None or cell == "":
        return None
    return _READERS[kind](cell)


def write(kind: Kind, value: Any) -> str:
    """Return the cell of a CSV file that says this."""
    plain = disarm(_plain(kind, value))
    if kind in (Kind.TEXT, Kind.NUMBER, Kind.FLAG):
        return plain
    try:
        if (read(kind, arm(plain)) or []) == value:
            return plain
    except ValueError:
        pass  # lines cannot say it
    return msgspec.json.encode(value).decode()


def disarm(text: str) -> str:
    """Keep a spreadsheet from taking a text for a formula."""
    return f"'{text}" if _LIKE_A_FORMULA.match(text) else text


def arm(text: str) -> str:
    """Take off what `disarm` put before a text."""
    return text[1:] if _DISARMED.match(text) else text


def _plain(kind: Kind, value: Any) -> str:
    if value is None:
        return ""
    if kind is Kind.FLAG:
        return "true" if value else "false"
    if kind is Kind.SETS:
        return "\n".join(", ".join(inner) or NOTHING for inner in value)
    if kind in PARTS:
        return "\n".join(BAR.join(item[part] for part in PARTS[kind]) for item in value)
    return "\n".join(value) if kind is Kind.TEXTS else str(value)


def _text(cell: Any) -> str:
    if isinstance(cell, list) and all(isinstance(line, str) for line in cell):
        return "\n".join(cell)
    if isinstance(cell, str) or type(cell) in (int, float):
        return str(cell).replace("\r\n", "\n")
    raise ValueError(f"must be a text, not {_short(cell)}")


def _number(cell: Any) -> int:
    if type(cell) is int:
        return int(cell)
    found = _NUMBER.fullmatch(str(cell).strip())
    if type(cell) not in (str, float) or found is None:
        raise ValueError(f"must be a whole number, not {_short(cell)}")
    return int(found.group(1))


def _flag(cell: Any) -> bool:
    word = str(cell).strip().lower()
    if word in YES or word in NO:
        return word in YES
    raise ValueError(f"must be yes or no, not {_short(cell)}")


def _texts(cell: Any) -> list[Any]:
    return cell if isinstance(cell, list) else _lines(cell)


def _sets(cell: Any) -> list[Any]:
    items = cell if isinstance(cell, list) else _lines(cell)
    return [_set(item) if isinstance(item, str) else item for item in items]


def _set(line: str) -> list[str]:
    if line.strip().lower() == NOTHING:
        return []
    return [part.strip() for part in line.split(",") if part.strip()]


def _tables(kind: Kind) -> Callable[[Any], list[Any]]:
    parts = PARTS[kind]

    def read_tables(cell: Any) -> list[Any]:
        if isinstance(cell, list):
            return cell
        items = []
        for line in _lines(cell, only_newlines=True):
            if not isinstance(line, str):
                items.append(line)
                continue
            said = [part.strip() for part in line.split(BAR.strip(), len(parts) - 1)]
            if len(said) != len(parts):
                raise ValueError(f"each line must read {BAR.join(parts)}, not {_short(line)}")
            items.append(dict(zip(parts, said, strict=True)))
        return items

    return read_tables


def _lines(cell: Any, only_newlines: bool = False) -> list[Any]:
    """Split a cell at its lines, or at semicolons where it has one line; or read it as JSON."""
    text = _text(cell)
    if text.startswith("["):
        try:
            found = msgspec.json.decode(text)
        except (msgspec.DecodeError, RecursionError):
            found = None
        if isinstance(found, list):
            return found
    parts = text.splitlines() if only_newlines or "\n" in text else text.split(";")
    return [part.strip() for part in parts if part.strip()]


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:59]}…"


_READERS: dict[Kind, Callable[[Any], Any]] = {
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.FLAG: _flag,
    Kind.TEXTS: _texts,
    Kind.SETS: _sets,
    Kind.FAULTS: _tables(Kind.FAULTS),
    Kind.NOTES: _tables(Kind.NOTES),
}
