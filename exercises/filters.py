"""Which exercises are wanted: a query and facets, read from and written to an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from urllib.parse import urlencode

from django.http import QueryDict

from exercises.models import Laterality, Posture
from exercises.spelling import words_of
from exercises.vocabulary import Term, Terms, get_vocabulary

FACETS = {
    "plane": "Plane",
    "trait": "Movement",
    "equipment": "Equipment I have",
    "level": "Level",
    "posture": "Position",
    "laterality": "Sides",
    "muscle": "Working muscles",
}
SORTS = {"level": "Level, low first", "name": "Name"}
QUERY_LIMIT, PAGE_DIGITS = 100, 4
# How much of what is not known is repeated on the page.
UNKNOWN_LIMIT, UNKNOWN_LENGTH = 5, 40


@cache
def known_values() -> Mapping[str, Terms]:
    """Return the values of each facet."""
    words = get_vocabulary()
    return {
        "plane": words.planes,
        "trait": {key: term for key, term in words.traits.items() if term.facet},
        "equipment": words.equipment,
        "level": words.levels,
        "posture": {value: Term(value, label) for value, label in Posture.choices},
        "laterality": {value: Term(value, label) for value, label in Laterality.choices},
        "muscle": words.muscle_groups,
    }


@dataclass(frozen=True, slots=True)
class Filters:
    """A choice; values of one facet widen it, and facets narrow each other.

    unknown: what the address asked for and nobody knows. cut: the query was longer than we read.
    """

    query: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    sort: str = ""
    page: int = 1
    unknown: tuple[str, ...] = ()
    cut: bool = False

    @classmethod
    def read(cls, data: QueryDict) -> Filters:
        """Read an address's parameters; what is not known is set aside, never an error."""
        chosen, unknown = {}, []
        for facet, terms in known_values().items():
            values = list(dict.fromkeys(value for value in data.getlist(facet) if value))
            unknown += [
                _printable(value[:UNKNOWN_LENGTH]) for value in values if value not in terms
            ]
            # In the vocabulary's order, so that a choice has one address.
            if kept := tuple(value for value in terms if value in values):
                chosen[facet] = kept
        sort, query = data.get("sort", ""), data.get("q", "").strip()
        return cls(
            query=_printable(query[:QUERY_LIMIT]),
            chosen=chosen,
            sort=sort if sort in SORTS else "",
            page=_page(data.get("page", "")),
            unknown=tuple(filter(None, unknown))[:UNKNOWN_LIMIT],
            cut=len(query) > QUERY_LIMIT,
        )

    def __bool__(self) -> bool:
        return bool(self.query or self.chosen)

    @property
    def names_a_condition(self) -> bool:
        """Whether the query speaks of pain or illness, which no exercise here answers."""
        typed = f" {' '.join(words_of(self.query))} "
        return any(f" {' '.join(words_of(text))} " in typed for text in get_vocabulary().conditions)

    def terms(self, facet: str) -> list[Term]:
        """Return the chosen values of a facet."""
        return [known_values()[facet][value] for value in self.chosen.get(facet, ())]

    def label(self, part: str) -> str:
        """Return what is chosen in a facet, or the query ("q"), in words."""
        if part == "q":
            return f"“{self.query}”"
        return " or ".join(term.label for term in self.terms(part))

    def without(self, facet: str, value: str = "") -> Filters:
        """Return the choice without one value, without a facet, or without the query ("q")."""
        if facet == "q":
            return replace(self, query="", page=1)
        kept = tuple(v for v in self.chosen.get(facet, ()) if value and v != value)
        return self._with(facet, kept)

    def only(self, facet: str, value: str) -> Filters:
        """Return the choice with this value alone in its facet."""
        return self._with(facet, (value,))

    def toggle(self, facet: str, value: str) -> Filters:
        """Return the choice with this value added, or taken away where it stands."""
        values = self.chosen.get(facet, ())
        if value in values:
            return self.without(facet, value)
        known = known_values()[facet]
        return self._with(facet, tuple(v for v in known if v == value or v in values))

    def at(self, page: int) -> Filters:
        """Return the choice at another page of its results."""
        return replace(self, page=page)

    @property
    def active(self) -> list[tuple[str, str]]:
        """What is chosen, each with the address that drops it."""
        query = [(f"“{self.query}”", self.without("q").address())] if self.query else []
        return query + [
            (term.label, self.without(facet, term.key).address())
            for facet in self.chosen
            for term in self.terms(facet)
        ]

    def address(self) -> str:
        """Return the choice as the part of an address from "?" on, or nothing."""
        parts = [("q", self.query)] if self.query else []
        parts += [(facet, value) for facet in self.chosen for value in self.chosen[facet]]
        parts += [("sort", self.sort)] if self.sort else []
        parts += [("page", str(self.page))] if self.page > 1 else []
        return f"?{urlencode(parts)}" if parts else ""

    def _with(self, facet: str, values: tuple[str, ...]) -> Filters:
        chosen = {**self.chosen, facet: values}
        return replace(self, chosen={f: chosen[f] for f in FACETS if chosen.get(f)}, page=1)


def _printable(text: str) -> str:
    """Return a text in one line, without control characters and marks that nobody sees."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _page(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) <= PAGE_DIGITS
    return max(int(text), 1) if is_number else 1
