"""Finding what a person means: a small index over names, aliases, muscles and traits.

It forgives typing errors, spaces, hyphens, plurals and word order, ranks exact names and their
beginnings first, and is the same on every database since it uses none.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from rapidfuzz import fuzz, process

from exercises.library.content import ExerciseContent
from exercises.vocabulary import Vocabulary

# What a word of a field is worth; an exact name or alias comes before any sum of words.
WEIGHTS = {"name": 1.0, "alias": 0.96, "primary": 0.86, "trait": 0.8, "secondary": 0.6, "kit": 0.6}
EXACT, BEGINNING, SYNONYM, PREFIX, FUZZY = 2.0, 0.5, 0.9, 0.85, 0.85
FUZZY_CUTOFF, FUZZY_LENGTH = 76, 4
THRESHOLD = 0.55
MOST_WORDS = 8

type Credits = dict[int, float]


def words_of(text: str) -> list[str]:
    """Return a text's words in the form that is compared: no case, accents, hyphens, plurals."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return [_singular(word) for word in re.findall(r"[a-z0-9]+", plain.replace("'", ""))]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


class SearchIndex:
    """An immutable index; entries are known by their position in the given list."""

    def __init__(self, exercises: Iterable[ExerciseContent], words: Vocabulary) -> None:
        self._synonyms = {
            key: [words_of(text) for text in texts] for key, texts in words.synonyms.items()
        }
        self._noise = {word for text in words.noise for word in words_of(text)}
        self._terms: dict[str, Credits] = defaultdict(dict)
        self._titles: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, exercise in enumerate(exercises):
            for field, text in _texts(exercise, words):
                self._add(number, text, WEIGHTS[field], is_title=field in ("name", "alias"))
        self._vocabulary = list(self._terms)

    def find(self, query: str) -> list[int]:
        """Return the positions of the entries that fit, best first."""
        typed = words_of(query)[:MOST_WORDS]
        tokens = [word for word in typed if word not in self._noise]
        scores: Credits = defaultdict(float)
        if tokens:
            for number, score in self._sum(tokens).items():
                if score >= THRESHOLD:
                    scores[number] = score
        for number, bonus in self._by_title("".join(typed)).items():
            scores[number] += bonus
        return sorted(scores, key=lambda number: (-round(scores[number], 3), number))

    def _add(self, number: int, text: str, weight: float, is_title: bool) -> None:
        words = words_of(text)
        joined = [left + right for left, right in pairwise(words)]
        for term in [*words, *joined]:
            credit = self._terms[term]
            credit[number] = max(credit.get(number, 0.0), weight)
        if is_title and words:
            self._titles["".join(words)].append((number, weight))

    def _sum(self, tokens: list[str]) -> Credits:
        """Average what each token earns, alone or joined with a neighbor."""
        single = [self._credits(token) for token in tokens]
        pairs = [self._exact(left + right) for left, right in pairwise(tokens)]
        total: Credits = defaultdict(float)
        for position, own in enumerate(single):
            near = [own, *pairs[max(position - 1, 0) : position + 1]]
            for number in set().union(*near):
                total[number] += max(credit.get(number, 0.0) for credit in near)
        return {number: score / len(tokens) for number, score in total.items()}

    def _credits(self, token: str) -> Credits:
        """Return what one typed word earns each entry: exact, prefix, synonym or alike."""
        found = dict(self._exact(token))
        for term in self._vocabulary:
            if len(token) >= 3 and term.startswith(token):
                _raise(found, self._terms[term], PREFIX)
        for synonym in self._synonyms.get(token, ()):
            for number in set.intersection(*(set(self._exact(word)) for word in synonym)):
                worth = min(self._exact(word)[number] for word in synonym)
                found[number] = max(found.get(number, 0.0), worth * SYNONYM)
        if len(token) >= FUZZY_LENGTH:
            alike = process.extract(
                token, self._vocabulary, scorer=fuzz.ratio, score_cutoff=FUZZY_CUTOFF, limit=12
            )
            for term, ratio, _ in alike:
                _raise(found, self._terms[term], FUZZY * ratio / 100)
        return found

    def _exact(self, term: str) -> Credits:
        return self._terms.get(term, {})

    def _by_title(self, typed: str) -> Credits:
        """Return the bonus of entries whose name or alias is what was typed, or begins so."""
        found: Credits = {}
        if len(typed) < 3:
            return found
        for title, owners in self._titles.items():
            worth = EXACT if title == typed else BEGINNING if title.startswith(typed) else 0.0
            for number, weight in owners if worth else ():
                found[number] = max(found.get(number, 0.0), worth * weight)
        return found


def _raise(found: Credits, by: Credits, factor: float) -> None:
    for number, weight in by.items():
        found[number] = max(found.get(number, 0.0), weight * factor)


def _texts(exercise: ExerciseContent, words: Vocabulary) -> Iterator[tuple[str, str]]:
    yield "name", exercise.name
    for alias in exercise.aliases:
        yield "alias", alias
    for field, uses in (
        ("primary", exercise.primary_muscles),
        ("secondary", exercise.secondary_muscles),
    ):
        for use in uses:
            muscle = words.muscle(use)
            yield from ((field, text) for text in (muscle.key, muscle.plain, *muscle.also))
    for trait in exercise.traits:
        term = words.traits[trait]
        yield from (("trait", text) for text in (trait, term.label, *term.also))
    for plane in exercise.planes:
        yield "trait", f"{plane} {words.planes[plane].plain}"
    for kit in {name for needed in exercise.equipment_sets for name in needed}:
        term = words.equipment[kit]
        yield from (("kit", text) for text in (kit, term.label, *term.also))
