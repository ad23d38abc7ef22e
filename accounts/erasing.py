"""Erasing an account: asked for, called off or, a week later, done."""

from __future__ import annotations

import logging
from datetime import datetime

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse

from accounts import outbox, privacy
from accounts.models import Erasure, User
from accounts.notices import notice

logger = logging.getLogger(__name__)
SALT = "accounts.erasing"


def ask(user: User, now: datetime) -> Erasure:
    """Note the wish and write to the person, with the link that calls it off."""
    with transaction.atomic():
        known = Erasure.objects.filter(user=user).exists()
        erasure = Erasure.ask(user, now)
        if not known:
            outbox.put(
                notice(
                    user.email,
                    "Your account will be erased",
                    [
                        (
                            f"You asked for it. On {erasure.due_at:%B} {erasure.due_at.day} your "
                            "account goes with all that is in it, and cannot be brought back."
                        ),
                        "Changed your mind, or not you? Then call it off.",
                    ],
                    button="Keep my account",
                    link=f"{settings.SITE_URL}{cancel_path(user)}",
                    preview="You have a week to change your mind.",
                ),
                now,
            )
    return erasure


def cancel_path(user: User) -> str:
    """Return the path of the page on which an erasure is called off, without signing in."""
    token = signing.dumps(str(user.pk), salt=SALT)
    return reverse("accounts:erase_cancel", args=[token])


def asked_by(token: str) -> Erasure | None:
    """Return the erasure that a link names, None where there is none any more.

    Raises signing.BadSignature for a link that we did not make.
    """
    pk = signing.loads(token, salt=SALT, max_age=Erasure.COOLING_OFF * 2)
    return Erasure.objects.filter(user_id=pk).first()


def cancel(erasure: Erasure) -> None:
    """Keep the account."""
    Erasure.objects.filter(pk=erasure.pk).delete()


def run(now: datetime) -> int:
    """Erase who is due; return how many. One that fails is tried again and holds up nobody."""
    gone = 0
    for erasure in Erasure.objects.filter(due_at__lte=now).select_related("user"):
        try:
            privacy.erase(erasure.user, now)
            gone += 1
        except Exception:
            logger.exception("an account could not be erased; it is tried again")
    return gone
