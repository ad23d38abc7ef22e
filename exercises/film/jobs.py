"""A film from an editor's button to the shelf, so that a worker's death loses nothing.

    waiting -> rendering -> done | failed          waiting, rendering -> canceled

Each move is one UPDATE that names the state and the claim it expects. A worker's word of progress
renews its lease and tells it whether it still has the work: a canceled film ends at the next one.
The film of before stays on the shelf until the new one is whole (`exercises.film.render`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from accounts.models import User
from exercises.film import marks, shelf, voice
from exercises.film.errors import FilmError, StoppedError
from exercises.film.render import check, render
from exercises.library.content import VideoContent, decode, encode
from exercises.library.rows import video_content
from exercises.models import FilmJob, FilmState, Video
from exercises.models.films import OPEN

Clock = Callable[[], datetime]

LEASE = timedelta(minutes=3)  # longer than any scene takes to be drawn
TOLD_EVERY = timedelta(seconds=1)
ATTEMPTS = 3
KEPT = timedelta(days=30)


def order(video: Video, by: User | None, now: datetime) -> FilmJob:
    """Ask for the film of the editors' words; pressed twice, there is one. FilmError."""
    board = video_content(video)
    check(board)
    try:
        with transaction.atomic():
            return FilmJob.objects.create(video=video, board=encode(board), made_by=by, made_at=now)
    except IntegrityError:
        return FilmJob.objects.get(video=video, state__in=OPEN)


def cancel(job: FilmJob, now: datetime) -> bool:
    """Give up a film that is not done; return whether this call did."""
    ended = {"state": FilmState.CANCELED, "claim": None, "lease_until": None, "ended_at": now}
    return bool(FilmJob.objects.filter(pk=job.pk, state__in=OPEN).update(**ended))


def work(pk: int, claim: UUID, clock: Clock) -> bool:
    """Render what waits; return whether this worker got it."""
    if not _take(pk, claim, clock()):
        return False
    mine = FilmJob.objects.filter(pk=pk, claim=claim)
    job = mine.get()
    board = decode(VideoContent, job.board)
    reason = ""
    try:
        if job.attempts > ATTEMPTS:
            raise FilmError("worker", f"the work stopped {ATTEMPTS} times without an end")
        speaker = voice.Kokoro() if voice.is_here() else None
        target = shelf.made(board.slug, marks.words(board))
        render(board, target, voice=speaker, told=_Teller(job, clock))
    except StoppedError:
        return True
    except FilmError as error:
        reason = str(error)[:300]
    mine.update(
        state=FilmState.FAILED if reason else FilmState.DONE,
        reason=reason,
        progress=job.progress if reason else 100,
        claim=None,
        lease_until=None,
        ended_at=clock(),
    )
    return True


def waiting(now: datetime) -> list[int]:
    """Return the films that wait, also those whose worker has died; the oldest first."""
    FilmJob.objects.filter(state=FilmState.RENDERING, lease_until__lte=now).update(
        state=FilmState.WAITING, claim=None, lease_until=None
    )
    if FilmJob.objects.filter(state=FilmState.RENDERING).exists():
        return []
    rows = FilmJob.objects.filter(state=FilmState.WAITING).order_by("made_at")
    return list(rows.values_list("pk", flat=True)[:1])


def clean(now: datetime) -> int:
    """Forget what ended long ago and delete the films of words that are gone; return how many."""
    FilmJob.objects.filter(~Q(state__in=OPEN), made_at__lt=now - KEPT).delete()
    known: dict[str, set[str]] = {}
    for video in Video.objects.all():
        known[video.slug] = {marks.words(video.shown), marks.words(video_content(video))}
    for job in FilmJob.objects.filter(state__in=OPEN):
        board = decode(VideoContent, job.board)
        known.setdefault(board.slug, set()).add(marks.words(board))
    return shelf.clean(known)


def _take(pk: int, claim: UUID, now: datetime) -> bool:
    """Claim a film that waits; False when another worker has it or renders another one."""
    taken = {"state": FilmState.RENDERING, "claim": claim, "lease_until": now + LEASE}
    try:
        with transaction.atomic():
            rows = FilmJob.objects.filter(pk=pk, state=FilmState.WAITING)
            return bool(rows.update(**taken, progress=0, attempts=F("attempts") + 1))
    except IntegrityError:
        return False


class _Teller:
    """Notes the percentage once a second, and ends the work where it is not wanted any more."""

    def __init__(self, job: FilmJob, clock: Clock) -> None:
        self.job, self.clock = job, clock
        self.next = clock()

    def __call__(self, percent: int) -> None:
        now = self.clock()
        if now < self.next:
            return
        self.next = now + TOLD_EVERY
        mine = FilmJob.objects.filter(pk=self.job.pk, claim=self.job.claim)
        if not mine.update(progress=percent, lease_until=now + LEASE):
            raise StoppedError
        self.job.progress = percent
