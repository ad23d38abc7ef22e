"""The calendar of a plan as its page shows it: a lap per week, in it a line per day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts.models import User
from exercises.programs import Day
from training.models import Enrollment, TrainingPreferences
from training.plan import Lap, Session, Status
from training.planning import Current

WORDS = {
    Status.OPEN: "",
    Status.DONE: "Done",
    Status.SKIPPED: "Skipped",
    Status.MISSED: "Left out",
}
DAYS = ("strength_days", "running_days", "long_run_day")
# The days that are offered for so many sessions a week, counted from the day after the longest run,
# or from Monday where that has no fixed day. None is the eve of the longest run.
USUAL = {1: [2], 2: [1, 4], 3: [0, 2, 4]}


@dataclass(frozen=True, slots=True)
class DayLine:
    """What stands on one day: a session, a run, or both."""

    on: date
    session: Session | None
    content: Day | None
    runs: bool
    is_long: bool

    @property
    def word(self) -> str:
        """Say what became of the session."""
        return WORDS[self.session.status] if self.session else ""


@dataclass(frozen=True, slots=True)
class LapLines:
    """One week of the runner's calendar."""

    lap: Lap
    focus: str
    lines: tuple[DayLine, ...]
    is_now: bool
    is_past: bool


def laps(current: Current) -> list[LapLines]:
    """Return every week with its days."""
    return [_lap(current, lap) for lap in current.plan.laps]


def _lap(current: Current, lap: Lap) -> LapLines:
    weeks = {week.number: week for week in current.program.weeks} if current.program else {}
    focus = weeks[lap.week].content.focus if lap.week in weeks else ""
    days = sorted({*lap.days, *(one.on for one in lap.sessions)})
    lines = [line for day in days for line in _day(current.enrollment, current, lap, day)]
    is_past = lap.days[-1] < current.today
    is_now = lap.days[0] <= current.today <= lap.days[-1]
    return LapLines(lap, focus, tuple(lines), is_now, is_past)


def _day(terms: Enrollment, current: Current, lap: Lap, day: date) -> list[DayLine]:
    runs = day.weekday() in terms.running_days or day.weekday() == terms.long_run_day
    is_long = day.weekday() == terms.long_run_day
    here = [one for one in lap.sessions if one.on == day]
    lines = [
        DayLine(day, one, current.day_of(one), runs and not place, is_long)
        for place, one in enumerate(here)
    ]
    return lines or ([DayLine(day, None, None, runs, is_long)] if runs else [])


def usual_days(runner: User) -> dict[str, object]:
    """Return the days that a new program starts from: those of the last one, or of the settings."""
    last = Enrollment.objects.filter(runner=runner).order_by("-created_at").first()
    if last is not None:
        return {name: getattr(last, name) for name in DAYS}
    usual = TrainingPreferences.of(runner)
    return {
        "strength_days": strength_days(usual.sessions_a_week, usual.long_run_day),
        "running_days": usual.running_days,
        "long_run_day": usual.long_run_day,
    }


def strength_days(sessions: int, long_run_day: int | None) -> list[int]:
    """Return days for so many sessions, a day apart and none on the eve of the longest run."""
    first = 0 if long_run_day is None else long_run_day + 1
    return sorted((first + day) % 7 for day in USUAL[sessions])
