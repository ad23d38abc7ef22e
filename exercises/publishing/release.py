"""From the editors' copy to the site: the verbs that move a work, and who may use them.

draft -> review -> published -> archived. A change of published words makes a draft beside the live
ones; visitors go on seeing those until the draft is published. Whoever wrote or submitted the words
does not publish them, unless the setting EDITORS_PUBLISH_OWN waives the second pair of eyes.

All verbs compare and set, so that two editors cannot both move the same work; PublicationError says
in a sentence why one was refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.models import User
from exercises.library.content import encode
from exercises.library.kinds import kind_of
from exercises.models import CatalogVersion, Exercise, Publication, PublicationError, State
from exercises.publishing import history, steps
from exercises.publishing.completeness import lacks

DRAFTS = (State.DRAFT, State.REVIEW)
NOT_SCHEDULED: dict[str, Any] = {"scheduled": None, "scheduled_by": None, "publish_at": None}


def note_change(work: Publication, by: User | None, now: datetime, reason: str = "") -> bool:
    """Record an editor's saved change; words that differ from the live ones are a draft again.

    Returns whether anything differs from the revision before.
    """
    before, words = history.latest(work), history.words_of(work)
    if before and before.content == words:
        return False
    if work.state != State.ARCHIVED:
        state = State.PUBLISHED if words == work.live else State.DRAFT
        _set(work, state=state, changed_by=by, changed_at=now)
    else:
        _set(work, changed_by=by, changed_at=now)
    history.record(work, reason or ("Changed" if before else "Created"), by, now)
    return True


def note_changes(works: Iterable[Publication], by: User | None, now: datetime, reason: str) -> None:
    """Record a change of many works in few queries; each one read with all of its words."""
    works = list(works)
    moved: dict[tuple[type[Publication], str], list[int]] = {}
    for work in works:
        words = encode(kind_of(work).read(work))
        if work.state != State.ARCHIVED:
            work.state = State.PUBLISHED if words == work.live else State.DRAFT
        moved.setdefault((type(work), work.state), []).append(work.pk)
    for (model, state), pks in moved.items():
        model.objects.filter(pk__in=pks).update(state=state, changed_by=by, changed_at=now)
    history.record_all(works, reason, by, now)
    CatalogVersion.renew()


def submit(work: Publication, by: User | None, now: datetime) -> None:
    """Send a draft to review."""
    with transaction.atomic():
        marks = {"submitted_by": by, "submitted_at": now, "review_note": ""}
        _move(work, (State.DRAFT,), State.REVIEW, **marks)
        history.record(work, "Sent to review", by, now)


def send_back(work: Publication, by: User | None, now: datetime, note: str) -> None:
    """Give a work in review back to its author, with what there is still to do."""
    if not note.strip():
        raise PublicationError("Say what there is still to do.")
    with transaction.atomic():
        _move(work, (State.REVIEW,), State.DRAFT, review_note=note.strip())
        history.record(work, f"Sent back: {note.strip()}"[:200], by, now)


def publish(work: Publication, by: User | None, now: datetime) -> None:
    """Show the editors' copy to visitors."""
    with transaction.atomic():
        words = _approve(work, by)
        marks = {"published_by": by, "published_at": now, "review_note": ""}
        _move(work, _ready(by), State.PUBLISHED, live=words, **marks, **NOT_SCHEDULED)
        _after(work, words)
        history.record(work, "Published", by, now)


def schedule(work: Publication, by: User, now: datetime, at: datetime) -> None:
    """Freeze the editors' copy and show it to visitors at a later time."""
    if at <= now:
        raise PublicationError("The time of publication must lie ahead.")
    with transaction.atomic():
        words = _approve(work, by)
        # In review it stays, also where one person does both: the words are no longer a draft.
        marks: dict[str, Any] = {"scheduled": words, "scheduled_by": by, "publish_at": at}
        if work.state == State.DRAFT:
            marks |= {"submitted_by": by, "submitted_at": now}
        _move(work, _ready(by), State.REVIEW, **marks)
        history.record(work, f"Scheduled for {at:%Y-%m-%d %H:%M} UTC", by, now)


def unschedule(work: Publication, by: User | None, now: datetime) -> None:
    """Take the date back; the words stay in review."""
    with transaction.atomic():
        _move(work, (State.DRAFT, State.REVIEW, State.PUBLISHED), None, **NOT_SCHEDULED)
        history.record(work, "Schedule taken back", by, now)


