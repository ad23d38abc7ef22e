"""The sheet on which a workout is written down, and the form of a run."""

from training.forms.run import RunForm
from training.forms.sheet import WorkoutSheet

__all__ = ["RunForm", "WorkoutSheet"]
