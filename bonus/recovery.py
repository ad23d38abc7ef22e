"""Recovery: deliveries whose worker died, whose time ran out, or that broke before they left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet

from bonus import bulk, journal, schedule
from bonus.models import Delivery, Enrollment
from bonus.models.deliveries import WAITING
from bonus.results import REASON_LENGTH, chance, end, record

State = Delivery.State
BATCH = 200
RESOLVE_AFTER = timedelta(hours=1)
COMPOSE_ATTEMPTS = 5
ELSEWHERE = timedelta(minutes=30)


class Held(Protocol):
    """A claim: which delivery, and under which fence."""

    @property
    def pk(self) -> UUID:
        """Which delivery."""

    @property
    def fence(self) -> int:
        """Under which fence."""


def recover(now: datetime) -> None:
    """Take deliveries back from workers whose lease ran out.

    Claimed: provably not sent, due again. Submitting: what the journal of its run says; without
    one nobody knows, so uncertain, and the series goes on as if it had arrived. A mail whose
    journal is not on this machine waits for a worker of its own machine first.
    """
    Delivery.objects.filter(state=State.CLAIMED, lease_until__lt=now).update(
        state=State.DUE,
        reason="its worker went away before sending",
        lease_until=None,
        available_at=now,
        fence=F("fence") + 1,
    )
    here = journal.all_names()
    for name in here:
        with journal.of_the_dead(name) as account:
            if account is not None:
                _read(name, account, now)
                journal.forget(name)
    # A run whose journal lies here and cannot be read is alive, whatever the clock says.
    lost = Delivery.objects.abandoned(now).filter(state=State.SUBMITTING)
    far = Q(journal=None) | Q(lease_until__lt=now - ELSEWHERE)
    for delivery in _whole(lost.exclude(journal__in=here).filter(far)):
        _give_up(delivery, now)


def _read(name: UUID, account: journal.Account, now: datetime) -> None:
    """Bring what a dead run was handing over to the end that its journal tells."""
    for delivery in _whole(Delivery.objects.filter(state=State.SUBMITTING, journal=name)):
        key = delivery.pk, delivery.fence
        if answer := account.answers.get(key):
            record(delivery, delivery.fence, answer, now)
        elif key in account.begun or not account.complete:
            _give_up(delivery, now)
        else:
            Delivery.objects.filter(pk=key[0], fence=key[1], state=State.SUBMITTING).update(
                state=State.DUE,
                reason="its worker went away before sending",
                lease_until=None,
                available_at=now,
                fence=F("fence") + 1,
            )


def _give_up(delivery: Delivery, now: datetime) -> None:
    end(
        delivery,
        delivery.fence,
        held=State.SUBMITTING,
        state=State.UNCERTAIN,
        reason="its worker went away while sending",
        now=now,
    )


def _whole(rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
    return rows.select_related("subscriber", "enrollment__subscriber", "step__version")[:BATCH]


def resolve(now: datetime) -> None:
    """Send once more, with the same Message-ID, what nobody knows to have left.

    Waits an hour, so that a provider can still say what became of it. A second doubt about the
    same mail is left to people. The setting SEND_UNCERTAIN_AGAIN turns this off.
    """
    if not settings.SEND_UNCERTAIN_AGAIN:
        return
    Delivery.objects.filter(
        state=State.UNCERTAIN, doubts=0, ended_at__lt=now - RESOLVE_AFTER
    ).update(
        state=State.DUE,
        doubts=1,
        attempts=0,
        available_at=now,
        planned_for=now,
        ended_at=None,
        fence=F("fence") + 1,
    )


def send_again(delivery: Delivery, now: datetime) -> bool:
    """Send a mail in doubt once more because a person says so; False when it is not in doubt."""
    return bool(
        Delivery.objects.filter(pk=delivery.pk, state=State.UNCERTAIN).update(
            state=State.DUE,
            doubts=F("doubts") + 1,
            attempts=0,
            available_at=now,
            planned_for=now,
            ended_at=None,
            fence=F("fence") + 1,
        )
    )


def believe(delivery: Delivery) -> bool:
    """Count a mail in doubt as sent because a person says so; False when it is not in doubt."""
    return bool(
        Delivery.objects.filter(pk=delivery.pk, state=State.UNCERTAIN).update(
            state=State.ACCEPTED, fence=F("fence") + 1
        )
    )


def expire(now: datetime) -> None:
    """Give up on mails that have been tried for so long that they are of no use."""
    late = Delivery.objects.running().filter(
        state__in=WAITING, planned_for__lt=schedule.too_late_before(now)
    )
    for delivery in late.select_related("subscriber", "enrollment__subscriber", "step")[:BATCH]:
        end(
            delivery,
            delivery.fence,
            held=delivery.state,
            state=State.EXPIRED,
            reason=f"too late; {delivery.reason}",
            now=now,
        )


def release(claims: Sequence[Held], now: datetime, reason: str) -> None:
    """Give back claims that were not begun, because the mail server does not answer."""
    late = [(each.pk, each.fence, schedule.retry_at(1, now, chance())) for each in claims]
    bulk.put_off(late, reason[:REASON_LENGTH])


def give_back(claims: Sequence[Held]) -> None:
    """Make claims due again that were not begun, because this run has to end."""
    for fence in {each.fence for each in claims}:
        keys = [each.pk for each in claims if each.fence == fence]
        Delivery.objects.filter(pk__in=keys, fence=fence, state=State.CLAIMED).update(
            state=State.DUE, lease_until=None
        )


def cannot_compose(each: Held, delivery: Delivery, reason: str, now: datetime) -> None:
    """Put off a mail that cannot be made; after five tries this mail fails and the rest goes on."""
    attempts = delivery.attempts + 1
    if attempts >= COMPOSE_ATTEMPTS:
        end(delivery, each.fence, held=State.CLAIMED, state=State.FAILED, reason=reason, now=now)
        return
    Delivery.objects.filter(pk=each.pk, fence=each.fence, state=State.CLAIMED).update(
        state=State.DEFERRED,
        reason=reason[:REASON_LENGTH],
        lease_until=None,
        attempts=attempts,
        available_at=schedule.retry_at(attempts, now, chance()),
    )


def skip(each: Held, delivery: Delivery, now: datetime, held: str = State.CLAIMED) -> None:
    """End a mail that its reader does not want any more, and the enrollment with it.

    Nothing of it has left. A claim whose lease ran out is left for `recover`.
    """
    mine = Delivery.objects.filter(pk=each.pk, fence=each.fence, state=held)
    if held == State.CLAIMED:
        mine = mine.filter(lease_until__gt=now)
    with transaction.atomic():
        skipped = mine.update(
            state=State.SKIPPED, reason="not wanted any more", lease_until=None, ended_at=now
        )
        if skipped and delivery.enrollment:
            Enrollment.objects.filter(
                pk=delivery.enrollment.pk, state=Enrollment.State.ACTIVE
            ).update(state=Enrollment.State.EXITED, next_due_at=None, ended_at=now)
