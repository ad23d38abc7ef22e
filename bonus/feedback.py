"""Feedback: what a server or provider says about a mail after it took it, and what follows.

| report | the mail | the reader |
| --- | --- | --- |
| arrived | delivered | |
| hard: there is no such address | bounced | suppressed, at once |
| soft: full, away, broken for now | bounced | suppressed after SOFT_LIMIT of them in SOFT_DAYS |
| policy: we are refused, 5.7.x | bounced | nothing; an alarm for the operator |
| complaint: reported as spam | complained | suppressed, at once |

Reports come twice, late and in any order: each is one row by its own id, and moves the mail by one
UPDATE that names the states it may come from.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from bonus import suppression
from bonus.models import Delivery, MailEvent, Subscriber, Suppression
from bonus.results import REASON_LENGTH, end

logger = logging.getLogger(__name__)

Kind = MailEvent.Kind
State = Delivery.State
SOFT_LIMIT = 3
SOFT_DAYS = 60
ID_LENGTH = 255
STATES = {
    Kind.DELIVERED: State.DELIVERED,
    Kind.HARD: State.BOUNCED,
    Kind.SOFT: State.BOUNCED,
    Kind.POLICY: State.BOUNCED,
    Kind.COMPLAINT: State.COMPLAINED,
}
# A bounce outranks an arrival that a gateway reported, and a complaint outranks both.
FROM = {
    State.DELIVERED: (State.ACCEPTED,),
    State.BOUNCED: (State.ACCEPTED, State.DELIVERED),
    State.COMPLAINED: (State.ACCEPTED, State.DELIVERED, State.BOUNCED),
}


@dataclass(frozen=True)
class Report:
    """A report about one mail, from whichever way it came."""

    event_id: str
    kind: MailEvent.Kind
    delivery: UUID
    reason: str = ""


def note(report: Report, now: datetime) -> bool:
    """Take a report into account; False when it is known already or about no mail of ours."""
    delivery = Delivery.objects.select_related("subscriber").filter(pk=report.delivery).first()
    if delivery is None:
        return False
    with transaction.atomic():
        reader = Subscriber.objects.select_for_update(no_key=True).get(pk=delivery.subscriber_id)
        _, is_new = MailEvent.objects.get_or_create(
            event_id=report.event_id[:ID_LENGTH],
            defaults={
                "kind": report.kind,
                "delivery": delivery,
                "at": now,
                "reason": report.reason[:REASON_LENGTH],
            },
        )
        if not is_new:
            return False
        _move(delivery, report, now)
        _follow(reader, delivery, report.kind, now)
    return True


def _move(delivery: Delivery, report: Report, now: datetime) -> None:
    """Move the mail; a report about one in doubt ends the doubt."""
    reason = report.reason[:REASON_LENGTH]
    if delivery.state == State.SUBMITTING:
        # The provider was quicker than its own answer to us, or our worker died meanwhile.
        fence, held = delivery.fence, State.SUBMITTING
        end(delivery, fence, held=held, state=State.ACCEPTED, reason="", now=now)
    Delivery.objects.filter(pk=delivery.pk, state=State.UNCERTAIN).update(
        state=State.ACCEPTED, fence=F("fence") + 1
    )
    state = STATES[report.kind]
    Delivery.objects.filter(pk=delivery.pk, state__in=FROM[state]).update(
        state=state, reason=reason
    )


def _follow(reader: Subscriber, delivery: Delivery, kind: MailEvent.Kind, now: datetime) -> None:
    """See to what a report means for the reader."""
    if kind == Kind.POLICY:
        logger.error("mail is refused by policy: %s: see the reports in the admin", delivery.pk)
    elif kind == Kind.HARD and delivery.to:
        suppression.refuse_address(delivery.to, Suppression.Reason.BOUNCED, now)
    elif kind == Kind.HARD or (kind == Kind.SOFT and _too_many(reader, now)):
        suppression.refuse(reader, Suppression.Reason.BOUNCED, now)
    elif kind == Kind.COMPLAINT:
        suppression.refuse(reader, Suppression.Reason.COMPLAINED, now)


def _too_many(reader: Subscriber, now: datetime) -> bool:
    """Tell whether a mailbox has been out of reach for too long, with no arrival in between."""
    events = MailEvent.objects.filter(
        delivery__subscriber=reader, at__gt=now - timedelta(days=SOFT_DAYS)
    )
    arrived = events.filter(kind=Kind.DELIVERED).order_by("-at").first()
    if arrived:
        events = events.filter(at__gt=arrived.at)
    return events.filter(kind=Kind.SOFT).count() >= SOFT_LIMIT
