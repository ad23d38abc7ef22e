"""Support looks at a runner's log only while the runner lets it, and the runner sees each look."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404

from accounts import second_step
from accounts.models import AuditEntry, SupportConsent, User

RIGHT = "accounts.look_at_log"


def open_now(now: datetime) -> QuerySet[SupportConsent]:
    """Return the consents that hold now."""
    return SupportConsent.objects.filter(
        Q(ended_at=None), given_at__lte=now, until__gt=now, user__is_active=True
    )


def give(user: User, days: int, now: datetime) -> SupportConsent:
    """Open a runner's log for a number of days, in the place of what was open before."""
    if days not in SupportConsent.DAYS:
        raise ValueError(f"a log is opened for {SupportConsent.DAYS} days, not {days}")
    with transaction.atomic():
        end(user, now)
        return SupportConsent.objects.create(
            user=user, given_at=now, until=now + timedelta(days=days)
        )


def end(user: User, now: datetime) -> int:
    """Close a runner's log at once; return how many consents that ended."""
    return open_now(now).filter(user=user).update(ended_at=now)


def let_in(who: User, pk: UUID, page: str, now: datetime) -> User:
    """Return whose log `who` may look at under a consent, and write the look down first.

    Raises Http404 for everybody else, and once the consent has ended: to them no such log exists.
    """
    may = who.is_active and who.is_staff and who.has_perm(RIGHT) and not second_step.is_missing(who)
    consent = open_now(now).select_related("user").filter(pk=pk).first() if may else None
    if consent is None:
        raise Http404("No such log.")
    AuditEntry.objects.create(at=now, who=who, did=f"Looked at the log: {page}", about=consent.user)
    return consent.user


def looks_at(user: User) -> QuerySet[AuditEntry]:
    """Return who did what about a person, the newest first."""
    return AuditEntry.objects.filter(about=user).select_related("who")
