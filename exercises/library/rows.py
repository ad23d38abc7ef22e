"""From an entry to its rows in the database, and back to the same entry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.db.models import Q

from exercises.library.content import (
    ArticleContent,
    DayContent,
    Dose,
    ExerciseContent,
    FaultContent,
    LineContent,
    NoteContent,
    ProgramContent,
    SceneContent,
    SourceContent,
    VideoContent,
    WeekContent,
    decode,
)
from exercises.models import (
    Article,
    EvidenceNote,
    Exercise,
    ExerciseMedia,
    Fault,
    Media,
    Program,
    Progression,
    Publication,
    Source,
    Video,
)

LISTS = (
    "aliases",
    "planes",
    "traits",
    "steps",
    "cues",
    "stop_signs",
    "contraindications",
    "primary_muscles",
    "secondary_muscles",
    "equipment_optional",
)
PLAIN = (
    *("slug", "name", "position", "level", "laterality", "posture", "setup"),
    "no_known_study",
)
DOSE = (
    "measure",
    "sets",
    "reps",
    "hold_seconds",
    "distance_m",
    "per_side",
    "rest_seconds",
    "tempo",
    "target_rir",
    "target_rpe",
)
RELATED = ("faults", "evidence__source", "steps_up__harder", "steps_down__easier", "media")


def exercise_content(row: Exercise) -> ExerciseContent:
    """Return what the rows of an exercise say; prefetch `RELATED` to read many."""
    plain: dict[str, Any] = {name: getattr(row, name) for name in PLAIN}
    lists: dict[str, Any] = {name: tuple(getattr(row, name)) for name in LISTS}
    return ExerciseContent(
        **plain,
        **lists,
        equipment_sets=tuple(tuple(inner) for inner in row.equipment_sets),
        dose=Dose(also=tuple(row.measure_also), **{name: getattr(row, name) for name in DOSE}),
        faults=tuple(FaultContent(fault.fault, fault.fix) for fault in row.faults.all()),
        evidence=tuple(
            NoteContent(note.source.key, note.confidence, note.note) for note in row.evidence.all()
        ),
        easier=tuple(step.easier.slug for step in row.steps_down.all()),
        harder=tuple(step.harder.slug for step in row.steps_up.all()),
        media=tuple(str(use.media_id) for use in row.media.all()),
        figure=row.figure,
    )


def show_live(row: Exercise) -> Exercise:
    """Return the row with the words that visitors see in place of the editors'; never save it."""
    if row.live:
        fill(row, decode(ExerciseContent, row.live))
    return row


def write_exercise(row: Exercise, content: ExerciseContent) -> None:
    """Save an exercise with its faults and evidence; its steps on the ladder come later."""
    fill(row, content)
    row.figure = content.figure
    is_new = row.pk is None
    _save(row)
    if not is_new:
        row.faults.all().delete()
        row.evidence.all().delete()
    faults = [
        Fault(exercise=row, position=position, fault=fault.fault, fix=fault.fix)
        for position, fault in enumerate(content.faults)
    ]
    for one in faults:
        one.clean_fields(exclude=["exercise"])
    Fault.objects.bulk_create(faults)
    sources = Source.objects.in_bulk([n.source for n in content.evidence], field_name="key")
    EvidenceNote.objects.bulk_create(
        EvidenceNote(
            exercise=row,
            position=position,
            source=sources[note.source],
            confidence=note.confidence,
            note=note.note,
        )
        for position, note in enumerate(content.evidence)
    )


def fill(row: Exercise, content: ExerciseContent) -> None:
    """Put the words into the columns of an exercise; nothing is saved, and its figure stays."""
    for name in PLAIN:
        setattr(row, name, getattr(content, name))
    for name in LISTS:
        setattr(row, name, list(getattr(content, name)))
    for name in DOSE:
        setattr(row, name, getattr(content.dose, name))
    row.measure_also = list(content.dose.also)
    row.equipment_sets = [list(inner) for inner in content.equipment_sets]


