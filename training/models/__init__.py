"""The log in the database, split by noun."""

from training.models.consent import HealthConsent
from training.models.entry import LogEntry
from training.models.hip_check import AssessmentResult, HipCheck
from training.models.run import Run, Sport
from training.models.run_import import ImportState, RunImport
from training.models.safety import SafetyCheck
from training.models.strength_import import StrengthImport
from training.models.workout import Workout
from training.models.workout_set import Band, Side, WorkoutSet

__all__ = [
    "AssessmentResult",
    "Band",
    "HealthConsent",
    "HipCheck",
    "ImportState",
    "LogEntry",
    "Run",
    "RunImport",
    "SafetyCheck",
    "Side",
    "Sport",
    "StrengthImport",
    "Workout",
    "WorkoutSet",
]
