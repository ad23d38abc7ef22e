"""The timeline of a series: how many people and mails are where, counted set by set.

A few statements over whole tables, whatever the number of people: deliveries by step and state,
enrollments by next step and state, and those that are due by the index of the planner.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count

from bonus.models import Delivery, Enrollment, MailEvent, SeriesVersion, Step
from bonus.models.deliveries import OPEN, TAKEN
from bonus.watched import watched_counts

State = Delivery.State
# However many people keep the page open, the counting is done once in this time.
KEPT_SECONDS = 4


@dataclass(frozen=True)
class Numbers:
    """Where the people and mails of one step are; None is what nobody counts."""

    waiting: int = 0  # people whose next mail it is, later
    due: int = 0  # mails that should leave now or are on their way
    sent: int = 0
    delivered: int = 0
    bounced: int = 0
    complained: int = 0
    uncertain: int = 0
    failed: int = 0  # refused for good, or too late
    skipped: int = 0
    left: int = 0  # people who left while it was their next
    watched: int = 0
    clicked: int | None = None


@dataclass(frozen=True)
class Line:
    """A step and its numbers."""

    step: Step
    numbers: Numbers


@dataclass(frozen=True)
class Timeline:
    """A version with all its steps, and its people by state."""

    version: SeriesVersion
    lines: list[Line]
    active: int
    completed: int
    exited: int
    counted_at: datetime

    def total(self, name: str) -> int:
        """Return a number summed over all steps."""
        return sum(getattr(line.numbers, name) or 0 for line in self.lines)


def of(version: SeriesVersion, now: datetime) -> Timeline:
    """Return the timeline of a version, not older than a few seconds."""
    key = f"bonus:timeline:{version.pk}"
    kept: tuple[dict[int, Numbers], dict[str, int], datetime] | None = cache.get(key)
    if kept is None:
        kept = (*count(version, now), now)
        cache.set(key, kept, KEPT_SECONDS)
    numbers, people, counted_at = kept
    steps = version.steps.select_related("video").order_by("order")
    lines = [Line(step, numbers.get(step.pk, Numbers())) for step in steps]
    return Timeline(
        version,
        lines,
        active=people.get(Enrollment.State.ACTIVE, 0),
        completed=people.get(Enrollment.State.COMPLETED, 0),
        exited=people.get(Enrollment.State.EXITED, 0),
        counted_at=counted_at,
    )


def count(version: SeriesVersion, now: datetime) -> tuple[dict[int, Numbers], dict[str, int]]:
    """Return the numbers of each step by its id, and the people of the version by state."""
    steps = list(version.steps.values_list("pk", flat=True))
    mails: dict[int, Counter[str]] = {step: Counter() for step in steps}
    by_state = Delivery.objects.filter(step__in=steps).order_by().values_list("step", "state")
    for step, state, n in by_state.annotate(n=Count("*")):
        mails[step][state] = n
    people: Counter[str] = Counter()
    next_ones: dict[tuple[int | None, str], int] = {}
    enrolled = Enrollment.objects.filter(version=version).order_by()
    for step, state, n in enrolled.values_list("next_step", "state").annotate(n=Count("*")):
        people[state] += n
        next_ones[step, state] = n
    due = dict(
        Enrollment.objects.due(now)
        .filter(version=version)
        .order_by()
        .values_list("next_step")
        .annotate(n=Count("*"))
    )
    watched, clicked = watched_counts(version), _clicked(steps)
    found = {}
    for step in steps:
        states = mails[step]
        # Doubtful mails were sent once before, so the person is further than their open row.
        under_way = sum(states[state] for state in OPEN)
        ahead = next_ones.get((step, Enrollment.State.ACTIVE), 0)
        found[step] = Numbers(
            waiting=max(0, ahead - under_way - due.get(step, 0)),
            due=under_way + due.get(step, 0),
            sent=sum(states[state] for state in (*TAKEN, State.UNCERTAIN)),
            delivered=states[State.DELIVERED],
            bounced=states[State.BOUNCED],
            complained=states[State.COMPLAINED],
            uncertain=states[State.UNCERTAIN],
            failed=states[State.FAILED] + states[State.EXPIRED],
            skipped=states[State.SKIPPED] + states[State.PASSED],
            left=next_ones.get((step, Enrollment.State.EXITED), 0),
            watched=watched.get(step, 0),
            clicked=None if clicked is None else clicked.get(step, 0),
        )
    return found, dict(people)


def _clicked(steps: list[int]) -> dict[int, int] | None:
    if not settings.COUNT_CLICKS:
        return None
    clicks = MailEvent.objects.filter(kind=MailEvent.Kind.CLICKED, delivery__step__in=steps)
    return dict(clicks.order_by().values_list("delivery__step").annotate(n=Count("*")))
