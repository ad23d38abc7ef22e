"""From what is typed to the words we know: forgiving of case, accents, hyphens, plurals, slips."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Collection, Iterator

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

# How sure we are that a known word is meant, when it is not the very word that was typed.
BEGUN, STEM, SLIP = 0.85, 0.9, 0.85
# One slip in four to seven letters, two in eight: letters swapped count once, or else as a ratio.
SLIPS, RATIO = 0.75, 80
LONGEST_WORD, SHORTEST_SLIP, SHORTEST_RUN, MOST_ALIKE, MOST_BEGUN = 40, 4, 5, 12, 60
ENDINGS = ("ing", "ed", "es", "er")

type Sure = dict[str, float]


def words_of(text: str) -> list[str]:
    """Return a text's words in the form that is compared: no case, accents, hyphens, plurals."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub("['\N{RIGHT SINGLE QUOTATION MARK}]", "", plain)
    return [_singular(word)[:LONGEST_WORD] for word in re.findall(r"[a-z0-9]+", plain)]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 2 and word.endswith("s") and not word.endswith("ss") else word


def _stems(word: str) -> Iterator[str]:
    """Return a word without its endings: marching, march; hopping, hop."""
    for ending in ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= SHORTEST_SLIP:
            yield stem[:-1] if stem[-1] == stem[-2] and stem[-1] not in "ls" else stem


class Lexicon:
    """The known words, and which of them a typed word may mean; immutable."""

    def __init__(self, terms: Collection[str]) -> None:
        self._terms = sorted(terms)
        self._known = frozenset(terms)

    def __contains__(self, word: str) -> bool:
        return word in self._known

    def meant(self, word: str) -> Sure:
        """Return the known words that may be meant, each with how sure that is, from 0 to 1."""
        found = {**self._begun(word, BEGUN)}
        for stem in _stems(word):
            found = {**self._begun(stem, STEM * BEGUN), **found}
            if stem in self._known:
                found[stem] = STEM
        if word in self._known:
            found[word] = 1.0
        return found or self._alike(word)

    def split(self, word: str) -> list[str]:
        """Return the known words of which a word is run together, or nothing."""
        if word in self._known or len(word) < SHORTEST_RUN:
            return []
        ways: dict[int, list[str]] = {0: []}
        for end in range(2, len(word) + 1):
            for start in sorted(ways):
                part = word[start:end]
                if part in self._known and len(part) > 1:
                    ways[end] = [*ways[start], part]
                    break
        return ways.get(len(word), [])

    def _begun(self, word: str, sure: float) -> Sure:
        """Return the words that begin so; the longer they go on, the less likely they are meant."""
        return {term: sure * (0.8 + 0.2 * len(word) / len(term)) for term in self._beginning(word)}

    def _beginning(self, word: str) -> Iterator[str]:
        if len(word) < 2:
            return
        start = bisect_left(self._terms, word)
        for term in self._terms[start : start + MOST_BEGUN]:
            if not term.startswith(word):
                return
            yield term

    def _alike(self, word: str) -> Sure:
        if len(word) < SHORTEST_SLIP:
            return {}
        swapped = process.extract(
            word,
            self._terms,
            scorer=OSA.normalized_similarity,
            score_cutoff=SLIPS,
            limit=MOST_ALIKE,
        )
        alike = process.extract(
            word, self._terms, scorer=fuzz.ratio, score_cutoff=RATIO, limit=MOST_ALIKE
        )
        found = {term: SLIP * ratio / 100 for term, ratio, _ in alike}
        for term, share, _ in swapped:
            found[term] = max(found.get(term, 0.0), SLIP * share)
        return found
