"""Editions: publishing a new version of a series, and moving everybody who is under way to it.

One transaction; nearly all of it is a few UPDATEs per version, whatever the number of people. Only
those who end up waiting for another step than before get a date of their own, counted one by one
and written in bunches of the same date.

Locks are taken mails first, then enrollments, as everywhere else. Between the two a worker may
still plan a mail of the old version; it is looked for once more at the end, and what another
worker holds at that moment is left to it: a step's key is mailed once, whatever its version.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import BigIntegerField, Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce

from bonus import schedule
from bonus.models import Delivery, Enrollment, Series, SeriesVersion, Step
from bonus.models.deliveries import OPEN, WAITING
from bonus.routes import route

State = Enrollment.State
REASON = "its series was changed"
BUNCH = 900  # fewer than SQLite takes in one statement
STEPS = ("next_step", "return_to")
ON_THE_WAY = (State.ACTIVE, State.EXITED, State.HELD, State.GOAL)


class StaleDraftError(Exception):
    """Another version was published since the draft was begun."""


@dataclass(frozen=True)
class Move:
    """Where those go who wait for `step` of an older version; None: the series ends for them."""

    step: Step
    to: Step | None

    @property
    def keeps(self) -> bool:
        """Tell whether they wait for the same mail as before."""
        return self.to is not None and self.to.key == self.step.key


def publish(
    series: Series,
    rules: dict[str, Any],
    steps: Sequence[Step],
    *,
    checksum: str,
    now: datetime,
    based_on: SeriesVersion | None = None,
) -> SeriesVersion:
    """Make checked steps the newest version and move everybody; all of it or nothing.

    Raise StaleDraftError when `based_on` is not the newest version any more.
    """
    with transaction.atomic():
        series = Series.objects.select_for_update(no_key=True).get(pk=series.pk)
        newest = series.versions.order_by("-number").first()
        if based_on and based_on != newest:
            raise StaleDraftError
        version = write(series, rules, steps, checksum=checksum, now=now)
        for old in series.versions.exclude(pk=version.pk):
            if old.enrollments.filter(state__in=ON_THE_WAY).exists():
                _move_all(old, version, now)
    return version


def write(
    series: Series, rules: dict[str, Any], steps: Sequence[Step], *, checksum: str, now: datetime
) -> SeriesVersion:
    """Write checked steps down as the newest version, and move nobody."""
    newest = series.versions.order_by("-number").first()
    version = SeriesVersion.objects.create(
        series=series,
        number=newest.number + 1 if newest else 1,
        checksum=checksum,
        published_at=now,
        **rules,
    )
    for order, step in enumerate(steps, start=1):
        step.version, step.order = version, order
        step.save()
    return version


def moves(old: SeriesVersion, new_steps: Iterable[Step]) -> list[Move]:
    """Return where people go from each step of an old version; the new steps are in order."""
    new = list(new_steps)
    by_key = {step.key: step for step in new}
    old_steps = list(old.steps.select_related("version"))
    before, after = _main_keys(old_steps), _main_keys(new)
    found = []
    for step in old_steps:
        if step.kind == Step.Kind.MAIN:
            found.append(Move(step, by_key.get(route(before, after, step.key).to)))
            continue
        same = by_key.get(step.key)
        found.append(Move(step, same if same and same.kind == Step.Kind.BRANCH else None))
    return found


def _main_keys(steps: Iterable[Step]) -> list[str]:
    return [step.key for step in steps if step.kind == Step.Kind.MAIN]


def _move_all(old: SeriesVersion, new: SeriesVersion, now: datetime) -> None:
    plan = moves(old, new.steps.select_related("version"))
    _move_mails(plan, now)
    people = Enrollment.objects.filter(version=old, state__in=ON_THE_WAY)
    others = [move.step.pk for move in plan if not move.keeps]
    # Locked, so that their dates are still these when the new ones are counted from them.
    anew = people.filter(next_step__in=others, state=State.ACTIVE).select_for_update(no_key=True)
    moved = set(anew.values_list("pk", flat=True)) if others else set()
    # One UPDATE, so that nobody slips past it who takes a step at this very moment.
    over = _ends(plan)
    people.update(
        version=new,
        began_with=Coalesce(F("began_with"), Value(old.pk)),
        next_step=_next(plan),
        return_to=Case(
            When(next_step__in=_gone(plan), then=Value(None)), default=_case("return_to", plan)
        ),
        state=Case(When(over, then=Value(State.COMPLETED)), default=F("state")),
        ended_at=Case(When(over, then=Value(now)), default=F("ended_at")),
        next_due_at=Case(When(over, then=Value(None)), default=F("next_due_at")),
    )
    moved |= _pass_what_they_had(new, now)
    _move_mails(plan, now, only_free=True)
    waits = Delivery.objects.filter(
        enrollment=OuterRef("pk"), step_key=OuterRef("next_step__key"), state__in=OPEN
    )
    lost = Enrollment.objects.filter(~Exists(waits), version=new, state=State.ACTIVE)
    moved |= set(lost.filter(next_due_at=None).values_list("pk", flat=True))
    _date_anew(new, moved, now)


def _case(field: str, plan: Sequence[Move]) -> Case:
    """Return the CASE that takes a step of the old version to that of the new one."""
    cases = [When(**{field: move.step.pk}, then=Value(move.to and move.to.pk)) for move in plan]
    return Case(*cases, default=Value(None), output_field=BigIntegerField())


def _next(plan: Sequence[Move]) -> Case:
    """Return the same for the next step; from a branch that is gone they go back to their line."""
    return Case(
        When(next_step__in=_gone(plan), then=_case("return_to", plan)),
        default=_case("next_step", plan),
        output_field=BigIntegerField(),
    )


def _gone(plan: Sequence[Move]) -> list[int]:
    """Return the branch steps that the new version has no more."""
    return [move.step.pk for move in plan if move.step.kind == Step.Kind.BRANCH and not move.to]


def _ends(plan: Sequence[Move]) -> Q:
    """Return the condition that nothing more comes for somebody who is under way."""
    ending = [move.step.pk for move in plan if not move.to]
    main = [move.step.pk for move in plan if not move.to and move.step.kind == Step.Kind.MAIN]
    last = Q(next_step__in=main) | Q(
        Q(return_to=None) | Q(return_to__in=ending), next_step__in=set(ending) - set(main)
    )
    return Q(state=State.ACTIVE) & last


def _move_mails(plan: Sequence[Move], now: datetime, *, only_free: bool = False) -> None:
    """Give mails that wait the new words, and set aside those that nobody waits for any more."""
    for move in plan:
        states = WAITING if move.keeps else (*WAITING, Delivery.State.CLAIMED)
        mails = Delivery.objects.filter(step=move.step, doubts=0, state__in=states)
        if only_free:
            can_skip = connection.features.has_select_for_update_skip_locked
            free = mails.select_for_update(skip_locked=True) if can_skip else mails
            mails = mails.filter(pk__in=list(free.values_list("pk", flat=True)))
        if move.keeps:
            mails.update(step=move.to)
        else:
            mails.update(
                state=Delivery.State.SKIPPED, reason=REASON, lease_until=None, ended_at=now
            )


def _pass_what_they_had(version: SeriesVersion, now: datetime) -> set[UUID]:
    """Move on whoever would wait for a mail that they had in an earlier version."""
    had = Delivery.objects.filter(
        Q(doubts__gt=0) | ~Q(state__in=(*OPEN, Delivery.State.SKIPPED)),
        enrollment=OuterRef("pk"),
        step_key=OuterRef("next_step__key"),
    )
    people = Enrollment.objects.filter(Exists(had), version=version, state__in=ON_THE_WAY)
    moved = set()
    for enrollment in people.exclude(next_step=None).select_related("version", *STEPS):
        step = enrollment.next_step and enrollment.after(enrollment.next_step)
        done = step is None and enrollment.state == State.ACTIVE
        ended = {"state": State.COMPLETED, "ended_at": now, "next_due_at": None} if done else {}
        Enrollment.objects.filter(pk=enrollment.pk).update(next_step=step, **ended)
        if step and enrollment.state == State.ACTIVE:
            moved.add(enrollment.pk)
    return moved


def _date_anew(version: SeriesVersion, people: Iterable[UUID], now: datetime) -> None:
    """Count when those are due who wait for another step than before."""
    steps = {step.pk: step for step in version.steps.select_related("version")}
    by_date: dict[datetime, list[UUID]] = defaultdict(list)
    for bunch in batched(people, BUNCH):
        rows = Enrollment.objects.filter(pk__in=bunch, state=State.ACTIVE)
        for enrollment in rows.select_related("subscriber"):
            step = steps[enrollment.next_step_id or 0]
            by_date[schedule.moved_due(enrollment, step, now)].append(enrollment.pk)
    for due, same in by_date.items():
        for bunch in batched(same, BUNCH):
            Enrollment.objects.filter(pk__in=bunch).update(next_due_at=due, waiting_since=None)
