"""What stands around the words of each account mail: its button, preview line and reason.

The words themselves are templates/account/email/ and templates/mfa/email/, named as allauth names
them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse

ASKED = "You get this email because someone typed this address in at HipCoach."
CHANGED = "You get this email because it is about the safety of your HipCoach account."


@dataclass(frozen=True)
class Frame:
    """One letter's frame. `link` is a key of allauth's context, or the name of a page of ours."""

    preview: str
    button: str = ""
    link: str = ""
    why: str = ASKED

    def address(self, context: Mapping[str, Any]) -> str:
        """Return where the button leads, "" without a button."""
        if not self.button:
            return ""
        given = context.get(self.link)
        return str(given) if given else f"{settings.SITE_URL}{reverse(self.link)}"


def notice(preview: str, button: str = "It was not me", link: str = "not_me_url") -> Frame:
    """Return the frame of a letter that tells of a change, with a way to react."""
    return Frame(preview, button, link, CHANGED)


CONFIRM = Frame("One tap, and this address is yours here.", "Confirm my address", "activate_url")
CODE = Frame("Type it into the page that is open in your browser.")
OTHER = Frame("A word about your account.", why=CHANGED)

FRAMES = {
    "account/email/email_confirmation": CONFIRM,
    "account/email/email_confirmation_signup": CONFIRM,
    "account/email/password_reset_key": Frame(
        "The link works once, for three days.", "Choose a new password", "password_reset_url"
    ),
    "account/email/unknown_account": Frame(
        "You asked for a password here, but under another address.",
        "Create an account",
        "signup_url",
    ),
    "account/email/account_already_exists": Frame(
        "No need to sign up again. Forgot the password? Get a new one.",
        "Get a new password",
        "password_reset_url",
    ),
    "account/email/login_code": CODE,
    "account/email/password_reset_code": CODE,
    "account/email/new_device": notice("If that was you, there is nothing to do."),
    "account/email/password_changed": notice("If that was you, there is nothing to do."),
    "account/email/password_set": notice("You can sign in with it from now on."),
    "account/email/password_reset": notice("The old one no longer works."),
    "account/email/email_changed": notice("We write to the new one from now on."),
    "account/email/email_confirm": notice("You can sign in with it."),
    "account/email/email_deleted": notice("We no longer write to it."),
    "socialaccount/email/account_connected": notice("It opens your HipCoach account from now on."),
    "socialaccount/email/account_disconnected": notice("It no longer opens your HipCoach account."),
    "mfa/email/recovery_codes_generated": notice("The old codes no longer work."),
    "mfa/email/totp_activated": notice("Signing in now asks for a code, too."),
    "mfa/email/totp_deactivated": notice("Signing in now takes your password alone."),
    "mfa/email/webauthn_added": notice("You can sign in with it."),
    "mfa/email/webauthn_removed": notice("It no longer opens your account."),
}


def frame_of(template: str, context: Mapping[str, Any]) -> Frame:
    """Return the frame of a letter; a confirmation by code has no button."""
    frame = FRAMES.get(template, OTHER)
    return CODE if frame is CONFIRM and context.get("code") else frame


def identity() -> str:
    """Return who writes and from where, on one line."""
    address = settings.POSTAL_ADDRESS
    return address if address.startswith("HipCoach") else f"HipCoach, {address}"
