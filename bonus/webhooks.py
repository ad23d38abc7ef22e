"""Webhooks of mail providers, in the one language into which django-anymail puts them all."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from django.utils import timezone

from bonus import bounces, consent, feedback
from bonus.models import Delivery, MailEvent

Kind = MailEvent.Kind
OUR_REPUTATION = (RejectReason.BLOCKED, RejectReason.SPAM)
# anymail calls every bounce a bounce; its provider's own words tell which are for now.
_SOFT = re.compile(r"soft|transient|temporary|undetermined", re.IGNORECASE)


def hear(sender: type, event: AnymailTrackingEvent, esp_name: str, **signal: Any) -> None:
    """Take one event of a provider into account; those about nothing of ours are let go."""
    delivery = _delivery_of(event)
    if delivery is None:
        return
    if event.event_type == EventType.UNSUBSCRIBED:
        consent.stop(delivery.subscriber_id, network="", now=timezone.now())
        return
    reason = str(event.mta_response or event.description or event.reject_reason or "")
    kind = kind_of(str(event.event_type), str(event.reject_reason or ""), reason)
    if kind is None:
        return
    if kind == Kind.HARD and _SOFT.search(str(event.esp_event)):
        kind = Kind.SOFT
    # Some providers give no id: then what was said about which mail is its own id.
    name = event.event_id or f"{delivery.pk}/{event.event_type}/{event.timestamp}"
    feedback.note(feedback.Report(f"{esp_name}/{name}", kind, delivery.pk, reason), timezone.now())


def kind_of(event_type: str, reject_reason: str, words: str) -> MailEvent.Kind | None:
    """Say what an event of a provider is for us; None for what changes nothing.

    A status code in the words of the other server (RFC 3463) counts more than the provider's.
    """
    if event_type == EventType.DELIVERED:
        return Kind.DELIVERED
    if event_type == EventType.COMPLAINED:
        return Kind.COMPLAINT
    if event_type not in (EventType.BOUNCED, EventType.REJECTED):
        return None
    if reject_reason in OUR_REPUTATION:
        return Kind.POLICY
    if reject_reason == RejectReason.INVALID:
        return Kind.HARD
    if reject_reason != RejectReason.BOUNCED:
        return Kind.SOFT
    return bounces.judge("", words) or Kind.HARD


def _delivery_of(event: AnymailTrackingEvent) -> Delivery | None:
    """Find the mail by the id that we gave along, which only its provider and reader know."""
    metadata = event.metadata if isinstance(event.metadata, dict) else {}
    try:
        pk = UUID(str(metadata.get("delivery", "")))
    except ValueError:
        return None
    return Delivery.objects.filter(pk=pk).first()
