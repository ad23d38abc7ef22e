"""What a strength log would do: the same for the dry run and for the import.

Nothing is invented: a line whose exercise, date or amount cannot be read is refused with the
reason, and pain is never taken from another app.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from collections.abc import Mapping as Named
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from decimal import Decimal, InvalidOperation
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from accounts.models import User
from exercises.models import Exercise, Laterality, Measure
from exercises.port.files import Row, Sheet
from training.models import Side, Workout, WorkoutSet
from training.models.workout_set import LIMITS, MAX_LOAD_KG, MAX_SCORE, UNITS
from training.strength.mapping import Mapping
from training.units import POUND_KG

AHEAD = timedelta(hours=1)
COLUMN_OF = {Measure.REPS: "reps", Measure.HOLD: "seconds", Measure.DISTANCE: "meters"}
DATES = ("%d %b %Y, %H:%M", "%b %d, %Y, %H:%M", "%m/%d/%Y %H:%M", "%m/%d/%Y", "%d.%m.%Y")
SIDES = {
    **dict.fromkeys(("left", "l"), Side.LEFT),
    **dict.fromkeys(("right", "r"), Side.RIGHT),
    **dict.fromkeys(("both", "b", "l+r"), Side.BOTH),
}


class LineError(ValueError):
    """A line that is not taken; the message says why."""


@dataclass
class Plan:
    """Workouts with their rows, and the lines that are refused or left out."""

    workouts: dict[datetime, Workout] = field(default_factory=dict)
    rows: list[WorkoutSet] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)
    left_out: int = 0
    known: int = 0

    @property
    def sets(self) -> int:
        """Return how many sets there are, a left and a right of one index being one."""
        return len({(row.workout_id, row.exercise_id, row.set_index) for row in self.rows})

    @property
    def first(self) -> datetime | None:
        """Return when the first workout began."""
        return min(self.workouts, default=None)

    @property
    def last(self) -> datetime | None:
        """Return when the last workout began."""
        return max(self.workouts, default=None)


def plan(
    runner: User,
    sheet: Sheet,
    mapping: Mapping,
    library: Named[str, Exercise],
    zone: tzinfo,
    now: datetime,
) -> Plan:
    """Return what a file would add to the runner's log (one query)."""
    found, numbers = Plan(), defaultdict[datetime, _Numbers](_Numbers)
    for row in sheet.rows:
        name = _cell(row, mapping, "exercise")
        if not row.problem and not mapping.exercises.get(name):
            found.left_out += 1
            continue
        try:
            rows = _read(row, mapping, library[mapping.exercises[name]], zone, now)
        except (LineError, KeyError) as error:
            said = str(error) if isinstance(error, LineError) else "It cannot be read."
            found.refused.append((row.number, row.problem or said))
            continue
        _add(found, runner, rows, numbers)
    ids = [one.pk for one in found.workouts.values()]
    known = set(Workout.objects.filter(pk__in=ids).values_list("pk", flat=True))
    found.known = len(known)
    found.workouts = {at: one for at, one in found.workouts.items() if one.pk not in known}
    found.rows = [row for row in found.rows if row.workout_id not in known]
    return found


def write(found: Plan) -> int:
    """Add what was planned; return how many workouts. Sent twice, it adds nothing twice."""
    with transaction.atomic():
        Workout.objects.bulk_create(found.workouts.values())
        WorkoutSet.objects.bulk_create(found.rows, batch_size=500)
    return len(found.workouts)


class _Numbers:
    """Places and indexes inside one workout."""

    def __init__(self) -> None:
        self.places: dict[int, int] = {}
        self.last: dict[tuple[int, str], int] = defaultdict(int)

    def number(self, row: WorkoutSet) -> None:
        """Give a row its place and index; both sides at once never share one with a side."""
        key = row.exercise_id
        row.position = self.places.setdefault(key, len(self.places) + 1)
        sides = (Side.LEFT, Side.RIGHT) if row.side == Side.BOTH else (row.side,)
        row.set_index = max(self.last[key, side] for side in sides) + 1
        for side in sides:
            self.last[key, side] = row.set_index


