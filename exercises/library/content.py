"""What an entry says, whether it was read from a file or from the database.

The same frozen shape on both sides makes them comparable: `fingerprint` tells whether a row still
says what its file said.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import msgspec

type Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dose:
    """Sets and exactly one of reps, hold (seconds) and distance (meters); rest in seconds."""

    measure: str
    also: Texts
    sets: int
    reps: int | None
    hold_seconds: int | None
    distance_m: int | None
    per_side: bool
    rest_seconds: int
    tempo: str
    target_rir: int | None
    target_rpe: int | None


@dataclass(frozen=True, slots=True)
class FaultContent:
    """What goes wrong and what helps."""

    fault: str
    fix: str


@dataclass(frozen=True, slots=True)
class NoteContent:
    """A statement with the key of its source."""

    source: str
    confidence: str
    note: str


@dataclass(frozen=True, slots=True)
class ExerciseContent:
    """Everything that an exercise's file says; `easier` and `harder` are slugs.

    `media` are the ids of uploaded pictures and films, which no file names. `figure` is the compact
    JSON of its figure, or nothing: as text, since PostgreSQL's JSON would lose the order of its
    cameras, the first of which is the best.
    """

    slug: str
    name: str
    aliases: Texts
    position: int
    level: int
    laterality: str
    planes: Texts
    traits: Texts
    setup: str
    steps: Texts
    cues: Texts
    stop_signs: Texts
    contraindications: Texts
    easier: Texts
    harder: Texts
    primary_muscles: Texts
    secondary_muscles: Texts
    equipment_sets: tuple[Texts, ...]
    equipment_optional: Texts
    dose: Dose
    faults: tuple[FaultContent, ...]
    evidence: tuple[NoteContent, ...]
    no_known_study: bool = False
    posture: str = ""
    media: Texts = ()
    figure: str = ""


@dataclass(frozen=True, slots=True)
class SourceContent:
    """A published study and how sure we are of its citation."""

    key: str
    citation: str
    doi: str
    certainty: str

    @property
    def url(self) -> str:
        """Return the DOI's address, or nothing where there is no DOI."""
        return f"https://doi.org/{self.doi}" if self.doi else ""


@dataclass(frozen=True, slots=True)
class ArticleContent:
    """An article's file: front matter and Markdown."""

    slug: str
    title: str
    summary: str
    position: int
    minutes: int
    checked_on: date
    is_lead: bool
    body: str


@dataclass(frozen=True, slots=True)
class SceneContent:
    """A stretch of a video; without an exercise its caption is the picture.

    `narration` is what is said meanwhile, one sentence a line; `side` is the side that works.
    """

    start_s: int
    duration_s: int
    exercise: str
    camera: str
    caption: str
    narration: str = ""
    side: str = "right"


@dataclass(frozen=True, slots=True)
class VideoContent:
    """A video's storyboard; `narration` is all that its scenes say."""

    slug: str
    title: str
    position: int
    length_s: int
    planes: Texts
    narration: str
    scenes: tuple[SceneContent, ...]


@dataclass(frozen=True, slots=True)
class LineContent:
    """An exercise of a session with its dose there; `guide` says how to choose a weight."""

    exercise: str
    dose: Dose
    load: str
    band: str
    guide: str
    note: str


@dataclass(frozen=True, slots=True)
class DayContent:
    """One of a week's seven days; only strength has lines, only an assessment has tests."""

    kind: str
    title: str
    minutes: int | None
    note: str
    lines: tuple[LineContent, ...]
    tests: Texts


@dataclass(frozen=True, slots=True)
class WeekContent:
    """Seven days, the first on whichever weekday the runner picks."""

    focus: str
    is_deload: bool
    days: tuple[DayContent, ...]


@dataclass(frozen=True, slots=True)
class ProgramContent:
    """A training program's file; `following` is the slug of the next one, or nothing.

    `less_time` says what to leave out if need be, `maintenance` what to do when all is done.
    """

    slug: str
    title: str
    tagline: str
    position: int
    level: int
    goal: str
    equipment: Texts
    equipment_note: str
    entry_marks: Texts
    exit_marks: Texts
    following: str
    less_time: str
    maintenance: str
    weeks: tuple[WeekContent, ...]


type Entry = ExerciseContent | SourceContent | ArticleContent | VideoContent | ProgramContent


@dataclass(frozen=True, slots=True)
class Library:
    """All that a content folder says, each kind by its key in the order of its files."""

    sources: Mapping[str, SourceContent]
    exercises: Mapping[str, ExerciseContent]
    articles: Mapping[str, ArticleContent]
    videos: Mapping[str, VideoContent]
    programs: Mapping[str, ProgramContent]


def fingerprint(entry: Entry) -> str:
    """Return a SHA-256 of all that the entry says; neighbors on the ladder count as a set.

    What came later counts only where it is said, so that rows from before keep their fingerprint,
    and uploads do not count, since files know none.
    """
    data = asdict(entry)
    data.pop("media", None)
    for name in ("posture", "no_known_study", "figure"):
        if not data.get(name, True):
            del data[name]
    for scene in data.get("scenes", ()):
        for name, default in (("narration", ""), ("side", "right")):
            if scene[name] == default:
                del scene[name]
    for side in ("easier", "harder"):
        if side in data:
            data[side] = sorted(data[side])
    text = json.dumps(data, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def encode(entry: Entry) -> dict[str, Any]:
    """Return all that an entry says as JSON's own types: what a JSON column gives back."""
    data: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(entry))
    return data


def decode[Content: Entry](kind: type[Content], data: Any) -> Content:
    """Return the entry that `encode` made such data of; msgspec.ValidationError for other data."""
    return msgspec.convert(data, kind)
