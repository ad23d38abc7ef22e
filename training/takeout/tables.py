"""Which tables are a runner's training, and how a row is written and read again.

A row is an object of its filled fields by the model's own names. Of other rows it names their id,
of an exercise the slug, since that is the same on every copy. What a copy notes for itself, when a
row was written or deleted, stays behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from accounts.models import User
from exercises.models import Exercise
from exercises.vocabulary import get_vocabulary
from training.assessments.protocols import assessments
from training.models import (
    AssessmentResult,
    Decision,
    Enrollment,
    HealthConsent,
    HipCheck,
    MergeNotice,
    MorningPain,
    PlanChange,
    Run,
    SafetyCheck,
    SessionOutcome,
    SetAside,
    Target,
    TrainingPreferences,
    Workout,
    WorkoutSet,
)
from training.offline.versions import FIELDS

SCHEMA = "hipcoach.training/1"
LEFT_BEHIND = frozenset(
    {
        "runner",
        "decided_by",
        "calendar_key",
        "reminder_key",
        "created_at",
        "updated_at",
        "deleted_at",
    }
)


class RowError(ValueError):
    """A row that cannot be read; the message says why."""


@dataclass(frozen=True)
class Table:
    """A table of the file. `parent` is the field that names an entry, which stands in table `of`.

    `also` are fields that may name other entries, each with its table; `marks` those that tell the
    runner's rows apart where they have no id of their own. `health` says that its rows are kept
    only with consent; `comes_back` that they are read again; `keeps` what others leave behind.
    """

    key: str
    model: type[models.Model]
    parent: str = ""
    of: str = ""
    also: tuple[tuple[str, str], ...] = ()
    marks: tuple[str, ...] = ()
    health: bool = False
    comes_back: bool = True
    keeps: tuple[str, ...] = ()

    @property
    def fields(self) -> list[models.Field[Any, Any]]:
        """Return the columns, in the order of the model."""
        left = LEFT_BEHIND - set(self.keeps)
        own = [one for one in self.model._meta.concrete_fields if one.name not in left]
        return [one for one in own if not (one.primary_key and self.has_number)]

    @property
    def has_number(self) -> bool:
        """Tell whether rows have a number of this copy's own for an id, which means nothing."""
        return not isinstance(self.model._meta.pk, models.UUIDField)

    def rows(self, runner: User) -> models.QuerySet[Any]:
        """Return what the runner has in it and has not deleted, oldest first."""
        path = f"{self.parent}__" if self.parent else ""
        found = self.model._default_manager.filter(**{f"{path}runner": runner})
        owner = self.model._meta.get_field(self.parent).related_model if self.parent else self.model
        if any(one.name == "deleted_at" for one in owner._meta.fields):  # type: ignore[union-attr]  # a model
            found = found.filter(**{f"{path}deleted_at__isnull": True})
        for name, _ in self.also:
            there = Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__deleted_at__isnull": True})
            found = found.filter(there)
        return found.order_by("pk")

    def write(self, runner: User) -> Iterator[dict[str, Any]]:
        """Yield the runner's rows as a file has them."""
        names = [_column(one) for one in self.fields]
        keys = [one.name for one in self.fields]
        for values in self.rows(runner).values_list(*names).iterator(chunk_size=2000):
            pairs = zip(keys, values, strict=True)
            yield {key: _plain(value) for key, value in pairs if value not in (None, "", [], {})}

    def read(self, row: Mapping[str, Any], exercises: Mapping[str, int]) -> models.Model:
        """Return the unsaved object of a row. Raises RowError."""
        made = self.model()
        for field in self.fields:
            if field.name not in row:
                if not (field.has_default() or field.null or field.blank):
                    raise RowError(f"{field.name} is missing.")
                continue
            value = row[field.name]
            if field.related_model is Exercise:
                if not isinstance(value, str) or value not in exercises:
                    raise RowError(f"This copy has no exercise {str(value)[:80]!r}.")
                setattr(made, field.attname, exercises[value])
                continue
            setattr(made, field.attname, _clean(field, value))
        return made


TABLES = (
    Table("workouts", Workout),
    Table("sets", WorkoutSet, parent="workout", of="workouts"),
    Table("sets_aside", SetAside, parent="workout", of="workouts"),
    Table("merges", MergeNotice, parent="workout", of="workouts"),
    Table("runs", Run),
    Table("hip_checks", HipCheck, health=True),
    Table("results", AssessmentResult, parent="hip_check", of="hip_checks", health=True),
    Table("safety_checks", SafetyCheck, marks=("at", "answer"), health=True),
    # A yes was said to whoever ran that copy; this one asks for itself.
    Table("consents", HealthConsent, comes_back=False),
    Table("plans", Enrollment, keeps=("created_at",)),
    Table("plan_changes", PlanChange, parent="enrollment", of="plans"),
    Table(
        "plan_sessions",
        SessionOutcome,
        parent="enrollment",
        of="plans",
        also=(("workout", "workouts"), ("hip_check", "hip_checks")),
    ),
    Table("doses", Target, marks=("exercise_id",)),
    Table("decisions", Decision, parent="workout", of="workouts"),
    Table("mornings", MorningPain, marks=("day",), health=True),
    Table("settings", TrainingPreferences, marks=("runner_id",)),
)


def _column(field: models.Field[Any, Any]) -> str:
    return f"{field.name}__slug" if field.related_model is Exercise else field.attname


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value) if isinstance(value, UUID | Decimal) else value


def _clean(field: models.Field[Any, Any], value: Any) -> Any:
    """Return the value that a field stores; RowError where it cannot be one."""
    is_flag = isinstance(field, models.BooleanField)
    if isinstance(value, bool) is not is_flag:
        raise RowError(f"{field.name} is not of a kind that is known.")
    if isinstance(field, models.JSONField):
        return _values(value) if field.name == "values" else _list(field.name, value)
    if not isinstance(value, str | int | float):
        raise RowError(f"{field.name} is not of a kind that is known.")
    if isinstance(field, models.ForeignKey):
        field = field.target_field
    try:
        found = field.clean(value, None)
    except (ValidationError, ValueError, TypeError, OverflowError) as error:
        said = " ".join(getattr(error, "messages", ("cannot be read.",)))
        raise RowError(f"{field.name}: {said[:200]}") from error
    if isinstance(found, datetime) and found.tzinfo is None:
        raise RowError(f"{field.name} has no time zone.")
    return found


def _is_weekday(one: Any) -> bool:
    return isinstance(one, int) and 0 <= one <= 6


LISTS: Mapping[str, Callable[[Any], bool]] = {
    "planned": lambda one: isinstance(one, str) and one in assessments(),
    "trials": lambda one: isinstance(one, int | float) and 0 <= one < 1000,
    "criteria": lambda one: isinstance(one, int) and 0 <= one < 20,
    "strength_days": _is_weekday,
    "running_days": _is_weekday,
    "equipment": lambda one: isinstance(one, str) and one in get_vocabulary().equipment,
}


def _list(name: str, value: Any) -> list[Any]:
    fits = LISTS[name]
    if not isinstance(value, list) or len(value) > 50 or not all(map(fits, value)):
        raise RowError(f"{name} is not a list of what it should be.")
    return value


def _values(value: Any) -> dict[str, Any]:
    """Return what a set that does not stand says, every field as a set's own."""
    if not isinstance(value, dict) or not set(value) <= set(FIELDS):
        raise RowError("values is not of a kind that is known.")
    for name, given in value.items():
        _clean(WorkoutSet._meta.get_field(name), given)  # type: ignore[arg-type]  # no relation
    return value
