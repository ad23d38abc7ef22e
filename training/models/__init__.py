"""The log in the database, split by noun."""

from training.models.consent import HealthConsent
from training.models.enrollment import Enrollment, PlanChange, SessionOutcome
from training.models.entry import LogEntry
from training.models.hip_check import AssessmentResult, HipCheck
from training.models.preferences import TrainingPreferences
from training.models.run import Run, Sport
from training.models.run_import import ImportState, RunImport
from training.models.safety import SafetyCheck
from training.models.set_aside import MergeNotice, SetAside
from training.models.strength_import import StrengthImport
from training.models.target import Decision, MorningPain, Target
from training.models.workout import Workout
from training.models.workout_set import Band, Side, WorkoutSet

__all__ = [
    "AssessmentResult",
    "Band",
    "Decision",
    "Enrollment",
    "HealthConsent",
    "HipCheck",
    "ImportState",
    "LogEntry",
    "MergeNotice",
    "MorningPain",
    "PlanChange",
    "Run",
    "RunImport",
    "SafetyCheck",
    "SessionOutcome",
    "SetAside",
    "Side",
    "Sport",
    "StrengthImport",
    "Target",
    "TrainingPreferences",
    "Workout",
    "WorkoutSet",
]
