"""The tempo of a movement as phases on a time line: lower 3 s, hold 1 s, rise 1 s."""

from collections.abc import Sequence
from dataclasses import dataclass

from exercises.figure.timeline import Row

PAUSE = 0.5
"""A shorter stop belongs to the move before it, in seconds."""
HOLD = "Hold"


@dataclass(frozen=True)
class Phase:
    """One stretch of a loop: its start and length in seconds, and its name, which may be empty.

    `told` are the seconds that belong to the name: those of the move, without a short stop after.
    """

    start: float
    seconds: float
    label: str
    told: float

    @property
    def end(self) -> float:
        """Seconds into the loop at which it is over."""
        return self.start + self.seconds


def phases(rows: Sequence[Row]) -> list[Phase]:
    """The phases of a loop, without gaps. A stop of PAUSE seconds or more is one of its own."""
    now, out = 0.0, list[Phase]()
    for i, row in enumerate(rows):
        move = row.move if i else 0.0
        if row.hold >= PAUSE and move:
            # a row that is called a hold is about its stop, not about the way there
            label = "" if row.label == HOLD else row.label
            spans = [(move, label, move), (row.hold, HOLD, row.hold)]
        else:
            spans = [(move + row.hold, row.label, move or row.hold)]
        for seconds, label, told in spans:
            if seconds:
                out.append(Phase(round(now, 3), round(seconds, 3), label, round(told, 3)))
                now += seconds
    return out


def peak_time(rows: Sequence[Row], peak: int) -> float:
    """Seconds into the loop at which a row's movement is over, for the teaching pose."""
    before = sum((row.move if i else 0) + row.hold for i, row in enumerate(rows[:peak]))
    return round(before + (rows[peak].move if peak else 0), 3)
