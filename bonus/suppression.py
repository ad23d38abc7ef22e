"""Whom never to mail, and how mail that is under way is called back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from bonus import addresses
from bonus.models import Delivery, Enrollment, Subscriber, Suppression
from bonus.models.deliveries import WAITING


def refuse(subscriber: Subscriber, reason: Suppression.Reason, now: datetime) -> None:
    """Never mail this address again: it was refused for good, or its owner complained."""
    with transaction.atomic():
        refuse_address(subscriber.address, reason, now)
        Subscriber.objects.filter(pk=subscriber.pk).update(state=Subscriber.State.BOUNCED)
        cancel(subscriber.pk, reason.label, now)


def refuse_address(address: str, reason: Suppression.Reason, now: datetime) -> None:
    """Never mail a normalized address again, whoever it belongs to."""
    Suppression.objects.get_or_create(
        address_hash=addresses.digest(address), defaults={"reason": reason, "at": now}
    )


def cancel(subscriber_id: UUID, reason: str, now: datetime) -> None:
    """Skip every mail that is not yet being handed over, and end every enrollment."""
    Delivery.objects.filter(
        subscriber=subscriber_id, state__in=(*WAITING, Delivery.State.CLAIMED)
    ).update(state=Delivery.State.SKIPPED, reason=reason, lease_until=None, ended_at=now)
    going = (Enrollment.State.ACTIVE, Enrollment.State.HELD)
    Enrollment.objects.filter(subscriber=subscriber_id, state__in=going).update(
        state=Enrollment.State.EXITED, next_due_at=None, ended_at=now
    )


def is_suppressed(subscriber: Subscriber) -> bool:
    """Tell whether the address must never be mailed."""
    return is_suppressed_address(subscriber.address)


def is_suppressed_address(address: str) -> bool:
    """Tell whether a normalized address must never be mailed, under any secret so far."""
    hashes = addresses.digests(address)
    return Suppression.objects.filter(address_hash__in=hashes).exists()
