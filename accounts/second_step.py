"""Who must have a second step besides the password: everybody who may enter the admin."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from accounts.models import User

COUNTED = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def is_missing(person: User | AnonymousUser) -> bool:
    """Tell whether a person may enter the admin only after they set up a second step.

    A passkey, an authenticator app or a security key counts; a password alone, or a code that is
    mailed, does not.
    """
    if not (settings.ADMIN_SECOND_STEP and person.is_authenticated and person.is_staff):
        return False
    return not is_mfa_enabled(person, types=COUNTED)
