"""Drafting: what a draft lacks to be published, what publishing would do, and publishing it."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from bonus import checking, compose, editions, impact
from bonus.messages import Message
from bonus.models import SeriesDraft, SeriesVersion, Step
from bonus.models.drafts import RULES, content_of


def rules_of(draft: SeriesDraft | SeriesVersion) -> dict[str, Any]:
    """Return what holds for all steps, by field."""
    return {name: getattr(draft, name) for name in RULES}


def steps_of(draft: SeriesDraft) -> list[Step]:
    """Return the unsaved steps that publishing the draft would make, in order."""
    version = SeriesVersion(series=draft.series, number=0, **rules_of(draft))
    rows = draft.steps.select_related("video")
    return [
        Step(version=version, **{**content_of(row), "video": row.video, "order": order})
        for order, row in enumerate(rows, start=1)
    ]


def problems(draft: SeriesDraft) -> list[str]:
    """Return what is wrong with a draft, each with its place; empty when it may be published."""
    steps = steps_of(draft)
    found = [] if steps else ["steps: a series needs at least one"]
    for step in steps:
        try:
            step.clean_fields(exclude=["version"])
            step.clean()
        except ValidationError as error:
            found += [
                f"step {step.key}: {name}: {reason}"
                for name, reasons in error.message_dict.items()
                for reason in reasons
            ]
    return found or checking.problems(steps, rules_of(draft))


def sample(draft: SeriesDraft, key: str, now: datetime) -> Message:
    """Return the mail of a draft's step to a made-up reader; nothing of it stays.

    Raise Step.DoesNotExist without such a step, ValidationError where its words are not right.
    """
    with transaction.atomic():
        steps = steps_of(draft)
        version = editions.write(draft.series, rules_of(draft), steps, checksum="", now=now)
        try:
            return compose.sample(version.steps.select_related("video").get(key=key))
        finally:
            transaction.set_rollback(True)


def changes(draft: SeriesDraft, now: datetime) -> list[impact.Change]:
    """Return what publishing would change, and for how many people."""
    return impact.changes(draft.series, steps_of(draft), now)


def mark(draft: SeriesDraft) -> str:
    """Return a checksum of everything in a draft: what was looked at is what is published."""
    steps = [{**content_of(row), "video": row.video.slug} for row in draft.steps.all()]
    said = json.dumps([steps, rules_of(draft)], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def publish(draft: SeriesDraft, seen: str, now: datetime) -> SeriesVersion:
    """Publish a draft that nothing is wrong with, move everybody, and remove the draft.

    Raise StaleDraftError when the draft is no longer what `seen` is the mark of, or when another
    version was published since it was begun; ValidationError when something is wrong with it.
    """
    with transaction.atomic():
        draft = SeriesDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
        if mark(draft) != seen:
            raise editions.StaleDraftError
        if found := problems(draft):
            raise ValidationError(found)
        version = editions.publish(
            draft.series,
            rules_of(draft),
            steps_of(draft),
            checksum=seen,
            now=now,
            based_on=draft.based_on,
        )
        draft.delete()
    return version
