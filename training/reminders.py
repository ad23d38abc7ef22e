"""The mail of a training day: once, at the runner's hour, and only that there is a session.

Which day a runner was reminded on is claimed by one UPDATE in the transaction that writes the
letter, so that two workers, or one that is started again, never write a second one.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from accounts import letters, outbox
from training import planning
from training.days import local_day, zone_of
from training.models import Enrollment, SafetyCheck, TrainingPreferences
from training.plan import ASSESSMENT, Session, Status

SUBJECT = "A session stands on your plan today"
# A reminder that is later than this is none; a mail server that was down is tried no longer.
LATE_HOURS = 2


def run(now: datetime) -> int:
    """Write the letters that are due; return how many."""
    return sum(remind(one, now) for one in due(now))


def due(now: datetime) -> QuerySet[TrainingPreferences]:
    """Return whose hour has come and who was not looked at today (two queries)."""
    active = Enrollment.objects.filter(runner=OuterRef("runner"), ended_on__isnull=True)
    waiting = TrainingPreferences.objects.filter(
        Exists(active), reminder_hour__isnull=False, runner__is_active=True
    )
    hours = Q(pk__in=[])
    for name in waiting.values_list("runner__time_zone", flat=True).distinct():
        try:
            local = now.astimezone(ZoneInfo(name))
        except (ZoneInfoNotFoundError, ValueError):
            local = now
        hours |= Q(
            Q(reminded_on__isnull=True) | Q(reminded_on__lt=local.date()),
            runner__time_zone=name,
            reminder_hour__range=(max(0, local.hour - LATE_HOURS), local.hour),
        )
    return waiting.filter(hours).select_related("runner")


def remind(one: TrainingPreferences, now: datetime) -> bool:
    """Claim the day, write the letter if a session stands on it, tell whether one was written."""
    day = local_day(now, zone_of(one.runner))
    session = None if SafetyCheck.pausing(one.runner) else _session(one, now)
    with transaction.atomic():
        mine = TrainingPreferences.objects.filter(
            Q(reminded_on__isnull=True) | Q(reminded_on__lt=day),
            pk=one.pk,
            reminder_hour=one.reminder_hour,
            reminder_key=one.reminder_key,
        )
        if not mine.update(reminded_on=day) or session is None:
            return False
        outbox.put(compose(one, session), now)
    return True


def _session(one: TrainingPreferences, now: datetime) -> Session | None:
    current = planning.current(one.runner, now)
    found = current.plan.on(current.today) if current else None
    return found if found and found.status == Status.OPEN else None


def compose(one: TrainingPreferences, session: Session) -> EmailMessage:
    """Return the letter; no exercise, no score and no side stands in it."""
    stop = f"{settings.SITE_URL}{reverse('training:reminder_stop', args=[one.reminder_key])}"
    words = "Two sides to test" if session.kind == ASSESSMENT else "A strength session"
    return letters.letter(
        "reminder",
        to=one.runner.email,
        subject=SUBJECT,
        context={
            "preview": "What, why and how long stands on your Today page.",
            "words": f"{words} stands on your plan for today.",
            "today_link": f"{settings.SITE_URL}{reverse('training:today')}",
            "stop_link": stop,
        },
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def stop(key: str) -> bool:
    """Switch the reminder of a key off; tell whether it was on."""
    mine = TrainingPreferences.objects.filter(reminder_key=key)
    return bool(mine.update(reminder_hour=None, reminder_key=None))
