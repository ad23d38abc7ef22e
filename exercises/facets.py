"""How many exercises each value of a facet would leave; see `exercises.bits` for the sets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce

from exercises.filters import FACETS, Filters, known_values
from exercises.library.content import ExerciseContent
from exercises.vocabulary import Term, get_vocabulary

# So many values of a facet stand open; the others are folded.
OPEN = 10


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a facet, what it would leave (see `FacetIndex.facets`), where to switch it."""

    term: Term
    count: int
    chosen: bool
    address: str


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with its values under the current choice."""

    name: str
    label: str
    options: tuple[Option, ...]

    @property
    def chosen(self) -> int:
        """How many of its values are chosen."""
        return sum(option.chosen for option in self.options)

    @property
    def first(self) -> tuple[Option, ...]:
        """The values that stand open."""
        return self.options if len(self.options) <= OPEN + 3 else self.options[:OPEN]

    @property
    def rest(self) -> tuple[Option, ...]:
        """The values that are folded."""
        return self.options[len(self.first) :]

    @property
    def rest_chosen(self) -> bool:
        """Whether a folded value is chosen."""
        return any(option.chosen for option in self.rest)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A filter that stands in the way, and what would be found without it.

    keeps: the label names what would stay instead, since no single filter stands in the way.
    """

    label: str
    filters: Filters
    count: int
    keeps: bool = False


class FacetIndex:
    """An immutable index; entries are known by their position in the given list."""

    def __init__(self, exercises: Iterable[ExerciseContent]) -> None:
        self._masks: dict[tuple[str, str], int] = defaultdict(int)
        self._kits: dict[frozenset[str], int] = defaultdict(int)
        self.everyone = 0
        for number, exercise in enumerate(exercises):
            bit = 1 << number
            self.everyone |= bit
            for pair in set(_values(exercise)):
                self._masks[pair] |= bit
            for needed in exercise.equipment_sets or ((),):
                self._kits[frozenset(needed)] |= bit

    def admit(self, filters: Filters, without: str = "") -> int:
        """Return the entries that fit every facet, or every one but one."""
        masks = (
            self._having(facet, values)
            for facet, values in filters.chosen.items()
            if facet != without
        )
        return reduce(int.__and__, masks, self.everyone)

    def facets(self, filters: Filters, found: int) -> tuple[Facet, ...]:
        """Return every facet with the counts that its values have under the other facets.

        found: the entries that the query finds. A count is what a value would leave if it stood
        alone in its facet; equipment adds up instead, so there it is what this piece would give
        beside those that are chosen.
        """
        return tuple(
            Facet(name, label, tuple(self._options(name, filters, found)))
            for name, label in FACETS.items()
        )

    def suggestions(self, filters: Filters, found: int) -> tuple[Suggestion, ...]:
        """Return which single filter to drop so that something is found, the best first.

        Where several stand in the way, return which single ones are worth keeping.
        """
        parts = [*(["q"] if filters.query else []), *filters.chosen]
        masks = {facet: self._having(facet, filters.chosen.get(facet, ())) for facet in parts}
        if filters.query:
            masks["q"] = found
        ways = []
        for keeps in (False, True):
            for part in parts:
                others = [facet for facet in parts if (facet == part) == keeps]
                left = reduce(int.__and__, (masks[facet] for facet in others), self.everyone)
                dropped = [facet for facet in parts if facet not in others]
                rest = reduce(Filters.without, dropped, filters)
                ways.append(Suggestion(filters.label(part), rest, left.bit_count(), keeps))
            if useful := [way for way in ways if way.count]:
                return tuple(sorted(useful, key=lambda way: -way.count))
        return ()

    def _options(self, name: str, filters: Filters, found: int) -> Iterator[Option]:
        pool = found & self.admit(filters, without=name)
        chosen = filters.chosen.get(name, ())
        for key, term in known_values()[name].items():
            values = (*chosen, key) if name == "equipment" else (key,)
            count = (pool & self._having(name, values)).bit_count()
            yield Option(term, count, key in chosen, filters.toggle(name, key).address())

    def _having(self, facet: str, values: tuple[str, ...]) -> int:
        if facet == "equipment":
            masks = [mask for needed, mask in self._kits.items() if needed.issubset(values)]
        else:
            masks = [self._masks.get((facet, value), 0) for value in values]
        return reduce(int.__or__, masks, 0)


def _values(exercise: ExerciseContent) -> Iterator[tuple[str, str]]:
    """Return what an exercise is in each facet, except equipment."""
    words = get_vocabulary()
    yield from (("plane", plane) for plane in exercise.planes)
    yield from (("trait", trait) for trait in exercise.traits)
    yield from (("muscle", words.muscle(use).group) for use in exercise.primary_muscles)
    yield "level", str(exercise.level)
    yield "posture", exercise.posture
    yield "laterality", exercise.laterality