def _add(
    found: Plan, runner: User, rows: list[WorkoutSet], numbers: dict[datetime, _Numbers]
) -> None:
    at = rows[0].completed_at
    assert at is not None  # noqa: S101 - set where the row is made
    workout = found.workouts.setdefault(
        at, Workout(id=_id(runner, at), runner=runner, started_at=at, finished_at=at)
    )
    for row in rows:
        row.workout = workout
        numbers[at].number(row)
    found.rows += rows


def _id(runner: User, at: datetime) -> UUID:
    """Return the same id for the same workout each time, so that a second import finds it."""
    return uuid5(NAMESPACE_URL, f"hipcoach:strength:{runner.pk}:{at.isoformat()}")


def _read(
    row: Row, mapping: Mapping, exercise: Exercise, zone: tzinfo, now: datetime
) -> list[WorkoutSet]:
    if row.problem:
        raise LineError(row.problem)
    at = _moment(_cell(row, mapping, "day"), zone)
    if at > now + AHEAD:
        raise LineError("It lies in the future.")
    measure = Measure(exercise.measure)
    amount = _whole(_cell(row, mapping, COLUMN_OF[measure]), LIMITS[measure])
    if not amount:
        raise LineError(f"{exercise.name} is counted in {UNITS[measure]}, and it gives none.")
    return [
        WorkoutSet(
            exercise=exercise,
            side=side,
            completed_at=at,
            load_kg=_load(_cell(row, mapping, "load"), mapping.unit),
            rpe=_whole(_cell(row, mapping, "rpe"), MAX_SCORE),
            **{measure: amount},
        )
        for side in _sides(_cell(row, mapping, "side"), exercise, mapping.each_side)
    ]


def _sides(text: str, exercise: Exercise, each_side: bool) -> list[Side]:
    one_sided = exercise.laterality == Laterality.UNILATERAL
    side = SIDES.get(text.lower())
    if text and side is None:
        raise LineError(f"{text[:20]!r} is no side.")
    if not one_sided:
        return [side or Side.BOTH]
    if side in (Side.LEFT, Side.RIGHT):
        return [side]
    if side is None and not each_side:
        raise LineError("It does not say which side.")
    return [Side.LEFT, Side.RIGHT]


def _cell(row: Row, mapping: Mapping, column: str) -> str:
    header = mapping.columns.get(column, "")
    value = row.cells.get(header) if header else None
    return "" if value is None else str(value).strip()


def _moment(text: str, zone: tzinfo) -> datetime:
    readers = [datetime.fromisoformat, *(_by(pattern) for pattern in DATES)]
    for read in readers:
        try:
            at = read(text)
            return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    raise LineError(f"{text[:40]!r} is no date that can be read.")


def _by(pattern: str) -> Callable[[str], datetime]:
    return lambda text: datetime.strptime(text, pattern)  # noqa: DTZ007 - the zone comes after


def _number(text: str) -> Decimal | None:
    if not text:
        return None
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation as error:
        raise LineError(f"{text[:20]!r} is no number.") from error
    if not value.is_finite() or value < 0:
        raise LineError(f"{text[:20]!r} is no number that can be right.")
    return value


def _whole(text: str, most: int) -> int | None:
    value = _number(text)
    if value is not None and value > most:
        raise LineError(f"{text[:20]} is more than {most}.")
    return None if value is None else round(value)


def _load(text: str, unit: str) -> Decimal | None:
    value = _number(text)
    if not value:
        return None
    kilograms = value * POUND_KG if unit == "lb" else value
    if kilograms > MAX_LOAD_KG:
        raise LineError(f"{text[:20]} {unit} is more than {MAX_LOAD_KG} kg.")
    return round(kilograms, 2)
