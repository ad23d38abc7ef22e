"""What the account itself holds about a person."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet

from accounts import alarms
from accounts.models import (
    AuditEntry,
    DataExport,
    Device,
    Erasure,
    Letter,
    SupportConsent,
    User,
)
from accounts.privacy import Holding, Table, table

SECRETS = ("password", "is_superuser", "is_staff", "is_active", "id")


def account_tables(user: User) -> list[Table]:
    """Return the account, its addresses and the ways to open it, without any secret."""
    return [
        table("Account", [user], *SECRETS),
        table("Email addresses", EmailAddress.objects.filter(user=user), "id", "user"),
        table("Passkeys and codes", Authenticator.objects.filter(user=user), "id", "user", "data"),
        table(
            "Sign-in with Google or Apple",
            SocialAccount.objects.filter(user=user),
            "id",
            "user",
        ),
        table(
            "Devices", UserSession.objects.filter(user=user), "id", "user", "session_key", "data"
        ),
        table("Browsers and places known", Device.objects.filter(user=user), "id", "user", "mark"),
        table("Log opened to support", SupportConsent.objects.filter(user=user), "id", "user"),
        table("Who did what about you", AuditEntry.objects.filter(about=user), "id", "about"),
        table("Letters", letters_to(user).order_by("created_at"), "id", "text", "html", "headers"),
        table("Copies of your data", DataExport.objects.filter(user=user), "user", "lease_until"),
        table("Asked to be erased", Erasure.objects.filter(user=user), "id", "user"),
    ]


def letters_to(user: User) -> QuerySet[Letter]:
    """Return the letters to a person's addresses."""
    return Letter.objects.filter(to__in=[user.email, *addresses_of(user)])


def addresses_of(user: User) -> list[str]:
    """Return every address of a person."""
    return list(EmailAddress.objects.filter(user=user).values_list("email", flat=True))


def forget_account(user: User, now: datetime) -> None:
    """End every session, delete letters and the files of exports."""
    alarms.end_sessions(user)
    kind = ContentType.objects.get_for_model(User)
    # The admin's log names rows by their words, which for a person are the address.
    LogEntry.objects.filter(content_type=kind, object_id=str(user.pk)).update(
        object_repr="(erased)", change_message=""
    )
    letters_to(user).delete()
    for export in DataExport.objects.filter(user=user):
        transaction.on_commit(partial(export.remove_file), robust=True)


def editing_tables(user: User) -> list[Table]:
    """Return what somebody did in the admin."""
    done = LogEntry.objects.filter(user=user).order_by("action_time")
    used = AuditEntry.objects.filter(who=user)
    return [
        table("Done in the admin", done, "id", "user", "object_id"),
        table("Rights used", used, "id", "who", "about"),
    ]


ACCOUNT = Holding(
    key="account",
    title="Your account",
    why="To know you when you sign in, and to tell you when something about your account changes.",
    models=(
        "accounts.User",
        "accounts.Letter",
        "accounts.AuditEntry",
        "accounts.DataExport",
        "accounts.Device",
        "accounts.SupportConsent",
        "accounts.Erasure",
        "account.EmailAddress",
        "account.EmailConfirmation",
        "mfa.Authenticator",
        "socialaccount.SocialAccount",
        "socialaccount.SocialToken",
        "usersessions.UserSession",
    ),
    tables=account_tables,
    erase=forget_account,
)
EDITING = Holding(
    key="editing",
    title="Your work as an editor",
    why="To show a team who changed what, and when.",
    models=("admin.LogEntry",),
    tables=editing_tables,
    stays=(
        "What you wrote for the library stays in it, without your name. That somebody of our team "
        "used a right stays in the audit trail, without your name."
    ),
)
