"""The rule of the ladder: easier to harder, mirrored, without loops, never down a level."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Protocol

OPPOSITE = {"easier": "harder", "harder": "easier"}


class Rung(Protocol):
    """What the rule needs to know of an exercise; its neighbors are slugs."""

    @property
    def level(self) -> int:
        """1 to 5."""

    @property
    def easier(self) -> tuple[str, ...]:
        """The exercises that lead here."""

    @property
    def harder(self) -> tuple[str, ...]:
        """The exercises that this one leads to."""


def find_loop(edges: Iterable[tuple[str, str]]) -> list[str]:
    """Return the names along one loop in (easier, harder) pairs, first and last equal, or []."""
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for easier, harder in edges:
        sorter.add(harder, easier)
    try:
        sorter.prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def check_ladder(rungs: Mapping[str, Rung]) -> Iterator[tuple[str, str, str]]:
    """Yield (slug, field, reason) for every broken step of a whole ladder."""
    edges = []
    for slug, rung in rungs.items():
        for field in OPPOSITE:
            for other in getattr(rung, field):
                if reason := _broken(rungs, slug, field, other):
                    yield slug, field, reason
        edges += [(slug, harder) for harder in rung.harder]
    if loop := find_loop(edges):
        yield loop[0], "harder", f"runs in a circle: {' → '.join(loop)}"


def _broken(rungs: Mapping[str, Rung], slug: str, field: str, other: str) -> str:
    """Say why a neighbor may not stand in a field, or nothing."""
    if other not in rungs:
        return f"{other!r} is not known"
    if slug not in getattr(rungs[other], OPPOSITE[field]):
        return f"{other!r} does not name this exercise under {OPPOSITE[field]}"
    low, high = (other, slug) if field == "easier" else (slug, other)
    if rungs[high].level < rungs[low].level:
        return f"{low!r} is level {rungs[low].level}, above {high!r} at {rungs[high].level}"
    return ""
