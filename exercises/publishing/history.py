"""The history of a work: one revision for every change, with who, when and why."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from exercises.library.content import decode, encode
from exercises.library.kinds import WORKS, kind_of
from exercises.library.rows import set_media, set_steps
from exercises.models import Exercise, Publication


def words_of(work: Publication) -> dict[str, Any]:
    """Return the editors' copy as JSON, read from its rows."""
    return encode(kind_of(work).read(_fresh(work)))


def record(work: Publication, reason: str, by: User | None, now: datetime) -> None:
    """Add a revision that says what the editors' copy says now."""
    revisions = type(work).history.model.objects
    revisions.create(
        id=work.pk,
        slug=work.slug,  # type: ignore[attr-defined]  # every kind of work has one
        state=work.state,
        content=words_of(work),
        history_date=now,
        history_user=by,
        history_type="~",
        history_change_reason=reason,
    )


def record_all(works: Iterable[Publication], reason: str, by: User | None, now: datetime) -> None:
    """Add a revision of each work, whose words are read from it as it is."""
    for model, kind in WORKS.items():
        revisions = model.history.model
        revisions.objects.bulk_create(
            (
                revisions(
                    id=work.pk,
                    slug=work.slug,  # type: ignore[attr-defined]  # every kind of work has one
                    state=work.state,
                    content=encode(kind.read(work)),
                    history_date=now,
                    history_user=by,
                    history_type="~",
                    history_change_reason=reason,
                )
                for work in works
                if type(work) is model
            ),
            batch_size=100,
        )


def latest(work: Publication) -> Any:
    """Return the newest revision, or None."""
    return work.history.order_by("-history_date", "-history_id").first()


def put_back(work: Publication, content: dict[str, Any]) -> None:
    """Write the words of a revision into the editors' copy; visitors see no change.

    Steps on the ladder come back where both exercises exist. Raises msgspec.ValidationError for a
    revision of an older shape.
    """
    kind = kind_of(work)
    wanted = decode(kind.content, content)
    with transaction.atomic():
        kind.write(work, wanted)
        if isinstance(work, Exercise):
            set_steps(work, content["easier"], content["harder"])
            set_media(work, content.get("media", []))


def _fresh(work: Publication) -> Publication:
    """Read again, so that no prefetched rows of before the change are taken for the words."""
    fresh: Publication = kind_of(work).rows().get(pk=work.pk)
    return fresh
