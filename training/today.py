"""What a runner sees first: what today asks for and why, the morning question, and free logging."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from accounts.models import User
from training import doses, hops, lights, planning, session
from training.days import local_day, zone_of
from training.lights import Lights
from training.models import MorningPain, SafetyCheck, TrainingPreferences, Workout
from training.pain import Zone
from training.plan import ASSESSMENT, Lap, Session, Status
from training.planning import Current
from training.session import Choice, SessionView
from training.units import units_of

# After pain of these last days an easier week is offered; as long does it count for the mails.
EASE_AFTER = timedelta(days=14)


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
    eased_until: date | None = None
    has_hurt: bool = False

    @property
    def offers_ease(self) -> bool:
        """Tell whether a week that is one step easier is offered: after amber or red days."""
        return self.has_hurt and self.eased_until is None and self.view is not None

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
    since = day - EASE_AFTER
    mornings = list(MorningPain.objects.filter(runner=runner, day__range=(since, day)))
    known = lights.lights_of(runner, since, day, zone, mornings=mornings)
    light = known.of(day)
    current = planning.current(runner, now)
    is_said = any(one.day == day for one in mornings)
    asks = last_day == day - timedelta(days=1) and not is_said
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
        view = _view(runner, now, current, found, choice, known)
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
        current.eased_until(day),
        known.worst(since, day) > Zone.FINE,
    )


def planned(runner: User, now: datetime, choice: Choice) -> tuple[Current, SessionView] | None:
    """Return a session of the runner's plan that may be done now, or None."""
    current = planning.current(runner, now) if choice.key else None
    found = current.plan.find(choice.key) if current else None
    if current is None or found is None or SafetyCheck.pausing(runner):
        return None
    view = _view(runner, now, current, found, choice)
    return (current, view) if view else None


def _view(
    runner: User,
    now: datetime,
    current: Current,
    found: Session,
    choice: Choice,
    known: Lights | None = None,
) -> SessionView | None:
    """Return a session of a runner without an open sign; the gate is asked where a hop may be."""
    targets, owner = doses.targets_of(runner), current.enrollment.runner
    may_hop = session.may_hop(current, found, targets, choice)
    return session.view(
        current,
        found,
        targets,
        choice,
        known.of(current.today) if known else Zone.FINE,
        frozenset(TrainingPreferences.of(owner).equipment),
        units_of(owner),
        hops.gate_of(runner, now, known=known, is_clear=True) if may_hop else hops.CLOSED,
    )
