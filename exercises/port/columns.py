"""The columns of an exercise: one for each field of `ExerciseContent`, flat as in a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from exercises.library.content import ExerciseContent, encode


class Kind(Enum):
    """What a cell holds."""

    TEXT = auto()
    NUMBER = auto()
    FLAG = auto()
    TEXTS = auto()
    SETS = auto()
    FAULTS = auto()
    NOTES = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `words` names the part of the vocabulary that it speaks, `also` its other names.

    A draft cannot be stored without a `required` one. `path` is where content files have it.
    """

    name: str
    label: str
    kind: Kind = Kind.TEXT
    required: bool = False
    words: str = ""
    path: str = ""
    also: tuple[str, ...] = ()
    help: str = ""

    @property
    def full_path(self) -> str:
        """Return where content files have it."""
        return self.path or self.name


_ALL = (
    Column("slug", "Slug", also=("id", "key", "identifier"), help="Its address, as in step-up."),
    Column("name", "Name", required=True, also=("title", "exercise", "exercise name")),
    Column("aliases", "Other names", Kind.TEXTS, also=("synonyms", "alternative names", "aka")),
    Column("position", "Position", Kind.NUMBER, required=True, also=("order", "rank")),
    Column(
        "level", "Level", Kind.NUMBER, required=True, words="levels", also=("difficulty",),
        help="1 to 5.",
    ),
    Column(
        "laterality", "Laterality", required=True, words="lateralities", also=("side", "sides"),
        help="unilateral or bilateral.",
    ),
    Column("posture", "Posture", help="standing, seated, kneeling or floor."),
    Column("planes", "Planes", Kind.TEXTS, words="planes", also=("plane", "plane of motion")),
    Column("traits", "Traits", Kind.TEXTS, words="traits", also=("category", "tags", "type")),
    Column("setup", "Set-up", also=("starting position", "preparation", "start")),
    Column("steps", "Steps", Kind.TEXTS, also=("instructions", "execution", "how to")),
    Column("cues", "Cues", Kind.TEXTS, also=("tips", "coaching cues")),
    Column("stop_signs", "Stop signs", Kind.TEXTS, also=("warnings", "stop if")),
    Column("contraindications", "Contraindications", Kind.TEXTS, also=("cautions",)),
    Column(
        "primary_muscles", "Primary muscles", Kind.TEXTS, words="muscles", path="muscles.primary",
        also=("target", "target muscle", "primary muscle", "muscles", "muscle"),
    ),
    Column(
        "secondary_muscles", "Secondary muscles", Kind.TEXTS, words="muscles",
        path="muscles.secondary", also=("secondary muscle", "synergists"),
    ),
    Column(
        "equipment_sets", "Equipment, any one line", Kind.SETS, words="equipment",
        path="equipment.any_of", also=("equipment", "needs"),
    ),
    Column(
        "equipment_optional", "Equipment that helps", Kind.TEXTS, words="equipment",
        path="equipment.optional", also=("optional equipment",),
    ),
    Column(
        "measure", "Measure", required=True, path="dose.measure",
        help="reps, hold_seconds or distance_m.",
    ),
    Column(
        "measure_also", "May also be noted", Kind.TEXTS, path="dose.also",
        help="load, band, distance_m.",
    ),
    Column("sets", "Sets", Kind.NUMBER, required=True, path="dose.sets"),
    Column("reps", "Reps", Kind.NUMBER, path="dose.reps", also=("repetitions",)),
    Column("hold_seconds", "Hold, seconds", Kind.NUMBER, path="dose.hold_seconds", also=("hold",)),
    Column("distance_m", "Distance, meters", Kind.NUMBER, path="dose.distance_m"),
    Column("per_side", "Each side", Kind.FLAG, path="dose.per_side"),
    Column(
        "rest_seconds", "Rest, seconds", Kind.NUMBER, required=True, path="dose.rest_seconds",
        also=("rest",),
    ),
    Column("tempo", "Tempo", path="dose.tempo"),
    Column(
        "target_rir", "Reps left in reserve", Kind.NUMBER, path="dose.target_rir", also=("rir",)
    ),
    Column("target_rpe", "Effort, 0 to 10", Kind.NUMBER, path="dose.target_rpe", also=("rpe",)),
    Column("faults", "Faults", Kind.FAULTS, also=("mistakes", "common mistakes")),
    Column("evidence", "Evidence", Kind.NOTES, also=("sources", "references")),
    Column("no_known_study", "No study is known", Kind.FLAG),
    Column("easier", "Easier exercises", Kind.TEXTS, also=("regressions", "regression")),
    Column("harder", "Harder exercises", Kind.TEXTS, also=("progressions", "progression")),
)  # fmt: skip
COLUMNS: Mapping[str, Column] = {column.name: column for column in _ALL}
LADDER = ("easier", "harder")
DOSE = {"measure_also": "also"}
_BY_PATH = {column.full_path: column for column in _ALL}


def label_of(path: str) -> str:
    """Return the label of the column that a problem's path lies in: faults[2].fix is in Faults."""
    names = (path, re.split(r"[\[.]", path, maxsplit=1)[0])
    column = next((t[name] for name in names for t in (COLUMNS, _BY_PATH) if name in t), None)
    return column.label if column else path


def values_of(content: ExerciseContent) -> dict[str, Any]:
    """Return what an exercise says by column, as JSON's own types."""
    said = encode(content)
    dose = said.pop("dose")
    return {name: said[name] if name in said else dose[DOSE.get(name, name)] for name in COLUMNS}


def empty_values() -> dict[str, Any]:
    """Return what an exercise says of which nothing is known."""
    return {name: _empty(column) for name, column in COLUMNS.items()}


def table_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the table of the content file that would say this, without what is None."""
    table: dict[str, Any] = {"muscles": {}, "equipment": {}, "dose": {}}
    for name, column in COLUMNS.items():
        if name != "slug" and values[name] is not None:
            head, _, tail = column.full_path.rpartition(".")
            (table[head] if head else table)[tail] = values[name]
    return table


def _empty(column: Column) -> Any:
    if column.kind in (Kind.NUMBER, Kind.FLAG):
        return False if column.name == "no_known_study" else None
    return "" if column.kind is Kind.TEXT else []
