"""Addresses: one spelling per mailbox, and a keyed hash that outlives the address."""

from __future__ import annotations

import unicodedata

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.crypto import salted_hmac

MAX_LENGTH = 254
NO_ENDING = "This address has no ending, such as .com. Check it and try again."
NOT_READABLE = "This does not look like an email address. Check it and try again."
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))


def normalize(address: str) -> str:
    """Return the one spelling of an address: lower case, the domain in its ASCII form.

    Raise ValidationError with a sentence for the person who typed it.
    """
    text = unicodedata.normalize("NFKC", address).translate(_INVISIBLE).strip().lower()
    local, at, domain = text.rpartition("@")
    if not at or not local:
        raise ValidationError(NOT_READABLE)
    if "." not in domain.strip("."):
        raise ValidationError(NO_ENDING)
    try:
        spelled = f"{local}@{domain.rstrip('.').encode('idna').decode('ascii')}"
        validate_email(spelled)
    except (UnicodeError, ValidationError) as error:
        raise ValidationError(NOT_READABLE) from error
    if len(spelled) > MAX_LENGTH:
        raise ValidationError(NOT_READABLE)
    return spelled


def digest(address: str, secret: str | None = None) -> str:
    """Return the keyed hash of a normalized address, 64 hexadecimal digits."""
    return salted_hmac("bonus.address", address, secret=secret, algorithm="sha256").hexdigest()


def digests(address: str) -> list[str]:
    """Return the hashes under the current secret and under those it replaced."""
    return [digest(address), *(digest(address, old) for old in settings.SECRET_KEY_FALLBACKS)]
