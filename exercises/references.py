"""Who names an exercise: logs, lists, media and whatever else must outlive it.

Each app registers its references in its `AppConfig.ready`, so that this one, which lies below them,
can refuse a deletion with the reason and move everything over when two exercises become one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from exercises.models import Exercise

_references: dict[str, Reference] = {}


@dataclass(frozen=True, slots=True)
class Reference:
    """One kind of reference.

    `say` returns what an editor reads, as in "3 sets of 2 workouts", or "" where nothing names the
    exercise; `move` makes everything that names the first name the second, inside a transaction of
    the caller's.
    """

    name: str
    say: Callable[[Exercise], str]
    move: Callable[[Exercise, Exercise], None]


def register(reference: Reference) -> None:
    """Add a kind of reference; a second one of the same name takes its place."""
    _references[reference.name] = reference


def said_of(exercise: Exercise) -> list[str]:
    """Return what names an exercise, in words."""
    return [words for reference in _references.values() if (words := reference.say(exercise))]


def move_all(old: Exercise, new: Exercise) -> None:
    """Make everything that names `old` name `new`."""
    for reference in _references.values():
        reference.move(old, new)
