"""Lists of activities: Strava's and Garmin's own, and any CSV with a date and a distance."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from decimal import Decimal, InvalidOperation

import msgspec

from exercises.port import files
from training import durations
from training.forms.run import Unit
from training.imports.activity import Activity, RefusedError, sport_of
from training.units import METERS

# What a column is called, in order of preference; all in small letters.
COLUMNS = {
    "day": ("activity date", "started at", "start time", "start", "date", "begin timestamp"),
    "sport": ("activity type", "sport", "type"),
    "seconds": ("moving time", "duration", "time", "elapsed time"),
    "distance": ("distance",),
    "key": ("activity id", "id"),
    "file": ("filename",),
}
DATES = (
    "%b %d, %Y, %I:%M:%S %p",
    "%d %b %Y, %H:%M:%S",
    "%d %b %Y %H:%M:%S",
    "%d.%m.%Y, %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%m/%d/%Y %I:%M:%S %p",
    "%m/%d/%Y %H:%M",
)
UNITS = {"m": Decimal(1), "km": METERS[Unit.KM], "mi": METERS[Unit.MILES]}
NO_COLUMNS = "It has no columns for a date and a distance."


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list: an activity or the reason why it is none, and the file that it names."""

    number: int
    activity: Activity | None
    reason: str = ""
    file: str = ""


def read_csv(data: bytes, unit: Unit, zone: tzinfo) -> list[Line]:
    """Return the activities of a CSV file.

    Distances are in the unit of their header, else in `unit`; times without a zone are the
    runner's, but Strava's are UTC. Raises RefusedError.
    """
    try:
        text = files.decode(data)[0]
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=files.delimiter(text)))
    except (files.FileError, csv.Error) as error:
        raise RefusedError(str(error)) from error
    if not rows or "\0" in text:
        raise RefusedError("It is no table.")
    headers = [_plain(header) for header in rows[0]]
    where = {name: _find(headers, names) for name, names in COLUMNS.items()}
    if where["day"] is None or where["distance"] is None:
        raise RefusedError(NO_COLUMNS)
    is_strava = where["key"] is not None and "activity date" in headers
    if is_strava:
        zone = UTC
    scale = _scale(rows[0], headers, unit, is_strava)
    lines = enumerate(rows[1:], 2)
    return [_line(number, row, where, scale, zone, is_strava) for number, row in lines if any(row)]


def _line(
    number: int,
    row: Sequence[str],
    where: dict[str, int | None],
    scale: tuple[int, Decimal],
    zone: tzinfo,
    is_strava: bool,
) -> Line:
    def cell(name: str) -> str:
        place = where[name]
        return row[place].strip() if place is not None and place < len(row) else ""

    file = cell("file")
    try:
        place, factor = scale
        meters = _number(row[place]) * factor if place < len(row) else Decimal(0)
        began = _moment(cell("day"), zone)
        source = f"strava:{cell('key')}" if is_strava else f"csv:{began:%Y%m%dT%H%M%S}"
        found = Activity(
            began, _seconds(cell("seconds")), round(meters), sport_of(cell("sport")), source[:80]
        )
    except RefusedError as error:
        return Line(number, None, str(error), file)
    return Line(number, found, file=file)


def read_garmin(data: bytes) -> list[Line]:
    """Return the activities of Garmin's own list: milliseconds and centimeters."""
    try:
        parts = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise RefusedError("It is broken JSON.") from error
    return [Line(number, *_garmin(one)) for number, one in enumerate(_entries(parts), 1)]


def _entries(parts: object) -> Iterator[dict[str, object]]:
    for part in parts if isinstance(parts, list) else [parts]:
        inner = part.get("summarizedActivitiesExport") if isinstance(part, dict) else None
        if isinstance(inner, list):
            yield from (one for one in inner if isinstance(one, dict))


def _garmin(one: dict[str, object]) -> tuple[Activity | None, str]:
    numbers = [one.get(name, 0) for name in ("startTimeGmt", "duration", "distance")]
    if not all(isinstance(value, int | float) and abs(value) < 1e15 for value in numbers):
        return None, "It has a number that cannot be read."
    began, duration, distance = (float(str(value)) for value in numbers)
    try:
        at = datetime.fromtimestamp(began / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None, "It has no start time that can be right."
    sport, key = str(one.get("activityType", "")), str(one.get("activityId", ""))[:40]
    seconds = round(duration / 1000) or None
    return Activity(at, seconds, round(distance / 100), sport_of(sport), f"garmin:{key}"), ""


def _plain(header: str) -> str:
    return re.sub(r"\(.*\)", "", header).strip().lower().replace("_", " ")


def _find(headers: Sequence[str], names: Sequence[str]) -> int | None:
    return next((headers.index(name) for name in names if name in headers), None)


def _scale(
    raw: Sequence[str], headers: Sequence[str], unit: Unit, is_strava: bool
) -> tuple[int, Decimal]:
    """Return the column of the distance and the meters in one of it.

    Strava writes it twice, first as it is shown and later in meters.
    """
    places = [place for place, header in enumerate(headers) if header == "distance"]
    if is_strava:
        return (places[-1], Decimal(1)) if len(places) > 1 else (places[0], UNITS["km"])
    written = re.search(r"\((\w+)\)", raw[places[0]])
    return places[0], UNITS.get(written[1].lower() if written else "", METERS[unit])


def _number(text: str) -> Decimal:
    """Read 8.01, 8,01 and 1,234.5; RefusedError for anything else."""
    plain = text.strip().replace("\u00a0", "").replace(" ", "")
    if "," in plain and "." in plain:
        plain = plain.replace(",", "")
    try:
        value = Decimal(plain.replace(",", ".") or "0")
    except InvalidOperation as error:
        raise RefusedError(f"It has a number that cannot be read: {text[:40]!r}.") from error
    if not (value.is_finite() and 0 <= value < 10**9):
        raise RefusedError(f"It has a number that cannot be right: {text[:40]!r}.")
    return value


def _seconds(text: str) -> int | None:
    """Read seconds or a time as on a clock."""
    whole = text.partition(".")[0] if ":" in text else text
    if not whole:
        return None
    try:
        return durations.read(whole) if ":" in whole else round(_number(whole)) or None
    except ValueError as error:
        raise RefusedError(f"It has a time that cannot be read: {text[:40]!r}.") from error


def _moment(text: str, zone: tzinfo) -> datetime:
    for read in (datetime.fromisoformat, *(_by(pattern) for pattern in DATES)):
        try:
            found = read(text.replace("\u202f", " "))
            return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    raise RefusedError(f"It has a date that cannot be read: {text[:40]!r}.")


def _by(pattern: str) -> Callable[[str], datetime]:
    return lambda text: datetime.strptime(text, pattern)  # noqa: DTZ007 - the zone comes after
