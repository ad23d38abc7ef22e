"""What the rules of progression look at, and what they say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from exercises.models import Measure
from training.models.workout_set import Side

SILBERNAGEL = "Pain zones adapted from Silbernagel 2007"
TWO_FOR_TWO = "Two-for-two, a rule of strength-training texts"
CONVENTION = "A coaching convention"


class Kind(StrEnum):
    """What a suggestion does."""

    KEEP = "keep"
    LOAD = "load"
    BAND = "band"
    HOLD = "hold"
    DISTANCE = "distance"
    HARDER = "harder"
    FEWER = "fewer"
    EASIER = "easier"
    STOP = "stop"


PROGRESS = frozenset({Kind.LOAD, Kind.BAND, Kind.HOLD, Kind.DISTANCE, Kind.HARDER})


@dataclass(frozen=True, slots=True)
class Movement:
    """What the rules need to know of an exercise; neighbors on the ladder by slug."""

    slug: str
    measure: Measure
    takes_load: bool = False
    takes_band: bool = False
    is_hop: bool = False
    is_carry: bool = False
    harder: tuple[str, ...] = ()
    easier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """A dose: sets of reps, seconds or meters, each side; load in kg or a band."""

    sets: int
    amount: int
    load_kg: Decimal | None = None
    band: str = ""


@dataclass(frozen=True, slots=True)
class DoneSet:
    """One side of one set, in the measure of its exercise; pain from 0 to 10 where it was noted."""

    side: Side
    amount: int
    pain: int | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """One day's sets of one exercise, in their order, and the pain of the next morning."""

    day: date
    target: Target
    sets: tuple[DoneSet, ...]
    morning: int | None = None
    is_deload: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What to do the next time, why, and where the rule comes from.

    `exercise` is another one where the ladder is climbed or stepped down; its dose is its own,
    but for a hold, whose seconds are `target`'s.
    """

    kind: Kind
    target: Target
    reason: str
    source: str = ""
    exercise: str = ""
