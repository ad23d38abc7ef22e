"""How each self-test is done, read from `training/content/assessments.toml`.

Tests, caps and noise: evidence brief part 3. Each noise value names where it comes from; several
are conventions of ours, and the pages say so.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from exercises.vocabulary import get_vocabulary

FILE = Path(__file__).resolve().parent.parent / "content" / "assessments.toml"
UNITS = {"stopwatch": "s", "counter": "reps", "tape": "cm", "points": "points", "choice": ""}
MEASURED = ("stopwatch", "counter", "tape")
# What the programs' entry marks ask for; done in half an hour.
BASELINE = (
    "single_leg_stance_open",
    "side_plank",
    "single_leg_bridge_reps",
    "lateral_step_down_quality",
    "heel_raise_reps",
)


class ProtocolError(ValueError):
    """The file says something that no test can be; names the test and the field."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """A test is offered only where another one reached a value on both sides."""

    key: str
    at_least: float


@dataclass(frozen=True, slots=True)
class Assessment:
    """One self-test. Values are seconds, reps, centimeters or points, by its method."""

    key: str
    figure: str
    camera: str
    method: str
    keep: str
    noise: float
    noise_source: str
    plane: str
    minutes: int
    needs: str
    steps: tuple[str, ...]
    ends: str
    trials: int = 1
    practice: int = 0
    rest_minutes: int = 0
    cap: float | None = None
    typical_error: float | None = None
    noise_url: str = ""
    criteria: tuple[str, ...] = ()
    choices: Mapping[str, str] = field(default_factory=dict)
    requires: Requirement | None = None

    @property
    def name(self) -> str:
        """Return the test's name."""
        return get_vocabulary().assessments[self.key].label

    @property
    def unit(self) -> str:
        """Return the unit for numbers: s, reps, cm or points."""
        return UNITS[self.method]

    @property
    def has_index(self) -> bool:
        """Tell whether a limb symmetry index may be made: more is better, and it is measured."""
        return self.method in MEASURED

    @property
    def slug(self) -> str:
        """Return the key as addresses write it."""
        return self.key.replace("_", "-")

    def write(self, value: float | None, choice: str = "") -> str:
        """Write a result with its unit: "54 s", "2 points", "Level"."""
        if self.method == "choice":
            return self.choices.get(choice, "")
        if value is None:
            return ""
        word = "point" if self.method == "points" and value == 1 else self.unit
        return f"{value:.1f} {word}" if value % 1 else f"{value:.0f} {word}"


@cache
def assessments() -> Mapping[str, Assessment]:
    """Return the self-tests by key, in the order in which they are done."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["assessment"]
    found = {row["key"]: _read(row) for row in rows}
    for one in found.values():
        if one.requires and one.requires.key not in found:
            raise ProtocolError(f"{one.key}: requires: no such test: {one.requires.key}.")
    return found


def _read(row: Mapping[str, Any]) -> Assessment:
    key = row["key"]
    if key not in get_vocabulary().assessments:
        raise ProtocolError(f"{key}: key: the vocabulary has no such test.")
    if row["method"] not in UNITS:
        raise ProtocolError(f"{key}: method: must be one of {', '.join(UNITS)}.")
    if row["method"] in MEASURED and "cap" not in row:
        raise ProtocolError(f"{key}: cap: what is measured needs one.")
    for name, method in (("criteria", "points"), ("choices", "choice")):
        if (name in row) != (row["method"] == method):
            raise ProtocolError(f"{key}: {name}: belongs to the method {method} and to no other.")
    values = {**row, "steps": tuple(row["steps"]), "criteria": tuple(row.get("criteria", ()))}
    if "requires" in row:
        values["requires"] = Requirement(**row["requires"])
    try:
        return Assessment(**values)
    except TypeError as error:
        raise ProtocolError(f"{key}: {error}.") from error
