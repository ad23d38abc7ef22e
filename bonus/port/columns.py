"""The columns of a file of people, by our name and by those that other programs give them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime

PROOF = ("when", "where", "how", "wording")
LABELS = {
    "when": "day of consent",
    "where": "where consent was given",
    "how": "how consent was given",
    "wording": "words agreed to",
}
# The first name of each column is ours, and the one that the page tells editors to write.
COLUMNS: dict[str, tuple[str, ...]] = {
    "address": ("address", "email", "e-mail", "email address", "mail"),
    "first_name": ("first name", "first_name", "firstname", "given name", "name"),
    "time_zone": ("time zone", "time_zone", "timezone", "tz"),
    "when": ("consent date", "consented at", "optin time", "opt-in time", "subscribed at", "when"),
    "where": ("consent place", "consent source", "optin source", "source", "where"),
    "how": ("consent method", "optin method", "opt-in method", "how"),
    "wording": ("consent wording", "consent text", "optin text", "wording"),
}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def find(headers: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    """Return the header of each column that a file has, and the headers that mean nothing here."""
    headers = list(headers)
    plain = {_plain(header): header for header in reversed(headers)}
    found: dict[str, str] = {}
    for column, names in COLUMNS.items():
        header = next((plain[_plain(name)] for name in names if _plain(name) in plain), None)
        if header is not None:
            found[column] = header
    return found, [header for header in headers if header not in found.values()]


def read_day(text: str, today: date) -> str:
    """Return a day of consent as 2026-01-31; ValueError says why it is none.

    Only the international spelling counts: 03/04/2025 is another day in London than in New York.
    """
    found = _DATE.match(text)
    try:
        day = date.fromisoformat(found[0]) if found else None
        if day is None or (len(text) > 10 and not datetime.fromisoformat(text)):
            raise ValueError
    except ValueError:
        raise ValueError(f"must be a day such as 2025-03-31, not {text[:40]!r}") from None
    if day > today:
        raise ValueError(f"lies in the future: {day}")
    return day.isoformat()


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
