"""What mail a runner gets from the log, in words."""

from __future__ import annotations

from accounts.models import User
from accounts.profile import MailKind
from training.models import TrainingPreferences


def reminder(runner: User) -> str:
    """Say when the reminder of a training day comes."""
    hour = TrainingPreferences.of(runner).reminder_hour
    return "None." if hour is None else f"On training days at {hour}:00 on your clock."


REMINDER = MailKind("Training days", reminder, "training:preferences", "All training settings")
