"""What the buttons inside a sheet do to its drafts; none of them saves anything."""

from __future__ import annotations

from collections.abc import Mapping

from training.forms.drafts import MAX_BLOCKS, MAX_SETS, BlockDraft

# `show` only draws the sheet again, with the rows of an exercise that was just chosen.
NAMES = ("add_exercise", "remove_exercise", "add_set", "remove_set", "show")

type Place = tuple[int, int]


def pressed(data: Mapping[str, str]) -> str:
    """Return the name of the button that sent the sheet, "" for one that saves it."""
    return next((name for name in NAMES if name in data), "")


def press(name: str, value: str, drafts: list[BlockDraft]) -> Place | None:
    """Change the drafts; return block and row to put the cursor in (row -1 is the select).

    `value` is the number of the block, from 0; a number that no block has changes nothing.
    """
    if name == "add_exercise" and len(drafts) < MAX_BLOCKS:
        drafts.append(BlockDraft())
        return len(drafts) - 1, -1
    place = int(value) if value.isdecimal() and len(value) < 4 else len(drafts)
    if place >= len(drafts):
        return None
    if name == "remove_exercise":
        del drafts[place]
    elif name == "remove_set":
        del drafts[place].rows[-1:]
    elif name == "add_set":
        return _add_set(drafts[place], place)
    return None


def _add_set(draft: BlockDraft, place: int) -> Place | None:
    """Add a set like the last one, without its pain and effort."""
    if len(draft.rows) >= MAX_SETS or not draft.exercise:
        return None
    last = draft.rows[-1] if draft.rows else {}
    fresh = ("pain", "effort")
    draft.rows.append(
        {side: {k: v for k, v in cell.items() if k not in fresh} for side, cell in last.items()}
    )
    return place, len(draft.rows) - 1
