"""Results: what became of a delivery, and what that means for its reader, in one transaction."""

from __future__ import annotations

import random
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.transport import Outcome
from bonus import replanning, schedule, suppression
from bonus.models import Delivery, Subscriber, Suppression

State = Delivery.State
chance = random.SystemRandom().random
REASON_LENGTH = 300


def record(delivery: Delivery, fence: int, outcome: Outcome, now: datetime) -> bool:
    """Write the outcome of a submitting delivery and move its enrollment on.

    Return False, and change nothing, when the fence has moved on: the worker was away so long
    that its lease ran out and the delivery was given up as uncertain.
    """
    if outcome.verdict == "deferred":
        return _put_off(delivery, fence, outcome, now)
    return end(
        delivery,
        fence,
        held=State.SUBMITTING,
        state=State(outcome.verdict),
        reason=outcome.reason,
        now=now,
        address_refused=outcome.address_refused,
    )


def end(
    delivery: Delivery,
    fence: int,
    *,
    held: str,
    state: Delivery.State,
    reason: str,
    now: datetime,
    address_refused: bool = False,
) -> bool:
    """End a delivery that is in state `held`, and see to what follows; False when it is not.

    A mail that left, or may have left, moves the enrollment on as sent; one that was given up
    moves it on too, so that a single bad mail never holds up the others.
    """
    with transaction.atomic():
        # First the reader, then the mail: the order in which their own pages lock both.
        reader = _reader(delivery)
        ended = reader and _held(delivery, fence, held).update(
            state=state,
            reason=reason[:REASON_LENGTH],
            lease_until=None,
            ended_at=now,
            fence=F("fence") + 1,
        )
        if not ended:
            return False
        if address_refused:
            _refuse(delivery, now)
        elif delivery.enrollment and delivery.step and reader:
            sent = state in (State.ACCEPTED, State.UNCERTAIN)
            delivery.enrollment.subscriber = reader
            delivery.enrollment.advance(delivery.step, now, sent=sent)
    return True


def _put_off(delivery: Delivery, fence: int, outcome: Outcome, now: datetime) -> bool:
    """Try again later; a try that did not reach the server does not count."""
    attempts = delivery.attempts - (0 if outcome.reached else 1)
    with transaction.atomic():
        reader = _reader(delivery)
        put_off = bool(
            _held(delivery, fence, State.SUBMITTING).update(
                state=State.DEFERRED,
                reason=outcome.reason[:REASON_LENGTH],
                lease_until=None,
                attempts=attempts,
                available_at=schedule.retry_at(attempts, now, chance()),
            )
        )
        if put_off and reader and schedule.is_paused(reader, now):
            replanning.replan(reader, now)
    return put_off


def _reader(delivery: Delivery) -> Subscriber | None:
    """Return the subscriber, locked; None when they were erased."""
    people = Subscriber.objects.select_for_update(no_key=True)
    return people.filter(pk=delivery.subscriber_id).first()


def _refuse(delivery: Delivery, now: datetime) -> None:
    """Suppress the address that was refused: the reader's, or a new one that they asked for."""
    if delivery.to:
        suppression.refuse_address(delivery.to, Suppression.Reason.BOUNCED, now)
    else:
        suppression.refuse(delivery.subscriber, Suppression.Reason.BOUNCED, now)


def _held(delivery: Delivery, fence: int, state: str) -> Any:
    return Delivery.objects.filter(pk=delivery.pk, fence=fence, state=state)
