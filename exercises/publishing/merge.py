"""Two exercises that are one: everything moves to the one that stays, and the address redirects."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from exercises import references
from exercises.markdown import FIGURES
from exercises.models import (
    Article,
    Exercise,
    Program,
    Progression,
    Publication,
    PublicationError,
    State,
    Video,
)
from exercises.publishing import history, release


def merge(duplicate: Exercise, into: Exercise, by: User | None, now: datetime) -> None:
    """Move logs, lists, media, steps and mentions to `into`, and archive the duplicate.

    All or nothing. The duplicate's words stay in its history; its page leads to `into` from now on.
    Raises PublicationError where the two cannot become one.
    """
    with transaction.atomic():
        locked = {
            row.pk: row
            for row in Exercise.objects.select_for_update()
            .filter(pk__in=(duplicate.pk, into.pk))
            .order_by("pk")
        }
        _refuse(locked.get(duplicate.pk), locked.get(into.pk))
        references.move_all(duplicate, into)
        _move_steps(duplicate, into)
        reason = f"{duplicate} merged into {into}"[:200]
        for work in _mention(duplicate.slug, into.slug):
            work.refresh_from_db()
            history.record(work, reason, by, now)
        Exercise.objects.filter(merged_into=duplicate).update(merged_into=into)
        Exercise.objects.filter(pk=duplicate.pk).update(merged_into=into)
        if duplicate.state != State.ARCHIVED:
            release.archive(duplicate, by, now)
        duplicate.refresh_from_db()
        history.record(duplicate, f"Merged into {into}"[:200], by, now)
        release.note_change(into, by, now, f"{duplicate} merged into it"[:200])


def _refuse(duplicate: Exercise | None, into: Exercise | None) -> None:
    if duplicate is None or into is None:
        raise PublicationError("One of the two exercises is gone.")
    if duplicate.pk == into.pk:
        raise PublicationError("An exercise cannot be merged into itself.")
    if into.state == State.ARCHIVED:
        raise PublicationError(f"{into} is archived: open it again first.")
    if duplicate.merged_into_id:
        raise PublicationError(f"{duplicate} was merged into {duplicate.merged_into} already.")
    if duplicate.is_on_site and not into.is_on_site:
        raise PublicationError(f"{into} is not on the site, so the old address would lead nowhere.")


def _move_steps(duplicate: Exercise, into: Exercise) -> None:
    """Give `into` the duplicate's neighbors, but for steps that its own level or ladder forbids."""
    for step in Progression.objects.filter(easier=duplicate).select_related("harder"):
        _step(into, step.harder)
        step.delete()
    for step in Progression.objects.filter(harder=duplicate).select_related("easier"):
        _step(step.easier, into)
        step.delete()


def _step(easier: Exercise, harder: Exercise) -> None:
    if easier == harder or Progression.objects.filter(easier=easier, harder=harder).exists():
        return
    step = Progression(easier=easier, harder=harder)
    try:
        step.clean()
    except ValidationError:
        return
    step.save()


def _mention(old: str, new: str) -> list[Publication]:
    """Write the new slug wherever a work shows the old one, live words included; return those."""
    changed: list[Publication] = []
    for field, model, renamed in (
        ("body", Article, _figures),
        ("scenes", Video, _scenes),
        ("weeks", Program, _weeks),
    ):
        for row in model.objects.all():
            words: dict[str, Any] = {field: renamed(getattr(row, field), old, new)}
            if row.live:
                words["live"] = {**row.live, field: renamed(row.live[field], old, new)}
            if any(getattr(row, name) != value for name, value in words.items()):
                model.objects.filter(pk=row.pk).update(**words)
                changed.append(row)
    return changed


def _figures(body: str, old: str, new: str) -> str:
    return FIGURES.sub(lambda line: _renamed(line[0], old, new), body)


def _renamed(line: str, old: str, new: str) -> str:
    words = line.removesuffix("}}").split(" ")
    return " ".join(new if word == old else word for word in words) + "}}"


def _scenes(scenes: list[dict[str, Any]], old: str, new: str) -> list[dict[str, Any]]:
    return [{**scene, "exercise": new} if scene["exercise"] == old else scene for scene in scenes]


def _weeks(weeks: list[dict[str, Any]], old: str, new: str) -> list[dict[str, Any]]:
    """Return the weeks of a program with one exercise in the other's place on every line."""
    return [
        {
            **week,
            "days": [{**day, "lines": _scenes(day["lines"], old, new)} for day in week["days"]],
        }
        for week in weeks
    ]
