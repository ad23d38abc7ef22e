"""The library in the database, split by noun."""

from exercises.models.evidence import Confidence, EvidenceNote, Source
from exercises.models.exercise import Exercise, Fault, Laterality, Measure, Posture, Progression
from exercises.models.films import FilmJob, FilmState
from exercises.models.imports import ImportJob, ImportLine, ImportState, Outcome
from exercises.models.lists import ExerciseList, ListEntry, ListError
from exercises.models.media import ExerciseMedia, Media
from exercises.models.program import Program
from exercises.models.publication import Publication, PublicationError, State
from exercises.models.reading import Article, Video
from exercises.models.searches import MissedSearch
from exercises.models.version import CatalogVersion

__all__ = [
    "Article",
    "CatalogVersion",
    "Confidence",
    "EvidenceNote",
    "Exercise",
    "ExerciseList",
    "ExerciseMedia",
    "Fault",
    "FilmJob",
    "FilmState",
    "ImportJob",
    "ImportLine",
    "ImportState",
    "Laterality",
    "ListEntry",
    "ListError",
    "Measure",
    "Media",
    "MissedSearch",
    "Outcome",
    "Posture",
    "Program",
    "Progression",
    "Publication",
    "PublicationError",
    "Source",
    "State",
    "Video",
]
