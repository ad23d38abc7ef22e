"""Which of the activities of a file a log has already."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from training.imports.activity import Activity

# A watch, its app and a third app agree on the start to seconds and on the distance to some
# percent, since each smooths the track in its own way.
NEAR = timedelta(minutes=1)
NEAR_PERCENT = 5


@dataclass(frozen=True, slots=True, order=True)
class Known:
    """A run of the log."""

    started_at: datetime
    distance_m: int
    source: str = ""


def fresh(found: Iterable[Activity], log: Iterable[Known]) -> list[Activity]:
    """Return the activities that are new to a log, each once, by start.

    One is known when a run has its source, or began within a minute of it and went as far within
    5%.
    """
    known = sorted(log)
    sources = {one.source for one in known if one.source}
    new: list[Activity] = []
    for one in sorted(found, key=lambda activity: activity.started_at):
        mine = [Known(other.started_at, other.distance_m) for other in reversed(new[-50:])]
        if one.source in sources or _is_near(one, _around(one, known)) or _is_near(one, mine):
            continue
        sources.add(one.source)
        new.append(one)
    return new


def _around(one: Activity, known: Sequence[Known]) -> Sequence[Known]:
    start = bisect_left(known, Known(one.started_at - NEAR, 0))
    end = bisect_left(known, Known(one.started_at + NEAR + timedelta(microseconds=1), 0))
    return known[start:end]


def _is_near(one: Activity, others: Iterable[Known]) -> bool:
    return any(
        abs(other.started_at - one.started_at) <= NEAR
        and abs(other.distance_m - one.distance_m) * 100
        <= NEAR_PERCENT * max(other.distance_m, one.distance_m)
        for other in others
    )
