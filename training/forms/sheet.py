"""The whole sheet: when, the exercise blocks, the note and the consent to keep pain scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from uuid import UUID

from django.db import transaction
from django.http import Http404
from uuid6 import uuid7

from accounts.models import User
from exercises.models import Exercise
from training import days, doses, hops, pain
from training.doses import Dose
from training.forms import buttons
from training.forms.block import Block, redraw
from training.forms.drafts import MAX_BLOCKS, BlockDraft, from_request, from_sets
from training.forms.prefill import Prefill
from training.forms.shelf import Shelf
from training.forms.when import CONSENT_MISSING, PAIN_NEEDS_CONSENT, WhenForm
from training.models import HealthConsent, TrainingPreferences, Workout, WorkoutSet
from training.units import Units, units_of

NOTHING_DONE = "Nothing to save yet: choose an exercise and fill in one set."


class WorkoutSheet:
    """A workout as it is typed.

    A sheet is drawn from doses and last results, from a workout or from a request. Where it is
    `checked` its fields show their errors; otherwise they only show what stands in them.
    """

    def __init__(
        self,
        runner: User,
        now: datetime,
        drafts: list[BlockDraft],
        when: Mapping[str, str],
        *,
        shelf: Shelf,
        workout: Workout | None = None,
        checked: bool = False,
        focus: buttons.Place | None = None,
        asked: Mapping[str, Dose] = MappingProxyType({}),
        units: Units | None = None,
    ) -> None:
        self.units = units or units_of(runner)
        self.runner = runner
        self.now = now
        self.workout = workout
        self.checked = checked
        self.has_consent = HealthConsent.given_by(runner)
        self.empty_error = ""
        self.when = WhenForm(
            now,
            days.zone_of(runner),
            stored=workout.started_at if workout else None,
            initial=dict(when.items()),
            data=when if checked else None,
        )
        changed = [draft for draft in drafts if draft.exercise != draft.shown]
        new = shelf.named(name for d in changed for name in (d.exercise, d.shown))
        named = [*shelf.named(draft.exercise for draft in drafts), *new]
        known = _doses(runner, named, now, asked)
        prefill = Prefill(runner, new, known, asked, self.units)
        loads = _loads(workout) if checked else ()
        # What is over is not asked what it waits for.
        may_hop = workout is None and any(pain.hops(one) for one in named)
        gate = hops.gate_of(runner, now) if may_hop else hops.OPEN
        self.blocks = [
            Block(
                index,
                draft,
                shelf,
                known,
                not redraw(draft, shelf, prefill) and checked,
                self.units,
                gate,
                loads,
            )
            for index, draft in enumerate(drafts or [BlockDraft()])
        ]
        if focus:
            self.blocks[focus[0]].focus(focus[1])

    @classmethod
    def blank(
        cls,
        runner: User,
        now: datetime,
        slugs: list[str],
        asked: Mapping[str, Dose] = MappingProxyType({}),
    ) -> WorkoutSheet:
        """Return a new sheet, filled in for the named exercises; unknown names are left out.

        `asked` are the doses of a plan's session, by exercise.
        """
        shelf = Shelf()
        named = shelf.named(slugs[:MAX_BLOCKS])
        known, units = _doses(runner, named, now, asked), units_of(runner)
        prefill = Prefill(runner, named, known, asked, units)
        when = {"id": str(uuid7()), **WhenForm.fields_for(now, days.zone_of(runner))}
        drafts = [prefill.block(exercise) for exercise in named]
        return cls(runner, now, drafts, when, shelf=shelf, asked=asked)

    @classmethod
    def of_workout(cls, runner: User, now: datetime, workout: Workout) -> WorkoutSheet:
        """Return a sheet that shows the runner's stored workout."""
        rows = list(workout.sets.with_exercise())
        when = {
            "id": str(workout.pk),
            "note": workout.note,
            **WhenForm.fields_for(workout.started_at, days.zone_of(runner)),
        }
        shelf = Shelf(row.exercise_id for row in rows)
        drafts = from_sets(rows, units_of(runner))
        return cls(runner, now, drafts, when, shelf=shelf, workout=workout)

    @classmethod
    def sent(
        cls,
        runner: User,
        now: datetime,
        data: Mapping[str, str],
        workout: Workout | None = None,
        asked: Mapping[str, Dose] = MappingProxyType({}),
    ) -> WorkoutSheet:
        """Return the sheet of a request: checked, or changed by the button that was pressed.

        Loads are read in the unit that the sheet was drawn in, also where that has changed since.
        """
        shelf = Shelf(workout.sets.values_list("exercise_id", flat=True) if workout else ())
        drafts = from_request(data)
        button = buttons.pressed(data)
        focus = buttons.press(button, data.get(button, ""), drafts)
        return cls(
            runner,
            now,
            drafts,
            data,
            shelf=shelf,
            workout=workout,
            checked=not button,
            focus=focus,
            asked=asked,
            units=_units_sent(data, runner),
        )

    @property
    def can_grow(self) -> bool:
        """Tell whether another exercise fits."""
        return len(self.blocks) < MAX_BLOCKS

    def is_valid(self) -> bool:
        """Check everything; every error stands beside its field."""
        parts = [self.when.is_valid(), *(self._check(block) for block in self.blocks)]
        return all([all(parts) and self._has_sets(), self._may_keep_pain()])

    def _check(self, block: Block) -> bool:
        """Check a block; ask for a second look at rows that were drawn just now."""
        if block.checked:
            return block.is_valid()
        name = block.exercise.name if block.exercise else "this exercise"
        block.notice = f"Check the sets of {name}, then save."
        return False

    def _has_sets(self) -> bool:
        done = any(form.is_done for block in self.blocks for form in block.side_forms)
        self.empty_error = "" if done else NOTHING_DONE
        return done

    def _may_keep_pain(self) -> bool:
        """Refuse pain scores without consent, beside each of them."""
        if self.has_consent or self.when.cleaned_data.get("consent"):
            return True
        forms = [form for block in self.blocks if block.checked for form in block.side_forms]
        scored = [form for form in forms if form.cleaned_data.get("pain") is not None]
        for form in scored:
            form.add_error("pain", PAIN_NEEDS_CONSENT)
        if scored:
            self.when.add_error("consent", CONSENT_MISSING)
        return not scored

    def sets(self) -> list[WorkoutSet]:
        """Return the unsaved rows of a valid sheet; set indexes count on for each exercise."""
        counted: Counter[str] = Counter()
        rows: list[WorkoutSet] = []
        for block in self.blocks:
            made = block.sets(counted[block.draft.exercise] + 1)
            counted[block.draft.exercise] += len({row.set_index for row in made})
            rows += made
        return rows

    @property
    def pk(self) -> UUID:
        """Return the id of the workout that a valid sheet describes."""
        pk: UUID = self.when.cleaned_data["id"]
        return self.workout.pk if self.workout else pk

    def save(self) -> Workout:
        """Write the workout; the same sheet sent twice is one workout.

        Raises Http404 when the id belongs to somebody else's workout.
        """
        started_at, note = self.when.started_at, self.when.cleaned_data["note"]
        with transaction.atomic():
            workout, _ = Workout.objects.get_or_create(
                pk=self.pk, defaults={"runner": self.runner, "started_at": started_at}
            )
            if workout.runner_id != self.runner.pk:
                raise Http404("No such workout.")
            if self.when.cleaned_data.get("consent"):
                HealthConsent.give(self.runner, self.now)
            workout.rewrite(started_at, note, self.sets(), self.now)
            workout.finish(started_at)
        return workout


def _loads(workout: Workout | None) -> tuple[Decimal, ...]:
    """Return the loads of a stored workout, which stay as they are where nobody changes them."""
    rows = workout.sets.order_by().values_list("load_kg", flat=True).distinct() if workout else ()
    return tuple(load for load in rows if load is not None)


def _units_sent(data: Mapping[str, str], runner: User) -> Units:
    own, drawn = units_of(runner), data.get("weight_unit", "")
    return replace(own, weight=drawn) if drawn in TrainingPreferences.Weight else own


def _doses(
    runner: User, exercises: list[Exercise], now: datetime, asked: Mapping[str, Dose]
) -> dict[str, Dose]:
    """Return the doses by exercise: those of the session, else the runner's own (one query)."""
    today = days.local_day(now, days.zone_of(runner))
    own = doses.by_slug(exercises, doses.doses_of(runner, exercises, today))
    return {**own, **asked}
