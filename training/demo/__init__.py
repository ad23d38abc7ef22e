"""A believable half year of a log, made from a seed: for demonstrations and benchmarks."""

from training.demo.history import make_history

__all__ = ["make_history"]
