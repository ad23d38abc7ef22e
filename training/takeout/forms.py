"""The form that takes a takeout back."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import User
from training.models import HealthConsent

MAX_MEGABYTES = 50


class TakeoutForm(forms.Form):
    """A zip that HipCoach wrote, and the consent to keep the health data in it."""

    file = forms.FileField(
        label="Zip file",
        help_text=f"An export of HipCoach, up to {MAX_MEGABYTES} MB.",
        error_messages={"required": "Choose a file.", "empty": "The file is empty."},
    )
    consent = forms.BooleanField(
        label=HealthConsent.TEXT,
        required=False,
        help_text="Without your yes, pain scores, hip checks and safety answers stay out.",
    )

    def __init__(self, runner: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if HealthConsent.given_by(runner):
            del self.fields["consent"]

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MAX_MEGABYTES * 1_000_000:
            raise forms.ValidationError(f"The file has more than {MAX_MEGABYTES} MB.")
        return file
