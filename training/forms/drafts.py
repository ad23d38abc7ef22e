"""What stands on a sheet as text: read from a request or a workout, changed by buttons.

Nothing here is checked; the fields do that. A draft can always be shown again as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import TooManyFieldsSent

from exercises.models import Exercise, Laterality
from training.forms.side import SideForm
from training.lines import lines
from training.models import Side, WorkoutSet
from training.units import Units

MAX_BLOCKS = 10
MAX_SETS = 10
# A stored workout may be longer than the buttons let a sheet grow; editing it loses nothing. What
# is longer than this is refused as a whole, because drawing it would take too long.
MOST_BLOCKS = 60
MOST_ROWS = 300
SENT = re.compile(r"b([0-9]{1,4})-(?:exercise|s([0-9]{1,4})-(?:left|right|both)-[a-z_]+)")

type Cell = dict[str, str]
type Row = dict[str, Cell]


@dataclass
class BlockDraft:
    """One exercise and its rows; each row has a cell of typed values per side.

    `shown` is the exercise for which the rows were drawn.
    """

    exercise: str = ""
    shown: str = ""
    rows: list[Row] = field(default_factory=list)


def sides_of(exercise: Exercise) -> tuple[Side, ...]:
    """Return the sides that a row of this exercise has."""
    if exercise.laterality == Laterality.UNILATERAL:
        return (Side.LEFT, Side.RIGHT)
    return (Side.BOTH,)


def from_sets(rows: Iterable[WorkoutSet], units: Units) -> list[BlockDraft]:
    """Return the blocks of a stored workout; loads are written in `units`."""
    return [
        BlockDraft(
            line.exercise.slug,
            line.exercise.slug,
            [{row.side: cell_of(row, units) for row in one.rows} for one in line.sets],
        )
        for line in lines(rows)
    ]


def cell_of(row: WorkoutSet, units: Units) -> Cell:
    """Return what was typed for one side of a stored set."""
    effort = row.rir if row.rir is not None else row.rpe
    values = {
        "amount": row.amount,
        "load": units.number(row.load_kg) or None,
        "band": row.band or None,
        "effort": effort,
        "pain": row.pain_score,
    }
    return {name: str(value) for name, value in values.items() if value is not None}


def block_name(index: int) -> str:
    """Return the prefix of a block's fields."""
    return f"b{index}"


def cell_name(block: int, row: int, side: str) -> str:
    """Return the prefix of the fields of one side of one set."""
    return f"b{block}-s{row}-{side}"


def from_request(data: Mapping[str, str]) -> list[BlockDraft]:
    """Read the blocks of a sent sheet, however broken: those that have fields, in their order.

    Raises TooManyFieldsSent, which is an answer of 400, where there are more than a sheet holds.
    """
    blocks: dict[int, set[int]] = {}
    for name in data:
        if found := SENT.fullmatch(name):
            rows = blocks.setdefault(int(found[1]), set())
            if found[2]:
                rows.add(int(found[2]))
    if len(blocks) > MOST_BLOCKS or sum(len(rows) for rows in blocks.values()) > MOST_ROWS:
        raise TooManyFieldsSent("A sheet has too many exercises or sets.")
    return [_block(data, index, sorted(blocks[index])) for index in sorted(blocks)]


def _block(data: Mapping[str, str], index: int, rows: list[int]) -> BlockDraft:
    name = block_name(index)
    exercise, shown = data.get(f"{name}-exercise", ""), data.get(f"{name}-shown", "")
    return BlockDraft(exercise, shown, [_row(data, index, row) for row in rows])


def _row(data: Mapping[str, str], block: int, row: int) -> Row:
    cells = {}
    for side in Side.values:
        prefix = cell_name(block, row, side)
        typed = {name: data.get(f"{prefix}-{name}", "") for name in SideForm.base_fields}
        cells[side] = {name: text for name, text in typed.items() if text}
    return {side: cell for side, cell in cells.items() if cell}
