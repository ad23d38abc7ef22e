"""Pictures and films as references to an exercise: counted when it is to go, moved when merged."""

from __future__ import annotations

from django.template.defaultfilters import pluralize

from exercises.models import Exercise, ExerciseMedia


def say(exercise: Exercise) -> str:
    """Say how many pictures and films an exercise has."""
    count = exercise.media.count()
    return f"{count} picture{pluralize(count)} or film{pluralize(count)}" if count else ""


def move(old: Exercise, new: Exercise) -> None:
    """Put the pictures and films of one exercise after those of another."""
    count = new.media.count()
    shown = new.media.values("media")
    ExerciseMedia.objects.filter(exercise=old, media__in=shown).delete()
    for position, use in enumerate(old.media.all(), count):
        ExerciseMedia.objects.filter(pk=use.pk).update(exercise=new, position=position)
