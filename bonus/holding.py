"""Holding: a series waits for a reader who noted strong pain, if they agreed that it may.

Which fact holds a series, and which branch mail tells about it, stands in its file. The fact comes
from the training log through `accounts/facts.py`; without the reader's yes to `PAIN_TEXT` nobody
asks for it. The reader goes on with a button; until something new is noted, nothing holds it again.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accounts import facts
from bonus import schedule
from bonus.messages import message_id
from bonus.models import ConsentEvent, Delivery, Enrollment, Step, Subscriber
from bonus.models.deliveries import WAITING
from bonus.readers import users_of
from bonus.wording import PAIN_WORDING

State = Enrollment.State
NOT_BEGUN = (*WAITING, Delivery.State.CLAIMED)


def sweep(now: datetime) -> int:
    """Hold the series of everybody who agreed to that and whose fact came true; return how many.

    One short query while nobody agreed.
    """
    willing = Enrollment.objects.filter(
        ~Q(version__hold_when=""), state=State.ACTIVE, subscriber__pain_wording=PAIN_WORDING
    ).select_related("subscriber", "version")
    by_fact: dict[str, list[Enrollment]] = defaultdict(list)
    for enrollment in willing.order_by():
        by_fact[enrollment.version.hold_when].append(enrollment)
    return sum(_sweep(name, enrollments, now) for name, enrollments in by_fact.items())


def _sweep(name: str, enrollments: list[Enrollment], now: datetime) -> int:
    fact = facts.known().get(name)
    users = users_of(enrollment.subscriber for enrollment in enrollments)
    if fact is None or not users:
        return 0
    moments = fact.when(list(users.values()), now)
    held = 0
    for enrollment in enrollments:
        moment = moments.get(users.get(enrollment.subscriber_id, 0))
        if moment and (enrollment.resumed_at is None or moment > enrollment.resumed_at):
            held += hold(enrollment.pk, enrollment.subscriber_id, now)
    return held


def hold(enrollment_id: UUID, subscriber_id: UUID, now: datetime) -> bool:
    """Hold one series and see to the mail that says so; False when it is not under way.

    That mail is sent once to a person, however often their series is held.
    """
    with transaction.atomic():
        reader = Subscriber.objects.select_for_update(no_key=True).filter(pk=subscriber_id).first()
        if reader is None or reader.pain_wording != PAIN_WORDING:
            return False
        _set_aside(enrollment_id, "on hold", now)
        held = Enrollment.objects.filter(pk=enrollment_id, state=State.ACTIVE).update(
            state=State.HELD, next_due_at=None, held_at=now, waiting_since=None
        )
        if held:
            enrollment = Enrollment.objects.select_related("version").get(pk=enrollment_id)
            enrollment.subscriber = reader
            _tell(enrollment, now)
    return bool(held)


def resume(enrollment: Enrollment, now: datetime) -> bool:
    """Go on with a series that is on hold, from tomorrow on; False when it is not on hold."""
    with transaction.atomic():
        readers = Subscriber.objects.select_for_update(no_key=True)
        reader = readers.get(pk=enrollment.subscriber_id)
        _set_aside(enrollment.pk, "the reader goes on", now)
        current = Enrollment.objects.locked().get(pk=enrollment.pk)
        current.subscriber = reader
        if current.state != State.HELD:
            return False
        step = current.next_step
        Enrollment.objects.filter(pk=current.pk).update(
            state=State.ACTIVE if step else State.COMPLETED,
            next_due_at=schedule.resumed_due(current, step, now) if step else None,
            ended_at=None if step else now,
            held_at=None,
            resumed_at=now,
        )
    return True


def agree(subscriber_id: UUID, *, network: str, now: datetime) -> None:
    """Record a reader's yes to the use of their pain scores; a second yes changes nothing."""
    _say(subscriber_id, PAIN_WORDING, ConsentEvent.Kind.PAIN_USED, network, now)


def take_back(subscriber_id: UUID, *, network: str, now: datetime) -> None:
    """Record that a reader took that back, and go on with what is on hold by it."""
    with transaction.atomic():
        _say(subscriber_id, "", ConsentEvent.Kind.PAIN_UNUSED, network, now)
        for enrollment in Enrollment.objects.filter(subscriber=subscriber_id, state=State.HELD):
            resume(enrollment, now)


def _say(
    subscriber_id: UUID, wording: str, kind: ConsentEvent.Kind, network: str, now: datetime
) -> None:
    with transaction.atomic():
        people = Subscriber.objects.filter(pk=subscriber_id).exclude(pain_wording=wording)
        if people.update(pain_wording=wording):
            ConsentEvent.objects.create(
                subscriber_id=subscriber_id,
                kind=kind,
                at=now,
                wording=PAIN_WORDING,
                network=network,
            )


def _set_aside(enrollment_id: UUID, reason: str, now: datetime) -> None:
    """Skip the mail that waits or is claimed; what is being handed over still leaves."""
    Delivery.objects.filter(enrollment=enrollment_id, state__in=NOT_BEGUN, doubts=0).update(
        state=Delivery.State.SKIPPED, reason=reason, lease_until=None, ended_at=now
    )


def _tell(enrollment: Enrollment, now: datetime) -> None:
    """Make the row of the mail that tells of the hold, unless the reader had it before."""
    steps = enrollment.version.steps.select_related("version")
    step = steps.filter(key=enrollment.version.hold_step, kind=Step.Kind.BRANCH).first()
    if step is None:
        return
    due = schedule.hold_due(enrollment, step, now)
    times = {"planned_for": due, "available_at": due}
    before = Delivery.objects.filter(enrollment=enrollment, step_key=step.key)
    if before.filter(state=Delivery.State.SKIPPED).update(
        state=Delivery.State.DUE, step=step, reason="", ended_at=None, attempts=0, **times
    ):
        return
    row = Delivery(
        kind=Delivery.Kind.STEP,
        subscriber_id=enrollment.subscriber_id,
        enrollment=enrollment,
        step=step,
        step_key=step.key,
        created_at=now,
        **times,
    )
    row.message_id = message_id(row.pk)
    Delivery.objects.bulk_create([row], ignore_conflicts=True)
