"""A believable half year of a log, made from a seed: for demonstrations and benchmarks."""

from training.demo.history import make_history
from training.demo.plans import make_plan

__all__ = ["make_history", "make_plan"]
