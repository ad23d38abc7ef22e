"""The part of a runner's settings that stands on the profile page."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from accounts.models import User
from training.forms.preferences import FIELDS, PreferencesForm

SHOWN = tuple(name for name in FIELDS if name.endswith("_unit") or name == "reminder_hour")


class ProfilePart(PreferencesForm):
    """Units and the reminder; the others stay as they are."""

    def __init__(self, runner: User, data: QueryDict | None = None) -> None:
        super().__init__(runner, data)
        for name in set(self.fields) - set(SHOWN):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Return what was chosen, beside what is kept of the rest."""
        kept = {name: self.initial[name] for name in FIELDS if name not in SHOWN}
        return {**kept, **(super().clean() or {})}
