"""A session of a plan as a runner does it: exercises with doses, swapped and shortened as asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from exercises.catalog import get_catalog
from exercises.entries import CatalogEntry
from exercises.programs import Line
from training import doses, hops, kit, plan, shorten
from training.choice import Choice
from training.doses import Dose
from training.hops import Gate
from training.lengths import set_seconds
from training.models import Target
from training.pain import Zone
from training.planning import Current
from training.shorten import Piece
from training.swaps import Swap, alike, easier_of, swaps
from training.units import METRIC, Units

__all__ = ["Choice", "Own", "SessionLine", "SessionView", "Swap", "alike", "may_hop", "view"]

RESTS = "Rests, since it hurt."
LEFT_OUT = "Left out today."


@dataclass(frozen=True, slots=True)
class Own:
    """What of a session is the runner's own: doses, the light of the day, and what is at home.

    Without anything `at_home` everything is possible. `is_eased` asks for one step less.
    """

    targets: Mapping[str, Target] = field(default_factory=dict)
    light: Zone = Zone.FINE
    at_home: frozenset[str] = frozenset()
    units: Units = METRIC
    gate: Gate = hops.CLOSED
    is_eased: bool = False


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One exercise of a session; `slug` is the one that the program names in its place.

    `note` says why it is not what the program names, or what it needs.
    """

    slug: str
    entry: CatalogEntry
    dose: Dose
    minutes_a_set: float
    is_left_out: bool = False
    undo: str = ""
    swaps: tuple[Swap, ...] = ()
    units: Units = METRIC
    note: str = ""

    @property
    def words(self) -> str:
        """Write the dose."""
        return self.dose.words(self.units, a_side=self.entry.is_one_sided)

    @property
    def rests(self) -> bool:
        """Tell whether the runner rests it, since it hurt."""
        return self.dose.sets == 0

    @property
    def is_out(self) -> bool:
        """Tell whether it is not to be done."""
        return self.is_left_out or self.rests

    @property
    def why_out(self) -> str:
        """Say why it is not to be done."""
        return RESTS if self.rests else LEFT_OUT


@dataclass(frozen=True, slots=True)
class SessionView:
    """The whole session."""

    session: plan.Session
    title: str
    choice: Choice
    lines: tuple[SessionLine, ...]
    full_minutes: int

    @property
    def kept(self) -> tuple[SessionLine, ...]:
        """Return what is to be done."""
        return tuple(one for one in self.lines if not one.is_out)

    @property
    def minutes(self) -> int:
        """Return about how long it takes, warm-up included."""
        work = sum(one.minutes_a_set * one.dose.rows for one in self.kept)
        return round(work + shorten.warm_up(self.choice.minutes or self.full_minutes))

    @property
    def asked(self) -> dict[str, Dose]:
        """Return the doses by exercise."""
        return {one.entry.slug: one.dose for one in self.kept}

    @property
    def shorter(self) -> list[tuple[int, str]]:
        """Return the lengths that may be chosen, each with its address."""
        fewer = [n for n in shorten.CHOICES if n < self.full_minutes and n != self.choice.minutes]
        return [(n, replace(self.choice, minutes=n).address) for n in fewer]

    @property
    def whole(self) -> str:
        """Return the address of the whole session."""
        return replace(self.choice, minutes=0).address


def may_hop(
    current: Current, session: plan.Session, targets: Mapping[str, Target], choice: Choice
) -> bool:
    """Tell whether a hop may stand in a session: planned, chosen before or swapped in."""
    day, catalog = current.day_of(session), get_catalog()
    planned = [line.content.exercise for line in day.lines] if day else []
    chosen = [one.instead.slug for slug in planned if (one := targets.get(slug)) and one.instead]
    named = {*planned, *chosen, *(other for _, other in choice.swaps)}
    return any(hops.is_hop(catalog.get(slug)) for slug in named)


