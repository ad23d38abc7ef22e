"""The form of a runner's settings."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.http import QueryDict

from accounts.models import User
from exercises.vocabulary import get_vocabulary
from training.kit import NOTHING
from training.models import TrainingPreferences
from training.models.enrollment import WEEKDAYS
from training.models.preferences import HOURS, MOST_SESSIONS

UNITS = ("weight_unit", "distance_unit")
FIELDS = (*UNITS, "equipment", "sessions_a_week", "running_days", "long_run_day", "reminder_hour")


class PreferencesForm(forms.Form):
    """Units, equipment, the usual week and the reminder."""

    weight_unit = forms.ChoiceField(
        label="Loads in", choices=TrainingPreferences.Weight.choices, widget=forms.RadioSelect
    )
    distance_unit = forms.ChoiceField(
        label="Runs in", choices=TrainingPreferences.Distance.choices, widget=forms.RadioSelect
    )
    sessions_a_week = forms.TypedChoiceField(
        label="Strength sessions a week",
        coerce=int,
        choices=[(n, str(n)) for n in range(1, MOST_SESSIONS + 1)],
    )
    running_days = forms.TypedMultipleChoiceField(
        label="Running days",
        choices=WEEKDAYS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    long_run_day = forms.TypedChoiceField(
        label="Longest run",
        choices=[("", "No fixed day"), *WEEKDAYS],
        coerce=int,
        empty_value=None,
        required=False,
    )
    equipment = forms.MultipleChoiceField(
        label="At home you have",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Swaps offer only what you can do with it. Nothing ticked means anything goes.",
    )
    reminder_hour = forms.TypedChoiceField(
        label="Email on a training day",
        choices=[("", "No email"), *HOURS],
        coerce=int,
        empty_value=None,
        required=False,
        help_text="On your clock, at most once a day, only when a session stands on it.",
    )

    def __init__(self, runner: User, data: QueryDict | None = None) -> None:
        self.stored = TrainingPreferences.of(runner)
        initial = {name: getattr(self.stored, name) for name in FIELDS}
        super().__init__(data, initial=initial)
        terms = get_vocabulary().equipment.items()
        labels = {key: term.label for key, term in terms if key != NOTHING}
        self.fields["equipment"].choices = list(labels.items())  # type: ignore[attr-defined]  # a MultipleChoiceField

    def keep(self) -> None:
        """Store a valid form; a reminder gets a new key each time it is switched on."""
        given = {name: self.cleaned_data[name] for name in FIELDS if name in self.fields}
        if given.get("reminder_hour") is None:
            given["reminder_key"] = None
        elif self.stored.reminder_key is None:
            given["reminder_key"] = secrets.token_urlsafe(12)
        TrainingPreferences.objects.update_or_create(runner=self.stored.runner, defaults=given)


class FirstStepsForm(PreferencesForm):
    """What is asked before the first session; what is left open stays as it usually is."""

    reminder_hour = None  # type: ignore[assignment]  # Django's way to leave a field out

    def __init__(self, runner: User, data: QueryDict | None = None) -> None:
        super().__init__(runner, data)
        for field in self.fields.values():
            field.required = False

    def clean(self) -> dict[str, Any]:
        """Fill in what was not sent."""
        given = dict(self.cleaned_data)
        for name in (*UNITS, "sessions_a_week"):
            given[name] = given.get(name) or getattr(self.stored, name)
        return given
