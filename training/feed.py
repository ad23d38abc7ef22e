"""A runner's plan as a calendar that other programs fetch, by a private address."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event

from accounts.models import User
from training import planning
from training.models import SafetyCheck, TrainingPreferences
from training.plan import ASSESSMENT, Session, Status
from training.planning import Current


def runner_by(key: str) -> User | None:
    """Return whose calendar an address is, or None."""
    found = TrainingPreferences.objects.filter(calendar_key=key).select_related("runner").first()
    return found.runner if found and found.runner.is_active else None


def open_feed(runner: User) -> None:
    """Make a new address; an earlier one ends."""
    key = {"calendar_key": secrets.token_urlsafe(32)}
    TrainingPreferences.objects.update_or_create(runner=runner, defaults=key)


def close_feed(runner: User) -> None:
    """End the address."""
    TrainingPreferences.objects.filter(runner=runner).update(calendar_key=None)


def address(preferences: TrainingPreferences) -> str:
    """Return the whole address, "" where there is none."""
    if not preferences.calendar_key:
        return ""
    return f"{settings.SITE_URL}{reverse('training:feed', args=[preferences.calendar_key])}"


def feed(runner: User, now: datetime) -> bytes:
    """Return the calendar: a whole-day event for each session; nothing of anybody's health.

    While a warning sign pauses plans, only what was done stands in it.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//HipCoach//Plan//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "HipCoach")
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    current = planning.current(runner, now)
    shown = {Status.DONE} if SafetyCheck.pausing(runner) else {Status.DONE, Status.OPEN}
    for one in current.plan.sessions if current else ():
        if current and one.status in shown:
            calendar.add_component(_event(current, one, now))
    made: bytes = calendar.to_ical()
    return made


def _event(current: Current, one: Session, now: datetime) -> Event:
    day = current.day_of(one)
    minutes = day.content.minutes if day else None
    event = Event()
    host = urlsplit(settings.SITE_URL).hostname
    event.add("uid", f"{current.enrollment.pk}-{one.key}@{host}")
    event.add("dtstamp", now)
    event.add("dtstart", one.on)
    event.add("dtend", one.on + timedelta(days=1))
    event.add("summary", _summary(one))
    length = f"About {minutes} minutes. " if minutes else ""
    event.add("description", f"{length}{settings.SITE_URL}{reverse('training:today')}")
    event.add("transp", "TRANSPARENT")
    return event


def _summary(one: Session) -> str:
    word = "Hip check" if one.kind == ASSESSMENT else "Strength session"
    return f"{word} (done)" if one.status == Status.DONE else word
