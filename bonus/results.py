"""Results: what became of a delivery, and what that means for its reader, in one transaction."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from accounts.transport import Outcome
from bonus import replanning, schedule, suppression
from bonus.models import Delivery, Enrollment, Subscriber, Suppression

State = Delivery.State
chance = random.SystemRandom().random
REASON_LENGTH = 300


class _MovedOnError(Exception):
    """Somebody else has changed one of several rows: none of them is written."""


def record_all(ended: Sequence[tuple[Delivery, int, Outcome]], now: datetime) -> None:
    """Write what became of many mails, each handed over under its fence.

    Those that were accepted are one transaction; should a fence have moved on, or anything else
    be out of the ordinary, each is written by itself.
    """
    accepted = [
        (mail, fence)
        for mail, fence, outcome in ended
        if outcome.verdict == "accepted" and mail.step and mail.enrollment
    ]
    written: set[object] = set()
    if len(accepted) > 1:
        try:
            _accept(accepted, now)
        except _MovedOnError:
            pass
        else:
            written = {mail.pk for mail, _ in accepted}
    for mail, fence, outcome in ended:
        if mail.pk not in written:
            record(mail, fence, outcome, now)


def _accept(accepted: Sequence[tuple[Delivery, int]], now: datetime) -> None:
    """End accepted mails of steps and move their enrollments on, all or none."""
    by_fence: dict[int, list[UUID]] = defaultdict(list)
    for mail, fence in accepted:
        by_fence[fence].append(mail.pk)
    with transaction.atomic():
        people = Subscriber.objects.select_for_update(no_key=True).order_by("pk")
        readers = people.in_bulk([mail.subscriber_id for mail, _ in accepted])
        for fence, keys in by_fence.items():
            ended = Delivery.objects.filter(pk__in=keys, fence=fence, state=State.SUBMITTING)
            if ended.update(
                state=State.ACCEPTED,
                reason="",
                lease_until=None,
                ended_at=now,
                fence=F("fence") + 1,
            ) != len(keys):
                raise _MovedOnError
        for mail, _ in accepted:
            if mail.enrollment:
                mail.enrollment.subscriber = readers[mail.subscriber_id]
        Enrollment.advance_all(
            [(mail.enrollment, mail.step) for mail, _ in accepted if mail.enrollment and mail.step],
            now,
        )


def record(delivery: Delivery, fence: int, outcome: Outcome, now: datetime) -> bool:
    """Write the outcome of a submitting delivery and move its enrollment on.

    Return False when the fence has moved on: the worker was away so long that its lease ran out
    and the delivery was given up as uncertain. That changes nothing more, except that a mail that
    was accepted is in doubt no longer.
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
    ) or (outcome.verdict == "accepted" and _end_doubt(delivery, fence))


def _end_doubt(delivery: Delivery, fence: int) -> bool:
    """Take a late word for a mail that was given up under the very next fence, and no later."""
    given_up = Delivery.objects.filter(pk=delivery.pk, fence=fence + 1, state=State.UNCERTAIN)
    return bool(given_up.update(state=State.ACCEPTED, fence=F("fence") + 1))


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
