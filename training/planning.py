"""A runner's present plan, read from the rows, and the verbs that change it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.db import IntegrityError, transaction
from django.db.models import Prefetch, Q, QuerySet

from accounts.models import User
from exercises.catalog import get_catalog
from exercises.programs import Day, ProgramEntry
from training import plan
from training.days import local_day, zone_of
from training.models import Enrollment, HipCheck, PlanChange, SafetyCheck, SessionOutcome, Workout
from training.plan import ASSESSMENT, STRENGTH, Item, Plan, Session, Status

KINDS = (STRENGTH, ASSESSMENT)
EASED_DAYS = 7


@dataclass(frozen=True)
class Current:
    """The program that a runner is in; `program` is None where it is no longer published."""

    enrollment: Enrollment
    program: ProgramEntry | None
    today: date
    changes: tuple[PlanChange, ...]
    outcomes: tuple[SessionOutcome, ...]

    @cached_property
    def plan(self) -> Plan:
        """Return the calendar."""
        terms = plan.Terms(
            self.enrollment.start_on,
            frozenset(self.enrollment.strength_days),
            self.enrollment.long_run_day,
        )
        changes = [
            plan.Change(one.kind, one.on_day, one.days)
            for one in self.changes
            if one.kind != PlanChange.Kind.EASE
        ]
        said = [
            plan.Outcome(one.lap, one.day, one.on_day, not one.skipped) for one in self.outcomes
        ]
        return plan.make(shape(self.program), terms, changes, said, self.today)

    def day_of(self, session: Session) -> Day | None:
        """Return what the program says about a session."""
        return day_of(self.program, session.week, session.day)

    @property
    def paused(self) -> PlanChange | None:
        """Return the pause that is going on."""
        pauses = (one for one in self.changes if one.kind == PlanChange.Kind.PAUSE)
        return next((one for one in pauses if one.days is None), None)

    def eased_until(self, day: date) -> date | None:
        """Return the last day of the easier days that a day is one of, or None."""
        eased = (one for one in self.changes if one.kind == PlanChange.Kind.EASE)
        spans = ((one.on_day, one.on_day + timedelta(days=(one.days or 0) - 1)) for one in eased)
        return max((last for first, last in spans if first <= day <= last), default=None)

    @property
    def done(self) -> int:
        """Return how many sessions were done."""
        return sum(one.status == Status.DONE for one in self.plan.sessions)


def shape(program: ProgramEntry | None) -> list[plan.Week]:
    """Return the weeks of a program as the calendar needs them."""
    return [
        plan.Week(
            tuple(
                Item(day.number, day.content.kind) for day in week.days if day.content.kind in KINDS
            ),
            week.content.is_deload,
        )
        for week in (program.weeks if program else ())
    ]


def day_of(program: ProgramEntry | None, week: int, day: int) -> Day | None:
    """Return a day of a program, or None where it has none of these numbers."""
    weeks = {one.number: one for one in program.weeks} if program else {}
    days = {one.number: one for one in weeks[week].days} if week in weeks else {}
    return days.get(day)


def current(runner: User, now: datetime) -> Current | None:
    """Return the program that the runner is in (three queries, one without any)."""
    active = Enrollment.objects.filter(runner=runner, ended_on__isnull=True)
    return next(iter(_read(active, local_day(now, zone_of(runner)))), None)


def all_of(runner: User, now: datetime) -> list[Current]:
    """Return every program of a runner as it stood when it ended, or today (three queries)."""
    return _read(Enrollment.objects.filter(runner=runner), local_day(now, zone_of(runner)))


def _read(enrollments: QuerySet[Enrollment], today: date) -> list[Current]:
    # What was deleted has not been done.
    outcomes = SessionOutcome.objects.filter(
        Q(workout__isnull=True) | Q(workout__deleted_at__isnull=True),
        Q(hip_check__isnull=True) | Q(hip_check__deleted_at__isnull=True),
    )
    return [
        Current(
            one,
            get_catalog().program(one.program),
            one.ended_on or today,
            tuple(one.changes.all()),
            tuple(one.outcomes.all()),
        )
        # Who asks for a plan asks for the runner's units and equipment too.
        for one in enrollments.select_related("runner__training_preferences").prefetch_related(
            "changes", Prefetch("outcomes", outcomes)
        )
    ]


class MayNotStartError(Exception):
    """The safety questions are open, a warning sign is, or another program is under way."""


def may_start(runner: User) -> str:
    """Say what keeps a runner from starting: "safety", "paused", "active" or nothing."""
    if not SafetyCheck.objects.filter(runner=runner).exists():
        return "safety"
    if SafetyCheck.pausing(runner):
        return "paused"
    active = Enrollment.objects.filter(runner=runner, ended_on__isnull=True).exists()
    return "active" if active else ""


def start(runner: User, program: ProgramEntry, terms: Mapping[str, object], now: datetime) -> None:
    """Enroll; raises MayNotStartError, also where two requests start at once."""
    if reason := may_start(runner):
        raise MayNotStartError(reason)
    try:
        with transaction.atomic():
            Enrollment.objects.create(runner=runner, program=program.slug, created_at=now, **terms)
    except IntegrityError as error:
        raise MayNotStartError("active") from error


def shift(now_in: Current, days: int, now: datetime) -> None:
    """Move what is still to come by some days."""
    _change(now_in, PlanChange.Kind.SHIFT, _from_day(now_in), now, days)


def pause(now_in: Current, now: datetime) -> None:
    """Stop the calendar until the runner goes on; a second press changes nothing."""
    _change(now_in, PlanChange.Kind.PAUSE, _from_day(now_in), now)


def resume(now_in: Current) -> bool:
    """Go on today; tell whether there was a pause to end."""
    found = now_in.paused
    if found is None:
        return False
    days = max((now_in.today - found.on_day).days, 0)
    open_ones = PlanChange.objects.filter(pk=found.pk, days__isnull=True)
    return bool(open_ones.update(days=days))


def ease(now_in: Current, now: datetime) -> None:
    """Let the next days be one step easier, today among them; a second press changes nothing."""
    if now_in.eased_until(now_in.today) is None:
        _change(now_in, PlanChange.Kind.EASE, now_in.today, now, EASED_DAYS)


def end_ease(now_in: Current) -> bool:
    """Take the plan up as it is again; tell whether it was eased."""
    eased = now_in.enrollment.changes.filter(kind=PlanChange.Kind.EASE)
    begun, gone = eased.filter(on_day__lt=now_in.today), eased.filter(on_day=now_in.today)
    ended = sum(
        begun.filter(pk=one.pk).update(days=(now_in.today - one.on_day).days)
        for one in begun
        if now_in.today < one.on_day + timedelta(days=one.days or 0)
    )
    return bool(ended + gone.delete()[0])


def repeat(now_in: Current, now: datetime) -> None:
    """Play this week's program again next week."""
    lap = now_in.plan.lap_of(now_in.today)
    if lap:
        _change(now_in, PlanChange.Kind.REPEAT, lap.days[0], now)


