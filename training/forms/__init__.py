"""The sheet on which a workout is written down."""

from training.forms.sheet import WorkoutSheet

__all__ = ["WorkoutSheet"]
