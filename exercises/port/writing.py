"""Write what a dry run has shown, many rows at a time.

On SQLite one writer stops every other, so the transaction must be short: lines are written in bulk
and not saved one by one, and nothing is read, parsed or compared twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from itertools import batched
from typing import Any

from django.db.models import Q

from accounts.models import User
from exercises.library import rows
from exercises.library.content import ExerciseContent, decode, encode
from exercises.library.kinds import EXERCISES
from exercises.models import (
    CatalogVersion,
    EvidenceNote,
    Exercise,
    Fault,
    ImportLine,
    Outcome,
    Progression,
    Source,
)
from exercises.port.holding import MovedError
from exercises.port.lines import Shelf, same
from exercises.publishing import release

BATCH = 100


def write(
    lines: list[ImportLine],
    by: User | None,
    now: datetime,
    reason: str,
    progress: Callable[[int], None],
) -> int:
    """Write new and changed lines as drafts; return how many. Call it inside a transaction.

    Raises MovedError.
    """
    CatalogVersion.objects.select_for_update().first()  # whoever saves an exercise renews it
    contents = _unmoved(lines)
    found = Exercise.objects.select_for_update().in_bulk(
        [content.slug for content in contents], field_name="slug"
    )
    sources = Source.objects.in_bulk(field_name="key")
    done = 0
    for batch in batched(contents, BATCH):
        _write_batch(batch, found, sources)
        done += len(batch)
        progress(done)
    _write_ladder(contents, found)
    works = EXERCISES.rows().filter(slug__in=[content.slug for content in contents])
    release.note_changes(works, by, now, reason)
    return done


def _unmoved(lines: list[ImportLine]) -> list[ExerciseContent]:
    """Return the contents to write; refuse where a line would now do something else."""
    shelf = Shelf.now()
    names = {content.name: slug for slug, content in shelf.contents.items()}
    contents = []
    for line in lines:
        if line.outcome not in (Outcome.NEW, Outcome.CHANGED):
            continue
        content = decode(ExerciseContent, line.after)
        before = decode(ExerciseContent, line.before) if line.before else None
        stands = {*shelf.contents, *(other.slug for other in lines)}
        if (
            not same(shelf.contents.get(line.slug), before)
            or line.slug in shelf.archived
            or names.get(content.name, line.slug) != line.slug
            or not shelf.sources.issuperset(note.source for note in content.evidence)
            or not stands.issuperset((*content.easier, *content.harder))
        ):
            raise MovedError(
                f"Line {line.number}, {content.name}: the library has changed since the check. "
                "Nothing was imported; check the file again."
            )
        contents.append(content)
    return contents


def _write_batch(
    contents: Iterable[ExerciseContent],
    found: dict[str, Exercise],
    sources: dict[str, Source],
) -> None:
    contents = list(contents)
    old = [content for content in contents if content.slug in found]
    new = [Exercise() for content in contents if content.slug not in found]
    for row, content in zip(new, (c for c in contents if c.slug not in found), strict=True):
        rows.fill(row, content)
    for content in old:
        rows.fill(found[content.slug], content)
    written = [found[content.slug] for content in old]
    Exercise.objects.bulk_create(new)
    # An upsert: bulk_update would compile to one very long statement.
    Exercise.objects.bulk_create(
        written, update_conflicts=True, unique_fields=["id"], update_fields=_FIELDS
    )
    found.update({row.slug: row for row in new})
    Fault.objects.filter(exercise__in=written).delete()
    EvidenceNote.objects.filter(exercise__in=written).delete()
    Fault.objects.bulk_create(_parts(contents, found, "faults", Fault))
    EvidenceNote.objects.bulk_create(_notes(contents, found, sources))


def _parts(
    contents: Iterable[ExerciseContent], found: dict[str, Exercise], name: str, model: type[Fault]
) -> Iterator[Fault]:
    for content in contents:
        for position, part in enumerate(getattr(content, name)):
            yield model(exercise=found[content.slug], position=position, **asdict(part))


def _notes(
    contents: Iterable[ExerciseContent], found: dict[str, Exercise], sources: dict[str, Source]
) -> Iterator[EvidenceNote]:
    for content in contents:
        for position, note in enumerate(content.evidence):
            said = {**asdict(note), "source": sources[note.source]}
            yield EvidenceNote(exercise=found[content.slug], position=position, **said)


def _write_ladder(contents: list[ExerciseContent], found: dict[str, Exercise]) -> None:
    """Give every written exercise just the steps that its content names."""
    wanted: dict[tuple[str, str], int] = {}
    for content in contents:
        for position, low in enumerate(content.easier):
            wanted.setdefault((low, content.slug), position)
        for position, high in enumerate(content.harder):
            wanted[content.slug, high] = position
    slugs = {slug for pair in wanted for slug in pair} - found.keys()
    ids = dict(Exercise.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    ids |= {slug: row.pk for slug, row in found.items()}
    written = {found[content.slug].pk for content in contents}
    edges = {(ids[low], ids[high]): position for (low, high), position in wanted.items()}
    touching = Progression.objects.filter(Q(easier__in=written) | Q(harder__in=written))
    gone = []
    for pk, easier, harder in touching.values_list("pk", "easier_id", "harder_id"):
        if edges.pop((easier, harder), None) is None:
            gone.append(pk)
    Progression.objects.filter(pk__in=gone).delete()
    Progression.objects.bulk_create(
        Progression(easier_id=easier, harder_id=harder, position=position)
        for (easier, harder), position in edges.items()
    )


def stored(content: ExerciseContent | None) -> dict[str, Any] | None:
    """Return a content as a line keeps it."""
    return encode(content) if content else None


_FIELDS = [
    name
    for name in (
        *rows.PLAIN,
        *rows.LISTS,
        *rows.DOSE,
        "measure_also",
        "equipment_sets",
        "updated_at",
    )
    if name != "slug"
]
