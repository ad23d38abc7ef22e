"""Everything that happened with one subscriber, in order, from all that is kept about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import capfirst

from bonus import schedule, suppression
from bonus.models import ConsentEvent, Enrollment, MailEvent, Subscriber, Suppression
from bonus.wording import WORDINGS

ABOUT_PAIN = (ConsentEvent.Kind.PAIN_USED, ConsentEvent.Kind.PAIN_UNUSED)
OF_A_HOLD = Q(step__key=F("step__version__hold_step"))


@dataclass(frozen=True)
class Entry:
    """One thing that happened; `details` are lines of their own, `url` leads to its row."""

    at: datetime
    what: str
    details: tuple[str, ...] = ()
    url: str = ""


def of(person: Subscriber, *, with_health: bool = True) -> list[Entry]:
    """Return everything that happened, the newest first.

    Without health nothing shows whether pain may hold the series, did so, or was asked about.
    """
    entries = [
        *_said(person, with_health),
        *_mailed(person, with_health),
        *_reported(person, with_health),
        *_enrolled(person, with_health),
    ]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def standing(person: Subscriber, now: datetime) -> list[tuple[str, str]]:
    """Return how a person stands and what they chose, as pairs of a name and a value."""
    hour = "The hour of each mail" if person.hour is None else f"{person.hour}:00"
    zone = person.time_zone or "not known, taken for UTC"
    pairs = [
        ("State", person.get_state_display()),
        ("Suppressed", _suppressed(person)),
        ("Hour of the day", f"{hour}, {zone}"),
        ("Pace", person.get_pace_display()),
    ]
    if schedule.is_paused(person, now):
        pairs.append(("Paused until", str(person.paused_until)))
    if person.new_address:
        pairs.append(("Asked to move to", f"{person.new_address}, not confirmed"))
    pairs.append(("Signed up on", person.source or "not known"))
    pairs.append(("Clicks", "Counted, they agreed" if person.clicks_counted else "Not counted"))
    return pairs


def _suppressed(person: Subscriber) -> str:
    if not suppression.is_suppressed(person):
        return "No"
    found = Suppression.objects.filter(address_hash=person.address_hash).first()
    return f"Yes: {found.get_reason_display()}, {found.at:%Y-%m-%d}" if found else "Yes"


def _said(person: Subscriber, with_health: bool) -> list[Entry]:
    entries = []
    events = person.consent_events.all()
    for event in events if with_health else events.exclude(kind__in=ABOUT_PAIN):
        words = event.proof.get("wording") or WORDINGS.get(event.wording, "")
        details = [f"“{words}” ({event.wording})"] if words else []
        if event.network:
            details.append(f"From the network {event.network}")
        if event.proof:
            proof = event.proof
            details.append(f"Agreed {proof['when']}, {proof['where']}, {proof['how']}")
            details.append(f"From {proof['file']}, line {proof['line']}, by {proof['by']}")
        entries.append(Entry(event.at, event.get_kind_display(), tuple(details)))
    return entries


def _mailed(person: Subscriber, with_health: bool) -> list[Entry]:
    entries = []
    mails = person.deliveries.select_related("step")
    for mail in mails if with_health else mails.exclude(OF_A_HOLD):
        what = f"“{mail.step.subject}”" if mail.step else f"“{mail.get_kind_display()}”"
        details: list[str] = []
        if mail.to:
            details.append(f"To {mail.to}")
        if mail.reason:
            details.append(capfirst(mail.reason))
        if mail.attempts > 1 or mail.doubts:
            details.append(
                f"Tries: {mail.attempts}. Sent once more because in doubt: {mail.doubts}."
            )
        at = mail.submitted_at or mail.ended_at or mail.created_at
        url = reverse("admin:bonus_delivery_change", args=[mail.pk])
        entries.append(Entry(at, f"Mail {what}: {mail.get_state_display()}", tuple(details), url))
    return entries


def _reported(person: Subscriber, with_health: bool) -> list[Entry]:
    events = MailEvent.objects.filter(delivery__subscriber=person).select_related("delivery__step")
    if not with_health:
        events = events.exclude(delivery__step__key=F("delivery__step__version__hold_step"))
    entries = []
    for event in events:
        step: Any = event.delivery.step
        about = f"“{step.subject}”" if step else event.delivery.get_kind_display()
        details = (event.reason,) if event.reason else ()
        entries.append(Entry(event.at, f"{event.get_kind_display()}: {about}", details))
    return entries


def _enrolled(person: Subscriber, with_health: bool) -> list[Entry]:
    entries = []
    for one in person.enrollments.select_related("version__series"):
        entries.append(Entry(one.started_at, f"Began {one.version}"))
        if one.ended_at and (with_health or one.state != Enrollment.State.HELD):
            entries.append(Entry(one.ended_at, f"{one.version}: {one.get_state_display()}"))
    return entries
