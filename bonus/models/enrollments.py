"""A person on their way through a series."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import models
from django.db.models import Q
from uuid6 import uuid7

from bonus import bulk, schedule
from bonus.models.people import Subscriber
from bonus.models.series import Series, SeriesVersion, Step


class EnrollmentQuerySet(models.QuerySet["Enrollment"]):
    """Enrollments by what the engine asks about them."""

    def due(self, now: datetime) -> EnrollmentQuerySet:
        """Return those whose next mail is due and not yet a row, the longest waiting first."""
        return self.filter(
            state=Enrollment.State.ACTIVE, next_due_at__lte=now, series__paused_at=None
        ).order_by("next_due_at")


class Enrollment(models.Model):
    """One person in one series, pinned to the version they began with.

    While active, either `next_due_at` says when the next mail is due, or that mail is an open
    delivery. `manage.py check_mail` holds every row against this.
    """

    class State(models.TextChoices):
        """How far it is."""

        ACTIVE = "active", "Under way"
        COMPLETED = "completed", "Got everything"
        EXITED = "exited", "Left before the end"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="enrollments")
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="enrollments")
    version = models.ForeignKey(
        SeriesVersion,
        on_delete=models.PROTECT,
        related_name="enrollments",
        db_index=False,  # bonus_enrollment_where begins with it
    )
    next_step = models.ForeignKey(
        Step, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    next_due_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.ACTIVE)
    last_sent_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = EnrollmentQuerySet.as_manager()

    class Meta:
        ordering = ("-started_at",)
        constraints = (
            models.UniqueConstraint(fields=["subscriber", "series"], name="bonus_enrolled_once"),
            models.CheckConstraint(
                condition=~Q(state="completed") | Q(next_step__isnull=True),
                name="bonus_completed_has_no_next",
            ),
            models.CheckConstraint(
                condition=~Q(state="active") | Q(next_step__isnull=False),
                name="bonus_active_has_a_next",
            ),
            models.CheckConstraint(
                condition=Q(state="active") | Q(next_due_at__isnull=True),
                name="bonus_only_active_is_due",
            ),
        )
        indexes = (
            models.Index(
                fields=["next_due_at"],
                condition=Q(state="active", next_due_at__isnull=False),
                name="bonus_enrollment_due",
            ),
            models.Index(fields=["version", "next_step", "state"], name="bonus_enrollment_where"),
        )

    def __str__(self) -> str:
        return f"{self.subscriber} in {self.series}"

    def advance(self, ended: Step, now: datetime, *, sent: bool) -> None:
        """Go on to the step after `ended`, whose mail has just left or was given up.

        Call it in the transaction that ends the delivery, with a subscriber who is locked, so that
        what they chose meanwhile counts. An enrollment that is already further stays as it is.
        """
        fields: dict[str, object] = {"last_sent_at": now} if sent else {}
        current = Enrollment.objects.filter(pk=self.pk, next_step=ended)
        following = ended.following()
        if following is None:
            current.update(
                next_step=None,
                next_due_at=None,
                state=self.State.COMPLETED,
                ended_at=now,
                **fields,
            )
            return
        fields["next_step"] = following
        due = schedule.next_due(self, following, now)
        if not current.filter(state=self.State.ACTIVE).update(next_due_at=due, **fields):
            # Someone who left while the mail was in flight must not get it again on return.
            current.update(**fields)

    @classmethod
    def advance_all(cls, ended: Sequence[tuple[Enrollment, Step]], now: datetime) -> None:
        """Do what `advance` does, for many whose mails have just left."""
        further: list[tuple[UUID, int, int, datetime]] = []
        for enrollment, step in ended:
            following = step.following()
            if following is None:
                enrollment.advance(step, now, sent=True)
            else:
                due = schedule.next_due(enrollment, following, now)
                further.append((enrollment.pk, step.pk, following.pk, due))
        if bulk.advance(further, now) < len(further):
            # Someone left meanwhile, or is further already: one at a time, as each of them is.
            for enrollment, step in ended:
                enrollment.advance(step, now, sent=True)

    def resume(self, now: datetime) -> None:
        """Take up the series again after the person left and came back."""
        if self.next_step is None:
            return
        Enrollment.objects.filter(pk=self.pk, state=self.State.EXITED).update(
            state=self.State.ACTIVE,
            ended_at=None,
            next_due_at=schedule.resume_due(self, now),
        )
        self.refresh_from_db()
