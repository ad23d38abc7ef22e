"""Conservation: nobody who enrolled and no mail that was planned may get lost.

    enrolled = active + on hold + completed + exited + goal reached
    mails    = waiting + held + accepted + delivered + bounced + complained
               + failed + skipped + passed + expired + uncertain

and every active enrollment has exactly one way forward: a due time, or one open delivery of its
next step. Steps are compared by their keys: a mail may be of an older version than its reader.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef

from bonus.models import Delivery, Enrollment, MailEvent, SeriesVersion, Step, Subscriber
from bonus.models.deliveries import HELD, OPEN, TAKEN, WAITING

GRACE = timedelta(minutes=10)


@dataclass
class Balance:
    """What was counted, what must never be (errors), and what someone should look at."""

    enrollments: dict[str, int] = field(default_factory=dict)
    deliveries: dict[str, int] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def check(now: datetime) -> Balance:
    """Count everything and hold it against the rules above."""
    balance = Balance(
        enrollments=_by_state(Enrollment.objects.all()),
        deliveries=_by_state(Delivery.objects.all()),
    )
    opened = Delivery.objects.filter(
        enrollment=OuterRef("pk"), step_key=OuterRef("next_step__key"), state__in=OPEN
    )
    active = Enrollment.objects.filter(state=Enrollment.State.ACTIVE)
    others = Delivery.objects.filter(state__in=OPEN, kind=Delivery.Kind.STEP, doubts=0)
    # The mail that tells of a hold stands beside the line, while its enrollment waits.
    others = others.exclude(
        enrollment__state=Enrollment.State.HELD, step_key=F("enrollment__version__hold_step")
    )
    going = active | Enrollment.objects.filter(state=Enrollment.State.HELD)
    for count, sentence in (
        (
            active.filter(~Exists(opened), next_due_at=None).count(),
            "active enrollments have no next mail: they are lost",
        ),
        (
            active.filter(Exists(opened), next_due_at__isnull=False).count(),
            "active enrollments have a next mail twice",
        ),
        (
            going.exclude(subscriber__state=Subscriber.State.ACTIVE).count(),
            "active enrollments belong to people who are not subscribed",
        ),
        (
            others.exclude(enrollment__next_step__key=F("step_key")).count(),
            "open mails are not their enrollment's next step",
        ),
        (
            others.exclude(state=Delivery.State.SUBMITTING)
            .exclude(enrollment__state=Enrollment.State.ACTIVE)
            .count(),
            "open mails belong to enrollments that have ended",
        ),
        (_skipped_ahead(), "completed enrollments lack a mail of a main step"),
        (
            Delivery.objects.filter(state__in=TAKEN, submitted_at=None).count(),
            "mails were accepted without ever being submitted",
        ),
    ):
        if count:
            balance.errors.append(f"{count} {sentence}.")
    _notes(balance, now)
    return balance


def _by_state(rows: object) -> dict[str, int]:
    counted = rows.order_by().values_list("state").annotate(n=Count("pk"))  # type: ignore[attr-defined]  # any rows
    return dict(sorted(counted))


def _skipped_ahead() -> int:
    """Count completed enrollments that lack the mail of a main step of their version.

    Who was moved from version to version is owed the steps that all of these have: what came in
    on the way may have come too late for them.
    """
    mailed = Delivery.objects.filter(enrollment=OuterRef(OuterRef("pk")), step_key=OuterRef("key"))
    there = Step.objects.filter(
        version=OuterRef("pk"), key=OuterRef(OuterRef("key")), kind=Step.Kind.MAIN
    )
    without = SeriesVersion.objects.filter(
        ~Exists(there),
        series=OuterRef("version__series"),
        number__gte=OuterRef(OuterRef("began_with__number")),
        number__lt=OuterRef("version__number"),
    )
    unmailed = Step.objects.filter(
        ~Exists(mailed), ~Exists(without), version=OuterRef("version"), kind=Step.Kind.MAIN
    )
    completed = Enrollment.objects.filter(state=Enrollment.State.COMPLETED)
    return completed.filter(Exists(unmailed)).count()


def _notes(balance: Balance, now: datetime) -> None:
    late = now - GRACE
    week = now - timedelta(days=7)
    for count, sentence in (
        (Enrollment.objects.due(late).count(), "enrollments are due and not planned"),
        (
            Delivery.objects.filter(state__in=WAITING, available_at__lt=late).count(),
            "mails wait longer than they should: is a worker running?",
        ),
        (
            Delivery.objects.filter(state__in=HELD, lease_until__lt=late).count(),
            "mails are held by workers that went away",
        ),
        (
            Delivery.objects.filter(state=Delivery.State.UNCERTAIN).count(),
            "mails are uncertain: they may or may not have arrived, and are sent once more",
        ),
        (
            MailEvent.objects.filter(kind=MailEvent.Kind.POLICY, at__gt=week).count(),
            "mails were refused by policy within a week: it is about this site, not its readers",
        ),
    ):
        if count:
            balance.notes.append(f"{count} {sentence}.")
