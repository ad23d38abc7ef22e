"""How a strength log is read: which column is what, and which exercise is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Mapping as Named
from dataclasses import asdict, dataclass, field
from typing import Any

import msgspec
from rapidfuzz import fuzz, process, utils

from exercises.port.files import Sheet

# What other apps call our columns, in small letters; the first that a file has is guessed.
NAMES: dict[str, tuple[str, ...]] = {
    "day": ("start_time", "date", "start time", "workout date", "day", "performed at"),
    "exercise": ("exercise name", "exercise_title", "exercise", "movement", "name"),
    "side": ("side",),
    "reps": ("reps", "repetitions", "rep count"),
    "seconds": ("seconds", "duration_seconds", "hold", "hold (s)", "time (s)", "hold_seconds"),
    "meters": ("distance_m", "meters", "distance (m)"),
    "load": ("weight_kg", "weight", "load", "weight (kg)", "weight (lb)", "weight (lbs)"),
    "rpe": ("rpe", "effort"),
}
LABELS = {
    "day": "Date, or date and time",
    "exercise": "Exercise",
    "side": "Side (left, right or both)",
    "reps": "Repetitions",
    "seconds": "Seconds held",
    "meters": "Meters",
    "load": "Weight",
    "rpe": "Effort, 0 to 10",
}
NEEDED = ("day", "exercise")
SURE = 88  # below this a name is left for the runner to choose


@dataclass(frozen=True, slots=True)
class Mapping:
    """`columns` has a header by our column, `exercises` a slug by their name, "" to leave out.

    `unit` is kg or lb. `each_side` says what a line without a side means for a one-sided exercise:
    that each side did it, or that the line is left out.
    """

    columns: dict[str, str]
    exercises: dict[str, str] = field(default_factory=dict)
    unit: str = "kg"
    each_side: bool = True

    @classmethod
    def of(cls, data: Any) -> Mapping:
        """Return the mapping that `as_json` made this of."""
        return msgspec.convert(data, cls)

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON's own types."""
        return asdict(self)


def guess(sheet: Sheet, library: Named[str, str], unit: str = "kg") -> Mapping:
    """Guess from the headers and names of a file; `library` has our names by slug.

    A file that does not say so counts in `unit`.
    """
    headers = {header.strip().lower(): header for header in sheet.headers}
    columns = {
        ours: next((headers[name] for name in names if name in headers), "")
        for ours, names in NAMES.items()
    }
    said = next((one for one in ("lb", "kg") if one in columns["load"].lower()), unit)
    named = names_in(sheet, columns["exercise"])
    return Mapping(columns, match(named, library), said)


def names_in(sheet: Sheet, header: str) -> list[str]:
    """Return the names of exercises that a file uses, in their order."""
    found = (str(row.cells.get(header, "")).strip() for row in sheet.rows if header)
    return list(dict.fromkeys(name for name in found if name))


def match(names: Iterable[str], library: Named[str, str]) -> dict[str, str]:
    """Return the exercise that each name most likely means, "" where none is near."""
    found = {}
    for name in names:
        plain = re.sub(r"\(.*?\)", "", name)
        best = process.extractOne(
            plain, library, scorer=fuzz.token_sort_ratio, processor=utils.default_process
        )
        found[name] = best[2] if best and best[1] >= SURE else ""
    return found
