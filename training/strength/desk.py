"""A strength log from upload to workouts."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from exercises.catalog import name_of
from exercises.models import Exercise
from exercises.port.files import FileError, Sheet, read_file
from training.days import zone_of
from training.models import StrengthImport
from training.models.workout_set import HEAVY_EXERCISE_FIELDS
from training.strength import plan
from training.strength.mapping import Mapping, guess, match, names_in
from training.units import units_of

KEPT = timedelta(days=30)


def upload(runner: User, name: str | None, data: bytes, now: datetime) -> StrengthImport:
    """Keep a file that can be read, with a first guess at its columns. Raises FileError."""
    sheet = read_file(data)
    if sheet.format != "csv":
        raise FileError("This is JSON. HipCoach reads strength logs as CSV.")
    return StrengthImport.objects.create(
        runner=runner,
        file_name=(name or "file")[-120:],
        upload=data,
        mapping=guess(sheet, names(), units_of(runner).weight).as_json(),
        made_at=now,
    )


def library() -> dict[str, Exercise]:
    """Return the exercises by slug, without their long texts."""
    heavy = [name.removeprefix("exercise__") for name in HEAVY_EXERCISE_FIELDS]
    return {one.slug: one for one in Exercise.objects.defer(*heavy).order_by("name")}


def names() -> dict[str, str]:
    """Return the names of the exercises by slug."""
    return {slug: name_of(one) for slug, one in library().items()}


def sheet_of(found: StrengthImport) -> Sheet:
    """Return the rows of the file."""
    return read_file(bytes(found.upload))


def mapping_of(found: StrengthImport) -> Mapping:
    """Return how the file is to be read."""
    return Mapping.of(found.mapping)


def choose(found: StrengthImport, mapping: Mapping) -> bool:
    """Note how the file is to be read; False where its exercises stand in another column now."""
    before = mapping_of(found).columns.get("exercise")
    moved = mapping.columns["exercise"] != before
    if moved:
        named = names_in(sheet_of(found), mapping.columns["exercise"])
        mapping = Mapping(mapping.columns, match(named, names()), mapping.unit, mapping.each_side)
    found.choose(mapping.as_json())
    return not moved


def dry_run(found: StrengthImport, now: datetime) -> plan.Plan:
    """Return what the file would do, and write nothing."""
    runner = found.runner
    return plan.plan(runner, sheet_of(found), mapping_of(found), library(), zone_of(runner), now)


def write(found: StrengthImport, now: datetime) -> int:
    """Import the file once; return how many workouts came of it."""
    with transaction.atomic():
        held = StrengthImport.objects.select_for_update().get(pk=found.pk)
        if held.done_at:
            return 0
        added = plan.write(dry_run(held, now))
        held.finish(added, now)
    return added


def purge(now: datetime) -> int:
    """Forget files of long ago; return how many."""
    old = StrengthImport.objects.filter(made_at__lt=now - KEPT)
    return old.delete()[1].get("training.StrengthImport", 0)
