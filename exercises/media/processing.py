"""The way of an upload from its row to files for the web, so that a crash anywhere loses nothing.

    uploaded -> processing -> ready | failed          failed -> uploaded by an editor's retry

Every change of state is one UPDATE that names the state and the claim it expects, and then looks at
the count. A claim has a lease that each word of progress renews; when a worker dies the lease runs
out and the next tick lets another take the work up. What was made under a lost claim is forgotten.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import F

from exercises.media import confine, store
from exercises.media.limits import RefusedError
from exercises.models import CatalogVersion
from exercises.models.media import Media

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]
State = Media.State

LEASE = timedelta(seconds=60)  # longer than a silent worker is waited for
ATTEMPTS = 3
TOLD_EVERY = timedelta(seconds=1)


class ClaimLostError(Exception):
    """Another worker has the work, or an editor has sent a newer file."""


def take(
    media: Media, upload: UploadedFile[Any], kind: str, reader: str, facts: dict[str, Any]
) -> None:
    """Keep a checked upload as the original of a row that is about to be saved."""
    media.original = store.receive(upload)
    media.kind, media.reader = kind, reader
    media.width, media.height = facts["width"], facts["height"]
    media.length_s = facts.get("length_s", 0)
    media.state, media.reason, media.progress = State.UPLOADED, "", 0
    media.lease_until, media.attempts = None, 0
    # Whoever works on the file of before loses its claim.
    media.claims += 1


def retry(media: Media) -> bool:
    """Let what failed wait for a worker again; False where it is not failed."""
    failed = Media.objects.filter(pk=media.pk, state=State.FAILED)
    return bool(failed.update(state=State.UPLOADED, reason="", progress=0, attempts=0))


def process(pk: UUID, clock: Clock) -> str:
    """Claim an upload and make its files; return the word for how it ended."""
    media = claim(pk, clock())
    if media is None:
        return "not to be had"
    working = store.folder("working") / f"{media.pk}-{media.claims}"
    try:
        working.mkdir()
        facts = confine.make(
            store.original(media.original),
            media.kind,
            media.reader,
            working,
            _teller(media, clock),
        )
        finish(media, _kept(facts, working))
    except RefusedError as error:
        return "failed" if fail(media, str(error)) else "lost"
    except ClaimLostError:
        return "lost"
    except OSError as error:
        logger.exception("processing %s failed", media.pk)
        return "failed" if fail(media, f"The server's disk: {error.strerror}.") else "lost"
    finally:
        store.clear_working(working.name)
    return "ready"


def claim(pk: UUID, now: datetime) -> Media | None:
    """Take an upload that waits; None when another has it, or another film is being made."""
    media = Media.objects.filter(pk=pk, state=State.UPLOADED).first()
    if media is None:
        return None
    waiting = Media.objects.filter(pk=pk, state=State.UPLOADED, claims=media.claims)
    try:
        with transaction.atomic():
            taken = waiting.update(
                state=State.PROCESSING,
                lease_until=now + LEASE,
                claims=F("claims") + 1,
                attempts=F("attempts") + 1,
                progress=0,
            )
    except IntegrityError:
        return None
    media.claims += 1
    store.clear_working(f"{pk}-")  # what a killed worker left
    return media if taken else None


def finish(media: Media, made: dict[str, Any]) -> None:
    """Show the new files in place of the old; ClaimLostError where they are no longer wanted."""
    with transaction.atomic():
        if not _mine(media).update(
            state=State.READY, lease_until=None, progress=100, reason="", **made
        ):
            raise ClaimLostError
        CatalogVersion.renew()


def fail(media: Media, reason: str) -> bool:
    """Write down why nothing came of it; files of before stay."""
    ended = {"state": State.FAILED, "lease_until": None, "reason": reason[:300]}
    return bool(_mine(media).update(**ended))


def release(now: datetime) -> int:
    """Let the work of workers that died wait again, or fail what has killed several of them."""
    dead = Media.objects.filter(state=State.PROCESSING, lease_until__lte=now)
    failed = dead.filter(attempts__gte=ATTEMPTS).update(
        state=State.FAILED,
        lease_until=None,
        reason=f"Processing was interrupted {ATTEMPTS} times.",
    )
    return failed + dead.update(state=State.UPLOADED, lease_until=None)


def waiting() -> list[UUID]:
    """Return what a worker may take now, the oldest first; one film at most."""
    rows = Media.objects.filter(state=State.UPLOADED).order_by("uploaded_at")
    pictures = rows.filter(kind=Media.Kind.IMAGE).values_list("pk", flat=True)[:20]
    films = rows.filter(kind=Media.Kind.VIDEO).values_list("pk", flat=True)[:1]
    busy = Media.objects.filter(state=State.PROCESSING, kind=Media.Kind.VIDEO).exists()
    return [*pictures, *(() if busy else films)]


def remove_orphans(now: datetime) -> int:
    """Delete files that no row names and that are older than a day; return how many."""
    files, originals = set(), set()
    for media in Media.objects.only("original", "files", "captions_file").iterator():
        originals.add(media.original)
        files.update(media.names)
    return store.remove_orphans(files, originals, now)


def _mine(media: Media) -> Any:
    return Media.objects.filter(pk=media.pk, state=State.PROCESSING, claims=media.claims)


def _teller(media: Media, clock: Clock) -> Callable[[int], None]:
    """Return what writes the progress down and renews the lease, once a second at most."""
    last = [clock() - TOLD_EVERY]

    def told(percent: int) -> None:
        now = clock()
        if now - last[0] < TOLD_EVERY:
            return
        last[0] = now
        if not _mine(media).update(progress=percent, lease_until=now + LEASE):
            raise ClaimLostError

    return told


def _kept(facts: dict[str, Any], working: Path) -> dict[str, Any]:
    """Move what was made to where it is served from, and return the row's new values."""
    renditions = []
    for rendition in facts["renditions"]:
        path = working / rendition["file"]
        size = path.stat().st_size
        said = {key: rendition[key] for key in ("width", "height", "type")}
        renditions.append({"name": store.keep(path), **said, "bytes": size})
    files: dict[str, Any] = {"renditions": renditions}
    if facts.get("poster"):
        files["poster"] = store.keep(working / facts["poster"])
    return {
        "files": files,
        "width": facts["width"],
        "height": facts["height"],
        "length_s": facts.get("length_s", 0),
    }
