"""What a pain score means: the traffic light and its words.

Zones: evidence brief 4.1, adapted from the pain-monitoring model of Silbernagel 2007
(10.1177/0363546506298279); our whole numbers are a convention and were not tested for the hip.
The words are those of the design language, part 5.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from exercises.catalog import name_of
from exercises.models import Exercise
from training.models import Side, WorkoutSet

FINE_TO = 2
EASE_TO = 5
HOP_TRAIT = "plyometric"

WHY_KEPT = (
    "Pain scores show which exercises to ease off. They are optional and shown to nobody but you."
)
WHY_KEPT_OF_RUNS = (
    "Pain scores show when to run shorter or easier. They are optional and shown to nobody but you."
)
SHARP = (
    "Sharp pain, pain on one spot of bone, a limp or a leg that gives way counts as 6, "
    "whatever the number."
)
CLINICIAN_SOON = (
    "Pain on one spot of bone, or pain at night or at rest",
    "Deep groin or front-hip pain when you land or hop",
    "Pain that does not warm up and gets worse as you run",
    "A limp, swelling, locking or a leg that gives way",
    "Numbness or weakness in one leg",
    "Weight loss that you cannot explain, or feeling unwell",
    "A history of cancer and a new pain in a bone",
    "Pain of 3 or more that has not eased in two to four weeks",
)
CLINICIAN_NOW = (
    "Numbness around the saddle area, loss of bladder or bowel control, or weakness in both legs",
    "Chest pain, fainting or marked breathlessness",
    "A hot, swollen, painful calf, or fever with a hot joint",
    "A fall or injury after which you cannot take weight, or sudden severe pain on landing",
)


class Zone(IntEnum):
    """The three lights, in order of care."""

    FINE = 1
    EASE = 2
    STOP = 3

    @property
    def kind(self) -> str:
        """Name the zone's note and tag in the design language."""
        return {Zone.FINE: "ok", Zone.EASE: "warn", Zone.STOP: "stop"}[self]

    @property
    def word(self) -> str:
        """Say the zone in a word or two."""
        return {Zone.FINE: "fine", Zone.EASE: "ease off", Zone.STOP: "stop"}[self]


@dataclass(frozen=True)
class Finding:
    """The score that asks for most care: where it was, and what to do about it."""

    score: int
    zone: Zone
    exercise: Exercise
    side: Side

    @property
    def title(self) -> str:
        """Say score, side and exercise: "Pain 4, left: Side plank."."""
        where = "" if self.side is Side.BOTH else f", {self.side.label.lower()}"
        return f"Pain {self.score}{where}: {name_of(self.exercise)}."

    @property
    def advice(self) -> str:
        """Say what to do."""
        return advice(self.score, self.zone)


RUN_ADVICE = {
    Zone.EASE: "Ease off: run shorter or easier. Still 3 or more? Leave running out for a day.",
    Zone.STOP: (
        "Stop running for now. If it's still there tomorrow, rest it. If it stays, see a clinician."
    ),
}


def hops(exercise: Exercise) -> bool:
    """Tell whether the exercise is one of jumps, for which the limit is stricter."""
    return HOP_TRAIT in exercise.traits


def zone(score: int, hop: bool = False) -> Zone:
    """Return the light for a score from 0 to 10; for hops anything above 2 stops."""
    if score <= FINE_TO:
        return Zone.FINE
    return Zone.EASE if score <= EASE_TO and not hop else Zone.STOP


def after(morning: int, during: int, hop: bool = False) -> Zone:
    """Return the light of the next morning: worse than the session itself at 3 or more is red.

    After a hop any morning of 3 or more is.
    """
    light = zone(morning, hop)
    return Zone.STOP if light > Zone.FINE and morning > during else light


def zone_of(row: WorkoutSet) -> Zone | None:
    """Return the light of a logged set, or None where no score was given."""
    return None if row.pain_score is None else zone(row.pain_score, hops(row.exercise))


def advice(score: int, light: Zone) -> str:
    """Return the sentence for a score in a zone."""
    return {
        Zone.FINE: f"Pain {score} is fine to train with.",
        Zone.EASE: (
            "Ease off: fewer reps or a smaller range. Still 3 or more? Skip this one today."
        ),
        Zone.STOP: (
            "Stop this exercise. If it's still there tomorrow, rest it. "
            "If it stays, see a clinician."
        ),
    }[light]


def worst(rows: Iterable[WorkoutSet]) -> Finding | None:
    """Return the score that asks for most care, or None where no pain was noted."""
    findings = [
        Finding(row.pain_score, light, row.exercise, Side(row.side))
        for row in rows
        if row.pain_score is not None and (light := zone_of(row))
    ]
    return max(findings, key=lambda found: (found.zone, found.score), default=None)
