"""Forms about the person."""

from __future__ import annotations

from zoneinfo import available_timezones

from django import forms

from accounts.models import User


def time_zone_choices() -> list[tuple[str, str]]:
    """Return the IANA zones that name a place, and UTC, sorted."""
    names = (name for name in available_timezones() if "/" in name and "Etc/" not in name)
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in sorted(names))]


class ProfileForm(forms.ModelForm[User]):
    """Name and time zone."""

    time_zone = forms.ChoiceField(
        choices=time_zone_choices, help_text="Decides on which day a workout is counted."
    )

    class Meta:
        model = User
        fields = ("name", "time_zone")
