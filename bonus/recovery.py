"""Recovery: deliveries whose worker died, whose time ran out, or that broke before they left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from bonus import schedule
from bonus.models import Delivery, Enrollment
from bonus.models.deliveries import WAITING
from bonus.results import REASON_LENGTH, chance, end

State = Delivery.State
BATCH = 200
RESOLVE_AFTER = timedelta(hours=1)
COMPOSE_ATTEMPTS = 5


class Held(Protocol):
    """A claim: which delivery, and under which fence."""

    @property
    def pk(self) -> UUID:
        """Which delivery."""

    @property
    def fence(self) -> int:
        """Under which fence."""


def recover(now: datetime) -> None:
    """Take deliveries back from workers whose lease ran out.

    Claimed: provably not sent, due again. Submitting: nobody knows, so uncertain; the series goes
    on as if it had arrived.
    """
    Delivery.objects.filter(state=State.CLAIMED, lease_until__lt=now).update(
        state=State.DUE,
        reason="its worker went away before sending",
        lease_until=None,
        available_at=now,
        fence=F("fence") + 1,
    )
    lost = Delivery.objects.abandoned(now).filter(state=State.SUBMITTING)
    for delivery in lost.select_related("subscriber", "enrollment__subscriber", "step")[:BATCH]:
        end(
            delivery,
            delivery.fence,
            held=State.SUBMITTING,
            state=State.UNCERTAIN,
            reason="its worker went away while sending",
            now=now,
        )


def resolve(now: datetime) -> None:
    """Send once more, with the same Message-ID, what nobody knows to have left.

    Waits an hour, so that a provider can still say what became of it. A second doubt about the
    same mail is left to people. The setting SEND_UNCERTAIN_AGAIN turns this off.
    """
    if not settings.SEND_UNCERTAIN_AGAIN:
        return
    Delivery.objects.filter(
        state=State.UNCERTAIN, doubts=0, ended_at__lt=now - RESOLVE_AFTER
    ).update(
        state=State.DUE,
        doubts=1,
        attempts=0,
        available_at=now,
        planned_for=now,
        ended_at=None,
        fence=F("fence") + 1,
    )


def send_again(delivery: Delivery, now: datetime) -> bool:
    """Send a mail in doubt once more because a person says so; False when it is not in doubt."""
    return bool(
        Delivery.objects.filter(pk=delivery.pk, state=State.UNCERTAIN).update(
            state=State.DUE,
            doubts=F("doubts") + 1,
            attempts=0,
            available_at=now,
            planned_for=now,
            ended_at=None,
            fence=F("fence") + 1,
        )
    )


def believe(delivery: Delivery) -> bool:
    """Count a mail in doubt as sent because a person says so; False when it is not in doubt."""
    return bool(
        Delivery.objects.filter(pk=delivery.pk, state=State.UNCERTAIN).update(
            state=State.ACCEPTED, fence=F("fence") + 1
        )
    )


def expire(now: datetime) -> None:
    """Give up on mails that have been tried for so long that they are of no use."""
    late = Delivery.objects.running().filter(
        state__in=WAITING, planned_for__lt=schedule.too_late_before(now)
    )
    for delivery in late.select_related("subscriber", "enrollment__subscriber", "step")[:BATCH]:
        end(
            delivery,
            delivery.fence,
            held=delivery.state,
            state=State.EXPIRED,
            reason=f"too late; {delivery.reason}",
            now=now,
        )


def release(claims: Sequence[Held], now: datetime, reason: str) -> None:
    """Give back claims that were not begun, because the mail server does not answer."""
    for each in claims:
        Delivery.objects.filter(pk=each.pk, fence=each.fence, state=State.CLAIMED).update(
            state=State.DEFERRED,
            reason=reason[:REASON_LENGTH],
            lease_until=None,
            available_at=schedule.retry_at(1, now, chance()),
        )


def cannot_compose(each: Held, delivery: Delivery, reason: str, now: datetime) -> None:
    """Put off a mail that cannot be made; after five tries this mail fails and the rest goes on."""
    attempts = delivery.attempts + 1
    if attempts >= COMPOSE_ATTEMPTS:
        end(delivery, each.fence, held=State.CLAIMED, state=State.FAILED, reason=reason, now=now)
        return
    Delivery.objects.filter(pk=each.pk, fence=each.fence, state=State.CLAIMED).update(
        state=State.DEFERRED,
        reason=reason[:REASON_LENGTH],
        lease_until=None,
        attempts=attempts,
        available_at=schedule.retry_at(attempts, now, chance()),
    )


def skip(each: Held, delivery: Delivery, now: datetime) -> None:
    """End a claimed mail that its reader does not want any more, and the enrollment with it.

    A claim whose lease ran out is left for `recover`.
    """
    with transaction.atomic():
        skipped = Delivery.objects.filter(
            pk=each.pk, fence=each.fence, state=State.CLAIMED, lease_until__gt=now
        ).update(state=State.SKIPPED, reason="not wanted any more", lease_until=None, ended_at=now)
        if skipped and delivery.enrollment:
            Enrollment.objects.filter(
                pk=delivery.enrollment.pk, state=Enrollment.State.ACTIVE
            ).update(state=Enrollment.State.EXITED, next_due_at=None, ended_at=now)
