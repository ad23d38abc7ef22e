"""Accounts and subscribers: two rows that are one person where the verified address is the same."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from bonus import addresses, preferences
from bonus.forms import read_name
from bonus.models import Subscriber


def address_of(user: User | AnonymousUser) -> str:
    """Return the address to which an account's mail goes, normalized; empty while unverified."""
    if not user.is_authenticated:
        return ""
    verified = EmailAddress.objects.filter(user=user, verified=True).order_by("-primary").first()
    return _normal(verified.email) if verified else ""


def first_name_of(user: User) -> str:
    """Return the first word of an account's name where a mail may greet with it."""
    first = user.name.split()[:1]
    try:
        return read_name(first[0]) if first else ""
    except ValidationError:
        return ""


def subscribers_of(user: User | AnonymousUser) -> list[Subscriber]:
    """Return the subscribers that an account's verified addresses name."""
    if not user.is_authenticated:
        return []
    emails = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    known = [address for email in emails if (address := _normal(email))]
    return list(Subscriber.objects.filter(address__in=known).order_by("created_at"))


def forget_with(sender: type[User], instance: User, **signal: object) -> None:
    """Erase the subscriptions of an account that is being erased."""
    for subscriber in subscribers_of(instance):
        preferences.erase(subscriber.pk, timezone.now())


def _normal(email: str) -> str:
    try:
        return addresses.normalize(email)
    except ValidationError:
        return ""
