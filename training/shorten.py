"""What stays of a session when there is less time for it.

The rule: side-to-side and turning work stays first, one exercise of each, since running has none of
it; then the order of the session; two sets of each before a third of any. A convention of ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

RULE = (
    "Side-to-side and turning work stays first, since running has none of it; then the order of "
    "the session, two sets of each."
)
FIRST_PLANES = ("frontal", "transverse")
FEW_SETS = 2
# Less time asks for a shorter warm-up, never for none.
WARM_UP, SHORT_WARM_UP, SHORT = 5, 2, 20
CHOICES = (10, 20, 30)


@dataclass(frozen=True, slots=True)
class Piece:
    """One exercise of a session: its main plane, its sets and the minutes of one set."""

    slug: str
    plane: str
    sets: int
    minutes: float


def warm_up(minutes: float) -> int:
    """Return the minutes of a warm-up in a session that long."""
    return WARM_UP if minutes >= SHORT else SHORT_WARM_UP


def shorten(pieces: Sequence[Piece], minutes: int) -> dict[str, int]:
    """Return how many sets of which exercises fit; at least the one that matters most, once."""
    left = float(minutes - warm_up(minutes))
    ordered = in_order(pieces)
    kept: dict[str, int] = {}
    for piece in ordered:
        sets = min(piece.sets, FEW_SETS)
        if sets and sets * piece.minutes <= left:
            kept[piece.slug] = sets
            left -= sets * piece.minutes
    for piece in ordered:
        while piece.slug in kept and kept[piece.slug] < piece.sets and piece.minutes <= left:
            kept[piece.slug] += 1
            left -= piece.minutes
    first = next((piece for piece in ordered if piece.sets), None)
    return kept or ({first.slug: 1} if first else {})


def in_order(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces by what matters most."""
    firsts = [
        next((piece for piece in pieces if piece.plane == plane and piece.sets), None)
        for plane in FIRST_PLANES
    ]
    chosen = [piece for piece in firsts if piece]
    return [*chosen, *(piece for piece in pieces if piece not in chosen)]
