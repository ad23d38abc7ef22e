"""A step's mail with the data of any subscriber, to look at. Its links open nothing.

The reader in it is a copy with other ids, so that a click of an editor neither confirms nor stops
anything for the person whose name it shows.
"""

from __future__ import annotations

from datetime import datetime

from bonus import compose
from bonus.messages import Message
from bonus.models import Delivery, Enrollment, Step, Subscriber

DARK = "(prefers-color-scheme:dark)"


def message(step: Step, person: Subscriber | None, now: datetime) -> Message:
    """Return the mail of a step as it would leave now, to a person or to a made-up reader."""
    chosen = person or Subscriber(first_name="Sam", time_zone="UTC")
    reader = Subscriber(
        address=chosen.address or "sam@example.com",
        first_name=chosen.first_name,
        time_zone=chosen.time_zone,
        hour=chosen.hour,
        pace=chosen.pace,
        paused_until=chosen.paused_until,
        state=Subscriber.State.ACTIVE,
        confirmed_at=now,
        created_at=now,
    )
    began = _began(step, person)
    enrollment = Enrollment(
        subscriber=reader,
        series=step.version.series,
        version=step.version,
        next_step=step,
        started_at=began or now,
    )
    row = Delivery(
        kind=Delivery.Kind.STEP,
        subscriber=reader,
        enrollment=enrollment,
        step=step,
        message_id="<preview>",
        planned_for=now,
        available_at=now,
        created_at=now,
    )
    return compose.message(row, now)


def html(mail: Message, theme: str) -> str:
    """Return the HTML part as a mail client in the light or dark theme shows it.

    The theme of a frame is the browser's, so the condition of the style sheet is answered here.
    """
    text = str(mail.alternatives[0][0])
    answer = "all" if theme == "dark" else "not all"
    return text.replace(DARK, answer).replace("(prefers-color-scheme: dark)", answer)


def _began(step: Step, person: Subscriber | None) -> datetime | None:
    if person is None:
        return None
    own = person.enrollments.filter(series=step.version.series).first()
    return own.started_at if own else None
