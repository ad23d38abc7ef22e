"""The profile page: every setting about a person in one place, each kept by the app that knows it.

An app registers its part of the page, and the kinds of mail that it sends, in its
`AppConfig.ready`; the page thereby shows settings of apps that accounts must not import.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from django.http import QueryDict
from django.utils.safestring import SafeString

from accounts.models import User


class KeepingForm(Protocol):
    """A bound form that stores what it holds."""

    def is_valid(self) -> bool:
        """Tell whether everything can be kept."""

    def keep(self) -> None:
        """Store it."""

    def __html__(self) -> SafeString:
        """Draw it."""


@dataclass(frozen=True, slots=True)
class Section:
    """One form of the page. `form` takes whose it is, and what was sent."""

    key: str
    title: str
    form: Callable[[User, QueryDict | None], KeepingForm]


@dataclass(frozen=True, slots=True)
class MailKind:
    """One kind of mail: when it comes, as `says` puts it for a person, and where that is changed.

    `page` is the name of an address, "" where the mail cannot be turned off.
    """

    title: str
    says: Callable[[User], str]
    page: str = ""
    link: str = ""


_sections: dict[str, Section] = {}
_mails: dict[str, MailKind] = {}


def add_section(section: Section) -> None:
    """Add a part of the page; a second one of the same key takes its place."""
    _sections[section.key] = section


def add_mail(kind: MailKind) -> None:
    """Add a kind of mail; a second one of the same title takes its place."""
    _mails[kind.title] = kind


def sections() -> tuple[Section, ...]:
    """Return the parts of the page, in the order in which they were added."""
    return tuple(_sections.values())


def mails() -> tuple[MailKind, ...]:
    """Return the kinds of mail."""
    return tuple(_mails.values())
