"""Write a checked library into the database: once, and never over an editor's later change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from exercises.ladder import find_loop
from exercises.library import rows
from exercises.library.content import Entry, Library, fingerprint
from exercises.library.errors import ContentError
from exercises.library.kinds import ARTICLES, EXERCISES, PROGRAMS, SOURCES, VIDEOS, Kind
from exercises.models import Article, CatalogVersion, Progression, Publication, Source
from exercises.publishing import release


@dataclass(slots=True)
class Tally:
    """What happened to the entries of one kind.

    `kept` are edited rows that stay; `same` those that say just what their changed file says.
    """

    noun: str
    total: int
    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.total} {self.noun}: {len(self.new)} new, {len(self.changed)} changed"

    @property
    def written(self) -> set[str]:
        """The keys whose rows were written."""
        return {*self.new, *self.changed}


def load(library: Library, now: datetime, force: bool = False) -> list[Tally]:
    """Write what is new or has changed in the files, all or nothing.

    A row that was edited since it was loaded stays as it is, unless `force`. Raises ContentError
    where the files and the rows that stay do not fit together.
    """
    with transaction.atomic(), CatalogVersion.renewed_once():
        sources = _load_kind(SOURCES, library.sources, now, force)
        exercises = _load_kind(EXERCISES, library.exercises, now, force)
        rows.write_ladder(library.exercises.values(), exercises.written, set(exercises.kept))
        _check_ladder()
        _free_the_home_page(library, force)
        articles = _load_kind(ARTICLES, library.articles, now, force)
        videos = _load_kind(VIDEOS, library.videos, now, force)
        programs = _load_kind(PROGRAMS, library.programs, now, force)
        for kind, tally, entries in (
            (SOURCES, sources, library.sources),
            (EXERCISES, exercises, library.exercises),
            (ARTICLES, articles, library.articles),
            (VIDEOS, videos, library.videos),
            (PROGRAMS, programs, library.programs),
        ):
            _remember(kind, tally, entries)
            _release(kind, tally, now)
    return [sources, exercises, articles, videos, programs]


def _load_kind(kind: Kind, entries: Mapping[str, Entry], now: datetime, force: bool) -> Tally:
    tally = Tally(kind.noun, len(entries))
    found = _rows(kind)
    for key, entry in entries.items():
        row = found.get(key)
        if row is None:
            tally.new.append(key)
            _write(kind, kind.model(), key, entry)
            continue
        says, wanted = fingerprint(kind.read(row)), fingerprint(entry)
        edited = says != row.loaded_hash
        if says == wanted and edited:
            tally.same.append(key)
        elif says != wanted and (force or (not edited and row.file_hash != wanted)):
            tally.changed.append(key)
            _write(kind, row, key, entry)
        elif edited:
            tally.kept.append(key)
    return tally


def _release(kind: Kind, tally: Tally, now: datetime) -> None:
    """Show visitors what was written, once every row and step of it stands."""
    if issubclass(kind.model, Publication):
        for work in kind.rows().filter(**{f"{kind.key}__in": tally.written}):
            release.release_loaded(work, now)


def _rows(kind: Kind) -> dict[str, Any]:
    return {getattr(row, kind.key): row for row in kind.rows()}


def _write(kind: Kind, row: Source | Publication, key: str, entry: Entry) -> None:
    try:
        kind.write(row, entry)
    except ValidationError as error:
        field, reasons = next(iter(error.message_dict.items()))
        raise ContentError.at(kind.file.format(key), field, " ".join(reasons)) from error
    except IntegrityError as error:
        reason = f"the database refuses it: {error}"
        raise ContentError.at(kind.file.format(key), "(entry)", reason) from error


def _remember(kind: Kind, tally: Tally, entries: Mapping[str, Entry]) -> None:
    """Note what the files and the rows say now, so that a later edit can be told."""
    known = {*tally.written, *tally.same}
    if not known:
        return
    for key, row in _rows(kind).items():
        if key in known:
            # One by one: a bulk_update of so many rows compiles to one very long statement.
            kind.model._default_manager.filter(pk=row.pk).update(
                file_hash=fingerprint(entries[key]), loaded_hash=fingerprint(kind.read(row))
            )


def _check_ladder() -> None:
    """An editor's own steps may close a loop with those of the files."""
    edges = Progression.objects.values_list("easier__slug", "harder__slug")
    if loop := find_loop(edges):
        reason = f"runs in a circle with a step made in the admin: {' → '.join(loop)}"
        raise ContentError.at(EXERCISES.file.format(loop[0]), "harder", reason)


def _free_the_home_page(library: Library, force: bool) -> None:
    """Let the file's lead article take the place of another one that the files once put there."""
    wanted = next((slug for slug, article in library.articles.items() if article.is_lead), None)
    for row in Article.objects.filter(is_lead=True).exclude(slug=wanted):
        edited = fingerprint(rows.article_content(row)) != row.loaded_hash
        if wanted and edited and not force:
            reason = f"an editor has put {row.slug} on the home page; --force takes the file"
            raise ContentError.at(ARTICLES.file.format(wanted), "is_lead", reason)
        row.is_lead = False
        row.save()
