"""Readers who have an account: found by the address that both have, if the account verified it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from allauth.account.models import EmailAddress

from bonus.models import Subscriber


def users_of(subscribers: Iterable[Subscriber]) -> dict[UUID, int]:
    """Return the ids of the users whose verified address is a subscriber's, by subscriber."""
    by_address = {each.address: each.pk for each in subscribers}
    spelled = {spelling: pk for at, pk in by_address.items() for spelling in _spellings(at)}
    verified = EmailAddress.objects.filter(
        verified=True, email__in=spelled, user__is_active=True
    ).values_list("email", "user")
    return {spelled[email]: user for email, user in verified if email in spelled}


def _spellings(address: str) -> list[str]:
    """Return an address as accounts may hold it: its domain in ASCII, and in its own letters."""
    local, _, domain = address.rpartition("@")
    if "xn--" not in domain:
        return [address]
    return [address, f"{local}@{domain.encode('ascii').decode('idna')}"]
