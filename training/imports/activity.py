"""What is kept of an activity in a file: start, duration, distance and sport, and nothing else.

No track, no heart rate and no name: they say where somebody lives and how they are, and no rule
here needs them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from training.models.run import MAX_DISTANCE_M, MAX_DURATION_S, Sport

EARLIEST_YEAR = 1970
# Clocks of watches go wrong by minutes.
AHEAD = timedelta(hours=1)
SPORTS = {
    **dict.fromkeys(
        ("", "running", "run", "streetrunning", "trackrunning", "road", "street"), "run"
    ),
    **dict.fromkeys(("track", "generic", "9", "indoorrunning", "ultrarun", "race"), "run"),
    **dict.fromkeys(("trailrun", "trailrunning", "trail"), "trail"),
    **dict.fromkeys(("treadmill", "treadmillrunning", "virtualrun", "virtualrunning"), "treadmill"),
}


class RefusedError(Exception):
    """A file, or a line of one, that is not taken; the message is a sentence for the runner."""


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity. `sport` is "" where it is no run; `source` is the same each time it is read."""

    started_at: datetime
    duration_s: int | None
    distance_m: int
    sport: str
    source: str

    @property
    def is_run(self) -> bool:
        """Tell whether it belongs into a log of runs."""
        return bool(self.sport)


def sport_of(word: str) -> str:
    """Return the sport of our own that a word means, "" for anything but running.

    Where a file names no sport at all, a run is meant.
    """
    found = SPORTS.get(re.sub(r"[^a-z0-9]", "", word.lower()), "")
    return Sport(found).value if found else ""


def check(one: Activity, now: datetime) -> Activity:
    """Return an activity that can be stored; raises RefusedError with the reason."""
    if one.started_at.year < EARLIEST_YEAR:
        raise RefusedError("It has no start time that can be right.")
    if one.started_at > now + AHEAD:
        raise RefusedError("It starts in the future.")
    if not 1 <= one.distance_m <= MAX_DISTANCE_M:
        raise RefusedError("It has no distance between 1 meter and 500 kilometers.")
    if one.duration_s is not None and not 1 <= one.duration_s <= MAX_DURATION_S:
        raise RefusedError("It has no duration between a second and five days.")
    return one
