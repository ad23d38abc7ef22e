"""A readable difference of two versions of a work: field by field, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from exercises.figure import text, words
from exercises.figure.fields import FigureError

type Kind = Literal["same", "gone", "new"]

LABELS = {
    "setup": "Set-up",
    "rir": "Reps left in reserve",
    "target_rir": "Reps left in reserve",
    "target_rpe": "Effort, 0 to 10",
    "hold_seconds": "Hold, seconds",
    "distance_m": "Distance, meters",
    "rest_seconds": "Rest, seconds",
    "length_s": "Length, seconds",
    "also": "May also be noted",
    "per_side": "Each side",
    "easier": "Easier exercises",
    "harder": "Harder exercises",
    "is_lead": "On the home page",
    "body": "Text",
    "checked_on": "Sources checked on",
    "minutes": "Reading time, minutes",
    "no_known_study": "No study is known",
    "equipment_sets": "Equipment, any one line",
    "equipment_optional": "Equipment that helps",
}
# Inner tables whose fields stand beside the others.
FLAT = ("dose",)
_PIECES = re.compile(r"\s+|[^\s\w]|\w+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line that stayed, went or came."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A field that differs, as lines of pieces; lines that stayed the same are left out."""

    label: str
    lines: tuple[tuple[Piece, ...], ...]


def difference(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> list[Change]:
    """Return every field that differs between two contents; None is a work that is not there."""
    before, after = dict(_fields(old or {})), dict(_fields(new or {}))
    changes = []
    for name in dict.fromkeys([*after, *before]):
        lines = tuple(_lines(before.get(name, []), after.get(name, [])))
        if lines:
            label = LABELS.get(name, name.replace("_", " ").capitalize())
            changes.append(Change(label, lines))
    return changes


def _fields(content: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    for name, value in content.items():
        if name in FLAT:
            yield from _fields(value)
        elif name == "figure":
            yield name, _figure(value)
        else:
            yield name, _said(value)


def _said(value: Any) -> list[str]:
    """Return a value as the lines that an editor would write."""
    if value is None or value == "":
        return []
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    if isinstance(value, list):
        return [_line(item) for item in value]
    return [line for line in str(value).splitlines() if line.strip()]


def _figure(value: str) -> list[str]:
    if not value:
        return []
    try:
        text.read(value)
    except FigureError:  # stored before a limit was drawn closer; history still has to show it
        return [value]
    return words.lines(text.load(value))


def _line(item: Any) -> str:
    if isinstance(item, dict):
        return " / ".join(str(part) for part in item.values() if part not in ("", None))
    if isinstance(item, list):
        return ", ".join(map(str, item)) or "nothing"
    return str(item)


def _lines(before: list[str], after: list[str]) -> Iterator[tuple[Piece, ...]]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        gone, came = before[i1:i2], after[j1:j2]
        paired = min(len(gone), len(came))
        for old, new in zip(gone, came, strict=False):
            yield tuple(_pieces(old, new))
        yield from ((Piece("gone", line),) for line in gone[paired:])
        yield from ((Piece("new", line),) for line in came[paired:])


def _pieces(old: str, new: str) -> Iterator[Piece]:
    before, after = _PIECES.findall(old), _PIECES.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    alike = SequenceMatcher(None, old.split(), new.split(), autojunk=False).ratio()
    if alike < 0.3:  # a new sentence reads better whole than as crumbs of both
        yield Piece("gone", old)
        yield Piece("new", new)
        return
    for _, i1, i2, j1, j2 in matcher.get_opcodes():
        gone, came = "".join(before[i1:i2]), "".join(after[j1:j2])
        if gone == came:
            yield Piece("same", gone)
            continue
        if gone:
            yield Piece("gone", gone)
        if came:
            yield Piece("new", came)
