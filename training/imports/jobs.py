"""An import of runs from upload to log: what a runner starts, and what a worker does.

waiting -> reading -> done or failed. As in `exercises.port.jobs`, each move is one UPDATE that
names the state it expects, a worker holds the import by its claim until its lease ends, and all
runs are written in the one transaction that ends it: a file that is refused has written nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F, Q

from accounts.models import User
from exercises.media import store
from exercises.port import progress
from training.days import zone_of
from training.forms.run import Unit
from training.imports.activity import Activity, RefusedError
from training.imports.known import Known, fresh
from training.imports.reading import Found, Reader
from training.models import ImportState, Run, RunImport
from training.models.run_import import AT_WORK

LEASE = timedelta(minutes=2)
ATTEMPTS = 3
EVERY = 10  # files between two notes of progress
KEPT = timedelta(days=30)


class LostError(Exception):
    """Another worker has the import by now."""


def upload(runner: User, file: UploadedFile[Any], unit: str, now: datetime) -> RunImport:
    """Keep a runner's file for a worker."""
    name = (file.name or "file").replace("\\", "/").rpartition("/")[2]
    return RunImport.objects.create(
        runner=runner,
        file_name=name[-120:],
        stored=store.receive(file),
        unit=unit,
        made_at=now,
    )


def work(pk: UUID, claim: UUID, clock: Callable[[], datetime]) -> bool:
    """Read one import; return whether this worker got it."""
    now = clock()
    got = RunImport.objects.filter(_free(now), pk=pk, state__in=AT_WORK).update(
        state=ImportState.READING,
        claim=claim,
        lease_until=now + LEASE,
        attempts=F("attempts") + 1,
    )
    if not got:
        return False
    job = RunImport.objects.select_related("runner").get(pk=pk)
    path = store.original(job.stored)
    try:
        if job.attempts > ATTEMPTS:
            raise RefusedError(f"The work stopped {ATTEMPTS} times without an end.")
        with path.open("rb") as file:
            found = _reader(job, clock).read(file, job.file_name)
        with transaction.atomic():
            added = write(job.runner, found.runs)
            _end(job, ImportState.DONE, clock(), **_counts(found, added))
    except (RefusedError, FileNotFoundError) as error:
        said = str(error) if isinstance(error, RefusedError) else "The file is gone; send it again."
        try:
            _end(job, ImportState.FAILED, clock(), reason=said[:300])
        except LostError:
            return False
    except LostError:
        return False
    path.unlink(missing_ok=True)
    return True


def write(runner: User, found: list[Activity]) -> int:
    """Add the runs that the log lacks; return how many. Call it inside a transaction.

    A deleted run counts as known while it can be brought back. The runner's row is locked first,
    so that two imports do not both find a run missing.
    """
    User.objects.select_for_update().get(pk=runner.pk)
    rows = Run.objects.filter(runner=runner).order_by()
    log = [Known(*row) for row in rows.values_list("started_at", "distance_m", "source")]
    new = fresh(found, log)
    Run.objects.bulk_create(
        [
            Run(
                runner=runner,
                started_at=one.started_at,
                duration_s=one.duration_s,
                distance_m=one.distance_m,
                sport=one.sport,
                source=one.source,
            )
            for one in new
        ],
        batch_size=500,
    )
    return len(new)


def waiting(now: datetime) -> list[UUID]:
    """Return the imports that no worker has, or whose worker has died."""
    found = RunImport.objects.filter(_free(now), state__in=AT_WORK)
    return list(found.values_list("pk", flat=True))


def _free(now: datetime) -> Q:
    return Q(lease_until__isnull=True) | Q(lease_until__lte=now)


def _reader(job: RunImport, clock: Callable[[], datetime]) -> Reader:
    noted = [clock()]

    def note(done: int, total: int) -> None:
        if done % EVERY and done != total:
            return
        progress.put(job, done)
        now = clock()
        if total != job.total or now - noted[0] > LEASE / 8:
            job.total, noted[0] = total, now
            held = RunImport.objects.filter(pk=job.pk, claim=job.claim)
            if not held.update(lease_until=now + LEASE, total=total):
                raise LostError

    return Reader(Unit(job.unit), zone_of(job.runner), clock(), note)


def _counts(found: Found, added: int) -> dict[str, object]:
    refused = found.refused[: RunImport.KEPT_REFUSALS]
    return {
        "added": added,
        "known": len(found.runs) - added,
        "skipped": found.others,
        "refused_count": len(found.refused),
        "refused": [{"name": name[-120:], "reason": reason} for name, reason in refused],
    }


def _end(job: RunImport, state: ImportState, now: datetime, **fields: object) -> None:
    ended = RunImport.objects.filter(pk=job.pk, claim=job.claim).update(
        state=state, ended_at=now, claim=None, lease_until=None, stored="", **fields
    )
    if not ended:
        raise LostError
