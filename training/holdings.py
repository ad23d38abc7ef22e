"""What the log holds about a runner."""

from __future__ import annotations

from accounts.models import User
from accounts.privacy import Holding, Table, table
from training.models import (
    AssessmentResult,
    Decision,
    Enrollment,
    HealthConsent,
    HipCheck,
    MergeNotice,
    MorningPain,
    PlanChange,
    Run,
    RunImport,
    SafetyCheck,
    SessionOutcome,
    SetAside,
    StrengthImport,
    Target,
    TrainingPreferences,
    Workout,
    WorkoutSet,
)


def log_tables(user: User) -> list[Table]:
    """Return a runner's whole log, deleted entries too while they can be brought back."""
    sets = WorkoutSet.objects.filter(workout__runner=user).select_related("workout", "exercise")
    results = AssessmentResult.objects.filter(hip_check__runner=user).select_related("hip_check")
    changes = PlanChange.objects.filter(enrollment__runner=user).select_related("enrollment")
    outcomes = SessionOutcome.objects.filter(enrollment__runner=user).select_related(
        "enrollment", "workout", "hip_check"
    )
    aside = SetAside.objects.filter(workout__runner=user).select_related("workout", "exercise")
    merged = MergeNotice.objects.filter(workout__runner=user).select_related("workout")
    settings = TrainingPreferences.objects.filter(runner=user)
    strength = StrengthImport.objects.filter(runner=user)
    targets = Target.objects.filter(runner=user).select_related("exercise", "instead")
    decided = Decision.objects.filter(workout__runner=user).select_related("workout", "exercise")
    return [
        table("Workouts", Workout.objects.filter(runner=user), "runner"),
        table("Sets", sets, "id"),
        table("Sets that do not stand", aside, "id"),
        table("Changes on two devices", merged, "id", "set_id"),
        table("Runs", Run.objects.filter(runner=user), "runner"),
        table("Hip checks", HipCheck.objects.filter(runner=user), "runner"),
        table("Results of tests", results, "id"),
        table("Plans", Enrollment.objects.filter(runner=user), "id", "runner"),
        table("Changes of plans", changes, "id"),
        table("Sessions of plans", outcomes, "id"),
        table("Doses of your own", targets, "id", "runner"),
        table("What you decided", decided, "id", "decided_by"),
        table("The morning after", MorningPain.objects.filter(runner=user), "id", "runner"),
        table("Training settings", settings, "id", "runner", "calendar_key", "reminder_key"),
        table("Imports of runs", RunImport.objects.filter(runner=user), "id", "runner", "stored"),
        table("Imports of strength logs", strength, "id", "runner", "upload", "mapping"),
        table("Safety questions", SafetyCheck.objects.filter(runner=user), "id", "runner"),
        table("Consent to keep them", HealthConsent.objects.filter(runner=user), "id", "runner"),
    ]


LOG = Holding(
    key="log",
    title="Your training log",
    why="To show you both sides over time. Pain and tests are kept only with your consent.",
    models=(
        "training.Workout",
        "training.WorkoutSet",
        "training.SetAside",
        "training.MergeNotice",
        "training.Run",
        "training.HipCheck",
        "training.AssessmentResult",
        "training.SafetyCheck",
        "training.HealthConsent",
        "training.Enrollment",
        "training.PlanChange",
        "training.SessionOutcome",
        "training.Target",
        "training.Decision",
        "training.MorningPain",
        "training.TrainingPreferences",
        "training.RunImport",
        "training.StrengthImport",
    ),
    tables=log_tables,
)
