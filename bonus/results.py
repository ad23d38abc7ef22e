"""Results: what became of a delivery, and what that means for its reader, in one transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.transport import Outcome
from bonus import schedule, suppression
from bonus.models import Delivery, Suppression

State = Delivery.State
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
        ended = _held(delivery, fence, held).update(
            state=state,
            reason=reason[:REASON_LENGTH],
            lease_until=None,
            ended_at=now,
            fence=F("fence") + 1,
        )
        if not ended:
            return False
        if address_refused:
            suppression.refuse(delivery.subscriber, Suppression.Reason.BOUNCED, now)
        elif delivery.enrollment and delivery.step:
            sent = state in (State.ACCEPTED, State.UNCERTAIN)
            delivery.enrollment.advance(delivery.step, now, sent=sent)
    return True


def _put_off(delivery: Delivery, fence: int, outcome: Outcome, now: datetime) -> bool:
    """Try again later; a try that did not reach the server does not count."""
    attempts = delivery.attempts - (0 if outcome.reached else 1)
    return bool(
        _held(delivery, fence, State.SUBMITTING).update(
            state=State.DEFERRED,
            reason=outcome.reason[:REASON_LENGTH],
            lease_until=None,
            attempts=attempts,
            available_at=schedule.retry_at(attempts, now),
        )
    )


def _held(delivery: Delivery, fence: int, state: str) -> Any:
    return Delivery.objects.filter(pk=delivery.pk, fence=fence, state=state)
