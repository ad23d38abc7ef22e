"""Programs as visitors see them: their lines joined with the exercises that are published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from exercises import dose as dose_words
from exercises.library.content import DayContent, LineContent, ProgramContent, WeekContent
from exercises.vocabulary import Term, get_vocabulary

if TYPE_CHECKING:
    from exercises.entries import CatalogEntry

LOADS = {
    "bodyweight": "Body weight",
    "weight": "Weight",
    "light": "Light band",
    "medium": "Medium band",
    "heavy": "Heavy band",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One exercise of a session; `entry` is None while that exercise is not published."""

    content: LineContent
    entry: CatalogEntry | None

    @property
    def dose_words(self) -> dict[str, str]:
        """The dose as a page says it."""
        return dose_words.words(self.content.dose)

    @property
    def load(self) -> str:
        """What the exercise is done with, in words."""
        return LOADS[self.content.band or self.content.load]


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a week, counted from 1."""

    number: int
    content: DayContent
    lines: tuple[Line, ...]

    @property
    def tests(self) -> tuple[Term, ...]:
        """What a re-test measures."""
        return tuple(get_vocabulary().assessments[key] for key in self.content.tests)

    @property
    def slugs(self) -> tuple[str, ...]:
        """The published exercises, in the order of the session."""
        return tuple(line.entry.slug for line in self.lines if line.entry)

    @property
    def guides(self) -> tuple[tuple[str, str], ...]:
        """How to choose the weights, as pairs of exercises and advice."""
        names: dict[str, list[str]] = {}
        for line in self.lines:
            if line.content.guide and line.entry:
                names.setdefault(line.content.guide, []).append(line.entry.name)
        return tuple((", ".join(exercises), guide) for guide, exercises in names.items())


@dataclass(frozen=True, slots=True)
class Week:
    """One week, counted from 1."""

    number: int
    content: WeekContent
    days: tuple[Day, ...]

    @property
    def minutes(self) -> int:
        """Strength and tests together."""
        return sum(day.content.minutes or 0 for day in self.days)


@dataclass(frozen=True, slots=True)
class ProgramEntry:
    """A published program; `pk` is its row's, `exercises` are all it uses, in order of use."""

    pk: int
    content: ProgramContent
    weeks: tuple[Week, ...]
    exercises: tuple[CatalogEntry, ...]

    @property
    def slug(self) -> str:
        """Its address."""
        return self.content.slug

    @property
    def url(self) -> str:
        """Its page."""
        return reverse("exercises:program", args=[self.slug])

    @property
    def title(self) -> str:
        """Its title."""
        return self.content.title

    @property
    def level(self) -> int:
        """1 to 5."""
        return self.content.level

    @property
    def level_label(self) -> str:
        """The level in a word."""
        return get_vocabulary().levels[str(self.level)].label

    @property
    def equipment(self) -> str:
        """What it needs, in words."""
        return ", ".join(
            get_vocabulary().equipment[name].label.lower() for name in self.content.equipment
        )

    @property
    def sessions(self) -> tuple[Day, ...]:
        """Every strength session, first to last."""
        return tuple(day for week in self.weeks for day in week.days if day.lines)

    @property
    def sessions_a_week(self) -> int:
        """The most strength sessions that a week holds."""
        return max(sum(bool(day.lines) for day in week.days) for week in self.weeks)

    @property
    def minutes(self) -> tuple[int, int]:
        """The shortest and the longest strength session."""
        lengths = [day.content.minutes or 0 for day in self.sessions]
        return min(lengths), max(lengths)

    @property
    def figure(self) -> str:
        """The exercise that stands for it in lists: its first that goes to the side, or nothing."""
        sideways = (entry.slug for entry in self.exercises if entry.planes[0] == "frontal")
        return next(sideways, self.exercises[0].slug if self.exercises else "")

    def uses(self, slug: str) -> bool:
        """Tell whether an exercise stands in a session."""
        return any(entry.slug == slug for entry in self.exercises)


def join(pk: int, content: ProgramContent, entries: Mapping[str, CatalogEntry]) -> ProgramEntry:
    """Return a program whose lines know their exercises; `entries` are the published ones."""
    weeks = tuple(
        Week(number, week, tuple(_days(week, entries)))
        for number, week in enumerate(content.weeks, 1)
    )
    used = dict.fromkeys(
        line.exercise for week in content.weeks for day in week.days for line in day.lines
    )
    return ProgramEntry(pk, content, weeks, tuple(entries[s] for s in used if s in entries))


def _days(week: WeekContent, entries: Mapping[str, CatalogEntry]) -> list[Day]:
    return [
        Day(number, day, tuple(Line(line, entries.get(line.exercise)) for line in day.lines))
        for number, day in enumerate(week.days, 1)
    ]
