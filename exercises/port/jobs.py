"""An import from upload to drafts: what an editor starts, and what a worker does.

uploaded -> checking -> checked -> importing -> done, and failed from the two in which a worker is
at work. Each move is one UPDATE that names the state it expects, so a button pressed twice and a
task delivered twice do the work once. A worker holds a job by its claim until its lease ends; a
worker that died has written nothing, since lines are written in the transaction that ends the job.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from accounts.models import User
from exercises.models import CatalogVersion, ImportJob, ImportLine, ImportState, Outcome
from exercises.models.imports import AT_WORK, REASON_LENGTH
from exercises.port import progress, writing
from exercises.port.files import FileError, Sheet, read_file
from exercises.port.lines import Shelf
from exercises.port.mapping import Mapping, guess
from exercises.port.plan import plan

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
ATTEMPTS = 3
EVERY = 50  # lines between two notes of progress
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
    progress.put(job.pk, 0)
    fields = {"mapping": mapping.as_json(), "reason": "", "attempts": 0, "ended_at": None}
    return _move(job, ready, ImportState.CHECKING, **fields)


def start_import(job: ImportJob) -> bool:
    """Ask for the import of a checked file without errors; return whether this call did."""
    if job.lines.filter(outcome=Outcome.ERROR).exists():
        return False
    progress.put(job.pk, 0)
    return _move(job, (ImportState.CHECKED,), ImportState.IMPORTING, attempts=0)


def work(pk: int, claim: UUID, clock: Callable[[], datetime]) -> bool:
    """Do what a job waits for; return whether this worker got it."""
    now = clock()
    held = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
    got = ImportJob.objects.filter(held, pk=pk, state__in=AT_WORK).update(
        claim=claim, lease_until=now + LEASE, attempts=F("attempts") + 1
    )
    if not got:
        return False
    job = ImportJob.objects.get(pk=pk)
    try:
        if job.attempts > ATTEMPTS:
            raise FileError(f"The work stopped {ATTEMPTS} times without an end.")
        (_check if job.state == ImportState.CHECKING else _write)(job, clock)
    except (FileError, writing.MovedError) as error:
        _end(job, ImportState.FAILED, clock(), reason=str(error)[:REASON_LENGTH])
    except IntegrityError:
        logger.exception("import %s was refused by the database", pk)
        reason = "Somebody changed the same entries at the same time. Nothing was imported."
        _end(job, ImportState.FAILED, clock(), reason=reason)
    return True


def waiting(now: datetime) -> list[int]:
    """Return the jobs that no worker has, or whose worker has died."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
    return list(ImportJob.objects.filter(free, state__in=AT_WORK).values_list("pk", flat=True))


def purge(now: datetime) -> int:
    """Forget imports that began long ago; return how many."""
    old = ImportJob.objects.filter(made_at__lt=now - KEPT).exclude(state__in=AT_WORK)
    return old.delete()[1].get("exercises.ImportJob", 0)


def _check(job: ImportJob, clock: Callable[[], datetime]) -> None:
    sheet = read_file(bytes(job.upload))

    def note(done: int) -> None:
        if done % EVERY == 0:
            progress.put(job.pk, done)
            ImportJob.objects.filter(pk=job.pk, claim=job.claim).update(lease_until=clock() + LEASE)

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
        _end(job, ImportState.CHECKED, None, unknown=unknown)


def _write(job: ImportJob, clock: Callable[[], datetime]) -> None:
    lines = list(job.lines.exclude(outcome=Outcome.SAME))
    reason = f"Imported from {job.file_name}"
    with transaction.atomic(), CatalogVersion.renewed_once():
        writing.write(lines, job.made_by, clock(), reason, lambda n: progress.put(job.pk, n))
        _end(job, ImportState.DONE, clock(), upload=b"")


def _end(job: ImportJob, state: ImportState, ended_at: datetime | None, **fields: object) -> None:
    """End a worker's part; where another has the job by now, take everything back."""
    ended = ImportJob.objects.filter(pk=job.pk, claim=job.claim, state=job.state).update(
        state=state, ended_at=ended_at, claim=None, lease_until=None, **fields
    )
    if not ended and state != ImportState.FAILED:
        raise writing.MovedError("Another worker has this import.")


def _move(
    job: ImportJob, allowed: tuple[ImportState, ...], to: ImportState, **fields: object
) -> bool:
    moved = ImportJob.objects.filter(pk=job.pk, state__in=allowed).update(
        state=to, claim=None, lease_until=None, **fields
    )
    job.refresh_from_db(fields=["state", "mapping"])
    return bool(moved)


def _last_mapping(sheet: Sheet) -> object:
    same_shape = ImportJob.objects.filter(shape=sheet.shape, mapping__isnull=False)
    return same_shape.exclude(state=ImportState.UPLOADED).values_list("mapping", flat=True).first()
