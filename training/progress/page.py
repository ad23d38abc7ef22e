"""Everything that the progress page shows, put together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from training import resting
from training.assessments import report
from training.assessments.symmetry import Finding
from training.days import monday_of
from training.models import TrainingPreferences
from training.progress import charts, sided, span, sums, weeks
from training.progress.facts import Facts, gather
from training.progress.sided import Sided
from training.progress.span import Length
from training.progress.tables import Table, write_day


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for; what it asks wrongly counts as not asked."""

    length: str = ""
    of: str = ""
    month: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """A runner's training as sentences, charts and tables."""

    facts: Facts
    title: str
    lead: str
    shown: Sided | None
    weeks: list[weeks.Week]
    goal: int
    planes: list[sums.PlaneWeek]
    pains: list[sums.Hurt]
    traits: list[tuple[str, float]]
    months: Table
    of: str

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing at all to show."""
        return not (self.facts.sessions or self.facts.runs or self.facts.sittings)

    @property
    def tables(self) -> dict[str, Table]:
        """Return the table of each part by its key."""
        running = Counter(monday_of(run.day) for run in self.facts.runs)
        inside = [one for one in self.weeks if self.facts.span.holds(one.monday)]
        found = [
            weeks.table(inside, running),
            sums.planes_table(self.planes, self.facts.units),
            sums.pain_table(self.pains),
            sums.bests_table(self.facts),
            sums.traits_table(self.traits),
            self.months,
        ]
        return {one.key: one for one in (*found, *([self.shown.table] if self.shown else []))}


def progress(runner: User, now: datetime, asked: Asked) -> Progress:
    """Add up a runner's training."""
    facts = gather(runner, span.span_of(runner, now, asked.length))
    days = [one.day for one in facts.sessions]
    first = min(days, default=facts.span.today)
    found = sided.findings(facts)
    shown = sided.find(runner, facts, asked.of)
    hurts = sums.pains(facts)
    leading = [one for one in found.values() if one.leading_side]
    goal = min(weeks.GOAL, TrainingPreferences.of(runner).sessions_a_week)
    return Progress(
        facts=facts,
        title=report.headline(list(found.values())) if found else "Your progress",
        lead=_lead(facts, leading),
        shown=shown,
        weeks=weeks.weeks(days, first, facts.span.today, resting.resting(runner, now), goal),
        goal=goal,
        planes=sums.plane_weeks(facts),
        pains=hurts,
        traits=sums.trait_minutes(facts),
        months=sums.months_table(facts, hurts),
        of=shown.key if shown else "",
    )


def _lead(facts: Facts, leading: list[Finding]) -> str:
    """Say where the title comes from, and how much was done."""
    sessions, runs = len(facts.lately), len(facts.runs)
    tested = f"Hip check of {write_day(facts.sittings[-1].day)}. " if facts.sittings else ""
    said = f"{leading[0].assessment.name}: {leading[0].sentence} " if leading else ""
    return (
        f"{tested}{said}{sessions} workout{'' if sessions == 1 else 's'} and {runs} "
        f"run{'' if runs == 1 else 's'} in {facts.span.words}."
    )


def context(found: Progress, asked: Asked) -> dict[str, object]:
    """Return what the template shows."""
    facts, today = found.facts, found.facts.span.today
    in_a_row = weeks.streak(found.weeks, today)
    most = max((minutes for _, minutes in found.traits), default=1.0)
    return {
        "progress": found,
        "lengths": [(one.value, one.label, one == facts.span.length) for one in Length],
        "choices": sided.choices(facts),
        "sides": _both(charts.sides, found.shown, charts.WIDE) if found.shown else (),
        "pain": _both(charts.hurt, found.pains, charts.MEDIUM),
        "pain_words": sums.say_pain(found.pains),
        "week": found.planes[-1] if found.planes else None,
        "month": _month(found, asked.month),
        "streak": weeks.say(in_a_row, found.goal),
        "still": weeks.still_to_do(found.weeks, today),
        "goal": found.goal,
        "traits": [(name, round(value), value / most) for name, value in found.traits],
        "month_words": sums.say_month(found.months, facts.units),
        "tables": found.tables,
    }


def _both[T](draw: charts.Draw[T], of: T, wide: int) -> tuple[charts.Chart, ...]:
    """Draw for a wide and for a narrow screen; nothing where there is nothing to draw."""
    drawn = (draw(of, wide), draw(of, charts.NARROW))
    return tuple(one for one in drawn if one)


def _month(found: Progress, asked: str) -> weeks.Month:
    today = found.facts.span.today
    try:
        first = datetime.strptime(asked, "%Y-%m").date()  # noqa: DTZ007 - a month has no zone
    except ValueError:
        first = today.replace(day=1)
    oldest = min((one.monday for one in found.weeks), default=today)
    first = max(oldest.replace(day=1), min(first, today.replace(day=1)))
    sessions = Counter(one.day for one in found.facts.sessions)
    runs = Counter(one.day for one in found.facts.runs)
    return weeks.month(first, found.weeks, sessions, runs, today)
