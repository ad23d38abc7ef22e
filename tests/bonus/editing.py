"""New editions as an editor would publish them, and steps with other rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from typing import Any
from unittest.mock import patch

from bonus import editions
from bonus.circumstances import Circumstances
from bonus.models import Enrollment, SeriesVersion, Step
from bonus.models.drafts import content_of

type Plan = Sequence[str | Step]


def copy(step: Step, **changes: Any) -> Step:
    """Return an unsaved copy of a step with some fields changed."""
    return Step(**{**content_of(step), "video": step.video, **changes})


def publish(
    version: SeriesVersion, plan: Plan, now: datetime, rules: dict[str, Any] | None = None
) -> SeriesVersion:
    """Publish an edition of these steps: keys of the version before, or steps of one's own."""
    old = {step.key: step for step in version.steps.select_related("video")}
    steps = [copy(old[each]) if isinstance(each, str) else each for each in plan]
    checksum = f"edition of {now} {len(plan)}"
    return editions.publish(
        version.series, rules or {}, steps, checksum=sha256(checksum.encode()).hexdigest(), now=now
    )


def change(version: SeriesVersion, key: str, now: datetime, **fields: Any) -> SeriesVersion:
    """Publish the same edition with one step changed."""
    steps = [
        copy(step, **fields) if step.key == key else copy(step)
        for step in version.steps.select_related("video")
    ]
    rules = {"hold_when": version.hold_when, "hold_step": version.hold_step}
    checksum = f"{key} {fields}"
    return editions.publish(
        version.series, rules, steps, checksum=sha256(checksum.encode()).hexdigest(), now=now
    )


def fresh(enrollment: Enrollment) -> Enrollment:
    """Return the enrollment as it stands in the database."""
    return Enrollment.objects.select_related("next_step", "return_to", "version").get(
        pk=enrollment.pk
    )


def keys_sent(enrollment: Enrollment) -> list[str]:
    """Return the keys of the mails that left, in order."""
    left = enrollment.deliveries.filter(state="accepted").order_by("submitted_at", "pk")
    return list(left.values_list("step_key", flat=True))


@contextmanager
def knows(name: str, holds: Callable[[], bool]) -> Iterator[None]:
    """Make a condition of this name that holds of everybody when the test says so."""
    look_up = Circumstances._look_up

    def told(self: Circumstances, asked: str) -> set[Any]:
        if asked != name:
            return look_up(self, asked)
        return {each.pk for each in self.enrollments} if holds() else set()

    names = patch.dict("bonus.conditions.OWN", {name: "is tested"})
    with names, patch.object(Circumstances, "_look_up", told):
        yield
