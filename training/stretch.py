"""The days of one lap of a calendar, as shifts and pauses left them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from training.laps import Change

DAY, WEEK_DAYS = timedelta(days=1), 7


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days of a lap as changes left them; `wanted` are the dates without them, in step.

    A long pause cuts it; `away` are the days of that pause.
    """

    days: tuple[date, ...]
    wanted: tuple[date, ...]
    next_start: date
    cut_on: date | None = None
    away: int = 0
    is_open: bool = False
    is_repeated: bool = False

    @property
    def is_cut(self) -> bool:
        """Tell whether a long pause cut it short."""
        return self.cut_on is not None


def lay_days(start: date, queue: list[Change]) -> Stretch:
    """Lay the seven days of a lap, using up the changes that concern it."""
    wanted = [start + DAY * place for place in range(WEEK_DAYS)]
    days, is_repeated = list(wanted), False
    while queue and queue[0].on <= days[-1]:
        change = queue.pop(0)
        on = max(change.on, start)
        if change.kind == "repeat":
            is_repeated = True
        elif change.kind == "pause" and (change.days is None or change.days >= WEEK_DAYS):
            kept = sum(day < on for day in days)
            return Stretch(
                tuple(days[:kept]),
                tuple(wanted[:kept]),
                on + DAY * (change.days or 0),
                on,
                change.days or 0,
                change.days is None,
                is_repeated,
            )
        else:
            days = [day + DAY * (change.days or 0) if day >= on else day for day in days]
    return Stretch(tuple(days), tuple(wanted), days[-1] + DAY, is_repeated=is_repeated)
