"""Mails that do not get on by themselves, or that somebody should look at: why, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.text import capfirst

from bonus import recovery, suppression
from bonus.models import Delivery, Suppression
from bonus.models.deliveries import HELD, WAITING
from bonus.results import end

State = Delivery.State
GRACE = timedelta(minutes=10)
MANY_TRIES = 3
GIVEN_UP_WITHIN = timedelta(days=7)
MOST = 100  # of each kind; who has more has one cause for all of them

ACTIONS = {
    "again": "Send once more",
    "believe": "Count as sent",
    "skip": "Skip this mail",
    "suppress": "Never mail this address",
}


@dataclass(frozen=True)
class Stuck:
    """One mail: why it is here, what happens if nobody does anything, and what may be done."""

    delivery: Delivery
    why: str
    otherwise: str
    actions: tuple[str, ...]


def found(now: datetime) -> Iterator[tuple[str, list[Stuck]]]:
    """Yield the kinds of stuck mails that there are, each with its mails, the oldest first."""
    rows = Delivery.objects.select_related("subscriber", "step", "enrollment__series")
    late = now - GRACE
    kinds = (
        (
            "Nobody knows whether it left",
            rows.filter(state=State.UNCERTAIN).order_by("ended_at"),
        ),
        (
            "Put off again and again",
            rows.filter(state=State.DEFERRED, attempts__gte=MANY_TRIES).order_by("planned_for"),
        ),
        (
            "Waits and nobody takes it",
            rows.filter(state__in=WAITING, available_at__lt=late).order_by("available_at"),
        ),
        (
            "Held by a worker that went away",
            rows.filter(state__in=HELD, lease_until__lt=late).order_by("lease_until"),
        ),
        (
            "Given up within seven days",
            rows.filter(
                state__in=(State.FAILED, State.EXPIRED), created_at__gt=now - GIVEN_UP_WITHIN
            ).order_by("-created_at"),
        ),
    )
    seen: set[UUID] = set()
    for title, mails in kinds:
        some = [one for one in mails[:MOST] if one.pk not in seen]
        seen.update(one.pk for one in some)
        if some:
            yield title, [explain(one, now) for one in some]


def explain(delivery: Delivery, now: datetime) -> Stuck:
    """Say why a mail is stuck, and what may be done about it."""
    if delivery.state == State.UNCERTAIN:
        return _doubtful(delivery)
    if delivery.state in HELD:
        why = "Its worker has not answered since its time ran out."
        otherwise = "The next tick takes it back. If it stays here, no worker is running."
        return Stuck(delivery, why, otherwise, ())
    if delivery.state in (State.FAILED, State.EXPIRED):
        why = f"{delivery.get_state_display()}: {delivery.reason or 'no reason was given'}."
        return Stuck(delivery, why, "The series went on with the next mail.", ("suppress",))
    ways = ("skip", "suppress")
    if delivery.enrollment and delivery.enrollment.series.paused_at:
        otherwise = "It leaves when the series is resumed."
        return Stuck(delivery, "The series is paused.", otherwise, ways)
    if delivery.attempts >= MANY_TRIES:
        why = f"Tried {delivery.attempts} times: {delivery.reason or 'no reason was given'}."
        otherwise = f"The next try is at {_hour(delivery.available_at)}, the last five days after "
        otherwise += f"{delivery.planned_for:%B} {delivery.planned_for.day}."
        return Stuck(delivery, why, otherwise, ("again", *ways))
    why = f"It should have left at {_hour(delivery.available_at)}."
    if delivery.reason:
        why += f" The last try met: {delivery.reason}."
    otherwise = "It leaves when a worker runs and the mail server answers."
    return Stuck(delivery, why, otherwise, ways)


def act(delivery: Delivery, action: str, now: datetime) -> bool:
    """Do what a person chose; False when the mail is not in that state any more."""
    if action not in explain(delivery, now).actions:
        return False
    if action == "again":
        return recovery.send_again(delivery, now) or _try_now(delivery, now)
    if action == "believe":
        return recovery.believe(delivery)
    if action == "skip":
        return _skip(delivery, now)
    with transaction.atomic():
        if delivery.state == State.UNCERTAIN:
            recovery.believe(delivery)
        suppression.refuse(delivery.subscriber, Suppression.Reason.OPERATOR, now)
    return True


def _doubtful(delivery: Delivery) -> Stuck:
    ways = ("again", "believe", "suppress")
    why = f"{capfirst(delivery.reason) or 'The connection broke while it was handed over'}."
    if delivery.doubts == 0 and settings.SEND_UNCERTAIN_AGAIN and delivery.ended_at:
        at = _hour(delivery.ended_at + recovery.RESOLVE_AFTER)
        otherwise = f"It is sent once more, with the same Message-ID, at {at}."
    else:
        otherwise = "It stays like this until somebody decides. The series went on."
    return Stuck(delivery, why, otherwise, ways)


def _try_now(delivery: Delivery, now: datetime) -> bool:
    """Try a mail that was put off at once instead of later."""
    waiting = Delivery.objects.filter(pk=delivery.pk, fence=delivery.fence, state=State.DEFERRED)
    return bool(waiting.update(available_at=now))


def _skip(delivery: Delivery, now: datetime) -> bool:
    """Leave a mail that waits out; its reader goes on with the next one."""
    if delivery.state not in WAITING:
        return False
    reason = "skipped by an operator"
    return end(
        delivery,
        delivery.fence,
        held=delivery.state,
        state=State.SKIPPED,
        reason=reason,
        now=now,
    )


def _hour(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
