"""Clicks: which videos people open from mails; only by the operator's setting and their consent.

There is no picture that reports an opened mail, and no link that goes by way of a counter. A mail's
link leads to the watch page as ever; there a script reports the visit at the first key, touch or
scroll. GET changes nothing, and programs that follow links in mails are not counted.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from bonus.models import ConsentEvent, Delivery, Enrollment, MailEvent, Subscriber
from bonus.models.deliveries import TAKEN
from bonus.wording import version


def are_counted(subscriber: Subscriber) -> bool:
    """Tell whether the operator counts clicks and this person agreed to it."""
    return settings.COUNT_CLICKS and subscriber.clicks_counted


def note(enrollment: Enrollment, video: str, now: datetime) -> bool:
    """Count that a video was opened from its mail, once; False when it is not to be counted."""
    if not are_counted(enrollment.subscriber):
        return False
    sent = (*TAKEN, Delivery.State.UNCERTAIN)
    mails = enrollment.deliveries.filter(step__video__slug=video, state__in=sent)
    mail = mails.order_by("-created_at").first()
    if mail is None:
        return False
    _, is_new = MailEvent.objects.get_or_create(
        event_id=f"click/{mail.pk}",
        defaults={"kind": MailEvent.Kind.CLICKED, "delivery": mail, "at": now},
    )
    return is_new


def turn_off(subscriber_id: UUID, *, network: str, now: datetime) -> None:
    """Count no clicks of a person from now on, and forget those that were counted."""
    with transaction.atomic():
        changed = Subscriber.objects.filter(pk=subscriber_id, clicks_counted=True).update(
            clicks_counted=False
        )
        if not changed:
            return
        MailEvent.objects.filter(
            delivery__subscriber=subscriber_id, kind=MailEvent.Kind.CLICKED
        ).delete()
        ConsentEvent.objects.create(
            subscriber_id=subscriber_id,
            kind=ConsentEvent.Kind.CLICKS_OFF,
            at=now,
            wording=version(),
            network=network,
        )
