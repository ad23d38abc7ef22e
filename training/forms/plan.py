"""The forms of a program under way: its terms, and moving it by some days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms

from exercises.programs import ProgramEntry
from training.models import Enrollment
from training.models.enrollment import MOST_SHIFT, WEEKDAYS

LATEST_START = timedelta(days=60)
NAMES = dict(WEEKDAYS)


class TermsForm(forms.Form):
    """On which days a runner trains; strength keeps a day between and off the long run's eve."""

    strength_days = forms.TypedMultipleChoiceField(
        label="Strength",
        choices=WEEKDAYS,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="Leave a day between: the same muscles want about 48 hours.",
        error_messages={"required": "Choose at least one day for strength."},
    )
    running_days = forms.TypedMultipleChoiceField(
        label="Running",
        choices=WEEKDAYS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="On a shared day run first, or leave some hours between.",
    )
    long_run_day = forms.TypedChoiceField(
        label="Longest run",
        choices=[("", "No fixed day"), *WEEKDAYS],
        coerce=int,
        empty_value=None,
        required=False,
        help_text="No strength the day before it.",
    )

    def clean(self) -> dict[str, Any]:
        """Refuse days that follow each other and the day before the long run."""
        given = dict(self.cleaned_data)
        days, long_run = given.get("strength_days", []), given.get("long_run_day")
        for day in days:
            if (day + 1) % 7 in days:
                pair = f"{NAMES[day]} and {NAMES[(day + 1) % 7]}"
                self.add_error("strength_days", f"{pair} follow each other: leave a day between.")
                break
        if long_run is not None and (long_run - 1) % 7 in days:
            eve = NAMES[(long_run - 1) % 7]
            self.add_error("strength_days", f"{eve} is the day before your longest run.")
        return given

    def terms(self) -> dict[str, Any]:
        """Return what an enrollment stores of a valid form."""
        names = ("strength_days", "running_days", "long_run_day")
        return {name: self.cleaned_data[name] for name in names}

    def keep(self, enrollment: Enrollment) -> None:
        """Store the terms of a valid form."""
        Enrollment.objects.filter(pk=enrollment.pk).update(**self.terms())


class EnrollForm(TermsForm):
    """The beginning of a program."""

    start_on = forms.DateField(
        label="First day",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "On which day do you start?",
            "invalid": "Write the day as year, month, day: 2026-11-23.",
        },
    )
    field_order = ("start_on", "strength_days", "running_days", "long_run_day")

    def __init__(self, program: ProgramEntry, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.program, self.today = program, today

    def clean_start_on(self) -> date:
        """Take a day from today to two months on."""
        day: date = self.cleaned_data["start_on"]
        if day < self.today:
            raise forms.ValidationError("This day is over: start today or later.")
        if day > self.today + LATEST_START:
            raise forms.ValidationError("Start within the next two months.")
        return day

    def terms(self) -> dict[str, Any]:
        """Return what an enrollment stores of a valid form."""
        return {**super().terms(), "start_on": self.cleaned_data["start_on"]}


class ShiftForm(forms.Form):
    """By how many days what is still to come moves."""

    days = forms.TypedChoiceField(
        label="Move the rest by",
        coerce=int,
        choices=[(n, f"{n} day{'' if n == 1 else 's'}") for n in range(1, MOST_SHIFT + 1)],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
