"""Composing: from a delivery row to the message that leaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.formats import date_format

from accounts.letters import letter
from bonus import bounces, links, markdown, schedule, tokens
from bonus.messages import Message, domain
from bonus.models import Delivery, Enrollment, Step, Subscriber
from bonus.wording import TEXT

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


def step_context(step: Step, subscriber: Subscriber) -> dict[str, Any]:
    """Return what the templates `mail/step` need of the step itself."""
    values = {
        "first_name": subscriber.first_name or NOBODY,
        "video_minutes": str(step.minutes()),
    }
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


def _step_message(delivery: Delivery, enrollment: Enrollment, step: Step, now: datetime) -> Message:
    subscriber = delivery.subscriber
    stop_link = links.stop(subscriber.pk)
    return _wrap(
        "step",
        delivery,
        subject=step.subject,
        context={
            **step_context(step, subscriber),
            "watch_link": links.watch(enrollment, step.video.slug),
            "stop_link": stop_link,
            "preferences_link": links.preferences(subscriber),
            "asked_on": local_date(enrollment.started_at, subscriber),
            "next": next_box(enrollment, step, now),
            "resume_link": _resume_link(enrollment, step),
        },
        headers={
            "List-Unsubscribe": ", ".join(_ways_to_stop(delivery, stop_link)),
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "List-Id": f"{step.version.series.name} <{step.version.series.slug}.{domain()}>",
            "Feedback-ID": f"{step.key}:{step.version.number}:bonus:{domain()}",
        },
    )


def _ways_to_stop(delivery: Delivery, stop_link: str) -> Iterator[str]:
    """Yield what a mail client may do to stop the mails (RFC 2369): post, or write to us."""
    yield f"<{stop_link}>"
    if mailbox := bounces.return_address(delivery.pk):
        yield f"<mailto:{mailbox}?subject={bounces.STOP_SUBJECT}>"


def _confirm_message(delivery: Delivery) -> Message:
    return _wrap(
        "confirm",
        delivery,
        subject=CONFIRM_SUBJECT,
        context={
            "preview": CONFIRM_PREVIEW,
            "confirm_link": links.confirm(delivery.pk),
            "consent_text": TEXT,
            "valid_days": tokens.CONFIRM_DAYS,
        },
        headers={},
    )


def _move_message(delivery: Delivery) -> Message:
    return _wrap(
        "move",
        delivery,
        subject=MOVE_SUBJECT,
        context={
            "preview": MOVE_PREVIEW,
            "move_link": links.move(delivery.pk),
            "valid_days": tokens.CONFIRM_DAYS,
        },
        headers={},
    )


def _wrap(
    name: str,
    delivery: Delivery,
    *,
    subject: str,
    context: dict[str, Any],
    headers: dict[str, str],
) -> Message:
    """Return the letter `name` with the headers that every mail of this app carries."""
    to = delivery.to or delivery.subscriber.address
    draft = letter(name, to=to, subject=subject, context=context)
    wrapped = Message(
        subject=draft.subject,
        body=draft.body,
        # The envelope's sender; providers have their own and get the visible one alone.
        from_email=bounces.return_address(delivery.pk) or settings.DEFAULT_FROM_EMAIL,
        to=draft.to,
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Message-ID": delivery.message_id,
            "Auto-Submitted": "auto-generated",
            **headers,
        },
    )
    wrapped.metadata = {"delivery": str(delivery.pk)}
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
    return NextBox(
        title=following.video.shown.title,
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
    local = moment.astimezone(schedule.zone_of(subscriber.time_zone))
    return date_format(local, "F j, Y")
