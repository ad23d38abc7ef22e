"""Who has a job, and how it goes on: the moves that every import of a file shares.

Each move is one UPDATE that names the state it expects, so a button pressed twice and a task
delivered twice do the work once. A worker holds a job by its claim until its lease ends. Lines
are written in the transaction that ends the job, so a worker that died has written nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.db.models import F, Q

from exercises.models.imports import AT_WORK, REASON_LENGTH, FileJob, ImportState
from exercises.port import progress
from exercises.port.files import FileError

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
ATTEMPTS = 3
EVERY = 50  # lines between two notes of progress

type Clock = Callable[[], datetime]


class MovedError(Exception):
    """What was shown is not what would be written now; the message is for the editor."""


def move(job: FileJob, allowed: Sequence[ImportState], to: ImportState, **fields: object) -> bool:
    """Put a job into another state; False when it is in none of the allowed ones."""
    progress.put(job, 0)
    moved = (
        _jobs(job)
        .filter(pk=job.pk, state__in=allowed)
        .update(state=to, claim=None, lease_until=None, **fields)
    )
    job.refresh_from_db(fields=["state", *fields])
    return bool(moved)


def work[Job: FileJob](
    kind: type[Job],
    pk: int,
    claim: UUID,
    clock: Clock,
    parts: Mapping[ImportState, Callable[[Job, Clock], None]],
) -> bool:
    """Do the part that a job waits for, by its state; return whether this worker got the job."""
    now = clock()
    jobs = kind._default_manager
    got = jobs.filter(_free(now), pk=pk, state__in=AT_WORK).update(
        claim=claim, lease_until=now + LEASE, attempts=F("attempts") + 1
    )
    if not got:
        return False
    job = jobs.get(pk=pk)
    try:
        if job.attempts > ATTEMPTS:
            raise FileError(f"The work stopped {ATTEMPTS} times without an end.")
        parts[ImportState(job.state)](job, clock)
    except (FileError, MovedError) as error:
        end(job, ImportState.FAILED, clock(), reason=str(error)[:REASON_LENGTH])
    except IntegrityError:
        logger.exception("%s %s was refused by the database", job._meta.verbose_name, pk)
        reason = "Somebody changed the same entries at the same time. Nothing was imported."
        end(job, ImportState.FAILED, clock(), reason=reason)
    return True


def note(job: FileJob, done: int, clock: Clock) -> None:
    """Note how many lines are done, now and then, and hold the job for longer."""
    if done % EVERY == 0:
        progress.put(job, done)
        _jobs(job).filter(pk=job.pk, claim=job.claim).update(lease_until=clock() + LEASE)


def end(job: FileJob, state: ImportState, ended_at: datetime | None, **fields: object) -> None:
    """End a worker's part; where another has the job by now, take everything back."""
    ended = (
        _jobs(job)
        .filter(pk=job.pk, claim=job.claim, state=job.state)
        .update(state=state, ended_at=ended_at, claim=None, lease_until=None, **fields)
    )
    if not ended and state != ImportState.FAILED:
        raise MovedError("Another worker has this import.")


def waiting(kind: type[FileJob], now: datetime) -> list[int]:
    """Return the jobs that no worker has, or whose worker has died."""
    free = kind._default_manager.filter(_free(now), state__in=AT_WORK)
    return list(free.values_list("pk", flat=True))


def purge(kind: type[FileJob], before: datetime) -> int:
    """Forget jobs that were made before a moment and are not at work; return how many."""
    old = kind._default_manager.filter(made_at__lt=before).exclude(state__in=AT_WORK)
    return old.delete()[1].get(kind._meta.label, 0)


def _free(now: datetime) -> Q:
    return Q(lease_until__isnull=True) | Q(lease_until__lte=now)


def _jobs(job: FileJob) -> Any:
    return type(job)._default_manager
