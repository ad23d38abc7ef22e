"""What an exercise is called and what it is: the phrases by which a search finds it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from exercises.library.content import ExerciseContent
from exercises.models import Posture
from exercises.spelling import words_of
from exercises.vocabulary import Vocabulary

# What a phrase is worth by where it stands; muscles and planes by their rank.
NAME, ALIAS, SLUG, TRAIT, KIT, SECONDARY = 1.0, 0.96, 0.9, 0.82, 0.7, 0.6
PRIMARY, PLANE = (0.86, 0.8, 0.74), (0.8, 0.72, 0.68)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Some words that say something of the entries which own it.

    whole: all of it run together. words: those that say something.
    """

    whole: str
    words: tuple[str, ...]
    weight: float
    owners: tuple[int, ...]

    @property
    def terms(self) -> dict[str, int]:
        """Its words, and its neighbors run together, each with how many words that covers."""
        joined = {left + right: 2 for left, right in pairwise(self.words)}
        return {**joined, **dict.fromkeys(self.words, 1)}

    @property
    def is_title(self) -> bool:
        """Whether it is a name of its owners."""
        return self.weight >= SLUG


def gather(
    exercises: Iterable[ExerciseContent], words: Vocabulary, noise: frozenset[str]
) -> Iterator[Phrase]:
    """Return every phrase with the positions of its entries; many entries share their muscles."""
    found: dict[tuple[str, float], list[int]] = {}
    for number, exercise in enumerate(exercises):
        for key in dict.fromkeys(_texts(exercise, words)):
            found.setdefault(key, []).append(number)
    for (text, weight), owners in found.items():
        if whole := tuple(words_of(text)):
            # Many phrases share their words, and so their memory.
            said = tuple(sys.intern(word) for word in whole if word not in noise)
            yield Phrase("".join(whole), said, weight, tuple(owners))


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