def view(
    current: Current,
    session: plan.Session,
    targets: Mapping[str, Target],
    choice: Choice,
    light: Zone = Zone.FINE,
    at_home: frozenset[str] = frozenset(),
    units: Units = METRIC,
    gate: Gate = hops.CLOSED,
) -> SessionView | None:
    """Return a strength session with the runner's own doses, or None where it has no exercises.

    Where hops wait, what comes before them on the ladder stands in; on days that the runner asked
    to be easier each exercise is one step easier, or has fewer sets. The line says so.
    """
    is_eased = current.eased_until(max(current.today, session.on)) is not None
    own = Own(targets, light, at_home, units, gate, is_eased)
    day = current.day_of(session)
    if day is None or not day.lines:
        return None
    asked = replace(choice, key=session.key)
    full = day.content.minutes or 30
    seconds = {line.content.exercise: set_seconds(line.content.dose) for line in day.lines}
    raw = sum(seconds[line.content.exercise] * line.content.dose.sets for line in day.lines)
    # The program says how long the whole takes; each set gets its share of that.
    share = (full - shorten.WARM_UP) / raw if raw else 0.0
    lines = [
        made for line in day.lines if (made := _line(line, current, session, asked, own, share))
    ]
    unique = {line.entry.slug: line for line in reversed(lines)}
    lines = [line for line in lines if unique[line.entry.slug] is line]
    if asked.minutes:
        lines = _shortened(lines, asked.minutes)
    return SessionView(session, day.content.title, asked, tuple(lines), full)


def _line(
    line: Line, current: Current, session: plan.Session, choice: Choice, own: Own, share: float
) -> SessionLine | None:
    slug = line.content.exercise
    named = _named(line, choice, own)
    if named is None:
        return None
    is_asked = slug in dict(choice.swaps)
    entry, note, waits = _standing(named, own, is_asked=is_asked)
    dose, seconds = _dose(line, entry, current, session, own)
    if own.is_eased and entry is named and not is_asked:
        dose = doses.fewer(dose)
    undo = choice.swapped(slug, "").address if is_asked else ""
    here = [one.slug for one in (line.entry, named, entry) if one]
    light, gate = own.light, own.gate
    offered = swaps(slug, entry, here, choice, light=light, at_home=own.at_home, gate=gate)
    return SessionLine(
        slug,
        entry,
        dose,
        seconds * share,
        is_left_out=waits,
        undo=undo,
        swaps=tuple(offered),
        units=own.units,
        note=note,
    )


def _standing(named: CatalogEntry, own: Own, *, is_asked: bool) -> tuple[CatalogEntry, str, bool]:
    """Return what is done in the place of an exercise, why, and whether nothing may be.

    What the runner swapped in today is not made easier.
    """
    if hops.is_hop(named) and not own.gate.is_open:
        found = hops.stand_in(named, own.at_home)
        note = f"{own.gate.sentence} {found.name} stands in for {named.name}." if found else ""
        return found or named, note or own.gate.sentence, found is None
    if own.is_eased and not is_asked:
        easier = next(iter(easier_of(named, own.at_home)), None)
        if easier:
            return easier, f"One step easier for now, in place of {named.name}.", False
        return named, "A third fewer sets for now.", False
    if not kit.is_possible(named, own.at_home):
        return named, f"Needs what you did not tick at home: {named.needs.lower()}.", False
    return named, "", False


def _named(line: Line, choice: Choice, own: Own) -> CatalogEntry | None:
    """Return what stands in a line: swapped in today, chosen before, or named by the program."""
    catalog, slug = get_catalog(), line.content.exercise
    target = own.targets.get(slug)
    stands_in = target.instead.slug if target and target.instead else slug
    return catalog.get(dict(choice.swaps).get(slug, "")) or catalog.get(stands_in) or line.entry


def _dose(
    line: Line, entry: CatalogEntry, current: Current, session: plan.Session, own: Own
) -> tuple[Dose, float]:
    """Return the dose, and about how many seconds one set takes."""
    # What is eased for some days is so on the day of the session.
    target, today = own.targets.get(entry.slug), max(current.today, session.on)
    if entry.slug != line.content.exercise:
        dose = doses.adapt(doses.of_dose(entry.dose), target, today)
        return dose, set_seconds(entry.dose)
    planned, began = doses.of_line(line.content), current.enrollment.start_on
    dose = doses.adapt_plan(planned, target, today, began, light=session.is_deload)
    return dose, set_seconds(line.content.dose)


def _shortened(lines: list[SessionLine], minutes: int) -> list[SessionLine]:
    pieces = [
        Piece(one.entry.slug, next(iter(one.entry.planes), ""), one.dose.sets, one.minutes_a_set)
        for one in lines
        if not one.is_left_out
    ]
    kept = shorten.shorten(pieces, minutes)
    return [
        replace(one, dose=replace(one.dose, sets=kept[one.entry.slug], extra_side=""))
        if one.entry.slug in kept
        else replace(one, is_left_out=one.is_left_out or not one.rests)
        for one in lines
    ]
