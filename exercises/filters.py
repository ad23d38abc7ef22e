"""Which exercises are wanted: a query and facets, read from and written to an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict

from exercises.library.content import ExerciseContent
from exercises.vocabulary import Term, Terms, Vocabulary, get_vocabulary

FACETS = {
    "plane": "Plane",
    "trait": "Movement",
    "equipment": "Equipment I have",
    "level": "Level",
    "muscle": "Working muscles",
}
SORTS = {"level": "Level, low first", "name": "Name"}
QUERY_LIMIT = 100


def known_values(words: Vocabulary) -> dict[str, Terms]:
    """Return the values of each facet."""
    return {
        "plane": words.planes,
        "trait": words.traits,
        "equipment": words.equipment,
        "level": words.levels,
        "muscle": words.muscle_groups,
    }


@dataclass(frozen=True, slots=True)
class Filters:
    """A choice; values of one facet widen it, and facets narrow each other."""

    query: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""
    unknown: tuple[str, ...] = ()

    @classmethod
    def read(cls, data: QueryDict) -> Filters:
        """Read an address's parameters; what is not known is set aside, never an error."""
        known = known_values(get_vocabulary())
        chosen, unknown = {}, []
        for facet, terms in known.items():
            values = list(dict.fromkeys(value for value in data.getlist(facet) if value))
            unknown += [value[:40] for value in values if value not in terms]
            if kept := tuple(value for value in values if value in terms):
                chosen[facet] = kept
        printable = "".join(c if c.isprintable() else " " for c in data.get("q", "")[:QUERY_LIMIT])
        sort = data.get("sort", "")
        return cls(
            query=" ".join(printable.split()),
            chosen=chosen,
            sort=sort if sort in SORTS else "",
            unknown=tuple(unknown),
        )

    def __bool__(self) -> bool:
        return bool(self.query or self.chosen)

    def pairs(self) -> list[tuple[str, Term]]:
        """Return every chosen value with its facet."""
        known = known_values(get_vocabulary())
        return [
            (facet, known[facet][value]) for facet in self.chosen for value in self.chosen[facet]
        ]

    def without(self, facet: str, value: str = "") -> Filters:
        """Return the choice without one value, without a facet, or without the query ("q")."""
        if facet == "q":
            return replace(self, query="")
        kept = tuple(v for v in self.chosen.get(facet, ()) if value and v != value)
        chosen = {name: values for name, values in self.chosen.items() if name != facet}
        return replace(self, chosen={**chosen, facet: kept} if kept else chosen)

    def only(self, facet: str, value: str) -> Filters:
        """Return the choice with this value alone in its facet."""
        return replace(self, chosen={**self.chosen, facet: (value,)})

    def toggle(self, facet: str, value: str) -> Filters:
        """Return the choice with this value added, or taken away where it stands."""
        values = self.chosen.get(facet, ())
        if value in values:
            return self.without(facet, value)
        return replace(self, chosen={**self.chosen, facet: (*values, value)})

    @property
    def active(self) -> list[tuple[str, str]]:
        """What is chosen, each with the address that drops it."""
        query = [(f"“{self.query}”", self.without("q").address())] if self.query else []
        return query + [
            (term.label, self.without(facet, term.key).address()) for facet, term in self.pairs()
        ]

    def address(self) -> str:
        """Return the choice as the part of an address from "?" on, or nothing."""
        parts = [("q", self.query)] if self.query else []
        parts += [(facet, value) for facet in self.chosen for value in self.chosen[facet]]
        parts += [("sort", self.sort)] if self.sort else []
        return f"?{urlencode(parts)}" if parts else ""

    def admit(self, exercise: ExerciseContent) -> bool:
        """Tell whether an exercise fits every facet."""
        return all(_fits(exercise, facet, set(values)) for facet, values in self.chosen.items())


def _fits(exercise: ExerciseContent, facet: str, values: set[str]) -> bool:
    if facet == "plane":
        return not values.isdisjoint(exercise.planes)
    if facet == "trait":
        return not values.isdisjoint(exercise.traits)
    if facet == "level":
        return str(exercise.level) in values
    if facet == "equipment":
        sets = exercise.equipment_sets or ((),)
        return any(set(needed) <= values for needed in sets)
    words = get_vocabulary()
    return any(words.muscle(use).group in values for use in exercise.primary_muscles)
