"""A whole queue of a phone into the log, in one transaction (docs/sync.md).

Every item is judged by itself; what is refused leaves the others alone. The same queue any number
of times, in any order and from any device, ends in the same log.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, OperationalError, transaction

from accounts.models import User
from training.offline import mornings, sessions, sets, workouts
from training.offline.body import Body
from training.offline.items import Item, MorningItem, SetItem, WorkoutItem
from training.offline.results import Result

# Two devices may write the same new workout at once; the second one then finds the first one's.
TRIES = 3


def take(runner: User, body: Body, now: datetime) -> list[Result]:
    """Merge a queue into the runner's log; return what became of each item, in their order."""
    for left in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                return _take(runner, body, now)
        except (IntegrityError, OperationalError):
            if not left:
                raise
    raise AssertionError("the last try returns or raises")


def _take(runner: User, body: Body, now: datetime) -> list[Result]:
    results = [Result(line, reason=line.refusal) for line in body.lines]
    shelf = workouts.load(runner, _workouts(body), asks_consent=_has_pain(body))
    sent_workouts = _of(results, WorkoutItem)
    workouts.take(shelf, sent_workouts, runner, body.device, now)
    sets.take(runner, shelf, _of(results, SetItem), body.device, now)
    mornings.take(runner, _of(results, MorningItem), now, consent=shelf.consent)
    sessions.take(runner, sent_workouts, shelf.workouts, now)
    return results


def _of[I: Item](results: list[Result], kind: type[I]) -> list[tuple[Result, I]]:
    return [(one, one.line.item) for one in results if isinstance(one.line.item, kind)]


def _workouts(body: Body) -> set[UUID]:
    named = (line.item for line in body.lines)
    return {
        one.id if isinstance(one, WorkoutItem) else one.workout
        for one in named
        if isinstance(one, WorkoutItem | SetItem)
    }


def _has_pain(body: Body) -> bool:
    scores = (
        one.pain_score if isinstance(one, SetItem) else one.score
        for line in body.lines
        if isinstance(one := line.item, SetItem | MorningItem)
    )
    return any(score is not None for score in scores)
