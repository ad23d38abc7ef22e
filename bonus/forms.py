"""Forms of readers: the signup, and how and when they want the mails."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.forms import time_zone_choices
from bonus import addresses, consent, schedule, tokens, visits, wording
from bonus.models import Subscriber
from bonus.tokens import Purpose

MINIMUM_SECONDS = 2
LONGEST_PAUSE = timedelta(days=365)
_NAME = re.compile(r"[^\W\d_]+(?:[ .'\u2019-]+[^\W\d_]+)*\.?", re.UNICODE)
TOO_FAST = "That was quick for a person. Press the button once more."
TOO_OLD = "Press the button once more, so that we know a person is asking."


def first_name_field() -> forms.CharField:
    """Return the field for a first name; `read_name` checks it."""
    return forms.CharField(
        required=False,
        max_length=40,
        label="First name (optional)",
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )


def read_name(text: str) -> str:
    """Return a first name with single spaces; refuse what is none: it stands in our mails."""
    name = " ".join(text.split())
    if name and not _NAME.fullmatch(name):
        raise ValidationError("Use letters only, or leave it empty.")
    return name


class Trap(forms.TextInput):
    """A field that only programs see and fill; it stands off the page and out of the tab order."""

    is_hidden = True  # drawn with the hidden fields, without a label

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """Draw the field inside the stylesheet's trap."""
        field = super().render(name, value, {**(attrs or {}), "tabindex": "-1"}, renderer)
        return format_html('<span class="trap" aria-hidden="true">{}</span>', field)


class SignupForm(forms.Form):
    """Asks for the series. A reply never tells whether an address is known."""

    email = forms.CharField(
        label="Your email",
        max_length=320,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": "Type your email address."},
    )
    first_name = first_name_field()
    time_zone = forms.CharField(
        required=False,
        max_length=64,
        widget=forms.HiddenInput(attrs={"data-timezone": ""}),
    )
    website = forms.CharField(
        required=False, max_length=500, widget=Trap(attrs={"autocomplete": "off"})
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)
    page = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    proof = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, came_from: str = "") -> None:
        if data is not None and not data.get("page"):
            # Kept in the form from now on: a second press comes from another page.
            data = data.copy()
            data["page"] = visits.page_at(came_from)
        super().__init__(data, auto_id="signup-%s")
        self.fields["opened"].initial = lambda: tokens.make(Purpose.FORM, "signup")
        if not settings.SIGNUP_PROOF_OF_WORK:
            del self.fields["proof"]
        else:
            puzzle = reverse("bonus:puzzle")
            self.fields["proof"].widget.attrs["data-puzzle"] = puzzle

    @property
    def consent_text(self) -> str:
        """The words beside the button."""
        return wording.text()

    def clean_email(self) -> str:
        """Return the one spelling of the address."""
        return addresses.normalize(str(self.cleaned_data["email"]))

    def clean_first_name(self) -> str:
        """Refuse whatever is not a name."""
        return read_name(str(self.cleaned_data["first_name"]))

    def clean_time_zone(self) -> str:
        """Return the zone if we know it; a browser's odd answer is no reason to stop anyone."""
        name = str(self.cleaned_data["time_zone"])
        return name if schedule.known_zone(name) else ""

    def clean_page(self) -> str:
        """Return the page the form stood on, or nothing where that is made up."""
        name = str(self.cleaned_data["page"])
        return name if visits.is_page(name) else ""

    def clean(self) -> dict[str, Any]:
        """Check how long the form was open; a second press carries the same time stamp."""
        data = super().clean() or {}
        try:
            age = tokens.age(Purpose.FORM, str(data.get("opened", "")))
        except (tokens.InvalidTokenError, tokens.ExpiredTokenError):
            self._renew()
            self.add_error("email", TOO_OLD)
        else:
            if age.total_seconds() < MINIMUM_SECONDS:
                self.add_error("email", TOO_FAST)
        return data

    def submit(self, *, network: str, now: datetime) -> None:
        """Ask for the series, unless a program filled in the trap."""
        if self.cleaned_data["website"]:
            return
        consent.ask(
            self.cleaned_data["email"],
            first_name=self.cleaned_data["first_name"],
            time_zone=self.cleaned_data["time_zone"],
            network=network,
            now=now,
            source=self.cleaned_data["page"],
        )

    def _renew(self) -> None:
        """Put a fresh time stamp into the form that is shown again."""
        self.data = {**self.data, "opened": tokens.make(Purpose.FORM, "signup")}


class RhythmForm(forms.Form):
    """Name, time of day and pace."""

    first_name = first_name_field()
    hour = forms.TypedChoiceField(
        label="Time of day",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "As planned (mornings)")] + [(hour, f"{hour}:00") for hour in range(24)],
    )
    time_zone = forms.ChoiceField(label="Time zone", choices=time_zone_choices)
    pace = forms.TypedChoiceField(
        label="Pace",
        coerce=int,
        choices=[
            (Subscriber.Pace.PLANNED, "As planned: nine videos in four weeks"),
            (Subscriber.Pace.SLOWER, "Slower: twice as many days between two videos"),
        ],
        widget=forms.RadioSelect,
    )

    def clean_first_name(self) -> str:
        """Refuse whatever is not a name."""
        return read_name(str(self.cleaned_data["first_name"]))


class PauseForm(forms.Form):
    """A day on which the mails begin again."""

    until = forms.DateField(
        label="Begin again on",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={
            "required": "Choose the day on which the emails begin again.",
            "invalid": "Choose a day, such as 2027-01-15.",
        },
    )

    def __init__(self, data: QueryDict | None = None, *, today: date) -> None:
        super().__init__(data)
        self.today = today
        self.fields["until"].widget.attrs |= {
            "min": str(today + timedelta(days=1)),
            "max": str(today + LONGEST_PAUSE),
        }

    def clean_until(self) -> date:
        """Refuse a day that has begun, and one that nobody will remember."""
        until: date = self.cleaned_data["until"]
        if until <= self.today:
            raise ValidationError("Choose a day after today.")
        if until > self.today + LONGEST_PAUSE:
            raise ValidationError("Choose a day within a year, or stop the emails.")
        return until


class ProgressForm(forms.Form):
    """How far a video was watched, in seconds; without it, to its end."""

    position = forms.IntegerField(required=False, min_value=0, max_value=24 * 3600)


class ResumeForm(forms.Form):
    """The one answer that a held series needs before it goes on."""

    well = forms.BooleanField(
        label="None of these signs apply to me now, or a clinician told me that I can train.",
        error_messages={"required": "Tick this to go on. Not sure? See a clinician first."},
    )


class AddressForm(forms.Form):
    """A new address."""

    email = forms.CharField(
        label="New email",
        max_length=320,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": "Type the new address."},
    )

    def clean_email(self) -> str:
        """Return the one spelling of the address."""
        return addresses.normalize(str(self.cleaned_data["email"]))
