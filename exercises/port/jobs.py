"""An import from upload to drafts: what an editor starts, and what a worker does.

uploaded -> checking -> checked -> importing -> done, and failed from the two in which a worker is
at work. How a job moves and who holds it is `exercises.port.holding`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.models import User
from exercises.models import CatalogVersion, ImportJob, ImportLine, ImportState, Outcome
from exercises.models.imports import REASON_LENGTH
from exercises.port import holding, progress, writing
from exercises.port.files import Sheet, read_file
from exercises.port.holding import Clock
from exercises.port.lines import Shelf
from exercises.port.mapping import Mapping, guess
from exercises.port.plan import plan

KEPT = timedelta(days=30)


def upload(name: str, data: bytes, by: User | None, now: datetime) -> ImportJob:
    """Keep a file that can be read, with the mapping of the last one of its shape. FileError."""
    sheet = read_file(data)
    return ImportJob.objects.create(
        file_name=name[-120:] or "file",
        upload=data,
        format=sheet.format,
        encoding=sheet.encoding,
        headers=list(sheet.headers),
        shape=sheet.shape,
        samples=sheet.samples(),
        mapping=_last_mapping(sheet) or guess(sheet.headers).as_json(),
        total=len(sheet.rows),
        made_by=by,
        made_at=now,
    )


def choose(job: ImportJob, mapping: Mapping) -> bool:
    """Note how the file is to be read and ask for a check; the check before counts no more."""
    ready = (ImportState.UPLOADED, ImportState.CHECKED, ImportState.FAILED)
    fields = {"mapping": mapping.as_json(), "reason": "", "attempts": 0, "ended_at": None}
    return holding.move(job, ready, ImportState.CHECKING, **fields)


def start_import(job: ImportJob) -> bool:
    """Ask for the import of a checked file without errors; return whether this call did."""
    if job.lines.filter(outcome=Outcome.ERROR).exists():
        return False
    return holding.move(job, (ImportState.CHECKED,), ImportState.IMPORTING, attempts=0)


def work(pk: int, claim: UUID, clock: Clock) -> bool:
    """Do what a job waits for; return whether this worker got it."""
    parts = {ImportState.CHECKING: _check, ImportState.IMPORTING: _write}
    return holding.work(ImportJob, pk, claim, clock, parts)


def waiting(now: datetime) -> list[int]:
    """Return the jobs that no worker has, or whose worker has died."""
    return holding.waiting(ImportJob, now)


def purge(now: datetime) -> int:
    """Forget imports that began long ago; return how many."""
    return holding.purge(ImportJob, now - KEPT)


def _check(job: ImportJob, clock: Clock) -> None:
    sheet = read_file(bytes(job.upload))

    def note(done: int) -> None:
        holding.note(job, done, clock)

    lines, unknown = plan(sheet, Mapping.of(job.mapping), Shelf.now(), note)
    stored = [
        ImportLine(
            job=job,
            number=line.number,
            slug=line.slug[:80],
            name=line.name[:80],
            outcome=line.outcome,
            before=writing.stored(line.before),
            after=writing.stored(line.after),
            errors=[
                {"field": field, "reason": reason[:REASON_LENGTH]} for field, reason in line.errors
            ],
        )
        for line in lines
    ]
    with transaction.atomic():
        job.lines.all().delete()
        ImportLine.objects.bulk_create(stored, batch_size=100)
        holding.end(job, ImportState.CHECKED, None, unknown=unknown)


def _write(job: ImportJob, clock: Clock) -> None:
    lines = list(job.lines.exclude(outcome=Outcome.SAME))
    reason = f"Imported from {job.file_name}"
    with transaction.atomic(), CatalogVersion.renewed_once():
        writing.write(lines, job.made_by, clock(), reason, lambda n: progress.put(job, n))
        holding.end(job, ImportState.DONE, clock(), upload=b"")


def _last_mapping(sheet: Sheet) -> object:
    same_shape = ImportJob.objects.filter(shape=sheet.shape, mapping__isnull=False)
    return same_shape.exclude(state=ImportState.UPLOADED).values_list("mapping", flat=True).first()
