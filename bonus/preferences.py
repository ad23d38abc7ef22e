"""Preferences: how and when a reader wants the mails. Each is one verb and one transaction.

A change counts from the moment at which it is saved: mail that waits is planned anew, and only
one that is being handed over at this very moment still leaves as it was.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from bonus import addresses, limits, suppression, tasks, tokens
from bonus.messages import message_id
from bonus.models import ConsentEvent, Delivery, Erasure, Subscriber
from bonus.models.deliveries import WAITING
from bonus.replanning import replan
from bonus.tokens import Purpose
from bonus.wording import version


class TakenError(Exception):
    """The new address gets the series already."""


def subscriber_of(token: str) -> Subscriber:
    """Return whose preferences a token opens.

    Raise Subscriber.DoesNotExist for one that is wrong, too old or was revoked.
    """
    try:
        pk, _, version = tokens.read(Purpose.PREFERENCES, token).partition(".")
        return Subscriber.objects.get(pk=UUID(pk), link_version=int(version))
    except (tokens.InvalidTokenError, tokens.ExpiredTokenError, ValueError) as error:
        raise Subscriber.DoesNotExist from error


def change(
    subscriber_id: UUID,
    *,
    first_name: str,
    time_zone: str,
    hour: int | None,
    pace: int,
    now: datetime,
) -> None:
    """Save name, zone, hour and pace, and plan what comes next by them."""
    with transaction.atomic():
        subscriber = _locked(subscriber_id)
        subscriber.first_name, subscriber.time_zone = first_name, time_zone
        subscriber.hour, subscriber.pace = hour, pace
        subscriber.save(update_fields=["first_name", "time_zone", "hour", "pace", "address_hash"])
        replan(subscriber, now)


def pause(subscriber_id: UUID, until: date | None, now: datetime) -> None:
    """Send nothing before a day on the reader's calendar; None ends a pause."""
    with transaction.atomic():
        subscriber = _locked(subscriber_id)
        subscriber.paused_until = until
        subscriber.save(update_fields=["paused_until", "address_hash"])
        replan(subscriber, now)


def ask_to_move(subscriber_id: UUID, address: str, now: datetime) -> None:
    """Send a mail to a new address, which is normalized; nothing moves before its button.

    From outside it looks the same whether the new address is known, suppressed or new.
    """
    if not limits.PER_ADDRESS.allows(addresses.digest(address), now):
        return
    with transaction.atomic():
        subscriber = _locked(subscriber_id)
        subscriber.new_address = address
        subscriber.save(update_fields=["new_address", "address_hash"])
        waiting = Delivery.objects.filter(subscriber=subscriber, kind=Delivery.Kind.MOVE)
        waiting.filter(state__in=(*WAITING, Delivery.State.CLAIMED)).update(
            state=Delivery.State.SKIPPED,
            reason="another address was asked for",
            lease_until=None,
            ended_at=now,
        )
        mail = Delivery(
            kind=Delivery.Kind.MOVE,
            subscriber=subscriber,
            to=address,
            planned_for=now,
            available_at=now,
            created_at=now,
        )
        mail.message_id = message_id(mail.pk)
        if suppression.is_suppressed_address(address):
            mail.state, mail.reason, mail.ended_at = Delivery.State.SKIPPED, "suppressed", now
        Delivery.objects.bulk_create([mail], ignore_conflicts=True)
        transaction.on_commit(partial(tasks.hint, subscriber.pk), robust=True)


def move(mail: UUID, *, network: str, now: datetime) -> Subscriber:
    """Take the address that a mail has reached as the reader's own.

    Moving twice is moving once. Raise Delivery.DoesNotExist when the mail is unknown or another
    address was asked for since, TakenError when the address has a subscription of its own that
    somebody confirmed.
    """
    with transaction.atomic():
        delivery = Delivery.objects.get(pk=mail, kind=Delivery.Kind.MOVE)
        subscriber = _locked(delivery.subscriber_id)
        if subscriber.address == delivery.to:
            return subscriber
        if subscriber.new_address != delivery.to:
            raise Delivery.DoesNotExist
        other = Subscriber.objects.filter(address=delivery.to).first()
        if other and other.confirmed_at:
            raise TakenError
        if other:
            # Asked for and never confirmed: nothing but a question to the same mailbox.
            other.delete()
        subscriber.address, subscriber.new_address = delivery.to, ""
        subscriber.save(update_fields=["address", "address_hash", "new_address"])
        ConsentEvent.objects.create(
            subscriber=subscriber,
            kind=ConsentEvent.Kind.MOVED,
            at=now,
            wording=version(),
            network=network,
            token_id=str(delivery.pk),
        )
    return subscriber


def erase(subscriber_id: UUID, now: datetime) -> None:
    """Remove a person with all that we hold about them.

    Two keyed hashes outlive it: a suppression of the address, and a mark that keeps an old file
    from importing the person again and says what they had agreed to.
    """
    with transaction.atomic():
        known = Subscriber.objects.select_for_update().filter(pk=subscriber_id)
        for person in known:
            said = person.consent_events.order_by("at", "pk")
            proof = [
                {"kind": event.kind, "at": event.at.isoformat(), "wording": event.wording}
                for event in said
            ]
            mark, _ = Erasure.objects.get_or_create(
                address_hash=person.address_hash, defaults={"at": now}
            )
            Erasure.objects.filter(pk=mark.pk).update(at=now, consent=[*mark.consent, *proof])
        known.delete()


def _locked(subscriber_id: UUID) -> Subscriber:
    """Return a subscriber whom no worker and no other page changes before this is done."""
    return Subscriber.objects.select_for_update(no_key=True).get(pk=subscriber_id)
