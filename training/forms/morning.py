"""The question of the next morning."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.db import transaction

from accounts.models import User
from training.forms.side import PAIN_CHOICES
from training.models import HealthConsent, MorningPain


class MorningForm(forms.Form):
    """How it feels this morning, 0 to 10, with the consent to keep it where it is missing.

    Not to say is an answer too, and is not asked again.
    """

    score = forms.TypedChoiceField(
        label="Pain this morning, 0 to 10",
        choices=PAIN_CHOICES,
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": "Pain runs from 0 to 10."},
    )
    consent = forms.BooleanField(required=False, label=HealthConsent.TEXT)

    def __init__(self, runner: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.runner = runner
        self.has_consent = HealthConsent.given_by(runner)
        if self.has_consent:
            del self.fields["consent"]

    def clean(self) -> dict[str, Any]:
        """Refuse a score without consent."""
        given = dict(self.cleaned_data)
        is_agreed = self.has_consent or given.get("consent")
        if given.get("score") is not None and not is_agreed:
            self.add_error("consent", "Pain scores are kept only with your yes.")
        return given

    def keep(self, day: date, now: datetime) -> bool:
        """Store the answer of a valid form once; tell whether this was the first."""
        with transaction.atomic():
            if self.cleaned_data.get("consent"):
                HealthConsent.give(self.runner, now)
            _, is_first = MorningPain.objects.get_or_create(
                runner=self.runner,
                day=day,
                defaults={"score": self.cleaned_data["score"], "at": now},
            )
        return is_first