def publish_due(model: type[Publication], now: datetime) -> list[Publication]:
    """Publish what was scheduled for now or before; return those works.

    What cannot go live any more, since its step would close a circle, is sent back with the reason.
    """
    done = []
    for work in model.objects.filter(publish_at__lte=now).order_by("publish_at"):
        try:
            with transaction.atomic():
                if _publish_scheduled(work, now):
                    done.append(work)
        except PublicationError as error:
            note = str(error)
            _set(work, state=State.DRAFT, review_note=note, **NOT_SCHEDULED)
            history.record(work, f"Not published: {note}"[:200], None, now)
    return done


def archive(work: Publication, by: User | None, now: datetime) -> None:
    """Take a work from the site for good; nothing that refers to it is lost."""
    with transaction.atomic():
        allowed = (*DRAFTS, State.PUBLISHED)
        _move(work, allowed, State.ARCHIVED, archived_by=by, archived_at=now, **NOT_SCHEDULED)
        history.record(work, "Archived", by, now)


def reopen(work: Publication, by: User | None, now: datetime) -> None:
    """Make an archived work a draft again, still hidden from visitors."""
    marks: dict[str, Any] = {"merged_into": None} if isinstance(work, Exercise) else {}
    with transaction.atomic():
        _move(work, (State.ARCHIVED,), State.DRAFT, live=None, **marks)
        history.record(work, "Opened again as a draft", by, now)


def discard_draft(work: Publication, by: User | None, now: datetime) -> None:
    """Put the live words back into the editors' copy."""
    if not work.is_on_site:
        raise PublicationError(f"{work} has no published version to go back to.")
    live: dict[str, Any] = work.live or {}
    revert(work, live, "Draft discarded", by, now)


def revert(
    work: Publication, content: dict[str, Any], reason: str, by: User | None, now: datetime
) -> None:
    """Put the words of an earlier revision into the editors' copy."""
    with transaction.atomic():
        history.put_back(work, content)
        note_change(work, by, now, reason)


def release_loaded(work: Publication, now: datetime) -> None:
    """Publish what the library's files say, unless somebody has archived it."""
    if work.state == State.ARCHIVED:
        return
    with transaction.atomic():
        words = history.words_of(work)
        marks = {"live": words, "published_at": now, "published_by": None, **NOT_SCHEDULED}
        _set(work, state=State.PUBLISHED, **marks)
        _after(work, words)
        history.record(work, "Loaded from its file", None, now)


def may_publish_own() -> bool:
    """Tell whether one person may do both, as in a team of one."""
    return bool(settings.EDITORS_PUBLISH_OWN)


def _ready(by: User | None) -> tuple[State, ...]:
    return DRAFTS if by is None or may_publish_own() else (State.REVIEW,)


def _approve(work: Publication, by: User | None) -> dict[str, Any]:
    """Return the words to publish; refuse unfinished ones, and those of the publisher."""
    type(work).objects.select_for_update().get(pk=work.pk)
    work.refresh_from_db()
    if missing := lacks(work):
        raise PublicationError(f"{work} cannot be published: it lacks {', '.join(missing)}.")
    if by is not None and not may_publish_own():
        if work.state == State.DRAFT:
            raise PublicationError(f"{work} is a draft: send it to review first.")
        if by.pk in (work.submitted_by_id, work.changed_by_id):
            raise PublicationError(f"{work} needs a reviewer other than its author to publish it.")
    return history.words_of(work)


def _publish_scheduled(work: Publication, now: datetime) -> bool:
    words: dict[str, Any] = work.scheduled or {}
    same = history.words_of(work) == words
    rows = type(work).objects.filter(pk=work.pk, publish_at=work.publish_at)
    moved = rows.exclude(state=State.ARCHIVED).update(
        state=State.PUBLISHED if same else work.state,
        live=words,
        published_by=work.scheduled_by,
        published_at=now,
        **NOT_SCHEDULED,
    )
    if moved:
        by = work.scheduled_by
        work.refresh_from_db()
        _after(work, words)
        history.record(work, "Published as scheduled", by, now)
    return bool(moved)


def _after(work: Publication, words: dict[str, Any]) -> None:
    if isinstance(work, Exercise):
        steps.mirror(work.slug, words)
    CatalogVersion.renew()


def _set(work: Publication, **fields: Any) -> None:
    type(work).objects.filter(pk=work.pk).update(**fields)
    CatalogVersion.renew()
    work.refresh_from_db(fields=list(fields))


def _move(work: Publication, allowed: tuple[State, ...], to: State | None, **marks: Any) -> None:
    fields = {**({"state": to} if to else {}), **marks}
    moved = type(work).objects.filter(pk=work.pk, state__in=allowed).update(**fields)
    if moved:
        CatalogVersion.renew()
    work.refresh_from_db(fields=["state", *fields])
    if not moved:
        word, wanted = State(work.state).label.lower(), to.label.lower() if to else "changed"
        raise PublicationError(f"{work} is {word}; it cannot become {wanted}.")
