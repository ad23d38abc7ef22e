"""What the library holds about a person: their lists, and whose work an entry is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import models

from accounts.models import User
from accounts.privacy import Holding, Row, Table, table
from exercises.models import (
    Article,
    Exercise,
    ExerciseList,
    FilmJob,
    ImportJob,
    ListEntry,
    Media,
    Program,
    Video,
)

WORKS = (Exercise, Article, Program, Video)


def list_tables(user: User) -> list[Table]:
    """Return a person's lists with their exercises."""
    lists = ExerciseList.objects.filter(owner=user)
    entries = ListEntry.objects.filter(list__owner=user).select_related("list", "exercise")
    return [table("Lists", lists, "id", "owner"), table("Exercises on lists", entries, "id")]


def work_tables(user: User) -> list[Table]:
    """Return what a person wrote, uploaded and ordered as an editor."""
    return [
        Table("Changes", tuple(_changes(user))),
        Table("Pictures and films", tuple(_named(Media.objects.filter(uploaded_by=user)))),
        Table("Imports", tuple(_named(ImportJob.objects.filter(made_by=user)))),
        Table("Films ordered", tuple(_named(FilmJob.objects.filter(made_by=user)))),
    ]


def _changes(user: User) -> Iterator[Row]:
    for model in WORKS:
        for row in model.history.filter(history_user=user).order_by("history_date"):
            yield {
                "what": str(model._meta.verbose_name),
                "name": row.slug,
                "when": row.history_date,
                "why": row.history_change_reason or "",
            }


def _named(rows: Iterable[models.Model]) -> Iterator[Row]:
    return ({"number": row.pk, "what": str(row)} for row in rows)


LISTS = Holding(
    key="lists",
    title="Your favorites and lists",
    why="To show them to you; nobody else ever sees them.",
    models=("exercises.ExerciseList", "exercises.ListEntry"),
    tables=list_tables,
)
WORK = Holding(
    key="library-work",
    title="Your work on the library",
    why="To show a team who changed what, and when.",
    models=(
        *(f"exercises.{model.__name__}" for model in WORKS),
        *(f"exercises.Historical{model.__name__}" for model in WORKS),
        "exercises.Media",
        "exercises.ImportJob",
        "exercises.FilmJob",
    ),
    tables=work_tables,
    stays="What you wrote for the library stays in it, without your name.",
)
