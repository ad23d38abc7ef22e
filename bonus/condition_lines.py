"""Conditions as editors write them, one on a line.

skip if finished_baseline_test
wait 3 days if not watched_previous_video
wait 3 days, then skip, if not has_account and not trained_last_7_days
branch to pause-and-check if reported_pain
"""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError

from bonus import conditions

_LINE = re.compile(
    r"(?P<then>skip|wait|branch)"
    r"(?: (?P<days>\d+) days?)?(?P<skip>, then skip,?)?"
    r"(?: to (?P<to>[-a-z0-9_]+))?"
    r" if (?P<names>.+)"
)
HOW = "write: skip if NAME, wait 3 days if NAME, or branch to STEP if NAME"


def read(text: str) -> list[dict[str, Any]]:
    """Return the conditions that lines say; raise ValidationError naming each line."""
    found: list[dict[str, Any]] = []
    errors: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        said = " ".join(line.split())
        if not said:
            continue
        match = _LINE.fullmatch(said)
        entry = _entry(match) if match else {}
        problems = conditions.condition_problems([entry]) if match else [HOW]
        errors += [f"line {number}: {each.removeprefix('condition 1: ')}" for each in problems]
        found.append(entry)
    if errors:
        raise ValidationError(errors)
    return found


def write(raw: list[dict[str, Any]]) -> str:
    """Return the lines that say these conditions."""
    return "\n".join(_line(condition) for condition in conditions.read(raw))


def _entry(match: re.Match[str]) -> dict[str, Any]:
    names = match["names"].split(" and ")
    entry: dict[str, Any] = {"if": names[0] if len(names) == 1 else names, "then": match["then"]}
    if match["days"]:
        entry["days"] = int(match["days"])
    if match["skip"]:
        entry["otherwise"] = "skip"
    if match["to"]:
        entry["to"] = match["to"]
    return entry


def _line(condition: conditions.Condition) -> str:
    if condition.then == "wait":
        skip = ", then skip," if condition.otherwise == "skip" else ""
        what = f"wait {condition.days} day{'' if condition.days == 1 else 's'}{skip}"
    else:
        what = f"branch to {condition.to}" if condition.to else "skip"
    return f"{what} if {' and '.join(condition.names)}"
