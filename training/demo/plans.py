"""A program under way: two weeks done but for one session, the next one today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from random import Random

from django.db import transaction

from accounts.models import User
from exercises.catalog import get_catalog
from exercises.models import Exercise, Measure
from training import planning, session
from training.days import local_day, moment, zone_of
from training.demo.ids import make_id
from training.forms.drafts import sides_of
from training.forms.side import counts_reserve
from training.models import (
    Enrollment,
    SafetyCheck,
    SessionOutcome,
    Side,
    Workout,
    WorkoutSet,
)
from training.plan import STRENGTH, Session

PROGRAM = "strong-hips"
WEEKS_DONE = 2
SKIPPED = (2, 3)  # lap and day of the session that was left out


def make_plan(runner: User, now: datetime, seed: int) -> Enrollment | None:
    """Enroll a runner so that a session stands on today; its weeks replace those of the log.

    Returns None where the library has no such program. Leaves an earlier plan alone.
    """
    program, zone = get_catalog().program(PROGRAM), zone_of(runner)
    known = Enrollment.objects.filter(runner=runner).first()
    if program is None or known:
        return known
    random = Random(f"{seed}:{runner.email}:plan")  # noqa: S311 - a story, not a secret
    today = local_day(now, zone)
    begins = today - timedelta(weeks=WEEKS_DONE)
    weekday = today.weekday()
    with transaction.atomic():
        since = moment(begins, time.min, zone)
        Workout.objects.filter(runner=runner, started_at__gte=since).delete()
        SafetyCheck.objects.get_or_create(runner=runner, answer="none", at=since)
        enrollment = Enrollment.objects.create(
            runner=runner,
            program=program.slug,
            start_on=begins,
            strength_days=sorted((weekday + gap) % 7 for gap in (0, 2, 4)),
            running_days=sorted((weekday + gap) % 7 for gap in (1, 6)),
            long_run_day=(weekday + 6) % 7,
            created_at=since,
        )
        _train(random, runner, begins_at=since, now=now)
    return enrollment


def _train(random: Random, runner: User, begins_at: datetime, now: datetime) -> None:
    """Do the sessions of the weeks before, but for one."""
    before = planning.current(runner, begins_at)
    if before is None:
        return
    rows = {row.slug: row for row in Exercise.objects.all()}
    past = [one for one in before.plan.sessions if one.lap <= WEEKS_DONE and one.kind == STRENGTH]
    last = next(one for one in reversed(past) if (one.lap, one.day) != SKIPPED)
    for one in past:
        if (one.lap, one.day) == SKIPPED:
            SessionOutcome.objects.create(
                enrollment=before.enrollment,
                lap=one.lap,
                week=one.week,
                day=one.day,
                on_day=one.on,
                skipped=SessionOutcome.Reason.TRAVEL,
                at=begins_at,
            )
            continue
        workout, sets = _workout(random, before, one, rows)
        if one == last:
            _hurt(sets)
        workout.save()
        WorkoutSet.objects.bulk_create(sets)
        planning.note_done(before, one, workout, now)


def _hurt(sets: list[WorkoutSet]) -> None:
    """Let the last session have something to decide: the second exercise hurt on the left."""
    for row in sets:
        if row.position == 2 and row.side in {Side.LEFT, Side.BOTH}:
            row.pain_score = 4


def _workout(
    random: Random, current: planning.Current, one: Session, rows: dict[str, Exercise]
) -> tuple[Workout, list[WorkoutSet]]:
    runner = current.enrollment.runner
    started_at = moment(one.on, time(18, random.randrange(0, 60, 5)), zone_of(runner))
    shown = session.view(current, one, {}, session.Choice())
    length = timedelta(minutes=shown.minutes if shown else 30)
    workout = Workout(
        id=make_id(random, started_at),
        runner=runner,
        started_at=started_at,
        finished_at=started_at + length,
    )
    lines = shown.kept if shown else ()
    return workout, [
        row
        for position, line in enumerate(lines, 1)
        if line.entry.slug in rows
        for row in _sets(random, workout, position, rows[line.entry.slug], line)
    ]


def _sets(
    random: Random,
    workout: Workout,
    position: int,
    exercise: Exercise,
    line: session.SessionLine,
) -> Iterator[WorkoutSet]:
    dose = line.dose
    for index in range(1, dose.sets + 1):
        for side in sides_of(exercise):
            more = random.choice((0, 0, 1, 2)) if dose.measure == Measure.REPS else 0
            effort = "rir" if counts_reserve(exercise) else "rpe"
            row = WorkoutSet(
                id=make_id(random, workout.started_at),
                workout=workout,
                exercise=exercise,
                position=position,
                set_index=index,
                side=side,
                load_kg=dose.load_kg,
                band=dose.band,
                pain_score=random.choice((0, 0, 0, 1)),
                completed_at=workout.started_at + timedelta(minutes=5 * position + index),
                **{dose.measure: dose.amount + more, effort: dose.rir or dose.rpe},
            )
            dose.prescribe(row)
            yield row
