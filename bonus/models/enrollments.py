"""A person on their way through a series."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import models
from django.db.models import Exists, Q
from uuid6 import uuid7

from bonus import bulk, schedule
from bonus.models.brakes import Brake, StepPause
from bonus.models.people import Subscriber
from bonus.models.series import Series, SeriesVersion
from bonus.models.steps import Step


class EnrollmentQuerySet(models.QuerySet["Enrollment"]):
    """Enrollments by what the engine asks about them."""

    def due(self, now: datetime) -> EnrollmentQuerySet:
        """Return those whose next mail is due and not yet a row, the longest waiting first."""
        return self.filter(
            ~Exists(Brake.objects.all()),
            ~Q(next_step__in=StepPause.steps()),
            state=Enrollment.State.ACTIVE,
            next_due_at__lte=now,
            series__paused_at=None,
        ).order_by("next_due_at")

    def locked(self) -> EnrollmentQuerySet:
        """Return them locked, with what decides about their next step."""
        return self.select_for_update(no_key=True, of=("self",)).select_related(
            "version", "next_step__version", "return_to"
        )


LONGEST_PLACE = 120


class Enrollment(models.Model):
    """One person in one series, pinned to a version until editors publish the next one.

    While active, either `next_due_at` says when the next mail is due, or that mail is an open
    delivery. `manage.py check_mail` holds every row against this.
    """

    class State(models.TextChoices):
        """How far it is."""

        ACTIVE = "active", "Under way"
        COMPLETED = "completed", "Got everything"
        EXITED = "exited", "Left before the end"
        HELD = "held_for_pain", "On hold until the reader goes on"
        GOAL = "goal_reached", "Reached the goal of the series"

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
    began_with = models.ForeignKey(
        SeriesVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The version before the first move to another; empty: never moved.",
    )
    return_to = models.ForeignKey(
        Step,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The main step with which it goes on after a branch.",
    )
    state = models.CharField(max_length=16, choices=State, default=State.ACTIVE)
    last_sent_at = models.DateTimeField(null=True, blank=True)
    counted_from = models.DateTimeField(
        null=True, blank=True, help_text="From when the delay of the next step counts."
    )
    waiting_since = models.DateTimeField(
        null=True, blank=True, help_text="When a condition first let the next step wait."
    )
    held_at = models.DateTimeField(null=True, blank=True)
    resumed_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField()
    asked_where = models.CharField(
        max_length=LONGEST_PLACE, blank=True, help_text="Where they agreed; empty: on this site."
    )
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
            models.CheckConstraint(
                condition=~Q(state="held_for_pain") | Q(held_at__isnull=False),
                name="bonus_held_since",
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

    def after(self, step: Step) -> Step | None:
        """Return the main step that follows `step` for this person, or None after the last.

        What they had, or what was passed over, never comes again, whatever its place in the
        version; after a branch it goes on with the step that the branch was taken from.
        """
        if self._keeps_to(step):
            return step.following()
        had = self.deliveries.exclude(state="skipped").values("step_key")
        main = self.version.main_steps().exclude(key__in=had)
        if step.kind == Step.Kind.BRANCH:
            back = self.return_to
            return main.filter(order__gte=back.order).first() if back else None
        here = self.version.steps.filter(key=step.key).first() or step
        return main.filter(order__gt=here.order).first()

    def _keeps_to(self, step: Step) -> bool:
        """Tell whether nothing but the order of its version decides about what follows a step.

        So it is for whoever never moved to another version: what they had lies behind them.
        """
        is_its_own = step.version_id == self.version_id and step.kind == Step.Kind.MAIN
        return is_its_own and self.began_with_id is None

    def advance(self, ended: Step, now: datetime, *, sent: bool) -> None:
        """Go on to the step after `ended`, whose mail has just left or was given up.

        Call it in the transaction that ends the delivery, with a subscriber who is locked, so that
        what they chose meanwhile counts. Steps are compared by key, because editors may have moved
        the person to another version meanwhile. An enrollment that is already further keeps its
        step, and waits the minimum gap after this mail.
        """
        current = Enrollment.objects.locked().get(pk=self.pk)
        current.subscriber = self.subscriber
        if current.next_step and current.next_step.key == ended.key:
            current.move_to(current.after(current.next_step), now, sent=sent)
        elif sent:
            due = current.next_due_at and max(current.next_due_at, schedule.gap_end(current, now))
            Enrollment.objects.filter(pk=self.pk).update(last_sent_at=now, next_due_at=due)

    def move_to(self, step: Step | None, now: datetime, *, sent: bool = False) -> None:
        """Wait for `step` from now on, or be done without one; the row is locked.

        Someone who left or is on hold while a mail was in flight moves on too, so that they do
        not get it again on return, but nothing is due.
        """
        fields: dict[str, object] = {"last_sent_at": now} if sent else {}
        if step is None and self.state != self.State.HELD:
            fields |= {"state": self.State.COMPLETED, "ended_at": now}
        active = step is not None and self.state == self.State.ACTIVE
        if step is None or step.kind == Step.Kind.MAIN:
            fields["return_to"] = None
        Enrollment.objects.filter(pk=self.pk).update(
            next_step=step,
            next_due_at=schedule.next_due(self, step, now) if step and active else None,
            counted_from=now,
            waiting_since=None,
            **fields,
        )

    @classmethod
    def advance_all(cls, ended: Sequence[tuple[Enrollment, Step]], now: datetime) -> None:
        """Do what `advance` does, for many whose mails have just left."""
        further: list[tuple[UUID, int, int, datetime]] = []
        for enrollment, step in ended:
            following = step.following() if enrollment._keeps_to(step) else None
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
            waiting_since=None,
        )
        self.refresh_from_db()
