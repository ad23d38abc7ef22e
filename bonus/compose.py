"""Composing: from a delivery row to the message that leaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.formats import date_format

from accounts.letters import letter
from bonus import bounces, links, markdown, schedule, tokens, wording
from bonus.messages import Message, domain
from bonus.models import Delivery, Enrollment, Step, Subscriber

CONFIRM_SUBJECT = "Please confirm: your free bonus videos"
CONFIRM_PREVIEW = "One tap, and video 1 opens right away."
MOVE_SUBJECT = "Please confirm your new address"
MOVE_PREVIEW = "One tap, and your bonus videos come here."
NOBODY = "runner"


@dataclass(frozen=True)
class NextBox:
    """The box that says what comes next: all in the subscriber's own time."""

    title: str
    day: str
    month: str
    when: str


@dataclass(frozen=True)
class Personal:
    """All in a step's mail that is different for each reader; each part is plain text."""

    to: str
    sender: str
    message_id: str
    ways_to_stop: str
    first_name: str
    watch_link: str
    stop_link: str
    preferences_link: str
    asked_where: str
    asked_on: str
    next: NextBox | None
    resume_link: str = ""


def message(delivery: Delivery, now: datetime) -> Message:
    """Return the message of a delivery whose relations are loaded; raise when it cannot be made."""
    if delivery.step and delivery.enrollment:
        return _step_message(delivery, delivery.enrollment, delivery.step, now)
    if delivery.kind == Delivery.Kind.MOVE:
        return _move_message(delivery)
    return _confirm_message(delivery)


def sample(step: Step) -> Message:
    """Return the mail of a step to a made-up reader, for the admin; its links open nothing."""
    now = step.version.published_at
    reader = Subscriber(address="sam@example.com", first_name="Sam", time_zone="UTC")
    enrollment = Enrollment(
        subscriber=reader,
        series=step.version.series,
        version=step.version,
        next_step=step,
        started_at=now,
    )
    row = Delivery(subscriber=reader, enrollment=enrollment, step=step, message_id="<sample>")
    return _step_message(row, enrollment, step, now)


def step_context(step: Step, first_name: str) -> dict[str, Any]:
    """Return what the templates `mail/step` need of the step itself."""
    values = {"first_name": first_name, "video_minutes": str(step.minutes())}
    return {
        "preview": step.preview,
        "heading": step.heading,
        "video_title": step.video.shown.title,
        "video_minutes": step.minutes(),
        "position": step.order if step.kind == Step.Kind.MAIN else None,
        "total": step.version.main_steps().count(),
        "body_html": markdown.to_html(step.body, values),
        "body_text": markdown.to_text(step.body, values),
        "call_to_action": markdown.fill(step.call_to_action, values),
        "series_name": step.version.series.name,
    }


def personal(delivery: Delivery, enrollment: Enrollment, step: Step, now: datetime) -> Personal:
    """Return what is different about one reader's mail of a step."""
    subscriber = delivery.subscriber
    stop_link = links.stop(subscriber.pk)
    return Personal(
        to=delivery.to or subscriber.address,
        # The envelope's sender; providers have their own and get the visible one alone.
        sender=bounces.return_address(delivery.pk) or settings.DEFAULT_FROM_EMAIL,
        message_id=delivery.message_id,
        ways_to_stop=", ".join(_ways_to_stop(delivery, stop_link)),
        first_name=subscriber.first_name or NOBODY,
        watch_link=links.watch(enrollment, step.video.slug),
        stop_link=stop_link,
        preferences_link=links.preferences(subscriber),
        asked_where=enrollment.asked_where or settings.SITE_URL.partition("://")[2],
        asked_on=local_date(enrollment.started_at, subscriber),
        next=next_box(enrollment, step, now),
        resume_link=_resume_link(enrollment, step),
    )


def step_message(step: Step, reader: Personal) -> Message:
    """Return the mail of a step to one reader."""
    return _wrap(
        "step",
        to=reader.to,
        sender=reader.sender,
        message_id=reader.message_id,
        subject=step.subject,
        context={
            **step_context(step, reader.first_name),
            "watch_link": reader.watch_link,
            "stop_link": reader.stop_link,
            "preferences_link": reader.preferences_link,
            "asked_where": reader.asked_where,
            "asked_on": reader.asked_on,
            "next": reader.next,
            "resume_link": reader.resume_link,
        },
        headers={
            "List-Unsubscribe": reader.ways_to_stop,
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "List-Id": f"{step.version.series.name} <{step.version.series.slug}.{domain()}>",
            "Feedback-ID": f"{step.key}:{step.version.number}:bonus:{domain()}",
        },
    )


