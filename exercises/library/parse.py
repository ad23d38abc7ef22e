"""From a file's tables to its entry: one function per kind."""

from __future__ import annotations

import re
from collections.abc import Iterable

from exercises.library.content import (
    ArticleContent,
    Dose,
    ExerciseContent,
    FaultContent,
    NoteContent,
    SceneContent,
    SourceContent,
    Texts,
    VideoContent,
)
from exercises.library.table import Table
from exercises.models import Confidence, Exercise, Laterality, Measure, Posture
from exercises.vocabulary import Vocabulary

MEASURES_BESIDE = ("load", "band", "distance_m")
CAMERAS = ("front", "side", "quarter", "back", "card")
SIDES = ("right", "left")
_TEMPO = re.compile(r"\d-\d-\d-\d")


def parse_source(key: str, table: Table) -> SourceContent:
    """Read one table of sources.toml."""
    source = SourceContent(
        key=key,
        citation=table.text("citation"),
        doi=table.line("doi", ""),
        certainty=table.line("certainty"),
    )
    if source.doi and not re.fullmatch(r"10\.\d{4,}/\S+", source.doi):
        raise table.fail("doi", f"{source.doi!r} is not a DOI")
    table.done()
    return source


def parse_exercise(
    slug: str, table: Table, words: Vocabulary, draft: bool = False
) -> ExerciseContent:
    """Read one file of exercises/; its neighbors on the ladder are checked later.

    A draft may still lack what `publishing.completeness` asks for.
    """
    muscles, equipment, dose = table.table("muscles"), table.table("equipment"), table.table("dose")
    exercise = ExerciseContent(
        slug=slug,
        name=table.line("name"),
        aliases=table.texts("aliases", longest=Exercise._meta.get_field("name").max_length),
        position=table.number("position", 0, 30000),
        level=table.number("level", 1, 5),
        laterality=table.choice("laterality", Laterality.values),
        posture=table.choice("posture", ("", *Posture.values), "")
        if draft
        else table.choice("posture", Posture.values),
        planes=table.texts("planes", words.planes, required=not draft),
        traits=table.texts("traits", words.traits),
        setup=table.text("setup", "") if draft else table.text("setup"),
        steps=table.texts("steps", required=not draft),
        cues=table.texts("cues"),
        stop_signs=table.texts("stop_signs", required=not draft),
        contraindications=table.texts("contraindications"),
        easier=table.texts("easier"),
        harder=table.texts("harder"),
        primary_muscles=_muscles(muscles, "primary", words, required=not draft),
        secondary_muscles=_muscles(muscles, "secondary", words),
        equipment_sets=equipment.sets_of_texts("any_of", words.equipment),
        equipment_optional=equipment.texts("optional", words.equipment),
        dose=_dose(dose),
        faults=tuple(_fault(fault) for fault in table.tables("faults")),
        evidence=tuple(_note(note) for note in table.tables("evidence")),
        no_known_study=table.flag("no_known_study", False),
    )
    if exercise.dose.per_side != (exercise.laterality == Laterality.UNILATERAL):
        raise table.fail("dose.per_side", f"does not fit laterality {exercise.laterality!r}")
    for part in (muscles, equipment, dose, table):
        part.done()
    return exercise


def parse_article(slug: str, table: Table, body: str) -> ArticleContent:
    """Read the front matter of one file of articles/."""
    table.check_printable("(text)", body)
    article = ArticleContent(
        slug=slug,
        title=table.line("title"),
        summary=table.line("summary"),
        position=table.number("position", 0, 30000),
        minutes=table.number("minutes", 1, 120),
        checked_on=table.day("checked_on"),
        is_lead=table.flag("is_lead", False),
        body=body.strip() + "\n",
    )
    table.done()
    return article


def parse_video(slug: str, table: Table, words: Vocabulary) -> VideoContent:
    """Read one file of videos/; its scenes must fill its length without a gap."""
    scenes = tuple(_scene(scene) for scene in table.tables("scenes"))
    video = VideoContent(
        slug=slug,
        title=table.line("title"),
        position=table.number("position", 0, 30000),
        length_s=table.number("length_s", 1, 3600),
        planes=table.texts("planes", words.planes),
        narration=narration_of(scenes),
        scenes=scenes,
    )
    if not video.narration:
        raise table.fail("scenes", "have no narration")
    clock = 0
    for number, scene in enumerate(video.scenes, 1):
        if scene.start_s != clock:
            raise table.fail(f"scenes[{number}].start_s", f"must be {clock}")
        clock += scene.duration_s
    if clock != video.length_s:
        raise table.fail("length_s", f"is {video.length_s}, but the scenes last {clock}")
    table.done()
    return video


def narration_of(scenes: Iterable[SceneContent]) -> str:
    """Return all that is said, one sentence a line: the text version of a video."""
    return "\n".join(scene.narration for scene in scenes if scene.narration)


def _muscles(table: Table, field: str, words: Vocabulary, required: bool = False) -> Texts:
    uses = table.texts(field, required=required)
    for use in uses:
        try:
            words.muscle(use)
        except KeyError:
            raise table.fail(field, f"{use!r} is not known") from None
    return uses


def _dose(table: Table) -> Dose:
    dose = Dose(
        measure=table.choice("measure", Measure.values),
        also=table.texts("also", MEASURES_BESIDE),
        sets=table.number("sets", 1, 10),
        reps=table.optional_number("reps", 1, 100),
        hold_seconds=table.optional_number("hold_seconds", 1, 300),
        distance_m=table.optional_number("distance_m", 1, 400),
        per_side=table.flag("per_side"),
        rest_seconds=table.number("rest_seconds", 0, 600),
        tempo=table.text("tempo", ""),
        target_rir=table.optional_number("target_rir", 0, 10),
        target_rpe=table.optional_number("target_rpe", 0, 10),
    )
    return check_dose(dose, table)


def check_dose(dose: Dose, table: Table) -> Dose:
    """Return a dose that fits its measure and has one target; ContentError names the field."""
    for field in Measure.values:
        if (getattr(dose, field) is None) == (field == dose.measure):
            raise table.fail(field, f"does not fit measure {dose.measure!r}")
    if dose.tempo and not _TEMPO.fullmatch(dose.tempo):
        raise table.fail("tempo", "must be four digits, as in 3-1-1-0")
    if dose.target_rir is not None and dose.target_rpe is not None:
        raise table.fail("target_rpe", "stands beside target_rir; give one of them")
    return dose


def _fault(table: Table) -> FaultContent:
    fault = FaultContent(table.line("fault"), table.line("fix"))
    table.done()
    return fault


def _note(table: Table) -> NoteContent:
    confidence = table.choice("confidence", Confidence.values)
    note = NoteContent(table.text("source"), confidence, table.text("note"))
    table.done()
    return note


def _scene(table: Table) -> SceneContent:
    scene = SceneContent(
        start_s=table.number("start_s", 0, 3600),
        duration_s=table.number("duration_s", 1, 3600),
        exercise=table.text("exercise", ""),
        camera=table.choice("camera", CAMERAS),
        caption=table.line("caption"),
        narration=table.text("narration", ""),
        side=table.choice("side", SIDES, "right"),
    )
    table.done()
    return scene
