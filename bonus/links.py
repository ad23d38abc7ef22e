"""The addresses that mails carry, each with its token."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.db.models import F
from django.urls import get_script_prefix, reverse

from bonus import clicks, tokens
from bonus.models import Enrollment, Subscriber
from bonus.tokens import Purpose


def confirm(delivery: UUID) -> str:
    """Return the address of the page with the confirming button."""
    return _absolute("bonus:confirm", tokens.make(Purpose.CONFIRM, str(delivery)))


def stop(subscriber: UUID) -> str:
    """Return the address that stops all mail, for people and for mail clients."""
    return _absolute("bonus:stop", tokens.make(Purpose.STOP, str(subscriber)))


def stop_path(subscriber: UUID) -> str:
    """Return the same page as a path, for links within the site."""
    return _path("bonus:stop", tokens.make(Purpose.STOP, str(subscriber)))


def preferences(subscriber: Subscriber) -> str:
    """Return the address of the page on which a reader says how and when mail may come."""
    return settings.SITE_URL + preferences_path(subscriber)


def preferences_path(subscriber: Subscriber) -> str:
    """Return the same page as a path, for links within the site."""
    payload = f"{subscriber.pk}.{subscriber.link_version}"
    return _path("bonus:preferences", tokens.make(Purpose.PREFERENCES, payload))


def resume(subscriber: Subscriber) -> str:
    """Return the address of the page on which a reader goes on with a series that is on hold."""
    return settings.SITE_URL + resume_path(subscriber)


def resume_path(subscriber: Subscriber) -> str:
    """Return the same page as a path, for links within the site."""
    payload = f"{subscriber.pk}.{subscriber.link_version}"
    return reverse("bonus:resume", args=[tokens.make(Purpose.PREFERENCES, payload)])


def move(delivery: UUID) -> str:
    """Return the address of the page that confirms a new address."""
    return _absolute("bonus:move", tokens.make(Purpose.MOVE, str(delivery)))


def watch(enrollment: Enrollment, video: str) -> str:
    """Return the address of a video, with the key that opens this person's list."""
    from_mail = "&mail=1" if clicks.are_counted(enrollment.subscriber) else ""
    return f"{_absolute('bonus:watch', video)}?key={watch_key(enrollment)}{from_mail}"


def watch_key(enrollment: Enrollment) -> str:
    """Return the key that opens this person's videos."""
    version = enrollment.subscriber.link_version
    return tokens.make(Purpose.WATCH, f"{enrollment.pk}/{version}")


def revoke_watch_links(subscribers: Collection[UUID]) -> int:
    """Make every watch link sent so far to these people useless; return how many people."""
    people = Subscriber.objects.filter(pk__in=subscribers)
    return people.update(link_version=F("link_version") + 1)


def is_secure() -> bool:
    """Tell whether the site is served over HTTPS, so that cookies may insist on it."""
    return settings.SITE_URL.startswith("https://")


def _absolute(name: str, argument: str) -> str:
    return settings.SITE_URL + _path(name, argument)


def _path(name: str, argument: str) -> str:
    """Return the path of a page; an argument is a token or a slug and needs no escaping."""
    before, after = _around(name, get_script_prefix())
    return f"{before}{argument}{after}"


@lru_cache(maxsize=32)
def _around(name: str, prefix: str) -> tuple[str, str]:
    """Return what stands before and after the argument of an address; worked out once."""
    before, _, after = reverse(name, args=["0-0"]).rpartition("0-0")
    return before, after
