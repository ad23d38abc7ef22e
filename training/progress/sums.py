"""What a log adds up to: planes by week, minutes by trait, bests, months, and pain by session."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.template.defaultfilters import pluralize

from exercises.vocabulary import get_vocabulary
from training import pain, volume
from training.days import monday_of
from training.models import Side
from training.models.workout_set import UNITS
from training.progress.facts import Facts
from training.progress.span import months_between
from training.progress.tables import Table, Value
from training.units import METRIC, Units


@dataclass(frozen=True, slots=True)
class PlaneWeek:
    """The sets of one week by plane, and its runs, which are sagittal."""

    monday: date
    balance: volume.Balance
    runs: int
    distance_m: int
    units: Units = METRIC

    @property
    def running(self) -> str:
        """Say the runs: "and 3 runs, 24.1 km", "" without any."""
        if not self.runs:
            return ""
        return f"and {self.runs} run{pluralize(self.runs)}, {self.units.run(self.distance_m)}"

    @property
    def sentence(self) -> str:
        """Say what is short, if anything is."""
        short = self.balance.short
        if not self.balance.total:
            return "Only running, which goes front and back."
        if short is None:
            return f"{self.balance.total} sets, spread over the planes."
        return f"{volume.WORDS[short.plane]} is short: {short.sets} of {self.balance.total} sets."


def plane_weeks(facts: Facts) -> list[PlaneWeek]:
    """Return the weeks in which something was done, oldest first.

    A set counts once, in the first plane of its exercise.
    """
    counts: dict[date, Counter[str]] = defaultdict(Counter)
    planes = {pk: volume.main_plane(work.planes) for pk, work in facts.works.items()}
    mondays = {one.key: monday_of(one.day) for one in facts.lately}
    for part in facts.parts:
        counts[mondays[part.session.key]][planes[part.exercise]] += part.sets
    runs: dict[date, list[int]] = defaultdict(list)
    for run in facts.runs:
        runs[monday_of(run.day)].append(run.distance_m)
    return [
        PlaneWeek(
            monday,
            volume.of_counts(counts[monday]),
            len(runs[monday]),
            sum(runs[monday]),
            facts.units,
        )
        for monday in sorted({*counts, *runs})
    ]


def planes_table(weeks: Iterable[PlaneWeek], units: Units) -> Table:
    """Return the planes by week."""
    sets = ("Sagittal sets", "Frontal sets", "Transverse sets")
    headers = ("Week from", *sets, "Runs", f"Run {units.distance}")
    rows: list[tuple[Value, ...]] = [
        (
            one.monday,
            *(lane.sets for lane in one.balance.lanes),
            one.runs,
            units.way(one.distance_m),
        )
        for one in weeks
    ]
    return Table("planes", "Sets by plane and week", headers, rows)


@dataclass(frozen=True, slots=True)
class Hurt:
    """The highest pain of a session or run, and of the morning after it where it was asked for.

    Of a month of them it is the highest of each. One of the two is there.
    """

    day: date
    score: int | None
    what: str
    morning: int | None = None

    @property
    def zone(self) -> pain.Zone:
        """Return the worse of the two lights."""
        during = self.score or 0
        said = during if self.morning is None else self.morning
        return max(pain.zone(during), pain.after(said, during))


def pains(facts: Facts) -> list[Hurt]:
    """Return the highest pain score of each session and run, with the next morning's, oldest first.

    What has neither is left out.
    """
    worst: dict[str, int] = {}
    for part in facts.parts:
        if part.pain is not None:
            key = part.session.key
            worst[key] = max(part.pain, worst.get(key, 0))
    done = [(one.day, worst.get(one.key), "workout") for one in facts.lately]
    done += [(one.day, one.pain, "run") for one in facts.runs]
    found = (Hurt(*one, facts.mornings.get(one[0] + timedelta(days=1))) for one in done)
    kept = (one for one in found if one.score is not None or one.morning is not None)
    return sorted(kept, key=lambda hurt: hurt.day)


def pain_table(found: Iterable[Hurt]) -> Table:
    """Return pain by session."""
    rows = [(one.day, one.what, one.score, one.morning, one.zone.word) for one in found]
    headers = ("Day", "What", "Pain during", "Next morning", "Means")
    return Table("pain", "Pain of each session and the morning after", headers, rows)


def say_pain(found: list[Hurt]) -> str:
    """Say the pain of the span in a sentence."""
    if not found:
        return "No pain scores here."
    during = [one.score for one in found if one.score is not None]
    counts = Counter(pain.zone(score) for score in during)
    zones = [f"{counts[zone]} {zone.word}" for zone in pain.Zone if counts[zone]]
    said = []
    if during:
        said.append(
            f"Highest {max(during)} of 10 in {len(during)} session{pluralize(len(during))}: "
            f"{', '.join(zones)}. The last was {during[-1]}."
        )
    said.append(_say_mornings(found))
    return " ".join(said)


def _say_mornings(found: list[Hurt]) -> str:
    """Say the mornings after in a sentence."""
    mornings = [one.morning for one in found if one.morning is not None]
    if not mornings:
        return "No next morning was noted."
    worse = sum(one.morning > (one.score or 0) for one in found if one.morning is not None)
    times = f"{len(mornings)} next morning{pluralize(len(mornings))}"
    return f"Highest {max(mornings)} in {times}, worse than the session after {worse} of them."


def bests_table(facts: Facts) -> Table:
    """Return the most that each side did of each exercise, and the heaviest load."""
    amounts = {(best.exercise, best.side): best.amount for best in facts.bests}
    loads: dict[int, Decimal] = {}
    for best in facts.bests:
        if best.load_kg:
            load = facts.units.weigh(best.load_kg)
            loads[best.exercise] = max(load, loads.get(best.exercise, load))
    rows = [
        (
            work.name,
            UNITS[work.measure],
            *(amounts.get((pk, side)) for side in Side.values),
            loads.get(pk),
        )
        for pk, work in facts.works.items()
    ]
    heaviest = f"Heaviest, {facts.units.weight}"
    headers = ("Exercise", "In", "Left", "Right", "Both at once", heaviest)
    return Table("bests", "Best of each exercise", headers, rows, by_time=False)


def trait_minutes(facts: Facts) -> list[tuple[str, float]]:
    """Return minutes by trait, the most first, of the workouts whose length is known.

    A workout's minutes are shared out by sets. An exercise with two traits counts for both, so the
    minutes of all traits are more than the time that was trained.
    """
    sets: dict[str, int] = defaultdict(int)
    for part in facts.parts:
        sets[part.session.key] += part.sets
    minutes: dict[int, float] = defaultdict(float)
    for part in facts.parts:
        if part.session.minutes:
            share = part.sets / sets[part.session.key]
            minutes[part.exercise] += part.session.minutes * share
    found: dict[str, float] = defaultdict(float)
    for exercise, value in minutes.items():
        for trait in facts.works[exercise].traits:
            found[trait] += value
    labels = get_vocabulary().traits
    named = ((labels[key].label, value) for key, value in found.items() if key in labels)
    return sorted(named, key=lambda pair: (-pair[1], pair[0]))


def traits_table(minutes: Iterable[tuple[str, float]]) -> Table:
    """Return minutes by trait."""
    rows = [(trait, round(value)) for trait, value in minutes]
    return Table("traits", "Minutes by trait", ("Trait", "Minutes"), rows, by_time=False)


def months_table(facts: Facts, hurts: Iterable[Hurt]) -> Table:
    """Return a line for each month of the span, oldest first."""
    sums: dict[date, Counter[str]] = defaultdict(Counter)
    worst: dict[date, int] = {}
    months = {one.key: one.day.replace(day=1) for one in facts.lately}
    for one in facts.lately:
        line = sums[months[one.key]]
        line["sessions"] += 1
        line["minutes"] += round(one.minutes or 0)
    for part in facts.parts:
        sums[months[part.session.key]]["sets"] += part.sets
    for run in facts.runs:
        sums[run.day.replace(day=1)].update(runs=1, distance=run.distance_m)
    for hurt in hurts:
        if hurt.score is not None:
            month = hurt.day.replace(day=1)
            worst[month] = max(hurt.score, worst.get(month, 0))
    rows = [
        (
            f"{first:%B %Y}",
            sums[first]["sessions"],
            sums[first]["sets"],
            sums[first]["minutes"] or None,
            sums[first]["runs"],
            facts.units.way(sums[first]["distance"]),
            worst.get(first),
        )
        for first in months_between(facts.first_day, facts.span.today)
    ]
    far = f"Run {facts.units.distance}"
    headers = ("Month", "Workouts", "Sets", "Minutes known", "Runs", far, "Highest pain")
    return Table("months", "Month by month", headers, rows)


def say_month(table: Table, units: Units) -> str:
    """Say the newest month of a table in a sentence."""
    name, sessions, sets, _, runs, distance, worst = table.rows[-1]
    said = f"{name}: {sessions} workout{_s(sessions)} with {sets} set{_s(sets)}"
    said += f", {runs} run{_s(runs)} with {distance} {units.distance}."
    return said if worst is None else f"{said} Highest pain {worst}."


def _s(count: object) -> str:
    return "" if count == 1 else "s"
