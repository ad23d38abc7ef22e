"""Forms about the person."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from allauth.account.forms import ChangePasswordForm, ResetPasswordKeyForm
from django import forms
from django.http import QueryDict

from accounts.models import SupportConsent, User

PASSWORD_LABELS = {
    "oldpassword": "Current password",
    "password1": "New password",
    "password2": "New password, again",
}


def time_zone_choices() -> list[tuple[str, str]]:
    """Return the IANA zones that name a place, and UTC, sorted."""
    names = (name for name in available_timezones() if "/" in name and "Etc/" not in name)
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in sorted(names))]


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]  # allauth is not typed
    """allauth's form, with labels in sentence case."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _label(self)


class ResetPasswordForm(ResetPasswordKeyForm):  # type: ignore[misc]  # allauth is not typed
    """allauth's form, with labels in sentence case."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _label(self)


def _label(form: forms.Form) -> None:
    for name, label in PASSWORD_LABELS.items():
        if name in form.fields:
            form.fields[name].label = label
            form.fields[name].widget.attrs.pop("placeholder", None)


class ProfileForm(forms.ModelForm[User]):
    """Name and time zone."""

    name = forms.CharField(
        label="Name (optional)",
        required=False,
        max_length=80,
        help_text="How HipCoach speaks to you.",
    )
    time_zone = forms.ChoiceField(
        choices=time_zone_choices,
        help_text="Decides on which day a workout is counted, and when reminders come.",
        widget=forms.Select(attrs={"data-timezone-choice": ""}),
    )

    class Meta:
        model = User
        fields = ("name", "time_zone")

    @classmethod
    def of(cls, person: User, data: QueryDict | None) -> ProfileForm:
        """Return a person's form."""
        return cls(data, instance=person)

    def keep(self) -> None:
        """Store a valid form."""
        self.save()


class SupportForm(forms.Form):
    """For how long support may look."""

    days = forms.TypedChoiceField(
        label="For how long?",
        coerce=int,
        choices=[(n, f"{n} day" if n == 1 else f"{n} days") for n in SupportConsent.DAYS],
        initial=1,
        widget=forms.RadioSelect,
    )
