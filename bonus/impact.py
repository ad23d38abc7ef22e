"""Impact: what publishing a draft would mean for people, counted before it is published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count
from django.template.defaultfilters import pluralize

from bonus import schedule
from bonus.editions import ON_THE_WAY, Move, moves
from bonus.models import Enrollment, Series, SeriesVersion, Step
from bonus.models.drafts import content_of
from bonus.models.steps import WORDS

State = Enrollment.State


@dataclass(frozen=True, slots=True)
class Change:
    """One sentence of what would change, and for how many people; 0 for a change of the plan."""

    people: int
    sentence: str


def changes(series: Series, steps: Sequence[Step], now: datetime) -> list[Change]:
    """Return what publishing these unsaved steps would change, those first whom it touches most."""
    newest = series.versions.order_by("-number").first()
    found = list(_of_the_plan(newest, steps)) if newest else []
    touched: list[Change] = []
    for version in series.versions.all():
        touched += _of_people(version, steps, now)
    finished = Enrollment.objects.filter(series=series, state=State.COMPLETED).count()
    if finished:
        touched.append(
            Change(finished, f"{_people(finished)} got everything before: nothing more is sent.")
        )
    return [*sorted(touched, key=lambda change: -change.people), *found]


def _of_the_plan(newest: SeriesVersion, steps: Sequence[Step]) -> Iterator[Change]:
    """Say what differs from the newest version, whoever it concerns."""
    old = {step.key: step for step in newest.steps.select_related("video")}
    for step in steps:
        before = old.pop(step.key, None)
        if before is None:
            yield Change(0, f"“{step.key}” is new.")
        elif differing := _differing(before, step):
            yield Change(0, f"“{step.key}” changes: {', '.join(differing)}.")
    for key in old:
        yield Change(0, f"“{key}” is removed. Who had it keeps its video.")


def _differing(before: Step, step: Step) -> list[str]:
    old, new = content_of(before), content_of(step)
    changed = [name for name in new if name != "order" and old[name] != new[name]]
    return [name.replace("_", " ") for name in changed]


def _of_people(version: SeriesVersion, steps: Sequence[Step], now: datetime) -> Iterator[Change]:
    people = version.enrollments.filter(state__in=ON_THE_WAY)
    counted = people.filter(state=State.ACTIVE).order_by().values_list("next_step")
    waiting = dict(counted.annotate(n=Count("pk")))
    for move in moves(version, steps):
        if count := waiting.get(move.step.pk, 0):
            yield Change(count, _sentence(move, count, now))
    paused = people.exclude(state=State.ACTIVE).count()
    if paused:
        yield Change(
            paused,
            f"{_people(paused)} left, {_are(paused)} on hold or reached the goal: "
            "nothing is sent to them, and on return they get the new version.",
        )


def _sentence(move: Move, count: int, now: datetime) -> str:
    old, to = move.step, move.to
    if to is None:
        if old.kind == Step.Kind.BRANCH:
            return (
                f"{_wait(count)} for “{old.key}”, which goes, and then for the step they came from."
            )
        return f"For {_people(count)} the series ends: nothing follows “{old.key}” any more."
    if move.keeps:
        words = ", with its new words" if _words(old) != _words(to) else ""
        return f"{_wait(count)} for “{to.key}”{words}, on the day planned before."
    first, last = _span(move, to, now)
    when = f"on {_day(first)}" if first == last else f"between {_day(first)} and {_day(last)}"
    return f"{_wait(count)} for “{old.key}” and then for “{to.key}”, {when}."


def _span(move: Move, to: Step, now: datetime) -> tuple[date, date]:
    """Return the first and last day on which those get the step who wait for another now."""
    waiting = Enrollment.objects.filter(next_step=move.step, state=State.ACTIVE)
    first = last = None
    for enrollment in waiting.select_related("subscriber").iterator():
        due = schedule.moved_due(enrollment, to, now)
        first = due if first is None else min(first, due)
        last = due if last is None else max(last, due)
    return (first or now).date(), (last or now).date()


def _words(step: Step) -> tuple[object, ...]:
    return (*(getattr(step, name) for name in WORDS), step.video_id)


def _people(count: int) -> str:
    return f"{count} {pluralize(count, 'person,people')}"


def _wait(count: int) -> str:
    return f"{_people(count)} wait{pluralize(count, 's,')}"


def _are(count: int) -> str:
    return pluralize(count, "is,are")


def _day(day: date) -> str:
    return f"{day:%B} {day.day}"
