"""The fields of a workout as a whole: its id, its start, a note and the consent."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Any

from django import forms

from training.days import local_day, moment
from training.models import HealthConsent

MAX_NOTE = 2000


class WhenForm(forms.Form):
    """When a workout began, on the runner's clock, and what else there is to say about it."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    day = forms.DateField(
        label="Day",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "On which day?",
            "invalid": "Write the day as year, month, day: 2026-11-23.",
        },
    )
    clock = forms.TimeField(
        label="Start",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "required": "When did it start?",
            "invalid": "Write the time as hours and minutes: 18:30.",
        },
    )
    note = forms.CharField(
        required=False,
        max_length=MAX_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="How it went. Shown to nobody but you.",
    )
    consent = forms.BooleanField(required=False, label=HealthConsent.TEXT)

    def __init__(
        self,
        now: datetime,
        zone: tzinfo,
        *args: Any,
        stored: datetime | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.zone = zone
        self.stored = stored

    @staticmethod
    def fields_for(instant: datetime, zone: tzinfo) -> dict[str, str]:
        """Return the texts of day and clock for an instant."""
        local = instant.astimezone(zone)
        return {"day": f"{local:%Y-%m-%d}", "clock": f"{local:%H:%M}"}

    @property
    def started_at(self) -> datetime:
        """Return the instant that a valid form names; the stored one, with its seconds, if kept."""
        typed = moment(self.cleaned_data["day"], self.cleaned_data["clock"], self.zone)
        if self.stored and self.fields_for(typed, self.zone) == self.fields_for(
            self.stored, self.zone
        ):
            return self.stored
        return typed

    def clean(self) -> dict[str, Any]:
        """Refuse a start that is still to come."""
        cleaned = dict(self.cleaned_data)
        if "day" in cleaned and "clock" in cleaned and self.started_at > self.now:
            today = local_day(self.now, self.zone)
            field, word = ("day", "day") if cleaned["day"] > today else ("clock", "time")
            self.add_error(field, f"This {word} is still to come. Log a workout once it is done.")
        return cleaned
