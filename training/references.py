"""Logged sets as references to an exercise: counted when it is to go, moved when it is merged."""

from __future__ import annotations

from django.db.models import Count, F, Max
from django.template.defaultfilters import pluralize

from exercises.models import Exercise
from training.models import Decision, SetAside, Target, WorkoutSet


def say(exercise: Exercise) -> str:
    """Say how many logged sets and workouts name an exercise."""
    counted = WorkoutSet.objects.filter(exercise=exercise).aggregate(
        sets=Count("pk"), workouts=Count("workout", distinct=True)
    )
    sets, workouts = counted["sets"], counted["workouts"]
    if not sets:
        return ""
    return f"{sets} logged set{pluralize(sets)} of {workouts} workout{pluralize(workouts)}"


def move(old: Exercise, new: Exercise) -> None:
    """Make the sets of one exercise those of another.

    In a workout that has both, the moved sets count on after those that stand there, since left and
    right rows of one index are one set.
    """
    _move_targets(old, new)
    rows = WorkoutSet.objects.filter(exercise=old)
    both = WorkoutSet.objects.filter(exercise=new, workout__in=rows.values("workout"))
    for workout, last in both.order_by().values_list("workout").annotate(Max("set_index")):
        rows.filter(workout=workout).update(exercise=new, set_index=F("set_index") + last)
    rows.update(exercise=new)
    SetAside.objects.filter(exercise=old).update(exercise=new)


def _move_targets(old: Exercise, new: Exercise) -> None:
    """Move doses and decisions; where a runner has both, those of the remaining exercise stay."""
    Target.objects.filter(instead=old).update(instead=new)
    own = list(Target.objects.filter(exercise=new).values_list("runner", flat=True))
    Target.objects.filter(exercise=old).exclude(runner__in=own).update(exercise=new)
    decided = list(Decision.objects.filter(exercise=new).values_list("workout", flat=True))
    Decision.objects.filter(exercise=old).exclude(workout__in=decided).update(exercise=new)
