"""What signing up asks besides the address: nothing that a person has to fill in."""

from __future__ import annotations

from zoneinfo import available_timezones

from django import forms
from django.http import HttpRequest

from accounts.models import User


class SignupExtras(forms.Form):
    """The time zone as the browser says it (frontend/js/timezones.js); UTC without script."""

    time_zone = forms.CharField(
        required=False, max_length=64, widget=forms.HiddenInput(attrs={"data-timezone": ""})
    )

    def clean_time_zone(self) -> str:
        """Return a zone that exists, "" for anything else."""
        said = str(self.cleaned_data["time_zone"])
        return said if said in available_timezones() else ""

    def signup(self, request: HttpRequest, user: User) -> None:
        """Keep it with the new account."""
        if zone := self.cleaned_data.get("time_zone"):
            user.time_zone = zone
            user.save(update_fields=["time_zone"])
