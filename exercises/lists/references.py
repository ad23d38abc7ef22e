"""Lists as references to an exercise: counted when it is to go, moved when it is merged."""

from __future__ import annotations

from django.template.defaultfilters import pluralize

from exercises.models import Exercise, ListEntry


def say(exercise: Exercise) -> str:
    """Say on how many lists an exercise stands."""
    count = ListEntry.objects.filter(exercise=exercise).count()
    return f"{count} list{pluralize(count)} of readers" if count else ""


def move(old: Exercise, new: Exercise) -> None:
    """Put one exercise in the other's place on every list, once."""
    entries = ListEntry.objects.filter(exercise=old)
    entries.filter(list__in=ListEntry.objects.filter(exercise=new).values("list")).delete()
    entries.update(exercise=new)
