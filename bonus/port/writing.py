"""Write people who agreed elsewhere: subscriber, proof, and their first mail, many at a time.

On SQLite one writer stops every other, so rows are written in bulk, in one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from itertools import batched

from django.utils.text import Truncator

from bonus import addresses
from bonus.consent import SERIES
from bonus.messages import message_id
from bonus.models import (
    ConsentEvent,
    Delivery,
    Enrollment,
    LineOutcome,
    Series,
    Start,
    Subscriber,
    SubscriberImport,
    SubscriberImportLine,
)
from bonus.models.enrollments import LONGEST_PLACE
from bonus.port.plan import judge

BATCH = 500
WORDING = "imported"


def write(
    job: SubscriberImport,
    lines: Sequence[SubscriberImportLine],
    now: datetime,
    progress: Callable[[int], None],
) -> dict[str, int]:
    """Write the lines that are still new; return how many came out how.

    Call it inside a transaction. Who signed up, left or was suppressed since the dry run is left
    alone: what is known now counts.
    """
    judge(lines)
    new = [line for line in lines if line.outcome == LineOutcome.NEW]
    counts: dict[str, int] = {}
    for line in lines:
        counts[line.outcome] = counts.get(line.outcome, 0) + 1
    pause = timedelta(hours=job.spread_hours) / max(1, len(new))
    done = written = 0
    for batch in batched(new, BATCH):
        people = [_person(line, job, now) for line in batch]
        Subscriber.objects.bulk_create(people, ignore_conflicts=True)
        # Somebody may sign up at this very moment; then their own row stands, and ours is not.
        ours = set(
            Subscriber.objects.filter(pk__in=[one.pk for one in people]).values_list(
                "pk", flat=True
            )
        )
        pairs = [(one, line) for one, line in zip(people, batch, strict=True) if one.pk in ours]
        ConsentEvent.objects.bulk_create(_proof(job, one, line, now) for one, line in pairs)
        starts = [(one, line, now + pause * (done + i)) for i, (one, line) in enumerate(pairs)]
        if job.start == Start.ASK:
            Delivery.objects.bulk_create(_questions(starts, now))
        else:
            Enrollment.objects.bulk_create(_enrollments(starts))
        done, written = done + len(batch), written + len(pairs)
        progress(done)
    counts[LineOutcome.NEW] = written
    if len(new) > written:
        counts[LineOutcome.KNOWN] = counts.get(LineOutcome.KNOWN, 0) + len(new) - written
    return counts


def _person(line: SubscriberImportLine, job: SubscriberImport, now: datetime) -> Subscriber:
    at_once = job.start == Start.AT_ONCE
    return Subscriber(
        address=line.address,
        address_hash=addresses.digest(line.address),
        first_name=line.first_name,
        time_zone=line.time_zone,
        source="import",
        state=Subscriber.State.ACTIVE if at_once else Subscriber.State.PENDING,
        created_at=now,
        confirmed_at=now if at_once else None,
    )


def _proof(
    job: SubscriberImport, person: Subscriber, line: SubscriberImportLine, now: datetime
) -> ConsentEvent:
    by = job.made_by.email if job.made_by else ""
    proof = {**line.proof, "file": job.file_name, "line": line.number, "by": by}
    return ConsentEvent(
        subscriber=person,
        kind=ConsentEvent.Kind.IMPORTED,
        at=now,
        wording=WORDING,
        proof=proof,
    )


def _questions(
    starts: Sequence[tuple[Subscriber, SubscriberImportLine, datetime]], now: datetime
) -> Iterator[Delivery]:
    """Yield a confirmation mail for each person, at their own time."""
    for person, _, at in starts:
        mail = Delivery(
            kind=Delivery.Kind.CONFIRM,
            subscriber=person,
            planned_for=at,
            available_at=at,
            created_at=now,
        )
        mail.message_id = message_id(mail.pk)
        yield mail


def _enrollments(
    starts: Sequence[tuple[Subscriber, SubscriberImportLine, datetime]],
) -> Iterator[Enrollment]:
    """Yield the series of each person. It began with the consent, which mails name."""
    version = Series.objects.get(slug=SERIES).current()
    first = version.main_steps().first()
    for person, line, at in starts:
        day = datetime.fromisoformat(line.proof["when"]).date()
        yield Enrollment(
            subscriber=person,
            series=version.series,
            version=version,
            next_step=first,
            next_due_at=at,
            started_at=datetime.combine(day, time(12), UTC),
            asked_where=Truncator(line.proof["where"]).chars(LONGEST_PLACE),
        )
