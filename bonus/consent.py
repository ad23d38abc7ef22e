"""Consent: asking for the series, confirming, stopping. Each is one verb and one transaction."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from bonus import addresses, limits, schedule, tasks, wording
from bonus.messages import message_id
from bonus.models import ConsentEvent, Delivery, Enrollment, Series, Subscriber
from bonus.models.deliveries import OPEN
from bonus.suppression import cancel, is_suppressed

SERIES = "bonus-training"
CONFIRM_AGAIN_AFTER = timedelta(minutes=10)


class StaleLinkError(Exception):
    """The link is good, but what it stood for is over: the address must not be mailed any more."""


class StoppedError(StaleLinkError):
    """The person stopped the mails after this link was sent; asking again is a new beginning."""


def ask(
    address: str,
    *,
    first_name: str,
    time_zone: str,
    network: str,
    now: datetime,
    source: str = "",
) -> None:
    """Record that somebody asked for the series, and see to the confirmation mail.

    `address` is normalized, `source` is the page they were on. What happens looks the same from
    outside whether the address is new, known, has left or is suppressed: each case is the same
    statements to the database in the same order.
    """
    if not limits.PER_ADDRESS.allows(addresses.digest(address), now):
        return
    with transaction.atomic():
        # An insert that a known address turns into nothing, so that both take the same time.
        new = Subscriber(
            address=address,
            address_hash=addresses.digest(address),
            source=source,
            created_at=now,
        )
        Subscriber.objects.bulk_create([new], ignore_conflicts=True)
        # A stranger who types a reader's address must not rename the reader.
        Subscriber.objects.filter(address=address).exclude(state=Subscriber.State.ACTIVE).update(
            first_name=first_name, time_zone=time_zone
        )
        subscriber = Subscriber.objects.get(address=address)
        _note(subscriber, ConsentEvent.Kind.ASKED, network=network, now=now)
        _plan_confirmation(subscriber, now)
        transaction.on_commit(partial(tasks.hint, subscriber.pk), robust=True)


def ask_again(confirmation: UUID, now: datetime) -> None:
    """Send a new confirmation mail to whom an expired one was sent; do nothing if it is gone."""
    old = Delivery.objects.filter(pk=confirmation).select_related("subscriber").first()
    if old is None or not limits.PER_ADDRESS.allows(old.subscriber.address_hash, now):
        return
    with transaction.atomic():
        _plan_confirmation(old.subscriber, now)
        transaction.on_commit(partial(tasks.hint, old.subscriber.pk), robust=True)


def confirm(confirmation: UUID, *, network: str, now: datetime) -> Enrollment:
    """Confirm the address that this confirmation mail went to, and begin or resume the series.

    Confirming twice is confirming once. Raise Delivery.DoesNotExist when the mail is unknown,
    StoppedError when the person stopped after it was sent, StaleLinkError when they must not be
    mailed.
    """
    with transaction.atomic():
        mail = Delivery.objects.get(pk=confirmation, kind=Delivery.Kind.CONFIRM)
        subscriber = Subscriber.objects.select_for_update(no_key=True).get(pk=mail.subscriber_id)
        left = subscriber.unsubscribed_at
        if left and left >= mail.created_at:
            raise StoppedError
        if is_suppressed(subscriber):
            raise StaleLinkError
        return _admit(subscriber, network=network, now=now, token=str(mail.pk))


def join(
    address: str, *, first_name: str, time_zone: str, network: str, now: datetime
) -> Enrollment:
    """Begin or resume the series for the verified address of somebody who is signed in.

    `address` is normalized. Raise StaleLinkError when it must not be mailed.
    """
    with transaction.atomic():
        subscriber, _ = Subscriber.objects.get_or_create(
            address=address,
            defaults={
                "first_name": first_name,
                "time_zone": time_zone,
                "source": "account",
                "created_at": now,
            },
        )
        subscriber = Subscriber.objects.select_for_update(no_key=True).get(pk=subscriber.pk)
        if is_suppressed(subscriber):
            raise StaleLinkError
        if subscriber.state != Subscriber.State.ACTIVE:
            _note(
                subscriber,
                ConsentEvent.Kind.ASKED,
                network=network,
                now=now,
                agreed=wording.version_with_account(),
            )
        agreed = wording.version_with_account()
        return _admit(subscriber, network=network, now=now, agreed=agreed)


def stop(subscriber_id: UUID, *, network: str, now: datetime) -> None:
    """Stop every mail to a subscriber, at once and for good, until they ask again.

    Stopping twice is stopping once. Mails that wait or are claimed are skipped in the same
    transaction, so only a mail that is being handed over at this moment still leaves.
    """
    with transaction.atomic():
        changed = (
            Subscriber.objects.filter(pk=subscriber_id)
            .exclude(state__in=(Subscriber.State.UNSUBSCRIBED, Subscriber.State.BOUNCED))
            .update(state=Subscriber.State.UNSUBSCRIBED, unsubscribed_at=now)
        )
        if changed:
            subscriber = Subscriber.objects.get(pk=subscriber_id)
            _note(subscriber, ConsentEvent.Kind.STOPPED, network=network, now=now)
        cancel(subscriber_id, "stopped by the reader", now)


def _admit(
    subscriber: Subscriber,
    *,
    network: str,
    now: datetime,
    token: str = "",
    agreed: str = "",
) -> Enrollment:
    """Begin or resume the series of somebody who has just proved that the address is theirs.

    `agreed` is the version of the words they were shown; those beside the signup by default.
    """
    agreed = agreed or wording.version()
    changed = (
        Subscriber.objects.filter(pk=subscriber.pk)
        .exclude(state=Subscriber.State.ACTIVE)
        .update(
            state=Subscriber.State.ACTIVE,
            confirmed_at=now,
            paused_until=None,
            clicks_counted=wording.mentions_clicks(agreed),
        )
    )
    if changed:
        _note(
            subscriber,
            ConsentEvent.Kind.CONFIRMED,
            network=network,
            now=now,
            token=token,
            agreed=agreed,
        )
    subscriber.refresh_from_db()
    enrollment = _enroll(subscriber, now)
    transaction.on_commit(partial(tasks.hint, subscriber.pk), robust=True)
    return enrollment


def _note(
    subscriber: Subscriber,
    kind: ConsentEvent.Kind,
    *,
    network: str,
    now: datetime,
    token: str = "",
    agreed: str = "",
) -> None:
    ConsentEvent.objects.create(
        subscriber=subscriber,
        kind=kind,
        at=now,
        wording=agreed or wording.version(),
        network=network,
        token_id=token,
    )


def _plan_confirmation(subscriber: Subscriber, now: datetime) -> None:
    """Make the row of a confirmation mail, unless one is open or just went out."""
    recent = Q(created_at__gt=now - CONFIRM_AGAIN_AFTER) | Q(state__in=OPEN)
    asked = subscriber.deliveries.filter(recent, kind=Delivery.Kind.CONFIRM)
    left = subscriber.unsubscribed_at
    if left:
        asked = asked.filter(created_at__gt=left)
    # One that was planned for later, as after an import, is wanted now.
    asked.filter(state=Delivery.State.DUE, attempts=0, available_at__gt=now).update(
        available_at=now, planned_for=now
    )
    suppressed = is_suppressed(subscriber)
    if asked.exists():
        return
    mail = Delivery(
        kind=Delivery.Kind.CONFIRM,
        subscriber=subscriber,
        planned_for=now,
        available_at=now,
        created_at=now,
    )
    mail.message_id = message_id(mail.pk)
    if suppressed:
        mail.state = Delivery.State.SKIPPED
        mail.reason = "suppressed"
        mail.ended_at = now
    Delivery.objects.bulk_create([mail], ignore_conflicts=True)


def _enroll(subscriber: Subscriber, now: datetime) -> Enrollment:
    """Begin the newest version, or take up the old enrollment where it stopped."""
    version = Series.objects.get(slug=SERIES).current()
    enrollment, created = Enrollment.objects.get_or_create(
        subscriber=subscriber,
        series=version.series,
        defaults={
            "version": version,
            "next_step": version.main_steps().first(),
            "next_due_at": schedule.first_due(now),
            "started_at": now,
        },
    )
    if not created and enrollment.state == Enrollment.State.EXITED:
        enrollment.resume(now)
    return enrollment
