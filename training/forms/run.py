"""The form of a run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import Http404
from uuid6 import uuid7

from accounts.models import User
from training import durations
from training.days import zone_of
from training.forms.side import PAIN_CHOICES
from training.forms.when import CONSENT_MISSING, PAIN_NEEDS_CONSENT, WhenForm
from training.models import HealthConsent, Run, TrainingPreferences
from training.models.run import MAX_DISTANCE_M, MAX_DURATION_S
from training.units import METRIC, Units, units_of

# Seconds per kilometer. No world record, from 100 m up, is below 95; slower than an hour is a typo.
FASTEST, SLOWEST = 90, 3600

BAD_DISTANCE = "A run goes from 1 meter to 500 kilometers (310 miles)."
BAD_TIME = "Write the time as minutes and seconds, 46:10, or with hours, 1:02:30."


Unit = TrainingPreferences.Distance


class RunForm(WhenForm):
    """A run as it is typed."""

    NOUN: ClassVar[str] = "run"

    distance = forms.DecimalField(
        max_digits=7,
        decimal_places=3,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"}),
        error_messages={
            "required": "How far did you run?",
            "invalid": "Write the distance as a number: 8 or 8.5.",
            "max_digits": BAD_DISTANCE,
            "max_whole_digits": BAD_DISTANCE,
            "max_decimal_places": "Three places after the point are enough.",
        },
    )
    unit = forms.ChoiceField(choices=Unit.choices, initial=Unit.KM)
    time = forms.CharField(
        required=False,
        max_length=12,
        widget=forms.TextInput(attrs={"placeholder": "46:10"}),
        label="Time (optional)",
        help_text="Minutes and seconds, or with hours: 46:10 or 1:02:30.",
        error_messages={"max_length": BAD_TIME},
    )
    pain = forms.TypedChoiceField(
        required=False,
        choices=PAIN_CHOICES,
        coerce=int,
        empty_value=None,
        label="Pain (optional)",
        help_text="The most you felt while running.",
        error_messages={"invalid_choice": "Pain runs from 0 to 10."},
    )

    def __init__(
        self, runner: User, now: datetime, *args: Any, run: Run | None = None, **kwargs: Any
    ) -> None:
        stored = run.started_at if run else None
        super().__init__(now, zone_of(runner), *args, stored=stored, **kwargs)
        self.runner = runner
        self.run = run
        self.has_consent = HealthConsent.given_by(runner)

    @classmethod
    def blank(cls, runner: User, now: datetime) -> RunForm:
        """Return a form for a new run."""
        unit = units_of(runner).distance
        shown = {"id": uuid7(), "unit": unit, **cls.fields_for(now, zone_of(runner))}
        return cls(runner, now, initial=shown)

    @classmethod
    def of_run(cls, runner: User, now: datetime, run: Run) -> RunForm:
        """Return a form that shows the runner's stored run."""
        units = units_of(runner)
        shown = {
            "id": run.pk,
            "distance": units.typed_way(run.distance_m),
            "unit": units.distance,
            "time": run.time,
            "pain": run.pain_score,
            "note": run.note,
            **cls.fields_for(run.started_at, zone_of(runner)),
        }
        return cls(runner, now, run=run, initial=shown)

    @classmethod
    def sent(
        cls, runner: User, now: datetime, data: Mapping[str, str], run: Run | None = None
    ) -> RunForm:
        """Return the form of a request."""
        return cls(runner, now, data, run=run)

    def clean_time(self) -> int | None:
        """Return the seconds, None where no time was given."""
        text = self.cleaned_data["time"]
        try:
            seconds = durations.read(text) if text else None
        except ValueError as error:
            raise forms.ValidationError(BAD_TIME) from error
        if seconds is not None and not 1 <= seconds <= MAX_DURATION_S:
            raise forms.ValidationError("A time runs from 0:01 to 120:00:00.")
        return seconds

    def clean(self) -> dict[str, Any]:
        """Check what hangs together: distance and unit, distance and time, pain and consent."""
        super().clean()
        self._check_distance()
        self._check_pace()
        self._check_consent()
        return self.cleaned_data

    def _check_distance(self) -> None:
        if self.distance_m is not None and not 1 <= self.distance_m <= MAX_DISTANCE_M:
            self.add_error("distance", BAD_DISTANCE)

    def _check_pace(self) -> None:
        """Ask again about a pace that points to a slip, such as hours read as minutes."""
        seconds = self.cleaned_data.get("time")
        if not seconds or not self.distance_m:
            return
        pace = METRIC.pace_s(self.distance_m, seconds)
        if not FASTEST <= pace <= SLOWEST:
            word = "fast" if pace < FASTEST else "slow"
            units = Units(distance=self.cleaned_data["unit"])
            written = units.pace(self.distance_m, seconds)
            self.add_error("time", f"That is too {word} for a run, {written}. {BAD_TIME}")

    def _check_consent(self) -> None:
        given = self.cleaned_data.get("consent") or self.has_consent
        if self.cleaned_data.get("pain") is not None and not given:
            self.add_error("pain", PAIN_NEEDS_CONSENT)
            self.add_error("consent", CONSENT_MISSING)

    @property
    def distance_m(self) -> int | None:
        """Return the typed distance in meters, None while distance or unit are broken.

        A stored run whose distance is left as it was shown keeps it to the meter.
        """
        typed, unit = self.cleaned_data.get("distance"), self.cleaned_data.get("unit")
        if typed is None or not unit:
            return None
        units = Units(distance=unit)
        if self.run and Decimal(units.typed_way(self.run.distance_m)) == typed:
            return self.run.distance_m
        return units.meters(typed)

    @property
    def pk(self) -> UUID:
        """Return the id of the run that a valid form describes."""
        pk: UUID = self.cleaned_data["id"]
        return self.run.pk if self.run else pk

    def save(self) -> Run:
        """Write the run; the same form sent twice is one run.

        Raises Http404 when the id belongs to somebody else's run.
        """
        values = {
            "started_at": self.started_at,
            "distance_m": self.distance_m,
            "duration_s": self.cleaned_data["time"],
            "pain_score": self.cleaned_data["pain"],
            "note": self.cleaned_data["note"],
        }
        with transaction.atomic():
            run, made = Run.objects.get_or_create(
                pk=self.pk, defaults={"runner": self.runner, **values}
            )
            if run.runner_id != self.runner.pk:
                raise Http404("No such run.")
            if self.cleaned_data.get("consent"):
                HealthConsent.give(self.runner, self.now)
            if not made:
                run.rewrite(**values)
        return run
