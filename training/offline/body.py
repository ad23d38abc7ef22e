"""What a phone sends, read item by item: what is wrong with one leaves the others alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from training.forms.when import FIRST_DAY
from training.models.workout_set import LIMITS
from training.offline.items import SENTENCES, Item, MorningItem, SetItem, WorkoutItem

SCHEMA = 1
MAX_BYTES, MAX_ITEMS = 1_000_000, 2_000
# Clocks of phones differ a little from ours.
AHEAD = timedelta(minutes=5)


class RefusedError(ValueError):
    """An item that cannot be taken; the message is a sentence for the runner."""


class BodyError(ValueError):
    """A body that cannot be read at all; `status` is the answer's."""

    def __init__(self, said: str, status: int = 400) -> None:
        super().__init__(said)
        self.status = status


class _Body(msgspec.Struct):
    schema: int
    device: UUID
    items: list[msgspec.Raw]
    runner: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One item as it was sent: what names it, and what it says or why that cannot be read."""

    kind: str
    id: str
    item: Item | None
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """A whole body."""

    device: UUID
    runner: str
    lines: tuple[Line, ...]


def read(data: bytes, now: datetime) -> Body:
    """Return what a body says. Raises BodyError where it is none."""
    if len(data) > MAX_BYTES:
        raise BodyError(f"More than {MAX_BYTES // 1_000_000} MB at once. Send it in parts.", 413)
    try:
        found = msgspec.json.decode(_whole(data), type=_Body)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise BodyError("This cannot be read. Reload the app and try again.") from error
    if found.schema != SCHEMA:
        raise BodyError("This app is of another version. Reload it and try again.")
    if len(found.items) > MAX_ITEMS:
        raise BodyError(f"More than {MAX_ITEMS:,} items at once. Send them in parts.", 413)
    return Body(found.device, found.runner, tuple(_line(raw, now) for raw in found.items))


# An escaped pair, half of one, or any other escape.
_ESCAPE = re.compile(
    rb"(\\u[dD][89abAB]..\\u[dD][c-fC-F]..)|(\\u[dD][89a-fA-F]..)|(\\.)", re.DOTALL
)


def _whole(data: bytes) -> bytes:
    """Replace halves of characters, which a browser writes where a field was cut in an emoji."""
    if b"\\ud" not in data and b"\\uD" not in data:
        return data
    return _ESCAPE.sub(lambda found: rb"\ufffd" if found[2] else found[0], data)


_decoder: msgspec.json.Decoder[Item] = msgspec.json.Decoder(WorkoutItem | SetItem | MorningItem)


def _line(raw: msgspec.Raw, now: datetime) -> Line:
    try:
        item = _decoder.decode(raw)
        _check(item, now)
    except RefusedError as error:
        return Line(*_name(raw), None, str(error))
    except msgspec.ValidationError as error:
        return Line(*_name(raw), None, _sentence(str(error)))
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return Line(*_name(raw), None, "This entry cannot be read.")
    return Line(item.__struct_config__.tag, str(item.id), item)  # type: ignore[arg-type]  # ours are texts


def _name(raw: msgspec.Raw) -> tuple[str, str]:
    """Return what names an item that cannot be read, as far as anything does."""
    try:
        found: Any = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return "", ""
    if not isinstance(found, dict):
        return "", ""
    kind, key = found.get("kind"), found.get("id")
    return kind[:20] if isinstance(kind, str) else "", key[:60] if isinstance(key, str) else ""


def _sentence(error: str) -> str:
    """Say in a runner's words what msgspec found."""
    if missing := re.search(r"required field `(\w+)`", error):
        return f"The entry says no {missing[1]}."
    found = re.search(r"`\$\.(\w+)", error)
    field = found[1] if found else ""
    return SENTENCES.get(field) or f"The entry cannot be read: {field or 'it is none of ours'}."


def _check(item: Item, now: datetime) -> None:
    """Refuse what no type says: times to come, and values that exclude each other."""
    latest = now + AHEAD
    if not _is_day(item.edited_at) or item.edited_at > latest:
        raise RefusedError("The clock of this phone is wrong. Set it right and try again.")
    if isinstance(item, WorkoutItem):
        _check_workout(item, latest)
    elif isinstance(item, SetItem):
        _check_set(item, latest)
    elif not FIRST_DAY <= item.day <= (latest + timedelta(hours=14)).date():
        raise RefusedError("This morning is still to come.")


def _check_workout(item: WorkoutItem, latest: datetime) -> None:
    times = [one for one in (item.started_at, item.finished_at) if one]
    if not all(map(_is_day, times)):
        raise RefusedError("The day of this workout cannot be read.")
    if max(times) > latest:
        raise RefusedError("This workout is still to come. Log it once it is done.")
    if item.finished_at and item.finished_at < item.started_at:
        raise RefusedError("A workout ends after it starts.")
    if "\0" in item.note:
        raise RefusedError("The note has a character that cannot be kept.")


def _check_set(item: SetItem, latest: datetime) -> None:
    done = [item.reps, item.hold_seconds, item.distance_m]
    counted = sum(one is not None for one in done)
    if counted > 1 or (counted == 0 and not item.deleted):
        raise RefusedError("A set is counted in reps, seconds or meters: one of them.")
    for one in (item, item.prescribed):
        if one and one.load_kg is not None and one.band:
            raise RefusedError("Give a load or a band, not both.")
        if one and one.rpe is not None and one.rir is not None:
            raise RefusedError("Give the effort or the reps in reserve, not both.")
    if item.completed_at and not _is_day(item.completed_at):
        raise RefusedError("The time of this set cannot be read.")
    if item.completed_at and item.completed_at > latest:
        raise RefusedError("This set is still to come. Log it once it is done.")
    if item.prescribed and item.prescribed.amount > LIMITS[item.prescribed.measure]:
        raise RefusedError(SENTENCES["prescribed"])


def _is_day(at: datetime) -> bool:
    """Tell whether an instant is one that a log can have; the first and last years overflow."""
    return FIRST_DAY.year < at.year < 9000
