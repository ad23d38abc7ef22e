"""The fields that every entry has: its id, its start, a note and the consent to keep pain."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from typing import Any, ClassVar

from django import forms

from training.days import local_day, moment
from training.models import HealthConsent

MAX_NOTE = 2000
# Nobody logs before this day; a year of two digits lands there.
FIRST_DAY = date(1950, 1, 1)
PAIN_NEEDS_CONSENT = "Tick the box under Pain to keep this score, or clear it."
CONSENT_MISSING = "Pain scores are kept only with your yes."


class WhenForm(forms.Form):
    """When an entry began, on the runner's clock, and what else there is to say about it."""

    NOUN: ClassVar[str] = "workout"

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
        label="Note (optional)",
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

    def clean_day(self) -> date:
        """Refuse days that no calendar of a runner has."""
        day: date = self.cleaned_data["day"]
        if day < FIRST_DAY:
            raise forms.ValidationError("Write the year with four digits: 2026-11-23.")
        if day > local_day(self.now, self.zone):
            raise forms.ValidationError(self._to_come("day"))
        return day

    def clean(self) -> dict[str, Any]:
        """Refuse a start that is still to come."""
        cleaned = dict(self.cleaned_data)
        if "day" in cleaned and "clock" in cleaned and self.started_at > self.now:
            self.add_error("clock", self._to_come("time"))
        return cleaned

    def _to_come(self, word: str) -> str:
        return f"This {word} is still to come. Log a {self.NOUN} once it is done."
