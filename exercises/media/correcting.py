"""What visitors see of a picture or film changes by review, like every other word of an exercise.

A published exercise names its media by id. So a medium that visitors see is left as it is; who has
something to correct gets a copy of it, which takes its place in the editors' copies alone and
comes to the visitors when those are published.
"""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from accounts.models import User
from exercises.models import Exercise, ExerciseMedia, Media
from exercises.publishing import release


def is_kept(media: Media, user: User) -> bool:
    """Tell whether this person may change it only by way of a draft."""
    alone = release.may_publish_own() and user.has_perm("exercises.publish_exercise")
    return not alone and bool(media.shown_on())


def correct(media: Media, by: User, now: datetime) -> Media:
    """Put a copy in its place in the editors' copies, and return it.

    The files are the same until another one is uploaded: they are named by their content.
    """
    with transaction.atomic():
        copy = Media.objects.get(pk=media.pk)
        copy.pk, copy._state.adding = uuid4(), True
        copy.save()
        works = list(Exercise.objects.filter(media__media=media).distinct())
        ExerciseMedia.objects.filter(media=media).update(media=copy)
        for work in works:
            release.note_change(work, by, now, f"“{media}” is corrected")
    return copy
