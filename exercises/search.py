"""Finding what a person means: a small index over names, aliases, muscles, traits and equipment.

It is the same on every database since it uses none. A query is read as units: a word, or several
that mean one thing ("it band"). An entry earns for each unit the worth of the best of its phrases
that says it; a name that is covered more, begins or equals what was typed earns more.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from exercises.library.content import ExerciseContent
from exercises.models import Posture
from exercises.spelling import Lexicon, words_of
from exercises.vocabulary import Vocabulary

# What a phrase is worth by where it stands; muscles and planes by their rank.
NAME, ALIAS, SLUG, TRAIT, KIT, SECONDARY = 1.0, 0.96, 0.9, 0.82, 0.7, 0.6
PRIMARY, PLANE = (0.86, 0.8, 0.74), (0.8, 0.72, 0.68)
EXACT, BEGINNING, COVERED, SYNONYM = 2.0, 0.2, 0.3, 0.9
# An entry must say this share of what was typed; where none does, half is enough. A word that
# nothing is called by counts little.
ENOUGH, AT_LEAST, UNKNOWN = 0.7, 0.5, 0.25
MOST_WORDS, LONGEST_UNIT = 8, 4

type Key = tuple[tuple[str, ...], float, bool]  # words, weight, whether it is a name or alias
type Says = dict[int, tuple[float, float]]  # phrase -> (how sure, how many of its words)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Some words that say something of the entries which own it."""

    size: int
    weight: float
    is_title: bool
    owners: tuple[int, ...]


class SearchIndex:
    """An immutable index; entries are known by their position in the given list."""

    def __init__(self, exercises: Iterable[ExerciseContent], words: Vocabulary) -> None:
        self._noise = frozenset(word for text in words.noise for word in words_of(text))
        self._synonyms = {
            tuple(words_of(key)): [words_of(text) for text in texts]
            for key, texts in words.synonyms.items()
        }
        self._phrases: list[Phrase] = []
        self._postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._whole: dict[str, list[int]] = defaultdict(list)
        for key, owners in _gather(exercises, words).items():
            self._add(key, owners)
        self._titles = sorted(
            joined
            for joined, numbers in self._whole.items()
            if any(self._phrases[number].is_title for number in numbers)
        )
        single = {key[0] for key in self._synonyms if len(key) == 1}
        self._lexicon = Lexicon({*self._postings, *single})

    def find(self, query: str) -> list[int]:
        """Return the positions of the entries that fit, best first."""
        typed = words_of(query)[:MOST_WORDS]
        units = self._units(typed)
        says = [self._says(unit) for unit in units]
        self._join_neighbors(units, says)
        scores = self._by_words(units, says)
        for number, bonus in self._by_titles(says).items():
            if number in scores:
                scores[number] += bonus
        for number, bonus in self._by_whole(typed, units).items():
            scores[number] = scores.get(number, 0.0) + bonus
        return sorted(scores, key=lambda number: (-round(scores[number], 3), number))

    def _add(self, key: Key, owners: list[int]) -> None:
        typed, weight, is_title = key
        number = len(self._phrases)
        said = [word for word in typed if word not in self._noise]
        self._phrases.append(Phrase(max(len(said), 1), weight, is_title, tuple(owners)))
        self._whole["".join(typed)].append(number)
        if "".join(said) not in ("", "".join(typed)):
            self._whole["".join(said)].append(number)
        terms = {left + right: 2 for left, right in pairwise(said)}
        for term, size in {**terms, **dict.fromkeys(said, 1)}.items():
            self._postings[term].append((number, size))

    def _units(self, typed: Sequence[str]) -> list[tuple[str, ...]]:
        """Read words as units: the longest ones that mean one thing first, and no noise."""
        units: list[tuple[str, ...]] = []
        start = 0
        while start < len(typed):
            for size in range(LONGEST_UNIT, 1, -1):
                if tuple(typed[start : start + size]) in self._synonyms:
                    units.append(tuple(typed[start : start + size]))
                    start += size
                    break
            else:
                units += [(word,) for word in self._lexicon.split(typed[start]) or [typed[start]]]
                start += 1
        said = [unit for unit in units if len(unit) > 1 or unit[0] not in self._noise]
        return (said or [unit for unit in units if len(unit[0]) > 3])[:MOST_WORDS]

    def _says(self, unit: tuple[str, ...]) -> Says:
        """Return the phrases that say a unit."""
        found: Says = {}
        sure = self._lexicon.meant(unit[0]) if len(unit) == 1 else {}
        for term, worth in sure.items():
            for number, size in self._postings.get(term, ()):
                _raise(found, number, worth, size)
            self._add_synonyms((term,), worth * SYNONYM, found)
        if len(unit) > 1:
            if self._noise.isdisjoint(unit):
                self._add_all_of(unit, 1.0, found)
            self._add_synonyms(unit, 1.0, found)
        return found

    def _add_synonyms(self, key: tuple[str, ...], worth: float, found: Says) -> None:
        for other in self._synonyms.get(key, ()):
            self._add_all_of(other, worth, found)

    def _add_all_of(self, words: Sequence[str], worth: float, found: Says) -> None:
        """Add the phrases that say every one of the words."""
        said = [word for word in words if word not in self._noise] or words
        sizes = [dict(self._postings.get(word, ())) for word in said]
        for number in set(sizes[0]).intersection(*sizes[1:]):
            _raise(found, number, worth, sum(size[number] for size in sizes))

    def _join_neighbors(self, units: Sequence[tuple[str, ...]], says: list[Says]) -> None:
        """Let "clam shell" say "clamshell" as well."""
        for place, (left, right) in enumerate(pairwise(units)):
            for number, size in self._postings.get("".join((*left, *right)), ()):
                for found in says[place : place + 2]:
                    _raise(found, number, 1.0, size / 2)

    def _by_words(self, units: Sequence[tuple[str, ...]], says: Sequence[Says]) -> dict[int, float]:
        """Average what the units earn each entry; whoever says too little of them is left out."""
        weights = [
            len(unit) if said else UNKNOWN * len(unit)
            for unit, said in zip(units, says, strict=True)
        ]
        earned: dict[int, float] = defaultdict(float)
        shares: dict[int, float] = defaultdict(float)
        for weight, said in zip(weights, says, strict=True):
            for number, worth in self._owners(said).items():
                earned[number] += weight * worth
                shares[number] += weight
        whole = sum(weights)
        for enough in (ENOUGH * whole, AT_LEAST * whole):
            if kept := {n: earned[n] / whole for n, share in shares.items() if share >= enough}:
                return kept
        return {}

    def _owners(self, said: Says) -> dict[int, float]:
        """Return what each entry earns by its best phrase."""
        worths = sorted((self._phrases[n].weight * sure, n) for n, (sure, _) in said.items())
        found: dict[int, float] = {}
        for worth, number in worths:
            found.update(dict.fromkeys(self._phrases[number].owners, worth))
        return found

    def _by_titles(self, says: Sequence[Says]) -> dict[int, float]:
        """Return what entries earn by how much of a name or alias was typed."""
        covered: dict[int, float] = defaultdict(float)
        for said in says:
            for number, (sure, size) in said.items():
                covered[number] += sure * size
        found: dict[int, float] = {}
        for number, size in covered.items():
            phrase = self._phrases[number]
            worth = COVERED * phrase.weight * min(1.0, size / phrase.size)
            for owner in phrase.owners if phrase.is_title else ():
                found[owner] = max(found.get(owner, 0.0), worth)
        return found

    def _by_whole(self, typed: Sequence[str], units: Sequence[tuple[str, ...]]) -> dict[int, float]:
        """Return the bonus of entries of which a whole phrase is, or begins with, the query."""
        said = ["".join(typed), "".join(word for unit in units for word in unit)]
        worths = dict.fromkeys(said, EXACT)
        if len(units) == 1:
            for words in self._synonyms.get(units[0], ()):
                worths.setdefault("".join(words), EXACT * SYNONYM)
        found: dict[int, float] = {}
        for joined in self._titles_beginning(said[0]):
            self._reward(joined, BEGINNING * len(said[0]) / len(joined), found)
        for joined, worth in worths.items():
            self._reward(joined, worth, found)
        return found

    def _titles_beginning(self, typed: str) -> Iterator[str]:
        if len(typed) < 3:
            return
        for joined in self._titles[bisect_left(self._titles, typed) :]:
            if not joined.startswith(typed):
                return
            yield joined

    def _reward(self, joined: str, worth: float, found: dict[int, float]) -> None:
        for number in self._whole.get(joined, ()):
            phrase = self._phrases[number]
            for owner in phrase.owners:
                found[owner] = max(found.get(owner, 0.0), worth * phrase.weight)


