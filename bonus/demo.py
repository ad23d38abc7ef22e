"""Sample subscribers at all points of the series, for a demo copy; nothing is mailed for them.

Deterministic: the same seed, time and series give the same people.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from bonus import addresses, schedule
from bonus.consent import SERIES
from bonus.messages import message_id
from bonus.models import ConsentEvent, Delivery, Enrollment, Series, Step, Subscriber
from bonus.wording import WORDING

ZONES = ("America/New_York", "America/Los_Angeles", "Europe/Berlin", "Asia/Tokyo", "UTC", "")
NAMES = ("Alex", "Bo", "Carmen", "Dana", "Eli", "Fatima", "Greta", "Hugo", "Ines", "Jun", "")
OLDEST = timedelta(days=45)
NETWORK = "192.0.2.0/24"


def make_subscribers(domain: str, now: datetime, seed: int, count: int = 100) -> list[Subscriber]:
    """Replace the sample subscribers of `domain` by `count` new ones.

    Of ten, one has not confirmed, one has left on the way, and the others stand where their time
    since confirming puts them: some got the first mail minutes ago, some have got all.
    """
    rng = random.Random(seed)  # noqa: S311 - sample data, not a secret
    with transaction.atomic():
        for old in Subscriber.objects.filter(address__endswith=f"@{domain}"):
            old.delete()
        version = Series.objects.get(slug=SERIES).current()
        steps = list(version.main_steps())
        return [
            _make(f"reader-{number:03}@{domain}", steps, now, rng) for number in range(1, count + 1)
        ]


def _make(address: str, steps: list[Step], now: datetime, rng: random.Random) -> Subscriber:
    created = now - OLDEST * rng.random() - timedelta(minutes=30)
    person = Subscriber.objects.create(
        address=addresses.normalize(address),
        first_name=rng.choice(NAMES),
        time_zone=rng.choice(ZONES),
        created_at=created,
    )
    _consent(person, ConsentEvent.Kind.ASKED, created)
    confirmed = created + timedelta(minutes=rng.randint(1, 20))
    _delivery(person, None, None, created)
    lot = rng.random()
    if lot < 0.1:
        return person
    person.state, person.confirmed_at = Subscriber.State.ACTIVE, confirmed
    _consent(person, ConsentEvent.Kind.CONFIRMED, confirmed)
    mails = rng.randint(1, len(steps)) if lot < 0.2 else len(steps)
    enrollment = _enroll(person, steps, confirmed, now, mails)
    if mails < len(steps) and enrollment.state == Enrollment.State.EXITED:
        left = (enrollment.last_sent_at or confirmed) + timedelta(hours=rng.randint(1, 9))
        person.state, person.unsubscribed_at = Subscriber.State.UNSUBSCRIBED, min(left, now)
        _consent(person, ConsentEvent.Kind.STOPPED, min(left, now))
    person.save()
    return person


def _enroll(
    person: Subscriber, steps: list[Step], confirmed: datetime, now: datetime, mails: int
) -> Enrollment:
    """Enroll somebody who leaves after `mails` mails, with every mail that is due by `now`."""
    first = steps[0]
    enrollment = Enrollment.objects.create(
        subscriber=person,
        series=first.version.series,
        version=first.version,
        next_step=first,
        started_at=confirmed,
    )
    for step, due in _timetable(enrollment, steps, confirmed):
        enrollment.next_step, enrollment.next_due_at = step, due
        if due > now:
            break
        if step.order > steps[mails - 1].order:
            enrollment.state, enrollment.next_due_at = Enrollment.State.EXITED, None
            enrollment.ended_at = enrollment.last_sent_at
            break
        _delivery(person, enrollment, step, due)
        enrollment.last_sent_at = due
    else:
        enrollment.state, enrollment.ended_at = Enrollment.State.COMPLETED, enrollment.last_sent_at
        enrollment.next_step = enrollment.next_due_at = None
    enrollment.save()
    return enrollment


def _timetable(
    enrollment: Enrollment, steps: list[Step], confirmed: datetime
) -> Iterator[tuple[Step, datetime]]:
    due = schedule.first_due(confirmed)
    for step in steps:
        if step is not steps[0]:
            due = schedule.next_due(enrollment, step, due)
        yield step, due


def _consent(person: Subscriber, kind: ConsentEvent.Kind, at: datetime) -> None:
    ConsentEvent.objects.create(
        subscriber=person, kind=kind, at=at, wording=WORDING, network=NETWORK
    )


def _delivery(
    person: Subscriber, enrollment: Enrollment | None, step: Step | None, at: datetime
) -> None:
    """Add a mail that was accepted at its time."""
    mail = Delivery(
        kind=Delivery.Kind.STEP if step else Delivery.Kind.CONFIRM,
        subscriber=person,
        enrollment=enrollment,
        step=step,
        state=Delivery.State.ACCEPTED,
        planned_for=at,
        available_at=at,
        created_at=at,
        submitted_at=at,
        ended_at=at,
        attempts=1,
    )
    mail.message_id = message_id(mail.pk)
    mail.save()
