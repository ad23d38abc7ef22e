"""Finding what a person means: a small index over names, aliases, muscles, traits and equipment.

It is the same on every database since it uses none. A query is read as units: a word, or several
that mean one thing ("it band"). Sets of bits tell which entries say enough of them; the likeliest
of those are then scored: for each unit by the best phrase that says it, and more where a name is
covered, begins or equals what was typed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import islice, pairwise

from exercises.bits import mask_of, numbers_in
from exercises.library.content import ExerciseContent
from exercises.phrases import Phrase, gather
from exercises.spelling import Lexicon, Sure, words_of
from exercises.vocabulary import Vocabulary

EXACT, BEGINNING, COVERED, SYNONYM = 2.0, 0.2, 0.3, 0.9
# An entry must say this share of what was typed; where none does, half is enough. A word that
# nothing is called by counts little.
ENOUGH, AT_LEAST, UNKNOWN = 0.7, 0.5, 0.25
MOST_WORDS, LONGEST_UNIT, SHORTEST = 8, 4, 2
# So many entries are scored; whatever else fits follows in the library's order.
MOST_SCORED = 120

type Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """What was typed for one thing: the terms that may be meant, and phrases that mean the same.

    terms: how sure each is; same: words that must all stand in one phrase, with how sure that is.
    """

    typed: Words
    terms: Sure
    same: tuple[tuple[Words, float], ...]

    def said_by(self, terms: Mapping[str, int]) -> tuple[float, int]:
        """Return how surely a phrase of such terms says it, and with how many of its words."""
        best = (0.0, 0)
        for term, size in terms.items():
            if (sure := self.terms.get(term, 0.0)) > best[0]:
                best = (sure, size)
        for words, sure in self.same:
            if sure > best[0] and all(word in terms for word in words):
                best = (sure, len(words))
        return best


class SearchIndex:
    """An immutable index; entries are known by their position in the given list."""

    def __init__(self, exercises: Iterable[ExerciseContent], words: Vocabulary) -> None:
        self._noise = frozenset(word for text in words.noise for word in words_of(text))
        self._synonyms = {
            tuple(words_of(key)): [self._said(words_of(text)) for text in texts]
            for key, texts in words.synonyms.items()
        }
        self._phrases = list(gather(exercises, words, self._noise))
        self._of_entry: dict[int, list[int]] = defaultdict(list)
        self._owners: dict[str, int] = defaultdict(int)
        self._in_title: dict[str, int] = defaultdict(int)
        for number, phrase in enumerate(self._phrases):
            for owner in phrase.owners:
                self._of_entry[owner].append(number)
            owners = mask_of(phrase.owners)
            for term in phrase.terms:
                self._owners[term] |= owners
                if phrase.is_title:
                    self._in_title[term] |= owners
        # Most words of names stand nowhere else: one set of bits is enough for both.
        self._in_title = {
            term: self._owners[term] if mask == self._owners[term] else mask
            for term, mask in self._in_title.items()
        }
        wholes = {
            (joined, number)
            for number, phrase in enumerate(self._phrases)
            for joined in (phrase.whole, "".join(phrase.words))
            if joined
        }
        self._wholes = sorted(wholes)
        single = {key[0] for key in self._synonyms if len(key) == 1}
        self._lexicon = Lexicon({*self._owners, *single})

    def find(self, query: str) -> list[int]:
        """Return the positions of the entries that fit, best first."""
        typed = words_of(query)[:MOST_WORDS]
        units = [self._unit(words) for words in self._split(typed)]
        units = _with_neighbors(units, self._owners)
        bonus = self._by_whole(typed, units)
        fitting = self._fitting(units, self._owners) | mask_of(bonus)
        likely = sorted(numbers_in(fitting & mask_of(bonus)), key=lambda n: -bonus[n])
        in_title = self._fitting(units, self._in_title) & fitting
        rest = numbers_in(fitting)
        order = list(dict.fromkeys([*likely, *numbers_in(in_title), *rest]))
        scored = self._scores(order[:MOST_SCORED], units)
        for number in scored:
            scored[number] += bonus.get(number, 0.0)
        best = sorted(scored, key=lambda number: (-round(scored[number], 3), number))
        return [*best, *order[MOST_SCORED:]]

    def _said(self, words: Sequence[str]) -> Words:
        """Return words without those that say nothing, unless all are such."""
        return tuple(word for word in words if word not in self._noise) or tuple(words)

    def _split(self, typed: Sequence[str]) -> list[Words]:
        """Read words as units: the longest ones that mean one thing first, and no noise."""
        units: list[Words] = []
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

    def _unit(self, typed: Words) -> Unit:
        if len(typed) > 1:
            same = [(words, 1.0) for words in self._synonyms[typed]]
            if self._noise.isdisjoint(typed):
                same.append((typed, 1.0))
            return Unit(typed, {}, tuple(same))
        terms = self._lexicon.meant(typed[0])
        same = [
            (words, sure * SYNONYM)
            for term, sure in terms.items()
            for words in self._synonyms.get((term,), ())
        ]
        return Unit(typed, terms, tuple(same))

    def _fitting(self, units: Sequence[Unit], owners: Mapping[str, int]) -> int:
        """Return the entries that say enough of the units, or half of them where none says more."""
        masks = [_mask(unit, owners) for unit in units]
        whole = sum(1.0 if mask else UNKNOWN for mask in masks)
        # at[n]: the entries that say at least n units.
        at = [-1] + [0] * len(masks)
        for mask in masks:
            for count in range(len(masks), 0, -1):
                at[count] |= at[count - 1] & mask
        for share in (ENOUGH, AT_LEAST):
            for count in range(1, len(at)):
                if count >= share * whole and at[count]:
                    return at[count]
        return 0

    def _scores(self, numbers: Iterable[int], units: Sequence[Unit]) -> dict[int, float]:
        """Return what entries earn: by their best phrase for each unit, and by their names."""
        said: dict[int, list[tuple[int, float, int]]] = {}
        found = {}
        for number in numbers:
            best, covered = [0.0] * len(units), 0.0
            for index in self._of_entry[number]:
                if index not in said:
                    said[index] = list(_said(self._phrases[index], units))
                if not said[index]:
                    continue
                phrase, size = self._phrases[index], 0.0
                for place, sure, words in said[index]:
                    best[place] = max(best[place], sure * phrase.weight)
                    size += sure * words
                if phrase.is_title:
                    share = min(1.0, size / len(phrase.words))
                    covered = max(covered, phrase.weight * share)
            found[number] = sum(best) / max(len(units), 1) + COVERED * covered
        return found

    def _by_whole(self, typed: Sequence[str], units: Sequence[Unit]) -> dict[int, float]:
        """Return the bonus of entries of which a whole phrase is, or begins with, the query."""
        said = ["".join(typed), "".join(word for unit in units for word in unit.typed)]
        worths = dict.fromkeys(said, EXACT)
        if len(units) == 1:
            for words in self._synonyms.get(units[0].typed, ()):
                worths.setdefault("".join(words), EXACT * SYNONYM)
        found: dict[int, float] = {}
        for joined, phrase in self._beginning(said[0]):
            if phrase.is_title:
                _reward(phrase, BEGINNING * len(said[0]) / len(joined), found)
        for joined, worth in worths.items():
            for _, phrase in self._beginning(joined, is_all=True):
                _reward(phrase, worth, found)
        return found

    def _beginning(self, typed: str, is_all: bool = False) -> Iterator[tuple[str, Phrase]]:
        """Return the phrases that begin with what was typed, or are all of it."""
        if len(typed) < SHORTEST:
            return
        for joined, number in islice(self._wholes, bisect_left(self._wholes, (typed, 0)), None):
            if joined != typed and (is_all or not joined.startswith(typed)):
                return
            yield joined, self._phrases[number]


def _reward(phrase: Phrase, worth: float, found: dict[int, float]) -> None:
    for owner in phrase.owners:
        found[owner] = max(found.get(owner, 0.0), worth * phrase.weight)


def _said(phrase: Phrase, units: Sequence[Unit]) -> Iterator[tuple[int, float, int]]:
    """Yield the units that a phrase says: which, how surely, and with how many of its words."""
    terms = phrase.terms
    for place, unit in enumerate(units):
        sure, words = unit.said_by(terms)
        if sure:
            yield place, sure, words


def _with_neighbors(units: Sequence[Unit], owners: Mapping[str, int]) -> list[Unit]:
    """Let "clam shell" say "clamshell" as well."""
    found = list(units)
    for place, (left, right) in enumerate(pairwise(units)):
        joined = "".join((*left.typed, *right.typed))
        if joined in owners:
            for near in (place, place + 1):
                unit = found[near]
                found[near] = Unit(unit.typed, {**unit.terms, joined: 1.0}, unit.same)
    return found


def _mask(unit: Unit, owners: Mapping[str, int]) -> int:
    """Return the entries that say a unit, or at least every word of what means the same."""
    masks = [owners.get(term, 0) for term in unit.terms]
    for words, _ in unit.same:
        masks.append(reduce(int.__and__, (owners.get(word, 0) for word in words)))
    return reduce(int.__or__, masks, 0)
