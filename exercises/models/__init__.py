"""The library in the database, split by noun."""

from exercises.models.evidence import Confidence, EvidenceNote, Source
from exercises.models.exercise import Exercise, Fault, Laterality, Measure, Progression
from exercises.models.imports import ImportJob, ImportLine, ImportState, Outcome
from exercises.models.publication import Publication, PublicationError, State
from exercises.models.reading import Article, Video
from exercises.models.version import CatalogVersion

__all__ = [
    "Article",
    "CatalogVersion",
    "Confidence",
    "EvidenceNote",
    "Exercise",
    "Fault",
    "ImportJob",
    "ImportLine",
    "ImportState",
    "Laterality",
    "Measure",
    "Outcome",
    "Progression",
    "Publication",
    "PublicationError",
    "Source",
    "State",
    "Video",
]
