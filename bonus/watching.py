"""Watching: how far a person is in a video, kept so that they go on where they were."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F
from django.db.models.functions import Coalesce

from bonus.models import Enrollment, Watch

# So near to its end a film counts as watched: the last seconds are a card.
ENDING_S = 10


def note(
    enrollment: Enrollment, key: str, *, position_s: int, length_s: int, now: datetime
) -> Watch:
    """Keep how far the video of a step was watched; once finished it stays finished.

    The place to go on with is the beginning again after the end.
    """
    place = max(0, min(position_s, length_s))
    is_finished = place >= length_s - ENDING_S
    watch, is_new = Watch.objects.get_or_create(
        enrollment=enrollment,
        step_key=key,
        defaults={
            "position_s": 0 if is_finished else place,
            "started_at": now,
            "updated_at": now,
            "finished_at": now if is_finished else None,
        },
    )
    if not is_new:
        Watch.objects.filter(pk=watch.pk).update(
            position_s=0 if is_finished else place,
            updated_at=now,
            finished_at=Coalesce(F("finished_at"), now) if is_finished else F("finished_at"),
        )
        watch.refresh_from_db()
    return watch
