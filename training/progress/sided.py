"""Left and right over time, of a self-test or of an exercise, and what may be said about them.

Tests: evidence brief 3.3, as `training.assessments.symmetry` decides it. Of an exercise nobody
knows how much a set varies by itself, so the page shows what each side did and names no difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from accounts.models import User
from exercises.models import Measure
from training.assessments import symmetry
from training.assessments.protocols import Assessment, assessments
from training.assessments.symmetry import Comparison, Finding, SideResult
from training.models import Side
from training.models.workout_set import UNITS
from training.progress.facts import Facts, Sitting, as_text, sets_of
from training.progress.span import Span
from training.progress.tables import Table, Value, write_day

# More points than this cannot be told apart; then the best of each month is drawn.
DRAWN = 40
NOT_A_TEST = (
    "Training follows the plan and no test, so how much a set varies by itself is not known and no "
    "difference is named here. A hip check compares the sides."
)
WORDS = {"s": "Seconds", "reps": "Reps", "cm": "Centimeters", "points": "Points", "m": "Meters"}


@dataclass(frozen=True, slots=True)
class Point:
    """One day: what each side reached, and the share that the lower reached of the higher."""

    day: date
    left: float | None
    right: float | None
    share: float | None
    spread: float | None = None


@dataclass(frozen=True, slots=True)
class Sided:
    """Both sides of one thing over time. `noise` is how much a test varies by itself."""

    key: str
    name: str
    unit: str
    points: Sequence[Point]
    table: Table
    sentence: str
    noise: float | None = None
    noise_source: str = ""
    noise_url: str = ""

    @property
    def measure(self) -> str:
        """Say what the numbers are."""
        return WORDS.get(self.unit, "")

    @property
    def drawn(self) -> Sequence[Point]:
        """Return the points that a chart has room for."""
        if len(self.points) <= DRAWN:
            return self.points
        months: dict[date, Point] = {}
        for one in self.points:
            month = one.day.replace(day=1)
            months[month] = _better(months.get(month), one)
        return list(months.values())

    @property
    def summary(self) -> str:
        """Say in words what the chart shows."""
        whole = [one for one in self.points if one.left is not None and one.right is not None]
        if not whole or not self.unit:
            return ""
        first, last = whole[0], whole[-1]
        now = f"left {last.left:g} and right {last.right:g} {self.unit}"
        if first is last:
            return f"{write_day(last.day)}: {now}."
        then = f"left {first.left:g} and right {first.right:g}"
        return f"From {then} on {write_day(first.day)} to {now} on {write_day(last.day)}."


@dataclass(frozen=True, slots=True)
class Choice:
    """Something whose sides can be looked at."""

    key: str
    name: str
    group: str


def choices(facts: Facts) -> list[Choice]:
    """Return the tests that were done and the one-sided exercises of the span, tests first."""
    tested = {key for one in facts.sittings for key in one.results}
    tests = [
        Choice(f"test-{one.slug}", one.name, "Self-tests")
        for key, one in assessments().items()
        if key in tested
    ]
    works = [
        Choice(f"exercise-{work.slug}", work.name, "Exercises")
        for work in facts.works.values()
        if work.has_sides
    ]
    return tests + works


def find(runner: User, facts: Facts, asked: str) -> Sided | None:
    """Return both sides of what an address asks for, else of what there is most to see of."""
    offered = choices(facts)
    if not offered:
        return None
    keys = [one.key for one in offered]
    key = asked if asked in keys else _most(facts, keys)
    kind, _, slug = key.partition("-")
    if kind == "test":
        return of_test(facts, next(one for one in assessments().values() if one.slug == slug))
    return of_exercise(runner, facts, slug)


def _most(facts: Facts, keys: Sequence[str]) -> str:
    """Choose a test in which a side leads, else the first that is offered."""
    for test, found in findings(facts).items():
        if found.leading_side:
            return f"test-{assessments()[test].slug}"
    return keys[0]


def findings(facts: Facts) -> dict[str, Finding]:
    """Return what may be said about each test of the newest hip check."""
    if not facts.sittings:
        return {}
    newest = facts.sittings[-1]
    tests = {key: one for key, one in assessments().items() if key in newest.results}
    return {key: _finding(one, facts.sittings) for key, one in tests.items()}


def _finding(test: Assessment, sittings: Sequence[Sitting]) -> Finding:
    """Judge the newest sitting at which the test was done by those before."""
    done = [one.results[test.key] for one in reversed(sittings) if test.key in one.results]
    compared = [compare(test, one) for one in done]
    return symmetry.find(test, [*compared[:1], *(one for one in compared[1:] if one)])


def compare(test: Assessment, sides: object) -> Comparison | None:
    """Return left beside right, None where a side is missing."""
    if not isinstance(sides, dict) or {"left", "right"} - set(sides):
        return None
    return Comparison(test, sides["left"], sides["right"])


def of_test(facts: Facts, test: Assessment) -> Sided:
    """Return both sides of a test over the span."""
    points, rows = [], list[tuple[Value, ...]]()
    for sitting in facts.sittings:
        sides = sitting.results.get(test.key)
        if sides is None or not facts.span.holds(sitting.day):
            continue
        left, right = sides.get("left"), sides.get("right")
        found = compare(test, sides)
        index = found.index if found else None
        spread = found.index_spread if found else None
        if test.method != "choice":
            points.append(Point(sitting.day, _value(left), _value(right), index, spread))
        rows.append(
            (sitting.day, _cell(test, left), _cell(test, right), _rounded(index), _rounded(spread))
        )
    headers = ("Day", "Left", "Right", "Lower side, % of the higher", "Give or take, points")
    judged = _finding(test, facts.sittings)
    return Sided(
        key=f"test-{test.slug}",
        name=test.name,
        unit=test.unit,
        points=points,
        table=Table("sides", f"{test.name}, left and right", headers, rows),
        sentence=judged.sentence,
        noise=test.noise if test.has_index else None,
        noise_source=test.noise_source,
        noise_url=test.noise_url,
    )


def of_exercise(runner: User, facts: Facts, slug: str) -> Sided:
    """Return the best of each side in each session of the span (one query)."""
    pk, work = next((pk, work) for pk, work in facts.works.items() if work.slug == slug)
    points = _sessions(runner, facts.span, pk, work.measure, facts)
    unit = UNITS[work.measure]
    rows = [(one.day, one.left, one.right, unit) for one in points]
    headers = ("Day", "Left", "Right", "In")
    return Sided(
        key=f"exercise-{slug}",
        name=work.name,
        unit=unit,
        points=points,
        table=Table("sides", f"{work.name}, best of each side", headers, rows),
        sentence=NOT_A_TEST,
    )


def _sessions(
    runner: User, span: Span, exercise: int, measure: Measure, facts: Facts
) -> list[Point]:
    rows = sets_of(runner, span).filter(exercise=exercise).exclude(side=Side.BOTH)
    best: dict[str, dict[str, float]] = {}
    grouped = rows.values_list(as_text("workout_id"), "side").annotate(Max(measure))
    for session, side, amount in grouped:
        if amount is not None:
            best.setdefault(session, {})[side] = float(amount)
    return [
        Point(one.day, sides.get("left"), sides.get("right"), _share(sides))
        for one in facts.lately
        if (sides := best.get(one.key))
    ]


def _share(sides: dict[str, float]) -> float | None:
    return min(sides.values()) / max(sides.values()) * 100 if len(sides) == 2 else None


def _better(before: Point | None, one: Point) -> Point:
    """Keep the day on which both sides together did more; sides of one day stay together."""
    if before is None:
        return one
    return max(before, one, key=lambda point: (point.left or 0) + (point.right or 0))


def _value(side: SideResult | None) -> float | None:
    return side.value if side else None


def _cell(test: Assessment, side: SideResult | None) -> Value:
    if side is None:
        return None
    return test.write(side.value, side.choice) or "stopped for pain"


def _rounded(value: float | None) -> int | None:
    return None if value is None else round(value)