def write_ladder(contents: Iterable[ExerciseContent], written: set[str], kept: set[str]) -> None:
    """Set every step that touches a written exercise; steps to a kept one stay as they are."""
    touching = Q(easier__slug__in=written) | Q(harder__slug__in=written)
    staying = Q(easier__slug__in=kept) | Q(harder__slug__in=kept)
    Progression.objects.filter(touching).exclude(staying).delete()
    rows = Exercise.objects.in_bulk(field_name="slug")
    Progression.objects.bulk_create(
        Progression(easier=rows[content.slug], harder=rows[harder], position=position)
        for content in contents
        for position, harder in enumerate(content.harder)
        if {content.slug, harder} & written and not {content.slug, harder} & kept
    )


def set_steps(row: Exercise, easier: Iterable[str], harder: Iterable[str]) -> None:
    """Give one exercise just these neighbors; slugs that name no exercise are passed over.

    Raises ValidationError for a step down in level and for a loop.
    """
    wanted = [(slug, row.slug) for slug in easier] + [(row.slug, slug) for slug in harder]
    steps = Progression.objects.filter(Q(easier=row) | Q(harder=row))
    for step in steps.select_related("easier", "harder"):
        if (step.easier.slug, step.harder.slug) not in wanted:
            step.delete()
    exercises = Exercise.objects.in_bulk(
        {slug for pair in wanted for slug in pair}, field_name="slug"
    )
    for position, (low, high) in enumerate(wanted):
        if low in exercises and high in exercises:
            step, _ = steps.get_or_create(
                easier=exercises[low], harder=exercises[high], defaults={"position": position}
            )
            step.clean()


def set_media(row: Exercise, media: Iterable[str]) -> None:
    """Show just these uploads, in this order; ids of none that is left are passed over."""
    row.media.all().delete()
    kept = Media.objects.in_bulk(list(media))
    by_id = {str(pk): one for pk, one in kept.items()}
    ExerciseMedia.objects.bulk_create(
        ExerciseMedia(exercise=row, media=by_id[key], position=position)
        for position, key in enumerate(media)
        if key in by_id
    )


def source_content(row: Source) -> SourceContent:
    """Return what a source's row says."""
    return SourceContent(row.key, row.citation, row.doi, row.certainty)


def article_content(row: Article) -> ArticleContent:
    """Return what an article's row says."""
    return ArticleContent(
        row.slug,
        row.title,
        row.summary,
        row.position,
        row.minutes,
        row.checked_on,
        row.is_lead,
        row.body,
    )


def video_content(row: Video) -> VideoContent:
    """Return what a video's row says."""
    return VideoContent(
        row.slug,
        row.title,
        row.position,
        row.length_s,
        tuple(row.planes),
        row.narration,
        tuple(SceneContent(**scene) for scene in row.scenes),
    )


def program_content(row: Program) -> ProgramContent:
    """Return what a program's row says."""
    return ProgramContent(
        slug=row.slug,
        title=row.title,
        tagline=row.tagline,
        position=row.position,
        level=row.level,
        goal=row.goal,
        equipment=tuple(row.equipment),
        equipment_note=row.equipment_note,
        entry_marks=tuple(row.entry_marks),
        exit_marks=tuple(row.exit_marks),
        following=row.following,
        less_time=row.less_time,
        maintenance=row.maintenance,
        weeks=tuple(_week(week) for week in row.weeks),
    )


def _week(week: dict[str, Any]) -> WeekContent:
    return WeekContent(**{**week, "days": tuple(_day(day) for day in week["days"])})


def _day(day: dict[str, Any]) -> DayContent:
    lines = tuple(_line(line) for line in day["lines"])
    return DayContent(**{**day, "lines": lines, "tests": tuple(day["tests"])})


def _line(line: dict[str, Any]) -> LineContent:
    dose = Dose(**{**line["dose"], "also": tuple(line["dose"]["also"])})
    return LineContent(**{**line, "dose": dose})


def write_plain(
    row: Source | Article | Video | Program,
    content: SourceContent | ArticleContent | VideoContent | ProgramContent,
) -> None:
    """Save a row whose columns bear the names of the content's fields."""
    for name, value in asdict(content).items():
        setattr(row, name, _plain(value))
    _save(row)


def _save(row: Source | Publication) -> None:
    """Save a row; ValidationError where a column refuses a value, also where SQLite would not."""
    row.clean_fields(exclude=[field.name for field in row._meta.fields if field.is_relation])
    row.save()


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
