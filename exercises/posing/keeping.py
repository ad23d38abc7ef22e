"""From the editor's page into the words of the exercise: checked, as a draft, with its revision."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction

from accounts.models import User
from exercises.figure.text import compact, load, read
from exercises.models import Exercise, PublicationError
from exercises.posing.starts import own
from exercises.publishing import release


def mark(text: str) -> str:
    """Return a short token of a figure, by which a page tells that it has changed meanwhile."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def keep(row: Exercise, typed: str, seen: str, by: User, now: datetime) -> bool:
    """Write a figure, or nothing, into the editors' copy; return whether it says anything new.

    seen: the mark of the figure that the editor began with. Raises FigureError for what no body can
    do and PublicationError where somebody else has changed the figure since.
    """
    text = compact(own(load(typed), row)) if typed.strip() else ""
    if text:
        read(text)
    with transaction.atomic():
        stands = Exercise.objects.select_for_update().get(pk=row.pk).figure
        if mark(stands) != seen:
            raise PublicationError(
                f"Somebody has changed the figure of {row} since you opened it. Nothing is saved. "
                "Copy the text of yours, open the page anew and see what differs."
            )
        moved = Exercise.objects.filter(pk=row.pk, figure=stands).update(
            figure=text, updated_at=now
        )
        return bool(moved) and release.note_change(row, by, now, "Figure changed")
