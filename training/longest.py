"""Whether a run was longer than the runner's recent longest run.

The cap is evidence brief 4.4: 1.10 times the longest single run of the previous 30 days, after
Frandsen 2025 (10.1136/bjsports-2024-109380), a cohort of 5,205 runners: single runs more than 10%
longer went with more overuse injuries. The study is observational and its dose-response is not
smooth, so this is a gentle cap: the words name the jump and never a risk.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

WINDOW = timedelta(days=30)
CAP_PERCENT = 110

LONGER = "Longer than your recent longest run"
QUALIFIER = "In a large study such jumps went with more overuse injuries."
SOURCE = "Frandsen 2025"
SOURCE_URL = "https://doi.org/10.1136/bjsports-2024-109380"


def cap_m(runs: Iterable[tuple[date, int]], day: date) -> int | None:
    """Return the cap for a run on a day in whole meters, None without a run in the 30 days before.

    `runs` are days with distances in meters, in any order; the day itself does not count.
    """
    recent = [distance for ran, distance in runs if day - WINDOW <= ran < day]
    return max(recent) * CAP_PERCENT // 100 if recent else None


def is_longer(distance_m: int, runs: Iterable[tuple[date, int]], day: date) -> bool:
    """Tell whether a run on a day goes over the cap."""
    cap = cap_m(runs, day)
    return cap is not None and distance_m > cap
