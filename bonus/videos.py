"""A person's list of videos: which are open, which open when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from bonus import schedule, tokens
from bonus.models import Delivery, Enrollment, Step
from bonus.models.deliveries import TAKEN
from bonus.tokens import Purpose
from exercises.library.content import VideoContent

UNDER_WAY = (*TAKEN, Delivery.State.SUBMITTING, Delivery.State.UNCERTAIN)


@dataclass(frozen=True)
class Entry:
    """One line of the list; `opens` is a day on the subscriber's calendar, None when not known."""

    position: int
    video: VideoContent
    lead: str
    minutes: int
    state: Literal["open", "locked"]
    opens: date | None
    hour: str


def enrollment_of(key: str) -> Enrollment:
    """Return the enrollment whose videos a watch key opens.

    Raise Enrollment.DoesNotExist for a key that is wrong, too old or was revoked.
    """
    try:
        pk, _, version = tokens.read(Purpose.WATCH, key).partition("/")
        enrollment = Enrollment.objects.select_related(
            "subscriber", "series", "version", "next_step"
        ).get(pk=UUID(pk))
    except (tokens.InvalidTokenError, tokens.ExpiredTokenError, ValueError) as error:
        raise Enrollment.DoesNotExist from error
    if version != str(enrollment.subscriber.link_version):
        raise Enrollment.DoesNotExist
    return enrollment


def first(enrollment: Enrollment) -> str:
    """Return the slug of the video to begin with: the newest that is open."""
    steps = list(enrollment.version.main_steps())
    opened = _opened(enrollment, steps)
    return [step.video.slug for step in steps if step.pk in opened][-1]


def listing(enrollment: Enrollment, now: datetime) -> list[Entry]:
    """Return every main video of the enrollment's version, in order."""
    steps = list(enrollment.version.main_steps())
    opened = _opened(enrollment, steps)
    active = enrollment.state == Enrollment.State.ACTIVE
    expected = dict(schedule.forecast(enrollment, steps, now)) if active else {}
    zone = schedule.zone_of(enrollment.subscriber.time_zone)
    utc = "" if schedule.known_zone(enrollment.subscriber.time_zone) else " UTC"
    entries = []
    for step in steps:
        due = expected.get(step)
        local = due.astimezone(zone) if due else None
        entries.append(
            Entry(
                position=step.order,
                video=step.video.shown,
                lead=step.preview,
                minutes=step.minutes(),
                state="open" if step.pk in opened else "locked",
                opens=local.date() if local and step.pk not in opened else None,
                hour=f"{local.hour}:{local:%M}{utc}" if local else "",
            )
        )
    return entries


def _opened(enrollment: Enrollment, steps: list[Step]) -> set[int]:
    """Return the steps whose videos are open: the first, those behind, and any mailed."""
    mailed = Delivery.objects.filter(enrollment=enrollment, state__in=UNDER_WAY)
    upcoming = enrollment.next_step.order if enrollment.next_step else None
    behind = {step.pk for step in steps if upcoming is None or step.order < upcoming}
    return behind | {step.pk for step in steps[:1]} | set(mailed.values_list("step_id", flat=True))
