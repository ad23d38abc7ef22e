"""What a runner sees first: what today asks for and why, the morning question, and free logging."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from accounts.models import User
from training import doses, lights, planning, session
from training.days import local_day, zone_of
from training.models import MorningPain, SafetyCheck, TrainingPreferences, Workout
from training.pain import Zone
from training.plan import ASSESSMENT, Lap, Session, Status
from training.planning import Current
from training.session import Choice, SessionView


@dataclass(frozen=True)
class Today:
    """The whole page."""

    day: date
    light: Zone
    paused: SafetyCheck | None
    asks_morning: bool
    last: Workout | None
    current: Current | None
    lap: Lap | None = None
    session: Session | None = None
    view: SessionView | None = None
    following: Session | None = None

    @property
    def state(self) -> str:
        """Name what the page shows first."""
        return _state(bool(self.paused), self.current, self.session)

    @property
    def why(self) -> str:
        """Say where in the program the day stands."""
        return why_of(self.current, self.lap)

    @property
    def place(self) -> str:
        """Say which of the week's sessions it is."""
        if self.lap is None or self.session is None:
            return ""
        number = [one.day for one in self.lap.sessions].index(self.session.day) + 1
        return f"Session {number} of {len(self.lap.sessions)} this week"

    @property
    def runs(self) -> str:
        """Say what the runner runs today, by the own days."""
        if self.current is None:
            return ""
        terms = self.current.enrollment
        if self.day.weekday() == terms.long_run_day:
            return "Your longest run of the week is today."
        return "A running day." if self.day.weekday() in terms.running_days else ""


def state_of(paused: bool, current: Current | None, day: date) -> str:
    """Name what a day's page shows first."""
    shows_plan = not paused and current and current.program and not current.plan.paused_on
    return _state(paused, current, current.plan.on(day) if shows_plan and current else None)


def _state(paused: bool, current: Current | None, session: Session | None) -> str:
    if paused:
        return "stopped"
    if current is None or current.program is None:
        return "free"
    if current.plan.paused_on:
        return "paused"
    if session and session.status == Status.OPEN:
        return "test" if session.kind == ASSESSMENT else "session"
    if current.plan.is_complete:
        return "complete"
    return session.status.value if session else "rest"


def why_of(current: Current | None, lap: Lap | None) -> str:
    """Say where in the program a week of the calendar stands."""
    if lap is None or current is None or current.program is None:
        return ""
    program = current.program
    focus = program.weeks[lap.week - 1].content.focus
    words = f"Week {lap.week} of {len(program.weeks)} of {program.title}: {focus.lower()}."
    if lap.is_deload:
        words += " A lighter week: less work, so that you start the next one fresh."
    return f"{words} {lap.why}".strip()


def today(runner: User, now: datetime, choice: Choice) -> Today:
    """Return what the page shows (eleven queries at most)."""
    zone = zone_of(runner)
    day = local_day(now, zone)
    last = Workout.objects.of(runner).filter(started_at__lte=now).order_by("-started_at").first()
    last_day = local_day(last.started_at, zone) if last else None
    morning = MorningPain.objects.filter(runner=runner, day=day).first()
    light = lights.light_of(runner, day, zone, morning=morning, has_trained=last_day == day)
    current = planning.current(runner, now)
    asks = last_day == day - timedelta(days=1) and morning is None
    page = Today(day, light, SafetyCheck.pausing(runner), asks, last, current)
    if page.state in {"stopped", "free", "paused"} or current is None:
        return page
    found = current.plan.on(day)
    shown = current.plan.find(choice.key) if choice.key else None
    if shown and shown.status == Status.OPEN and shown.on <= day:
        found = shown
    lap = next((lap for lap in current.plan.laps if found in lap.sessions), None)
    view = None
    if found and found.status == Status.OPEN:
        at_home = frozenset(TrainingPreferences.of(runner).equipment)
        view = session.view(current, found, doses.targets_of(runner), choice, light, at_home)
    return Today(
        day,
        light,
        page.paused,
        asks,
        last,
        current,
        lap or current.plan.lap_of(day),
        found,
        view,
        current.plan.after(day),
    )


def planned(runner: User, now: datetime, choice: Choice) -> tuple[Current, SessionView] | None:
    """Return a session of the runner's plan that may be done now, or None."""
    current = planning.current(runner, now) if choice.key else None
    found = current.plan.find(choice.key) if current else None
    if current is None or found is None or SafetyCheck.pausing(runner):
        return None
    view = session.view(current, found, doses.targets_of(runner), choice)
    return (current, view) if view else None
