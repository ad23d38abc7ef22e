"""A takeout back into a log: what is there already is left alone, the rest comes in.

The file may be anybody's work, so every value is read through its field, every row must hang on an
entry of the same file, and the database's own rules have the last word. What cannot be taken is
named, what can is kept. Ids stay, so that a second reading finds the first; where an id is another
runner's here, all ids of the file are made anew, the same way each time.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any
from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec
from django.db import DataError, IntegrityError, models, transaction

from accounts.models import User
from exercises.models import Exercise
from training.imports.activity import RefusedError
from training.imports.archive import MEGABYTE, Archive
from training.models import (
    Decision,
    Enrollment,
    HealthConsent,
    Run,
    TrainingPreferences,
)
from training.takeout.checks import check
from training.takeout.out import JSON
from training.takeout.tables import SCHEMA, TABLES, RowError, Table

JSON_BYTES = 100 * MEGABYTE
MAX_ROWS = 500_000
BATCH = 500
KEPT_REFUSALS = 50
# A browser's name is no row of ours.
KEPT_IDS = frozenset({"device"})


@dataclass
class Result:
    """What came in: rows by table; how many were known; what was refused, with why."""

    added: dict[str, int] = field(default_factory=dict)
    known: int = 0
    withheld: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    refused_count: int = 0

    @property
    def words(self) -> str:
        """Say what came in: "12 workouts, 240 sets"."""
        counts = ((key.replace("_", " "), count) for key, count in self.added.items() if count)
        return ", ".join(f"{count} {name}" for name, count in counts) or "Nothing"

    def refuse(self, said: str, why: str) -> None:
        """Note that a row is not taken."""
        self.refused_count += 1
        if len(self.refused) < KEPT_REFUSALS:
            self.refused.append((said, why))


def open_file(file: IO[bytes]) -> dict[str, list[dict[str, Any]]]:
    """Return the tables of a takeout. Raises RefusedError."""
    archive = Archive(file)
    if JSON not in archive.names(JSON):
        raise RefusedError(f"The zip holds no {JSON}, so it is no export of HipCoach.")
    try:
        whole = msgspec.json.decode(archive.read(JSON, JSON_BYTES))
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise RefusedError(f"{JSON} is broken.") from error
    if not isinstance(whole, dict) or whole.get("schema") != SCHEMA:
        raise RefusedError(f"{JSON} is not of the schema {SCHEMA}.")
    tables = whole.get("tables")
    if not isinstance(tables, dict):
        raise RefusedError(f"{JSON} has no tables.")
    found = {one.key: tables.get(one.key, []) for one in TABLES}
    for key, rows in found.items():
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise RefusedError(f"{key} is no list of rows.")
    if sum(map(len, found.values())) > MAX_ROWS:
        raise RefusedError(f"It has more than {MAX_ROWS:,} rows.")
    return found


def read(runner: User, file: IO[bytes], consent: bool, now: datetime) -> Result:
    """Bring a takeout into a runner's log. Raises RefusedError where nothing of it can be taken.

    Without consent, health data stays out and is counted as withheld.
    """
    tables = open_file(file)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=runner.pk)
        if consent:
            HealthConsent.give(runner, now)
        return _Reading(runner, HealthConsent.given_by(runner), now, tables).read()


class _Reading:
    def __init__(
        self, runner: User, has_consent: bool, now: datetime, tables: Mapping[str, list[Any]]
    ) -> None:
        self.runner, self.has_consent, self.now, self.tables = runner, has_consent, now, tables
        self.exercises = dict(Exercise.objects.values_list("slug", "pk"))
        self.result = Result()
        self.came: dict[str, set[object]] = {}
        self.is_renamed = self._has_strangers_ids()

    def read(self) -> Result:
        for table in TABLES:
            if not table.comes_back:
                continue
            rows = self.tables[table.key]
            if table.health and not self.has_consent:
                self.result.withheld += len(rows)
                continue
            numbered = (self._make(table, number, row) for number, row in enumerate(rows, 1))
            made = [one for one in numbered if one]
            fresh = self._fresh(table, made)
            written = self._write(table, fresh)
            self.came[table.key] = {one.pk for one in written}
            self.result.added[table.key] = len(written)
        return self.result

    def _make(self, table: Table, number: int, row: Mapping[str, Any]) -> models.Model | None:
        said = f"{table.key}, row {number}"
        try:
            made = table.read(row, self.exercises)
            check(made, self.now)
        except RowError as error:
            self.result.refuse(said, str(error))
            return None
        if self.is_renamed:
            for field in table.fields:
                old = getattr(made, field.attname)
                if isinstance(old, UUID) and field.name not in KEPT_IDS:
                    setattr(made, field.attname, self._renamed(old))
        if not table.parent:
            made.runner = self.runner  # type: ignore[attr-defined]  # an entry has one
        if isinstance(made, Decision):
            made.decided_by = self.runner
        if isinstance(made, TrainingPreferences) and made.reminder_hour is not None:
            made.reminder_key = secrets.token_urlsafe(12)
        if not self.has_consent and getattr(made, "pain_score", None) is not None:
            made.pain_score = None  # type: ignore[attr-defined]  # a set or a run
            self.result.withheld += 1
        return made

    def _fresh(self, table: Table, made: Sequence[models.Model]) -> list[models.Model]:
        """Leave out what the log has, and rows whose entries did not come in with them."""
        made = [one for one in made if self._has_links(table, one)]
        if table.parent:
            came = self.came.get(table.of, set())
            return [one for one in made if getattr(one, f"{table.parent}_id") in came]
        have = self._have(table)
        fresh = []
        for one in made:
            marks = self._marks(table, one)
            if marks & have:
                self.result.known += 1
            elif self._may_begin(one):
                fresh.append(one)
                have |= marks
        return fresh

    def _has_links(self, table: Table, one: models.Model) -> bool:
        links = ((getattr(one, f"{name}_id"), key) for name, key in table.also)
        return all(pk is None or pk in self.came.get(key, set()) for pk, key in links)

    def _may_begin(self, one: models.Model) -> bool:
        """Refuse a plan under way where another is, or where the safety questions stay out."""
        if not isinstance(one, Enrollment) or one.ended_on:
            return True
        if not self.has_consent:
            why = "A plan under way comes in only with your answers to the safety questions."
        elif Enrollment.objects.filter(runner=self.runner, ended_on__isnull=True).exists():
            why = "You are in another plan here."
        else:
            return True
        self.result.refuse(f"plans, {one.program}", why)
        return False

    def _have(self, table: Table) -> set[object]:
        """Return what tells the runner's rows of a table apart, deleted ones too."""
        rows = table.model._default_manager.filter(runner=self.runner)
        return {mark for row in rows for mark in self._marks(table, row)}

    @staticmethod
    def _marks(table: Table, row: models.Model) -> set[object]:
        if table.marks:
            return {tuple(getattr(row, name) for name in table.marks)}
        return {row.pk} | ({row.source} if isinstance(row, Run) and row.source else set())

    def _write(self, table: Table, rows: list[models.Model]) -> list[models.Model]:
        written: list[models.Model] = []
        for start in range(0, len(rows), BATCH):
            written += self._put(table, rows[start : start + BATCH])
        return written

    def _put(self, table: Table, rows: list[models.Model]) -> list[models.Model]:
        """Write rows; where the database refuses them, halve until the bad one is alone."""
        try:
            with transaction.atomic():
                table.model._default_manager.bulk_create(rows)
        except (IntegrityError, DataError):
            if len(rows) == 1:
                self.result.refuse(f"{table.key}, {rows[0].pk}", "It breaks a rule of the log.")
                return []
            half = len(rows) // 2
            return self._put(table, rows[:half]) + self._put(table, rows[half:])
        return rows

    def _has_strangers_ids(self) -> bool:
        """Tell whether an id of the file is another runner's on this copy."""
        for table in TABLES:
            if table.has_number or table.parent:
                continue
            ids = [one for row in self.tables[table.key] if (one := _uuid(row.get("id")))]
            for start in range(0, len(ids), BATCH):
                others = table.model._default_manager.filter(pk__in=ids[start : start + BATCH])
                if others.exclude(runner=self.runner).exists():
                    return True
        return False

    def _renamed(self, old: UUID) -> UUID:
        return uuid5(NAMESPACE_URL, f"hipcoach:{self.runner.pk}:{old}")


def _uuid(value: object) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None