def finish(now_in: Current, end: Enrollment.End) -> bool:
    """End the enrollment; tell whether this call ended it."""
    active = Enrollment.objects.filter(pk=now_in.enrollment.pk, ended_on__isnull=True)
    return bool(active.update(ended_on=now_in.today, end=end))


def skip(now_in: Current, session: Session, reason: str, now: datetime) -> None:
    """Leave a session out for a reason; one that was done stays done."""
    SessionOutcome.objects.get_or_create(
        enrollment=now_in.enrollment,
        lap=session.lap,
        day=session.day,
        defaults={"week": session.week, "on_day": now_in.today, "skipped": reason, "at": now},
    )


def unskip(now_in: Current, session: Session) -> None:
    """Take a skipped session up again."""
    skipped = now_in.enrollment.outcomes.filter(lap=session.lap, day=session.day)
    skipped.exclude(skipped="").delete()


def note_done(now_in: Current, session: Session, workout: Workout, now: datetime) -> None:
    """Write down that a workout was this session."""
    note_all_done(now_in, [(session, workout)], now)


def note_all_done(now_in: Current, done: Iterable[tuple[Session, Workout]], now: datetime) -> None:
    """Write down which workouts were which sessions, each session once (one query)."""
    zone = zone_of(now_in.enrollment.runner)
    outcomes = [
        SessionOutcome(
            enrollment=now_in.enrollment,
            lap=session.lap,
            day=session.day,
            week=session.week,
            on_day=local_day(workout.started_at, zone),
            workout=workout,
            skipped=SessionOutcome.DONE,
            at=now,
        )
        for session, workout in done
    ]
    SessionOutcome.objects.bulk_create(
        outcomes,
        update_conflicts=True,
        unique_fields=["enrollment", "lap", "day"],
        update_fields=["week", "on_day", "workout", "hip_check", "skipped", "at"],
    )


def note_check(runner: User, check: HipCheck, now: datetime) -> None:
    """Write down that a hip check was this week's re-test, where one is due."""
    now_in = current(runner, now)
    lap = now_in.plan.lap_of(now_in.today) if now_in else None
    tests = [one for one in (lap.sessions if lap else ()) if one.kind == ASSESSMENT]
    if now_in and tests and tests[0].status != Status.DONE:
        SessionOutcome.objects.update_or_create(
            enrollment=now_in.enrollment,
            lap=tests[0].lap,
            day=tests[0].day,
            defaults={
                "week": tests[0].week,
                "on_day": now_in.today,
                "hip_check": check,
                "skipped": SessionOutcome.DONE,
                "at": now,
            },
        )


def _from_day(now_in: Current) -> date:
    """Return the day from which a change counts: tomorrow where today's session is done."""
    is_done = any(
        one.on == now_in.today and one.status == Status.DONE for one in now_in.plan.sessions
    )
    return now_in.today + timedelta(days=is_done)


def _change(
    now_in: Current, kind: PlanChange.Kind, on: date, now: datetime, days: int | None = None
) -> None:
    try:
        with transaction.atomic():
            PlanChange.objects.create(
                enrollment=now_in.enrollment, kind=kind, on_day=on, days=days, at=now
            )
    except IntegrityError:
        # The second press of the same button.
        return
