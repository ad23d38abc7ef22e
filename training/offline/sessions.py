"""Which session of the plan a workout was that was done without a network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from accounts.models import User
from training import planning
from training.models import SafetyCheck, Workout
from training.offline.items import WorkoutItem
from training.offline.merge import Status
from training.offline.results import Result
from training.plan import STRENGTH, Session

NO_PLAN = "Saved. It is no session of your plan of today, so the plan stays as it is."


def take(
    runner: User,
    sent: Sequence[tuple[Result, WorkoutItem]],
    workouts: Mapping[UUID, Workout],
    now: datetime,
) -> None:
    """Note sessions as done that finished workouts name (five queries, none where none does).

    While a warning sign is open no plan moves, and a plan that began after a workout did has
    nothing to do with it. Of two workouts of one session the earlier one counts.
    """
    named = [
        (result, item.session, workouts[item.id])
        for result, item in sent
        if item.session and result.status != Status.REFUSED
    ]
    named = [one for one in named if one[2].finished_at and not one[2].deleted_at]
    if not named or SafetyCheck.pausing(runner):
        return
    current = planning.current(runner, now)
    sessions = {one.key: one for one in current.plan.sessions} if current else {}
    done_by = {(one.lap, one.day): one.workout_id for one in current.outcomes} if current else {}
    chosen: dict[str, tuple[Session, Workout]] = {}
    for result, key, workout in sorted(named, key=lambda one: one[2].pk, reverse=True):
        session = sessions.get(key)
        if (
            current is None
            or session is None
            or session.kind != STRENGTH
            or workout.started_at < current.enrollment.created_at
        ):
            result.reason = result.reason or NO_PLAN
            continue
        before = done_by.get((session.lap, session.day))
        if before is None or workout.pk < before:
            chosen[key] = (session, workout)
    if current and chosen:
        planning.note_all_done(current, chosen.values(), now)
