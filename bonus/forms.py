"""The signup form: one field that people see, and three that they do not."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from bonus import addresses, consent, schedule, tokens, wording
from bonus.tokens import Purpose

MINIMUM_SECONDS = 2
_NAME = re.compile(r"[^\W\d_]+(?:[ .'\u2019-]+[^\W\d_]+)*\.?", re.UNICODE)
TOO_FAST = "That was quick for a person. Press the button once more."
TOO_OLD = "Press the button once more, so that we know a person is asking."


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
    first_name = forms.CharField(
        required=False,
        max_length=40,
        label="First name (optional)",
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    time_zone = forms.CharField(
        required=False,
        max_length=64,
        widget=forms.HiddenInput(attrs={"data-timezone": ""}),
    )
    website = forms.CharField(
        required=False, max_length=500, widget=Trap(attrs={"autocomplete": "off"})
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    consent_text = wording.TEXT

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="signup-%s")
        self.fields["opened"].initial = lambda: tokens.make(Purpose.FORM, "signup")

    def clean_email(self) -> str:
        """Return the one spelling of the address."""
        return addresses.normalize(str(self.cleaned_data["email"]))

    def clean_first_name(self) -> str:
        """Refuse whatever is not a name: it stands in mails that we send."""
        name = " ".join(str(self.cleaned_data["first_name"]).split())
        if name and not _NAME.fullmatch(name):
            raise ValidationError("Use letters only, or leave it empty.")
        return name

    def clean_time_zone(self) -> str:
        """Return the zone if we know it; a browser's odd answer is no reason to stop anyone."""
        name = str(self.cleaned_data["time_zone"])
        return name if schedule.known_zone(name) else ""

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
        )

    def _renew(self) -> None:
        """Put a fresh time stamp into the form that is shown again."""
        self.data = {**self.data, "opened": tokens.make(Purpose.FORM, "signup")}