def _raise(found: Says, number: int, sure: float, size: float) -> None:
    if number not in found or found[number][0] < sure:
        found[number] = (sure, size)


def _gather(exercises: Iterable[ExerciseContent], words: Vocabulary) -> dict[Key, list[int]]:
    """Return every phrase with the positions of its entries; many entries share their muscles."""
    found: dict[Key, list[int]] = {}
    for number, exercise in enumerate(exercises):
        said = {
            (tuple(words_of(text)), weight, weight >= SLUG)
            for text, weight in _texts(exercise, words)
        }
        for key in said:
            if key[0]:
                found.setdefault(key, []).append(number)
    return found


def _texts(exercise: ExerciseContent, words: Vocabulary) -> Iterator[tuple[str, float]]:
    yield exercise.name, NAME
    yield from ((alias, ALIAS) for alias in exercise.aliases)
    yield exercise.slug, SLUG
    yield from _muscles(exercise, words)
    for rank, plane in enumerate(exercise.planes):
        yield from ((text, PLANE[rank]) for text in (plane, words.planes[plane].plain))
    if exercise.posture:
        yield Posture(exercise.posture).label, TRAIT
    for trait in exercise.traits:
        term = words.traits[trait]
        yield from ((text, TRAIT) for text in (trait, term.label, *term.also))
    sets = exercise.equipment_sets or ((),)
    for kit in {name for needed in sets for name in needed or ("none",)}:
        term = words.equipment[kit]
        yield from ((text, KIT) for text in (kit, term.label, *term.also))


def _muscles(exercise: ExerciseContent, words: Vocabulary) -> Iterator[tuple[str, float]]:
    ranked = [
        (use, PRIMARY[min(rank, len(PRIMARY) - 1)])
        for rank, use in enumerate(exercise.primary_muscles)
    ]
    for use, weight in [*ranked, *((use, SECONDARY) for use in exercise.secondary_muscles)]:
        muscle = words.muscle(use)
        for text in (muscle.key, muscle.plain, *muscle.also):
            yield text, weight
        if weight != SECONDARY:
            yield words.muscle_groups[muscle.group].label, weight
