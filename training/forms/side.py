"""The fields of one side of one set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any, cast

from django import forms
from django.utils.safestring import SafeString

from exercises.models import Exercise, Measure
from training.doses import Dose
from training.models import Band, Side, WorkoutSet
from training.models.workout_set import LIMITS, MAX_LOAD_KG, MAX_SCORE
from training.units import METRIC, Units

LABELS = {Measure.REPS: "Reps", Measure.HOLD: "Seconds", Measure.DISTANCE: "Meters"}
PAIN_ZONES = (("Fine", range(3)), ("Ease off", range(3, 6)), ("Stop", range(6, 11)))
PAIN_CHOICES = [
    ("", "-"),
    *((word, [(score, str(score)) for score in scores]) for word, scores in PAIN_ZONES),
]
# The label beside it already says "Band"; on a phone there is no room to say it twice.
BAND_CHOICES = [("", "-"), *((band.value, band.label.removesuffix(" band")) for band in Band)]
RIR_CHOICES = [("", "-"), *((n, str(n)) for n in range(5)), (5, "5 or more")]
RPE_CHOICES = [("", "-"), *((n, f"{n} of 10") for n in range(MAX_SCORE + 1))]


def _whole(text: str) -> int:
    return int(text)


def counts_reserve(exercise: Exercise) -> bool:
    """Tell whether effort is asked as reps in reserve, and not on a scale of 10."""
    return exercise.measure == Measure.REPS and exercise.target_rpe is None


@dataclass(frozen=True)
class Control:
    """A field drawn close: a row of crispy fields, with their margins, is too tall for a phone."""

    field: forms.BoundField

    @property
    def html(self) -> SafeString:
        """Return the widget with the design language's classes."""
        is_select = isinstance(self.field.field.widget, forms.Select)
        css = "form-select" if is_select else "form-control"
        return self.field.as_widget(
            attrs={"class": f"{css} is-invalid" if self.field.errors else css}
        )


class SideForm(forms.Form):
    """What one side did: an amount in the exercise's measure, load, effort and pain.

    The load is in `units`, one that stands in `known` is stored as it was. Without an amount the
    side did nothing, and no row is made of it.
    """

    amount = forms.IntegerField(required=False, min_value=1)
    load = forms.DecimalField(required=False, max_digits=6, decimal_places=2)
    band = forms.ChoiceField(required=False, label="Band", choices=BAND_CHOICES)
    pain = forms.TypedChoiceField(
        required=False,
        label="Pain",
        choices=PAIN_CHOICES,
        coerce=_whole,
        empty_value=None,
        error_messages={"invalid_choice": "Pain runs from 0 to 10."},
    )
    effort = forms.TypedChoiceField(
        required=False,
        label="Effort",
        coerce=_whole,
        empty_value=None,
        error_messages={"invalid_choice": "Choose one of the list."},
    )

    def __init__(
        self,
        exercise: Exercise,
        side: Side,
        *args: Any,
        units: Units = METRIC,
        known: Mapping[Decimal, Decimal] = MappingProxyType({}),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.exercise = exercise
        self.side = side
        self.units = units
        self.known = known
        self._shape_amount(Measure(exercise.measure))
        self._shape_load()
        self._shape_effort()
        for name in ("load", "band"):
            typed = (self.data if self.is_bound else self.initial).get(
                self.add_prefix(name) if self.is_bound else name
            )
            if name not in exercise.measure_also and not typed:
                del self.fields[name]

    def _shape_amount(self, measure: Measure) -> None:
        """Label and limit the amount by what the exercise is counted in."""
        word, limit = LABELS[measure], LIMITS[measure]
        whole = f"{word} run from 1 to {limit}."
        self.fields["amount"] = forms.IntegerField(
            required=False,
            min_value=1,
            max_value=limit,
            label=word,
            widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            error_messages={"min_value": whole, "max_value": whole, "invalid": "A whole number."},
        )

    def _shape_load(self) -> None:
        """Label and limit the load by the runner's unit."""
        unit, most = self.units.weight, self.units.weigh(Decimal(MAX_LOAD_KG))
        self.fields["load"] = forms.DecimalField(
            required=False,
            min_value=Decimal(0),
            max_value=most,
            max_digits=6,
            decimal_places=2,
            label=unit.capitalize(),
            # "any": a browser must not refuse what the arrows step over.
            widget=forms.NumberInput(
                attrs={"inputmode": "decimal", "step": "any", "autocomplete": "off"}
            ),
            error_messages={
                "min_value": f"Load starts at 0 {unit}.",
                "max_value": f"Load ends at {most:f} {unit}.",
            },
        )

    def _shape_effort(self) -> None:
        field = cast(forms.TypedChoiceField, self.fields["effort"])
        reserve = counts_reserve(self.exercise)
        field.choices = RIR_CHOICES if reserve else RPE_CHOICES
        field.label = "Reps in reserve" if reserve else "Effort, 0 to 10"

    def clean_load(self) -> Decimal | None:
        """Return the load in kilograms; what would not be read back as typed is refused."""
        typed: Decimal | None = self.cleaned_data["load"]
        if typed is None:
            return None
        if typed not in self.known and not self.units.is_kept(typed):
            raise forms.ValidationError("Pounds go in tenths or quarters.")
        return min(self.known.get(typed, self.units.kilograms(typed)), Decimal(MAX_LOAD_KG))

    @property
    def controls(self) -> list[Control]:
        """Return the fields that stand in the row."""
        return [Control(self[name]) for name in self.fields if name != "effort"]

    @property
    def effort_control(self) -> Control:
        """Return the field that stands in the fold."""
        return Control(self["effort"])

    def clean(self) -> dict[str, Any]:
        """Ask for the amount where only pain was given."""
        cleaned = dict(self.cleaned_data)
        if cleaned.get("pain") is not None and not self._has_amount():
            word = LABELS[Measure(self.exercise.measure)].lower()
            self.add_error("amount", f"Give the {word} too, or clear the pain.")
        if cleaned.get("load") is not None and cleaned.get("band"):
            self.add_error("band", "Give a load or a band, not both.")
        return cleaned

    def _has_amount(self) -> bool:
        return self.cleaned_data.get("amount") is not None or "amount" in self.errors

    @property
    def is_done(self) -> bool:
        """Tell whether this side did something."""
        return self.cleaned_data.get("amount") is not None

    def row(self, position: int, set_index: int, dose: Dose | None) -> WorkoutSet:
        """Return the unsaved row; the dose stands beside it where the set belongs to one."""
        given, exercise = self.cleaned_data, self.exercise
        effort = "rir" if counts_reserve(exercise) else "rpe"
        row = WorkoutSet(
            exercise=exercise,
            position=position,
            set_index=set_index,
            side=self.side,
            load_kg=given.get("load"),
            band=given.get("band") or "",
            pain_score=given.get("pain"),
            **{exercise.measure: given["amount"], effort: given.get("effort")},
        )
        if dose:
            dose.prescribe(row)
        return row
