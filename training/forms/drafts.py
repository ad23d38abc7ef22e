"""What stands on a sheet as text: read from a request, a dose or a workout, changed by buttons.

Nothing here is checked; the fields do that. A draft can always be shown again as it was typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field

from exercises.models import Exercise, Laterality
from training.forms.side import SideForm
from training.lines import lines
from training.models import Side, WorkoutSet

MAX_BLOCKS = 10
MAX_SETS = 10
# A stored workout may be longer than the buttons let a sheet grow; editing it loses nothing.
READ_MOST = 20

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


def from_dose(exercise: Exercise) -> BlockDraft:
    """Return a block filled with the exercise's dose."""
    amount = getattr(exercise, exercise.measure)
    row = {side.value: {"amount": str(amount)} for side in sides_of(exercise)}
    rows = [deepcopy(row) for _ in range(exercise.sets)]
    return BlockDraft(exercise.slug, exercise.slug, rows)


def from_sets(rows: Iterable[WorkoutSet]) -> list[BlockDraft]:
    """Return the blocks of a stored workout."""
    return [
        BlockDraft(
            line.exercise.slug,
            line.exercise.slug,
            [{row.side: _cell(row) for row in one.rows} for one in line.sets],
        )
        for line in lines(rows)
    ]


def _cell(row: WorkoutSet) -> Cell:
    effort = row.rir if row.rir is not None else row.rpe
    values = {
        "amount": row.amount,
        "load_kg": None if row.load_kg is None else f"{row.load_kg.normalize():f}",
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
    """Read the blocks of a sent sheet, however broken, up to `READ_MOST` blocks and sets."""
    return [_block(data, index) for index in range(_number(data, "blocks"))]


def _block(data: Mapping[str, str], index: int) -> BlockDraft:
    name = block_name(index)
    rows = [_row(data, index, row) for row in range(_number(data, f"{name}-sets"))]
    return BlockDraft(data.get(f"{name}-exercise", ""), data.get(f"{name}-shown", ""), rows)


def _row(data: Mapping[str, str], block: int, row: int) -> Row:
    cells = {}
    for side in Side.values:
        prefix = cell_name(block, row, side)
        typed = {name: data.get(f"{prefix}-{name}", "") for name in SideForm.base_fields}
        cells[side] = {name: text for name, text in typed.items() if text}
    return {side: cell for side, cell in cells.items() if cell}


def _number(data: Mapping[str, str], name: str) -> int:
    text = data.get(name, "")
    return min(int(text), READ_MOST) if text.isdecimal() and len(text) < 4 else 0
