"""An import of people: what an operator starts, and what a worker does.

uploaded is skipped: what the columns are is told from their names, so that a file goes straight
from checking to checked, and by the button from importing to done. `exercises.port.holding` moves
it along, as it moves every import.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from accounts.models import User
from bonus.models import LineOutcome, SubscriberImport, SubscriberImportLine
from bonus.port import columns, plan, writing
from exercises.models import ImportState
from exercises.models.imports import REASON_LENGTH
from exercises.port import holding, progress
from exercises.port.files import FileError, read_file
from exercises.port.holding import Clock

MOST = 20_000  # on SQLite writing them holds the only pen for some seconds
KEPT = timedelta(days=7)


def upload(
    name: str,
    data: bytes,
    *,
    start: str,
    spread_hours: int,
    defaults: dict[str, str],
    by: User | None,
    now: datetime,
) -> SubscriberImport:
    """Keep a file that can be read and ask for its check; raise FileError."""
    sheet = read_file(data, MOST)
    found, ignored = columns.find(sheet.headers)
    if "address" not in found:
        raise FileError("No column is named address or email.")
    return SubscriberImport.objects.create(
        file_name=name[-120:] or "file",
        upload=data,
        format=sheet.format,
        encoding=sheet.encoding,
        ignored=ignored,
        total=len(sheet.rows),
        state=ImportState.CHECKING,
        start=start,
        spread_hours=spread_hours,
        defaults=defaults,
        made_by=by,
        made_at=now,
    )


def start_import(job: SubscriberImport) -> bool:
    """Ask for the import of a checked file without mistakes; return whether this call did."""
    if job.lines.filter(outcome=LineOutcome.ERROR).exists():
        return False
    return holding.move(job, (ImportState.CHECKED,), ImportState.IMPORTING, attempts=0)


def work(pk: int, claim: UUID, clock: Clock) -> bool:
    """Do what a job waits for; return whether this worker got it."""
    parts = {ImportState.CHECKING: _check, ImportState.IMPORTING: _write}
    return holding.work(SubscriberImport, pk, claim, clock, parts)


def waiting(now: datetime) -> list[int]:
    """Return the jobs that no worker has, or whose worker has died."""
    return holding.waiting(SubscriberImport, now)


def purge(now: datetime) -> int:
    """Forget imports of last week, with the addresses of those that were never finished."""
    return holding.purge(SubscriberImport, now - KEPT)


def _check(job: SubscriberImport, clock: Clock) -> None:
    sheet = read_file(bytes(job.upload), MOST)

    def note(done: int) -> None:
        holding.note(job, done, clock)

    lines = plan.plan(sheet, job.defaults, clock().date(), note)
    stored = [
        SubscriberImportLine(
            job=job,
            number=line.number,
            address=line.address,
            first_name=line.first_name,
            time_zone=line.time_zone,
            proof=line.proof,
            outcome=line.outcome,
            errors=[reason[:REASON_LENGTH] for reason in line.errors],
        )
        for line in lines
    ]
    with transaction.atomic():
        job.lines.all().delete()
        SubscriberImportLine.objects.bulk_create(stored, batch_size=500)
        holding.end(job, ImportState.CHECKED, None, tally=_tally(job))


def _write(job: SubscriberImport, clock: Clock) -> None:
    lines = list(job.lines.all())
    with transaction.atomic():
        tally = writing.write(job, lines, clock(), lambda done: progress.put(job, done))
        # The lines hold addresses, also of people who left: they are of no use any more.
        job.lines.all().delete()
        holding.end(job, ImportState.DONE, clock(), upload=b"", tally=tally)


def _tally(job: SubscriberImport) -> dict[str, int]:
    return dict(job.lines.values_list("outcome").annotate(Count("pk")).order_by())
