"""The rules of a step, applied when its mail is due: goal, lateness, conditions, hours.

Most steps have none of these (`Step.has_rules`), and planning them never comes here. `decide` only
looks; `plan` writes down what was decided, for enrollments that are locked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.db import transaction

from bonus import conditions, schedule
from bonus.circumstances import Circumstances
from bonus.messages import message_id
from bonus.models import Delivery, Enrollment, Step

# A mail that was put off for so long is looked at again before it leaves.
STALE_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a step that is due; `until` belongs to wait, `step` to branch."""

    what: Literal["send", "pass", "wait", "branch", "goal"]
    reason: str = ""
    until: datetime | None = None
    step: Step | None = None


SEND = Verdict("send")


def plan(enrollments: Sequence[Enrollment], now: datetime) -> list[Enrollment]:
    """Return those whose next step leaves now; move all others to where the rules put them.

    The enrollments are due, locked, and loaded with `WITH`.
    """
    circumstances = Circumstances(enrollments, now)
    leaving = []
    for enrollment in enrollments:
        verdict = decide(enrollment, circumstances, now)
        if verdict.what == "send":
            leaving.append(enrollment)
        else:
            _carry_out(enrollment, verdict, now)
    return leaving


WITH = ("subscriber", "version", "next_step__version", "return_to")


def decide(enrollment: Enrollment, circumstances: Circumstances, now: datetime) -> Verdict:
    """Decide about the next step of an enrollment, which is one of the circumstances'."""
    step = enrollment.next_step
    if step is None:
        return SEND
    goal = enrollment.version.goal
    if goal and circumstances.holds(goal, enrollment):
        return Verdict("goal", f"the goal is reached: {goal}")
    if schedule.is_too_late(enrollment.next_due_at, step, now):
        return Verdict("pass", f"more than {step.late_days} days late")
    for condition in conditions.read(step.conditions):
        if all(circumstances.holds(name, enrollment) for name in condition.names):
            verdict = _outcome(condition, enrollment, step, now)
            if verdict:
                return verdict
    opening = schedule.within_hours(enrollment.subscriber, step, now)
    return SEND if opening <= now else Verdict("wait", "outside its hours", until=opening)


def recall(delivery: Delivery, now: datetime) -> bool:
    """Take a mail back that was put off so long that its rules no longer let it leave.

    Return whether it was: its enrollment is planned anew then. The mail is one that a worker has
    claimed.
    """
    enrollment, step = delivery.enrollment, delivery.step
    old = delivery.created_at < now - STALE_AFTER
    if not (old and enrollment and step and step.has_rules and not delivery.doubts):
        return False
    current = Enrollment.objects.select_related(*WITH).get(pk=enrollment.pk)
    if current.state != Enrollment.State.ACTIVE or current.next_step_id != step.pk:
        return False
    if decide(current, Circumstances([current], now), now).what == "send":
        return False
    with transaction.atomic():
        taken_back = Delivery.objects.filter(
            pk=delivery.pk, fence=delivery.fence, state=Delivery.State.CLAIMED
        ).update(
            state=Delivery.State.SKIPPED,
            reason="its rules are looked at once more",
            lease_until=None,
            ended_at=now,
        )
        if taken_back:
            Enrollment.objects.filter(
                pk=current.pk, state=Enrollment.State.ACTIVE, next_step=step
            ).update(next_due_at=now)
    return bool(taken_back)


def _outcome(
    condition: conditions.Condition, enrollment: Enrollment, step: Step, now: datetime
) -> Verdict | None:
    """Return what a condition that holds asks for; None when it has nothing left to ask."""
    reason = str(condition)
    if condition.then == "skip":
        return Verdict("pass", reason)
    if condition.then == "wait":
        since = enrollment.waiting_since or enrollment.next_due_at or now
        if now < since + timedelta(days=condition.days):
            until = schedule.try_again_tomorrow(enrollment, step, now)
            return Verdict("wait", reason, until=until)
        return Verdict("pass", reason) if condition.otherwise == "skip" else None
    branch = enrollment.version.steps.filter(key=condition.to, kind=Step.Kind.BRANCH).first()
    had = enrollment.deliveries.filter(step_key=condition.to).exclude(state="skipped")
    return Verdict("branch", reason, step=branch) if branch and not had.exists() else None


def _carry_out(enrollment: Enrollment, verdict: Verdict, now: datetime) -> None:
    rows = Enrollment.objects.filter(pk=enrollment.pk)
    step = enrollment.next_step
    if verdict.what == "goal":
        rows.update(state=Enrollment.State.GOAL, next_due_at=None, ended_at=now)
    elif verdict.what == "wait":
        since = enrollment.waiting_since or enrollment.next_due_at
        rows.update(next_due_at=verdict.until, waiting_since=since)
    elif verdict.what == "branch" and verdict.step and step:
        branch = verdict.step
        at_once = not (branch.delay_days or branch.delay_hours)
        rows.update(
            next_step=branch,
            return_to=step,
            next_due_at=now if at_once else schedule.next_due(enrollment, branch, now),
            waiting_since=None,
        )
    elif step:
        _pass_over(enrollment, step, verdict.reason, now)


def _pass_over(enrollment: Enrollment, step: Step, reason: str, now: datetime) -> None:
    """Write down that a step was passed over, and wait for the one after it."""
    ended = {"state": Delivery.State.PASSED, "reason": reason[:300], "ended_at": now}
    skipped = enrollment.deliveries.filter(step_key=step.key, state=Delivery.State.SKIPPED)
    if not skipped.update(**ended):
        row = Delivery(
            kind=Delivery.Kind.STEP,
            subscriber_id=enrollment.subscriber_id,
            enrollment=enrollment,
            step=step,
            step_key=step.key,
            planned_for=now,
            available_at=now,
            created_at=now,
            **ended,
        )
        row.message_id = message_id(row.pk)
        Delivery.objects.bulk_create([row], ignore_conflicts=True)
    enrollment.move_to(enrollment.after(step), now)
