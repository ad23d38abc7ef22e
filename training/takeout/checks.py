"""What is checked of a row that comes back and no column can check."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import models

from training.assessments.protocols import assessments
from training.models import AssessmentResult, SetAside, WorkoutSet
from training.offline.versions import of_aside, to_row
from training.takeout.tables import RowError

AHEAD = timedelta(days=1)
TIMES = (
    "started_at",
    "completed_at",
    "finished_at",
    "at",
    "cleared_at",
    "created_at",
    "decided_at",
    "edited_at",
    "base_at",
    "presence_at",
    "dropped_at",
    "seen_at",
)


def check(made: models.Model, now: datetime) -> None:
    """Refuse times to come, results that no test has, and sets that could never stand.

    Raises RowError.
    """
    for name in TIMES:
        at = getattr(made, name, None)
        if at is not None and at > now + AHEAD:
            raise RowError("It lies in the future.")
    if isinstance(made, SetAside):
        _check_set(made)
    if isinstance(made, AssessmentResult):
        test = assessments().get(made.assessment)
        if test is None or (made.choice and made.choice not in test.choices):
            raise RowError("There is no such test, or it has no such result.")


def _check_set(made: SetAside) -> None:
    """Refuse what could not stand if its place became free."""
    try:
        row = to_row(of_aside(made))
        for rule in row._meta.constraints:
            if isinstance(rule, models.CheckConstraint) and not made.is_deleted:
                rule.validate(WorkoutSet, row)
    except (ValidationError, ValueError, ArithmeticError) as error:
        raise RowError("It breaks a rule of the log.") from error
