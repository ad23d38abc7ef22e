"""A workout: one session of one runner, with the sets done in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import F, Q

from training.models.entry import EntryQuerySet, LogEntry
from training.models.workout_set import OLDEST, WorkoutSet

# What a second writing of a set replaces; its id and its prescription stay.
DONE_FIELDS = (
    "position",
    "reps",
    "hold_seconds",
    "distance_m",
    "load_kg",
    "band",
    "rpe",
    "rir",
    "pain_score",
    "completed_at",
)


class WorkoutQuerySet(EntryQuerySet["Workout"]):
    """Workouts of somebody."""


class Workout(LogEntry):
    """One session.

    `finished_at` is empty while a session is under way. A workout that is logged by hand ends
    where it starts: its length is not known.
    """

    finished_at = models.DateTimeField(null=True, blank=True)
    # When and on which browser start, end and note were last changed, and when the runner last
    # deleted it or brought it back: a phone that has been away may tell of either, late.
    edited_at = models.DateTimeField(null=True, blank=True)
    device = models.UUIDField(null=True, blank=True)
    presence_at = models.DateTimeField(null=True, blank=True)

    objects = WorkoutQuerySet.as_manager()

    class Meta(LogEntry.Meta):
        indexes = (models.Index(fields=("runner", "-started_at"), name="training_workout_log"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=F("started_at")),
                name="training_workout_order",
                violation_error_message="A workout ends after it starts.",
            ),
        )

    def finish(self, now: datetime) -> bool:
        """End a session that is under way; tell whether this call ended it."""
        running = Workout.objects.filter(pk=self.pk, finished_at__isnull=True)
        ended = bool(running.update(finished_at=max(now, self.started_at)))
        self.refresh_from_db(fields=["finished_at"])
        return ended

    def rewrite(
        self, started_at: datetime, note: str, sets: Iterable[WorkoutSet], now: datetime
    ) -> None:
        """Replace time, note and sets by what was typed, keeping ids and prescriptions of sets.

        Sets are matched by exercise, index and side, so the same sheet sent twice changes
        nothing. What is changed gets a version of now, and what is gone is remembered, so that a
        phone with older words of it changes nothing back. Raises IntegrityError when the sets break
        a rule of the database.
        """
        with transaction.atomic():
            stored = Workout.objects.select_for_update().get(pk=self.pk)
            shift = started_at - stored.started_at
            if shift or note != stored.note or stored.edited_at is None:
                self.edited_at, self.device = after(stored.edited_at, now), None
            self.started_at, self.note = started_at, note
            self.finished_at = stored.finished_at and stored.finished_at + shift
            fields = ["started_at", "finished_at", "note", "updated_at", "edited_at", "device"]
            self.save(update_fields=fields)
            self._replace(list(sets), shift, now)

    def _replace(self, typed: list[WorkoutSet], shift: timedelta, now: datetime) -> None:
        old = {(row.exercise_id, row.set_index, row.side): row for row in self.sets.all()}
        kept, added = [], []
        for row in typed:
            row.workout = self
            before = old.pop((row.exercise_id, row.set_index, row.side), None)
            row.edited_at = after(before.edited_at if before else None, now)
            if before is None:
                row.completed_at = self.started_at
                added.append(row)
                continue
            row.pk, row.base_at = before.pk, before.edited_at or OLDEST
            row.completed_at = (before.completed_at or self.started_at) + shift
            if any(getattr(row, name) != getattr(before, name) for name in DONE_FIELDS):
                kept.append(row)
        self._forget(list(old.values()), now)
        WorkoutSet.objects.bulk_update(kept, (*DONE_FIELDS, "edited_at", "device", "base_at"))
        WorkoutSet.objects.bulk_create(added)

    def _forget(self, gone: list[WorkoutSet], now: datetime) -> None:
        """Delete rows, and remember that they are."""
        WorkoutSet.objects.filter(pk__in=[row.pk for row in gone]).delete()
        asides = self.set_asides.model
        asides.objects.bulk_create(
            asides(
                id=row.pk,
                workout=self,
                exercise_id=row.exercise_id,
                set_index=row.set_index,
                side=row.side,
                is_deleted=True,
                edited_at=after(row.edited_at, now),
                base_at=row.edited_at or OLDEST,
                values={"position": row.position},
            )
            for row in gone
        )

    def _said_at(self, now: datetime) -> dict[str, datetime]:
        return {"presence_at": now}


def after(version: datetime | None, now: datetime) -> datetime:
    """Return a version of now that is later than another, also where a clock was ahead of ours."""
    return max(now, version + timedelta(microseconds=1)) if version else now
