"""A person's list of videos: which are open, which open when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from bonus import schedule, tokens
from bonus.models import Delivery, Enrollment, Step, Watch
from bonus.models.deliveries import TAKEN
from bonus.tokens import Purpose
from exercises.library.content import VideoContent

UNDER_WAY = (*TAKEN, Delivery.State.SUBMITTING, Delivery.State.UNCERTAIN)


@dataclass(frozen=True)
class Entry:
    """One line of the list; `opens` is a day on the subscriber's calendar, None when not known.

    `position` is 0 for the video of a branch step, which stands beside the numbered ones.
    """

    key: str
    position: int
    video: VideoContent
    lead: str
    minutes: int
    state: Literal["open", "locked"]
    opens: date | None
    hour: str
    watched: bool
    position_s: int


def enrollment_of(key: str) -> Enrollment:
    """Return the enrollment whose videos a watch key opens.

    Raise Enrollment.DoesNotExist for a key that is wrong, too old or was revoked.
    """
    try:
        pk, _, version = tokens.read(Purpose.WATCH, key).partition("/")
        enrollment = Enrollment.objects.select_related(
            "subscriber", "series", "version", "next_step", "return_to"
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
    return [step.video.slug for step in steps if step.key in opened][-1]


def listing(enrollment: Enrollment, now: datetime) -> list[Entry]:
    """Return every main video of the enrollment's version, in order, and mailed branches."""
    steps = list(enrollment.version.main_steps())
    opened = _opened(enrollment, steps)
    active = enrollment.state == Enrollment.State.ACTIVE
    expected = dict(schedule.forecast(enrollment, steps, now)) if active else {}
    watches = {watch.step_key: watch for watch in enrollment.watches.all()}
    branches = enrollment.version.steps.filter(kind=Step.Kind.BRANCH, key__in=opened)
    lines = [(place, step) for place, step in enumerate(steps, start=1)]
    lines += [(0, step) for step in branches.select_related("video")]
    return [
        _entry(enrollment, place, step, expected.get(step), step.key in opened, watches)
        for place, step in lines
    ]


def _entry(
    enrollment: Enrollment,
    place: int,
    step: Step,
    due: datetime | None,
    is_open: bool,
    watches: Mapping[str, Watch],
) -> Entry:
    reader, watch = enrollment.subscriber, watches.get(step.key)
    local = due.astimezone(schedule.zone_of(reader.time_zone)) if due else None
    utc = "" if schedule.known_zone(reader.time_zone) else " UTC"
    return Entry(
        key=step.key,
        position=place,
        video=step.video.shown,
        lead=step.preview,
        minutes=step.minutes(),
        state="open" if is_open else "locked",
        opens=local.date() if local and not is_open else None,
        hour=f"{local.hour}:{local:%M}{utc}" if local else "",
        watched=bool(watch and watch.finished_at),
        position_s=watch.position_s if watch else 0,
    )


def _opened(enrollment: Enrollment, steps: list[Step]) -> set[str]:
    """Return the keys whose videos are open: the first, those behind, and any mailed."""
    mailed = Delivery.objects.filter(enrollment=enrollment, state__in=UNDER_WAY)
    upcoming = enrollment.return_to or enrollment.next_step
    behind = {step.key for step in steps if upcoming is None or step.order < upcoming.order}
    return (
        behind | {step.key for step in steps[:1]} | set(mailed.values_list("step_key", flat=True))
    )
