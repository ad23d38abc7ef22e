"""What a runner keeps: favorites and private lists of exercises."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q

from accounts.models import User
from exercises.models.exercise import Exercise

FAVORITES = "Favorites"
MOST_LISTS = 50
MOST_ENTRIES = 100


class ListError(Exception):
    """A list that cannot be kept as asked; the message is a sentence for its owner."""


class ExerciseListQuerySet(models.QuerySet["ExerciseList"]):
    """Lists by their owner."""

    def owned_by(self, owner: User) -> Self:
        """Return somebody's lists, the favorites first."""
        return self.filter(owner=owner).order_by("-is_favorites", "name")

    def favorites_of(self, owner: User, now: datetime) -> ExerciseList:
        """Return somebody's favorites, a new list where there is none yet."""
        facts = {"name": FAVORITES, "created_at": now}
        found, _ = self.get_or_create(owner=owner, is_favorites=True, defaults=facts)
        return found

    def start(self, owner: User, name: str, now: datetime) -> ExerciseList:
        """Make an empty list; ListError says why there can be none of that name."""
        with transaction.atomic():
            # Whoever makes two at once makes one after the other, so that the limit holds.
            User.objects.select_for_update().get(pk=owner.pk)
            refuse_name(owner, name)
            if self.filter(owner=owner, is_favorites=False).count() >= MOST_LISTS:
                raise ListError(f"You have {MOST_LISTS} lists, which is the most there can be.")
            return self.create(owner=owner, name=name, created_at=now)


class ExerciseList(models.Model):
    """Exercises that somebody put together for themselves; nobody else ever sees it."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="exercise_lists"
    )
    name = models.CharField(max_length=60)
    is_favorites = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    objects: ClassVar[models.Manager[ExerciseList]] = ExerciseListQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "name"), name="exercises_list_one_name"),
            models.UniqueConstraint(
                fields=("owner",),
                condition=Q(is_favorites=True),
                name="exercises_list_one_favorites",
            ),
            models.CheckConstraint(
                condition=Q(is_favorites=True, name=FAVORITES)
                | (Q(is_favorites=False) & ~Q(name=FAVORITES)),
                name="exercises_list_favorites_name",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def rename(self, name: str) -> None:
        """Give the list another name; ListError says why it cannot have that one."""
        with transaction.atomic():
            User.objects.select_for_update().get(pk=self.owner_id)
            refuse_name(self.owner, name, besides=self)
            self.name = name
            self.save(update_fields=["name"])

    def add(self, exercise: Exercise) -> bool:
        """Put an exercise at the end, once; tell whether it was not there before.

        Raises ListError where the list is full.
        """
        with transaction.atomic():
            entries = self._locked()
            if any(entry.exercise_id == exercise.pk for entry in entries):
                return False
            if len(entries) >= MOST_ENTRIES:
                raise ListError(f"“{self}” has {MOST_ENTRIES} exercises, the most it can hold.")
            place = entries[-1].position + 1 if entries else 0
            facts = {"position": place}
            _, added = self.entries.get_or_create(exercise=exercise, defaults=facts)
            return added

    def remove(self, slug: str) -> bool:
        """Take an exercise out; tell whether it was there."""
        gone, _ = self.entries.filter(exercise__slug=slug).delete()
        return bool(gone)

    def move(self, slug: str, by: int) -> None:
        """Move an exercise up (-1) or down (1); what is not there or at the end stays."""
        with transaction.atomic():
            entries = self._locked()
            here = next((n for n, e in enumerate(entries) if e.exercise.slug == slug), None)
            if here is None or not 0 <= here + by < len(entries):
                return
            entries[here], entries[here + by] = entries[here + by], entries[here]
            for position, entry in enumerate(entries):
                entry.position = position
            ListEntry.objects.bulk_update(entries, ["position"])

    def _locked(self) -> list[ListEntry]:
        """Return the entries in their order, after whoever else is changing them."""
        ExerciseList.objects.select_for_update().get(pk=self.pk)
        return list(self.entries.select_related("exercise"))


class ListEntry(models.Model):
    """An exercise on a list.

    What readers keep is not lost because an editor tidies up: an exercise on a list is protected,
    and one that is archived stays where it is, shown as no longer in the library.
    """

    list = models.ForeignKey(ExerciseList, models.CASCADE, related_name="entries")
    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="list_entries")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(fields=("list", "exercise"), name="exercises_list_entry_once"),
        )

    def __str__(self) -> str:
        return f"{self.exercise} on {self.list}"


def refuse_name(owner: User, name: str, besides: ExerciseList | None = None) -> None:
    """Raise ListError where somebody has a list of that name; capitals make no difference."""
    lists = owner.exercise_lists.all()
    others = lists.exclude(pk=besides.pk) if besides else lists
    taken = [FAVORITES, *others.values_list("name", flat=True)]
    if name.casefold() in (other.casefold() for other in taken):
        raise ListError(f"You have a list called “{name}” already.")
