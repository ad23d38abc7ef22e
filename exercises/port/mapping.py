"""How a file is read: its field names for ours, values for all entries, our words for its words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import Any

import msgspec
from rapidfuzz import fuzz, process

from exercises.models import Laterality
from exercises.port import cells
from exercises.port.columns import COLUMNS, LADDER, Column, Kind
from exercises.vocabulary import Vocabulary, get_vocabulary

LEAVE_OUT = ""
NOUNS = {
    "muscles": "muscle",
    "equipment": "equipment",
    "traits": "trait",
    "planes": "plane",
    "levels": "level",
    "lateralities": "laterality",
}
# What may hold one value for all entries; the ladder, sources and names are each entry's own.
CONSTANT = tuple(
    name
    for name, column in COLUMNS.items()
    if name not in ("slug", "name", "aliases", *LADDER)
    and column.kind not in (Kind.FAULTS, Kind.NOTES)
)
_NOTE = re.compile(r"(.+?) \((.+)\)")


@dataclass(frozen=True, slots=True)
class Mapping:
    """How a file is read.

    `columns` has our column by header, "" where it is ignored. `defaults` has a cell for entries
    that say nothing in a column of ours. `words` has our word by theirs, by part of the
    vocabulary; LEAVE_OUT drops a word.
    """

    columns: dict[str, str]
    defaults: dict[str, str] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, data: Any) -> Mapping:
        """Return the mapping that `as_json` made this of."""
        return msgspec.convert(data, cls)

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON's own types."""
        return asdict(self)

    def header_of(self) -> dict[str, str]:
        """Return the header by our column, for those that are read."""
        return {column: header for header, column in self.columns.items() if column}


@dataclass(slots=True)
class Words:
    """Turns a file's words into the vocabulary's, and counts those that it lacks."""

    vocabulary: Vocabulary
    chosen: dict[str, dict[str, str]]
    unknown: dict[str, dict[str, int]] = field(default_factory=dict)

    def all_of(self, kind: str, texts: Iterable[Any]) -> tuple[list[Any], list[str]]:
        """Return our words, and those that are not known; what is no text passes as it is."""
        ours, strange = [], []
        for text in texts:
            word = self.one(kind, text) if isinstance(text, str) else text
            if word is None:
                strange.append(text)
            elif word != LEAVE_OUT and word not in ours:
                ours.append(word)
        return ours, strange

    def one(self, kind: str, text: str) -> str | None:
        """Return our word for a text, LEAVE_OUT, or None where it is not known."""
        text = text.strip()
        chosen, known = self.chosen.get(kind, {}), known_words(self.vocabulary, kind)
        if kind == "muscles" and text not in chosen and (found := _NOTE.fullmatch(text)):
            muscle = self.one(kind, found[1])
            return f"{muscle} ({found[2]})" if muscle else muscle
        folded = text.casefold()
        for word in (text, folded):
            if word in chosen:
                return chosen[word]
        for word, label in known.items():
            if folded in (word.casefold(), label.casefold()):
                return word
        seen = self.unknown.setdefault(kind, {})
        seen[folded] = seen.get(folded, 0) + 1
        return None


def known_words(vocabulary: Vocabulary, kind: str) -> dict[str, str]:
    """Return the words of a part of the vocabulary with their labels."""
    if kind == "lateralities":
        return {str(value): str(label) for value, label in Laterality.choices}
    return {word: term.label for word, term in getattr(vocabulary, kind).items()}


@lru_cache(maxsize=2048)  # the same word stands in many lines
def near(kind: str, word: str, limit: int = 3) -> tuple[str, ...]:
    """Return the words of ours that look like this one, or that mean it in a search."""
    words = get_vocabulary()
    known = known_words(words, kind)
    said: dict[str, str] = {}
    for key, label in known.items():
        term = None if kind == "lateralities" else getattr(words, kind)[key]
        for name in (key, label, *(term.also if term else ()), term.plain if term else ""):
            if name:
                said.setdefault(name.casefold(), key)
    matches = process.extract(
        word.casefold(), list(said), scorer=fuzz.WRatio, limit=10, score_cutoff=70
    )
    return tuple(dict.fromkeys(said[name] for name, *_ in matches))[:limit]


def like(word: str, names: Iterable[str]) -> str:
    """Return an end of a sentence that names what may have been meant, or nothing."""
    found = process.extractOne(word, list(names), scorer=fuzz.WRatio, score_cutoff=75)
    return f"; did you mean {found[0]!r}?" if found else ""


def guess(headers: Iterable[str]) -> Mapping:
    """Return our first idea of how these headers are meant; each column of ours once."""
    names = {alias: column.name for column in COLUMNS.values() for alias in _aliases(column)}
    ours = {column: column for column in COLUMNS}
    found: dict[str, str] = {}
    headers = list(headers)
    for known, said in ((ours, str), (names, _plain), (names, _last)):
        for header in headers:
            column = known.get(said(header))
            if column and not found.get(header) and column not in found.values():
                found[header] = column
    return Mapping({header: found.get(header, "") for header in headers})


def lacking(mapping: Mapping) -> list[Column]:
    """Return the columns without which no new entry could be stored."""
    read = mapping.header_of()
    given = {*read, *(name for name, cell in mapping.defaults.items() if cell)}
    missing = [c for c in COLUMNS.values() if c.required and c.name not in given]
    amounts = {"reps", "hold_seconds", "distance_m"}
    if amounts & given:  # the one that is filled says what is measured
        missing = [column for column in missing if column.name != "measure"]
    else:
        missing += [COLUMNS["reps"]] if not any(c.name == "reps" for c in missing) else []
    return [column for column in missing if column.name != "position"]


def read_defaults(mapping: Mapping) -> Iterator[tuple[str, Any]]:
    """Yield what every entry says that says nothing itself; ValueError names none of them."""
    for name, cell in mapping.defaults.items():
        value = cells.read(COLUMNS[name].kind, cell)
        if value is not None:
            yield name, value


def _aliases(column: Column) -> set[str]:
    return {_plain(name) for name in (column.name, column.label, column.full_path, *column.also)}


def _plain(header: str) -> str:
    """Return primaryMuscles, Primary muscles and primary_muscles as one word."""
    return re.sub(r"[^a-z0-9]", "", header.lower())


def _last(header: str) -> str:
    return _plain(header.rpartition(".")[2])
