"""Reacting to a mail about the safety of an account: "It was not me".

The mail's link is signed, expires, and works once. Opening it changes nothing. Its button ends all
sessions, makes the password useless, takes away the ways to sign in that were added since, and puts
back the address that somebody replaced; then its owner chooses a new password by mail.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib import import_module

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from accounts.models import Device, User

SALT = "accounts.alarms"
KEPT = timedelta(days=7)
# A mail is written just after what it tells of.
BEFORE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Alarm:
    """What one link is about: whom, since when, the marks of a device, and a replaced address."""

    user_pk: int
    at: datetime
    devices: Sequence[int] = ()
    old_address: str = ""
    new_address: str = ""


def path(alarm: Alarm) -> str:
    """Return the path of the page behind the mail's button."""
    values = [
        alarm.user_pk,
        alarm.at.timestamp(),
        list(alarm.devices),
        alarm.old_address,
        alarm.new_address,
    ]
    return reverse("accounts:not_me", args=[signing.dumps(values, salt=SALT, compress=True)])


def read(token: str) -> Alarm:
    """Return what a link is about; raise signing.BadSignature for one that we did not make."""
    user_pk, at, devices, old_address, new_address = signing.loads(token, salt=SALT)
    return Alarm(user_pk, datetime.fromtimestamp(at, UTC), devices, old_address, new_address)


def owner(alarm: Alarm, now: datetime) -> User | None:
    """Return whose account a link protects; None once it has had its use or a week has passed."""
    if now > alarm.at + KEPT:
        return None
    unused = Q(sessions_ended_at=None) | Q(sessions_ended_at__lt=alarm.at)
    return User.objects.filter(unused, pk=alarm.user_pk).first()


def sound(alarm: Alarm, now: datetime) -> bool:
    """Take the account out of other hands; False when the link had its use already."""
    with transaction.atomic():
        user = owner(alarm, now)
        unused = Q(sessions_ended_at=None) | Q(sessions_ended_at__lt=alarm.at)
        mine = User.objects.filter(unused, pk=alarm.user_pk)
        if user is None or not mine.update(sessions_ended_at=now):
            return False
        if alarm.old_address:
            _put_back(user, alarm)
        # Sessions carry a hash of the password, so a new one ends those that no row lists, too.
        user.set_unusable_password()
        user.save(update_fields=["password"])
        since = alarm.at - BEFORE
        Authenticator.objects.filter(user=user, created_at__gte=since).delete()
        SocialAccount.objects.filter(user=user, date_joined__gte=since).delete()
        Device.objects.filter(user=user, pk__in=alarm.devices).delete()
        end_sessions(user)
    return True


def end_sessions(user: User) -> None:
    """Sign a person out everywhere."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    sessions = UserSession.objects.filter(user=user)
    for key in list(sessions.values_list("session_key", flat=True)):
        transaction.on_commit(partial(store(key).delete), robust=True)
    sessions.delete()


def _put_back(user: User, alarm: Alarm) -> None:
    """Make the replaced address the main one again, unless another account has it by now."""
    others = EmailAddress.objects.exclude(user=user)
    if others.filter(email=alarm.old_address, verified=True).exists():
        return
    address, _ = EmailAddress.objects.update_or_create(
        user=user, email=alarm.old_address, defaults={"verified": True}
    )
    address.user = user
    address.set_as_primary()
    EmailAddress.objects.filter(user=user, email=alarm.new_address, primary=False).delete()
