"""What a hip check shows: each test with both sides, and what may be said about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import User
from training.assessments import advice, symmetry
from training.assessments.protocols import Assessment, assessments
from training.assessments.symmetry import Comparison, Finding, SideResult, Verdict
from training.models import AssessmentResult, Enrollment, HipCheck, Side, Workout

# A finding needs the sitting before; an incomplete one is looked past.
SITTINGS = 6

type Compared = Mapping[str, Comparison | None]


@dataclass(frozen=True, slots=True)
class Bar:
    """One side of a test: what it reached and how full its bar is, from 0 to 100."""

    side: Side
    words: str
    share: float | None
    pain_score: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """One test of a check."""

    assessment: Assessment
    finding: Finding
    bars: tuple[Bar, Bar]

    @property
    def kind(self) -> str:
        """Return the kind of the verdict's icon in the design language."""
        notable = {Verdict.TWICE: "warn", Verdict.PAIN: "stop", Verdict.SAME: "ok"}
        return notable.get(self.finding.verdict, "")


@dataclass(frozen=True, slots=True)
class Report:
    """A whole check."""

    check: HipCheck
    rows: tuple[Row, ...]
    advice: advice.Advice | None

    @property
    def leading(self) -> tuple[Row, ...]:
        """Return the tests in which one side goes first."""
        return tuple(row for row in self.rows if row.finding.verdict == Verdict.TWICE)

    @property
    def hurt(self) -> bool:
        """Tell whether a test was stopped for pain."""
        return any(row.finding.verdict == Verdict.PAIN for row in self.rows)

    @property
    def title(self) -> str:
        """Say the finding in one sentence."""
        return headline([row.finding for row in self.rows])


def headline(findings: Sequence[Finding]) -> str:
    """Say in one sentence what a whole check found."""
    verdicts = {one.verdict for one in findings}
    if Verdict.PAIN in verdicts:
        return "A test hurt, so rest comes first."
    sides = {one.leading_side for one in findings if one.leading_side}
    if len(sides) == 1:
        return f"Your {sides.pop()} side goes first."
    if len(sides) == 2:
        return "Each side leads in something."
    if Verdict.ONCE in verdicts:
        return "A difference, seen once."
    return "No clear difference." if findings else "Nothing was tested yet."


def report(check: HipCheck, now: datetime) -> Report:
    """Return what a check shows (four queries)."""
    done = earlier_and(check)
    results = done[0][1]
    rows = tuple(
        _row(one, [_compare(one, sides) for _, sides in done], results)
        for key, one in assessments().items()
        if results.get(key)
    )
    comparisons = [row.finding.now for row in rows if row.finding.now]
    hurts = any(row.finding.verdict == Verdict.PAIN for row in rows)
    offered = None
    if rows and not hurts:
        offered = advice.recommend(comparisons, _lately(check, now), _finished(check))
    return Report(check, rows, offered)


def findings(check: HipCheck) -> list[Finding]:
    """Return what may be said about each test of a check (two queries)."""
    done = earlier_and(check)
    rows = (
        _row(one, [_compare(one, sides) for _, sides in done], done[0][1])
        for key, one in assessments().items()
        if done[0][1].get(key)
    )
    return [row.finding for row in rows]


def earlier_and(check: HipCheck) -> list[tuple[HipCheck, dict[str, dict[str, AssessmentResult]]]]:
    """Return this check and those before it with their results by test and side, newest first."""
    before = HipCheck.objects.of(check.runner).filter(started_at__lt=check.started_at)
    checks = [check, *before.order_by("-started_at")[: SITTINGS - 1]]
    found: dict[object, dict[str, dict[str, AssessmentResult]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    for result in AssessmentResult.objects.filter(hip_check__in=checks):
        found[result.hip_check_id][result.assessment][result.side] = result
    return [(one, found[one.pk]) for one in checks]


def _compare(
    one: Assessment, results: Mapping[str, Mapping[str, AssessmentResult]]
) -> Comparison | None:
    sides = results.get(one.key, {})
    if {"left", "right"} - set(sides):
        return None
    return Comparison(one, _side(sides["left"]), _side(sides["right"]))


def _side(result: AssessmentResult) -> SideResult:
    return SideResult(
        value=None if result.value is None else float(result.value),
        choice=result.choice,
        is_stopped_for_pain=result.stop_reason == AssessmentResult.Stop.PAIN,
    )


def _row(
    one: Assessment,
    sittings: list[Comparison | None],
    results: Mapping[str, Mapping[str, AssessmentResult]],
) -> Row:
    sides = results[one.key]
    most = max((float(r.value) for r in sides.values() if r.value is not None), default=0.0)
    bars = tuple(_bar(one, side, sides.get(side), most) for side in (Side.LEFT, Side.RIGHT))
    # A sitting at which the test was not done says nothing about it.
    known = [sittings[0], *(one for one in sittings[1:] if one is not None)]
    return Row(one, symmetry.find(one, known), (bars[0], bars[1]))


def _bar(one: Assessment, side: Side, result: AssessmentResult | None, most: float) -> Bar:
    if result is None:
        return Bar(side, "not tested", None, None)
    value = None if result.value is None else float(result.value)
    words = one.write(value, result.choice) or "stopped for pain"
    share = value / most * 100 if one.has_index and value is not None and most else None
    return Bar(side, words, share, result.pain_score)


def _lately(check: HipCheck, now: datetime) -> int:
    since = now - timedelta(weeks=advice.REGULAR_WEEKS)
    return Workout.objects.of(check.runner).started_between(since, now).count()


def _finished(check: HipCheck) -> frozenset[str]:
    """Return the programs that the runner went through to their end."""
    ended = Enrollment.objects.filter(runner=check.runner, end=Enrollment.End.FINISHED)
    return frozenset(ended.order_by().values_list("program", flat=True))


def latest(runner: User) -> HipCheck | None:
    """Return the runner's newest check."""
    return HipCheck.objects.of(runner).order_by("-started_at").first()


def best_of(sides: Iterable[AssessmentResult]) -> float:
    """Return the lower of what the sides reached, 0 where one is missing."""
    values = [float(one.value) for one in sides if one.value is not None]
    return min(values) if len(values) == 2 else 0.0
