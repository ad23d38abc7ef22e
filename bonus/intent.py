"""Intent: what is said in the database before a mail leaves, and what it takes to say it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q

from bonus.models import Delivery, Enrollment, Subscriber, Suppression

State = Delivery.State
LEASE = timedelta(minutes=5)


@dataclass(frozen=True)
class Claim:
    """The right to work on one delivery, as long as its fence stays where it is."""

    pk: UUID
    fence: int


def intend(each: Claim, now: datetime) -> bool:
    """Say, before one mail leaves, that it is about to; False when it must not."""
    return bool(declare([each], None, now))


def declare(claims: Sequence[Claim], journal: UUID | None, now: datetime) -> set[UUID]:
    """Say, before mails leave, that they are about to; return those that may.

    For each the claim must still hold, the person must still want the mail, and nobody may have
    suppressed the address. The conditions on other tables are EXISTS and not joins, so that
    PostgreSQL looks again at a row after waiting for a concurrent change.
    """
    begun = {"attempts": F("attempts") + 1, "journal": journal}
    return _submit(claims, State.CLAIMED, journal, now, begun)


def renew(claims: Sequence[Claim], journal: UUID | None, now: datetime) -> set[UUID]:
    """Say so again for mails that were held up since: their readers may have left meanwhile.

    The fence alone says whether they are still ours; a lease that ran out is begun anew.
    """
    return _submit(claims, State.SUBMITTING, journal, now, {})


def _submit(
    claims: Sequence[Claim],
    held: str,
    journal: UUID | None,
    now: datetime,
    also: Mapping[str, object],
) -> set[UUID]:
    by_fence: dict[int, list[UUID]] = defaultdict(list)
    for each in claims:
        by_fence[each.fence].append(each.pk)
    said: set[UUID] = set()
    for fence, keys in by_fence.items():
        rows = Delivery.objects.filter(_wanted(), pk__in=keys, fence=fence, state=held)
        if held == State.CLAIMED:
            rows = rows.filter(lease_until__gt=now)
        count = rows.update(
            state=State.SUBMITTING, lease_until=now + LEASE, submitted_at=now, **also
        )
        if count == len(keys):
            said.update(keys)
        elif count:
            ours = Delivery.objects.filter(pk__in=keys, fence=fence, state=State.SUBMITTING)
            said.update(ours.filter(journal=journal, submitted_at=now).values_list("pk", flat=True))
    return said


def _wanted() -> Q:
    """Return the condition that a mail's reader may have it and wants it."""
    blocked = Suppression.objects.filter(address_hash=OuterRef("address_hash"))
    reader = (
        Subscriber.objects.filter(~Exists(blocked), pk=OuterRef("subscriber_id"))
        .exclude(state=Subscriber.State.BOUNCED)
        .order_by()
    )
    tells_of_hold = Q(state=Enrollment.State.HELD, version__hold_step=OuterRef("step_key"))
    under_way = Enrollment.objects.filter(
        Q(state=Enrollment.State.ACTIVE) | tells_of_hold, pk=OuterRef("enrollment_id")
    ).order_by()
    # A mail in doubt has moved the enrollment on already, perhaps to its end.
    wanted = Q(Exists(under_way)) | Q(doubts__gt=0)
    subscribed = Q(Exists(reader.filter(state=Subscriber.State.ACTIVE))) & wanted
    question = Q(kind__in=(Delivery.Kind.CONFIRM, Delivery.Kind.MOVE))
    return Q(Exists(reader)) & (question | subscribed)