def _step_message(delivery: Delivery, enrollment: Enrollment, step: Step, now: datetime) -> Message:
    made = step_message(step, personal(delivery, enrollment, step, now))
    made.metadata = {"delivery": str(delivery.pk)}
    return made


def _ways_to_stop(delivery: Delivery, stop_link: str) -> Iterator[str]:
    """Yield what a mail client may do to stop the mails (RFC 2369): post, or write to us."""
    yield f"<{stop_link}>"
    if mailbox := bounces.return_address(delivery.pk):
        yield f"<mailto:{mailbox}?subject={bounces.STOP_SUBJECT}>"


def _confirm_message(delivery: Delivery) -> Message:
    context = {
        "preview": CONFIRM_PREVIEW,
        "confirm_link": links.confirm(delivery.pk),
        "consent_text": wording.text(),
        "valid_days": tokens.CONFIRM_DAYS,
        "agreed": delivery.subscriber.imported_proof(),
    }
    return _question("confirm", delivery, CONFIRM_SUBJECT, context)


def _move_message(delivery: Delivery) -> Message:
    context = {
        "preview": MOVE_PREVIEW,
        "move_link": links.move(delivery.pk),
        "valid_days": tokens.CONFIRM_DAYS,
    }
    return _question("move", delivery, MOVE_SUBJECT, context)


def _question(name: str, delivery: Delivery, subject: str, context: dict[str, Any]) -> Message:
    made = _wrap(
        name,
        to=delivery.to or delivery.subscriber.address,
        sender=bounces.return_address(delivery.pk) or settings.DEFAULT_FROM_EMAIL,
        message_id=delivery.message_id,
        subject=subject,
        context=context,
        headers={},
    )
    made.metadata = {"delivery": str(delivery.pk)}
    return made


def _wrap(
    name: str,
    *,
    to: str,
    sender: str,
    message_id: str,
    subject: str,
    context: dict[str, Any],
    headers: dict[str, str],
) -> Message:
    """Return the letter `name` with the headers that every mail of this app carries."""
    draft = letter(name, to=to, subject=subject, context=context)
    wrapped = Message(
        subject=draft.subject,
        body=draft.body,
        from_email=sender,
        to=draft.to,
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Message-ID": message_id,
            "Auto-Submitted": "auto-generated",
            **headers,
        },
    )
    for alternative in draft.alternatives:
        content, mimetype = alternative
        wrapped.attach_alternative(str(content), str(mimetype))
    return wrapped


def next_box(enrollment: Enrollment, step: Step, now: datetime) -> NextBox | None:
    """Return what comes after `step` and when, or None after the last one."""
    if enrollment.state == Enrollment.State.HELD:
        return None
    following = enrollment.after(step)
    if following is None:
        return None
    due = schedule.next_due(enrollment, following, now)
    local = due.astimezone(schedule.zone_of(enrollment.subscriber.time_zone))
    zone = "" if schedule.known_zone(enrollment.subscriber.time_zone) else " UTC"
    return _box(following.video.shown.title, local.replace(tzinfo=None), zone)


@lru_cache(maxsize=1024)
def _box(title: str, local: datetime, zone: str) -> NextBox:
    """Return the box for a moment on a clock; many readers share one."""
    return NextBox(
        title=title,
        day=str(local.day),
        month=date_format(local, "M"),
        when=f"{date_format(local, 'l, F j')} at {date_format(local, 'G:i')}{zone}",
    )


def _resume_link(enrollment: Enrollment, step: Step) -> str:
    """Return the way on in the mail that tells of a hold, "" in all others."""
    tells = step.kind == Step.Kind.BRANCH and step.key == enrollment.version.hold_step
    return links.resume(enrollment.subscriber) if tells else ""


def local_date(moment: datetime, subscriber: Subscriber) -> str:
    """Return a day as the subscriber's calendar names it, such as "November 23, 2026"."""
    return _long_date(moment.astimezone(schedule.zone_of(subscriber.time_zone)).date())


@lru_cache(maxsize=1024)
def _long_date(day: date) -> str:
    return date_format(day, "F j, Y")
