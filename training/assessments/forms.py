"""The forms of a hip check: its beginning, and one test with both sides."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404
from uuid6 import uuid7

from accounts.models import User
from training.assessments import report, symmetry
from training.assessments.protocols import BASELINE, Assessment, assessments
from training.forms.side import PAIN_CHOICES, Control
from training.models import AssessmentResult, HealthConsent, HipCheck, SafetyCheck, Side


class SafetyForm(forms.Form):
    """The safety questions, and the consent to keep the answer."""

    answer = forms.ChoiceField(
        choices=SafetyCheck.Answer.choices,
        widget=forms.RadioSelect,
        label="Which is true today?",
        error_messages={"required": "Choose one, so that we know whether to go on."},
    )
    consent = forms.BooleanField(
        label=HealthConsent.TEXT,
        error_messages={"required": "Without your yes nothing of this is kept, so we stop here."},
    )

    def __init__(self, runner: User, now: datetime, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.runner, self.now = runner, now
        if HealthConsent.given_by(runner):
            del self.fields["consent"]

    def keep(self) -> SafetyCheck:
        """Store consent and answer of a valid form."""
        with transaction.atomic():
            HealthConsent.give(self.runner, self.now)
            return SafetyCheck.objects.create(
                runner=self.runner, answer=self.cleaned_data["answer"], at=self.now
            )


class StartForm(SafetyForm):
    """The beginning of a hip check."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    tests = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        label="Tests",
        error_messages={"required": "Choose one test or more."},
    )
    footwear = forms.ChoiceField(
        choices=HipCheck.Footwear.choices, widget=forms.RadioSelect, label="On your feet"
    )

    field_order = ("id", "answer", "consent", "tests", "footwear")

    def __init__(self, runner: User, now: datetime, *args: Any, **kwargs: Any) -> None:
        self.before = report.latest(runner)
        initial = {
            "id": uuid7(),
            "tests": (self.before and self.before.planned) or BASELINE,
            "footwear": (self.before and self.before.footwear) or HipCheck.Footwear.BAREFOOT,
        }
        super().__init__(runner, now, *args, initial=initial, **kwargs)
        self.offered = offered(self.before)
        self.fields["tests"].choices = [  # type: ignore[attr-defined]  # a MultipleChoiceField
            (one.key, f"{one.name}, about {one.minutes} min") for one in self.offered
        ]

    def start(self, choose: Callable[[Sequence[Side]], Side]) -> HipCheck:
        """Begin the check of a valid form; sent twice, it is one check.

        The side that goes first is chosen by chance at the baseline and kept from then on.
        """
        first = self.before.first_side if self.before else choose((Side.LEFT, Side.RIGHT))
        check, _ = HipCheck.objects.get_or_create(
            pk=self.cleaned_data["id"],
            defaults={
                "runner": self.runner,
                "started_at": self.now,
                "first_side": first,
                "footwear": self.cleaned_data["footwear"],
                "planned": self.cleaned_data["tests"],
            },
        )
        if check.runner_id != self.runner.pk:
            raise Http404("No such check.")
        return check


def offered(before: HipCheck | None) -> list[Assessment]:
    """Return the tests that may be done: some ask for a value of another test first."""
    reached = report.earlier_and(before)[0][1] if before else {}

    def is_open(one: Assessment) -> bool:
        needed = one.requires
        if needed is None:
            return True
        return report.best_of(reached.get(needed.key, {}).values()) >= needed.at_least

    return [one for one in assessments().values() if is_open(one)]


class SideForm(forms.Form):
    """What one side reached in one test."""

    def __init__(
        self,
        one: Assessment,
        side: Side,
        result: AssessmentResult | None,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, prefix=side.value, initial=_shown(one, result))
        self.assessment, self.side = one, side
        for name, field in _score_fields(one).items():
            self.fields[name] = field
        self.fields["stop_reason"] = forms.ChoiceField(
            required=False,
            choices=[("", "-"), *_stops(one)],
            label="Why it ended",
        )
        self.fields["pain"] = forms.TypedChoiceField(
            required=False,
            choices=PAIN_CHOICES,
            coerce=int,
            empty_value=None,
            label="Pain, 0 to 10",
            error_messages={"invalid_choice": "Pain runs from 0 to 10."},
        )

    @property
    def trials(self) -> list[forms.BoundField]:
        """Return the fields of the trials."""
        return [self[name] for name in self.fields if name.startswith("trial")]

    @property
    def rest(self) -> list[Control]:
        """Return the fields below the score."""
        return [Control(self[name]) for name in ("stop_reason", "pain")]

    def clean(self) -> dict[str, Any]:
        """Ask for every trial where their mean is what counts."""
        given = dict(self.cleaned_data)
        values = [given.get(f"trial{n}") for n in range(1, self.assessment.trials + 1)]
        if self.assessment.keep == "mean" and any(values) and None in values and not self.errors:
            self.add_error(
                f"trial{values.index(None) + 1}", "All of them are needed: their mean counts."
            )
        return given

    @property
    def is_done(self) -> bool:
        """Tell whether this side was tested."""
        given = self.cleaned_data
        scored = bool(self._trials()) or self._is_scored() or bool(given.get("choice"))
        return scored or given.get("stop_reason") == AssessmentResult.Stop.PAIN

    def _is_scored(self) -> bool:
        """Tell whether points were given; a criterion that was met says so too."""
        return bool(self.cleaned_data.get("is_scored") or self.cleaned_data.get("criteria"))

    def _trials(self) -> list[float]:
        numbers = (self.cleaned_data.get(f"trial{n}") for n in range(1, self.assessment.trials + 1))
        return [float(value) for value in numbers if value is not None]

    def values(self) -> dict[str, Any]:
        """Return the columns of the result that a valid form describes."""
        given, trials = self.cleaned_data, self._trials()
        criteria = sorted(int(number) for number in given.get("criteria", ()))
        value = symmetry.kept(self.assessment, trials)
        if self._is_scored():
            value = float(len(criteria))
        return {
            "trials": trials,
            "criteria": criteria,
            "value": value,
            "choice": given.get("choice") or "",
            "stop_reason": given["stop_reason"],
            "pain_score": given["pain"],
        }


def _stops(one: Assessment) -> list[tuple[str, str]]:
    stops = AssessmentResult.Stop
    kept = stops if one.has_index and one.cap else (stops.PAIN,)
    return [(stop.value, stop.label) for stop in kept]


def _score_fields(one: Assessment) -> dict[str, forms.Field]:
    if one.method == "points":
        return {
            "is_scored": forms.BooleanField(required=False, label="I watched and scored this side"),
            "criteria": forms.MultipleChoiceField(
                required=False,
                choices=list(enumerate(one.criteria)),
                widget=forms.CheckboxSelectMultiple,
                label="What you saw, a point each",
            ),
        }
    if one.method == "choice":
        return {
            "choice": forms.ChoiceField(
                required=False,
                choices=list(one.choices.items()),
                widget=forms.RadioSelect,
                label="What you saw",
            )
        }
    return {f"trial{n}": _trial_field(one, n) for n in range(1, one.trials + 1)}


def _trial_field(one: Assessment, number: int) -> forms.Field:
    most = round(one.cap or 0)
    word = {"s": "Seconds", "reps": "Reps", "cm": "Centimeters"}[one.unit]
    whole = one.method == "counter"
    kind = forms.IntegerField if whole else forms.DecimalField
    limits = f"{word} run from 0 to {most}."
    return kind(
        required=False,
        min_value=0,
        max_value=most,
        label=f"{word}, try {number}" if one.trials > 1 else word,
        widget=forms.NumberInput(
            attrs={
                "inputmode": "numeric" if whole else "decimal",
                "step": "1" if whole else "0.1",
                "autocomplete": "off",
                "class": "form-control",
            }
        ),
        error_messages={"min_value": limits, "max_value": limits, "invalid": "Write a number."},
    )


def _shown(one: Assessment, result: AssessmentResult | None) -> dict[str, Any]:
    if result is None:
        return {}
    trials = {f"trial{n}": f"{value:g}" for n, value in enumerate(result.trials, 1)}
    return trials | {
        "is_scored": one.method == "points" and result.value is not None,
        "criteria": [str(number) for number in result.criteria],
        "choice": result.choice,
        "stop_reason": result.stop_reason,
        "pain": result.pain_score,
    }


class AssessmentForm:
    """One test of a check, the side first that goes first."""

    def __init__(
        self, check: HipCheck, one: Assessment, data: Mapping[str, Any] | None = None
    ) -> None:
        self.check, self.assessment = check, one
        stored = {row.side: row for row in check.results.filter(assessment=one.key)}
        self.sides = [SideForm(one, side, stored.get(side), data) for side in check.sides]

    def is_valid(self) -> bool:
        """Tell whether both sides are; say at the first that at least one must be tested."""
        checked = [side.is_valid() for side in self.sides]  # both, so that each says its mistakes
        valid = all(checked)
        if valid and not any(side.is_done for side in self.sides):
            self.sides[0].add_error(None, "Write down one side or more, or go on to the next test.")
            return False
        return valid

    @property
    def has_errors(self) -> bool:
        """Tell whether something must be mended."""
        return any(side.errors for side in self.sides)

    def save(self) -> None:
        """Write what was tested; a side that was emptied is taken out."""
        with transaction.atomic():
            for side in self.sides:
                rows = AssessmentResult.objects.filter(
                    hip_check=self.check, assessment=self.assessment.key, side=side.side
                )
                if not side.is_done:
                    rows.delete()
                    continue
                AssessmentResult.objects.update_or_create(
                    hip_check=self.check,
                    assessment=self.assessment.key,
                    side=side.side,
                    defaults=side.values(),
                )
            self.check.save(update_fields=["updated_at"])
