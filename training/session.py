"""One session of a plan as a runner does it: exercises with doses, swapped and shortened as asked.

What the runner chose for today stands in the address and nowhere else: the session's key, the
minutes, and pairs of exercises of which the second takes the place of the first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict

from exercises.catalog import get_catalog
from exercises.entries import CatalogEntry
from exercises.library.content import Dose as LibraryDose
from exercises.models import Measure
from exercises.programs import Line
from training import doses, plan, shorten
from training.doses import Dose
from training.models import Target
from training.pain import HOP_TRAIT, Zone
from training.planning import Current
from training.shorten import Piece

MOST_SAME = 2
# What an exercise needs that needs nothing.
NOTHING = "none"
# What a set takes where no tempo is written: seconds for a rep, and for a meter.
REP_S, METER_S = 4.0, 1.5


@dataclass(frozen=True, slots=True)
class Choice:
    """What a runner asked for: a session, the minutes there are, and swaps."""

    key: str = ""
    minutes: int = 0
    swaps: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(cls, data: QueryDict) -> Choice:
        """Read an address; what makes no sense is left out."""
        minutes = data.get("minutes", "")
        pairs = [tuple(pair.split(":", 1)) for pair in data.getlist("swap")[:20] if ":" in pair]
        return cls(
            data.get("session", "")[:20],
            int(minutes) if minutes in {str(n) for n in shorten.CHOICES} else 0,
            tuple((one, other) for one, other in pairs),
        )

    @property
    def address(self) -> str:
        """Write it as an address does."""
        pairs = [("session", self.key)] if self.key else []
        pairs += [("minutes", str(self.minutes))] if self.minutes else []
        return urlencode([*pairs, *(("swap", f"{one}:{other}") for one, other in self.swaps)])

    def swapped(self, one: str, other: str) -> Choice:
        """Return the choice with one swap more, or without it where `other` is nothing."""
        rest = tuple(pair for pair in self.swaps if pair[0] != one)
        return replace(self, swaps=(*rest, (one, other)) if other else rest)


@dataclass(frozen=True, slots=True)
class Swap:
    """An exercise that may take the place of another, and what it is to it."""

    entry: CatalogEntry
    word: str
    address: str


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One exercise of a session; `slug` is the one that the program names in its place."""

    slug: str
    entry: CatalogEntry
    dose: Dose
    minutes_a_set: float
    is_left_out: bool = False
    undo: str = ""
    swaps: tuple[Swap, ...] = ()

    @property
    def words(self) -> str:
        """Write the dose."""
        return self.dose.words(a_side=self.entry.is_one_sided)

    @property
    def rests(self) -> bool:
        """Tell whether the runner rests it, since it hurt."""
        return self.dose.sets == 0


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
        return tuple(one for one in self.lines if not one.is_left_out and not one.rests)

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


def view(
    current: Current,
    session: plan.Session,
    targets: Mapping[str, Target],
    choice: Choice,
    light: Zone = Zone.FINE,
    at_home: frozenset[str] = frozenset(),
) -> SessionView | None:
    """Return a strength session with the runner's own doses, or None where it has no exercises.

    Swaps need nothing that is not `at_home`, unless that is empty.
    """
    day = current.day_of(session)
    if day is None or not day.lines:
        return None
    own = replace(choice, key=session.key)
    full = day.content.minutes or 30
    seconds = {line.content.exercise: _set_seconds(line.content.dose) for line in day.lines}
    raw = sum(seconds[line.content.exercise] * line.content.dose.sets for line in day.lines)
    # The program says how long the whole takes; each set gets its share of that.
    share = (full - shorten.WARM_UP) / raw if raw else 0.0
    lines = [
        made
        for line in day.lines
        if (made := _line(line, current, session, targets, own, share, light, at_home))
    ]
    unique = {line.entry.slug: line for line in reversed(lines)}
    lines = [line for line in lines if unique[line.entry.slug] is line]
    if own.minutes:
        lines = _shortened(lines, own.minutes)
    return SessionView(session, day.content.title, own, tuple(lines), full)


def _line(
    line: Line,
    current: Current,
    session: plan.Session,
    targets: Mapping[str, Target],
    choice: Choice,
    share: float,
    light: Zone,
    at_home: frozenset[str],
) -> SessionLine | None:
    catalog, slug = get_catalog(), line.content.exercise
    target = targets.get(slug)
    stands_in = target.instead.slug if target and target.instead else slug
    wanted = catalog.get(dict(choice.swaps).get(slug, "")) or catalog.get(stands_in)
    entry = wanted or line.entry
    if entry is None:
        return None
    # What is eased for some days is so on the day of the session.
    on = max(current.today, session.on)
    if entry.slug == slug:
        began = current.enrollment.start_on
        dose = doses.adapt_plan(
            doses.of_line(line.content), target, on, began, light=session.is_deload
        )
        seconds = _set_seconds(line.content.dose)
    else:
        dose = doses.adapt(doses.of_dose(entry.dose), targets.get(entry.slug), on)
        seconds = _set_seconds(entry.dose)
    undo = choice.swapped(slug, "").address if slug in dict(choice.swaps) else ""
    here = [one.slug for one in (line.entry, entry) if one]
    swaps = tuple(_swaps(slug, entry, here, choice, light, at_home))
    return SessionLine(slug, entry, dose, seconds * share, undo=undo, swaps=swaps)


def _swaps(
    slug: str,
    entry: CatalogEntry,
    here: list[str],
    choice: Choice,
    light: Zone,
    at_home: frozenset[str],
) -> list[Swap]:
    """Return what may stand in: a step down, a step up on a green day, or the like of it."""
    catalog = get_catalog()
    found = [(one, "Easier") for one in catalog.easier(entry)[:1]]
    if light == Zone.FINE:
        is_hop = HOP_TRAIT in entry.content.traits
        steps = [
            one for one in catalog.harder(entry) if is_hop or HOP_TRAIT not in one.content.traits
        ]
        found += [(one, "Harder") for one in steps[:1]]
    found += [(one, "Alike") for one in alike(entry) if one.slug not in here][:MOST_SAME]
    seen = {
        one.slug: (one, word)
        for one, word in reversed(found)
        if one.slug != entry.slug and _is_possible(one, at_home)
    }
    return [
        Swap(one, word, choice.swapped(slug, one.slug).address)
        for one, word in reversed(list(seen.values()))
    ]


def alike(entry: CatalogEntry) -> list[CatalogEntry]:
    """Return the exercises of the same level and plane that share a trait; hops are among hops."""
    traits = set(entry.content.traits)
    return [
        one
        for one in get_catalog().entries
        if one.slug != entry.slug
        and one.level == entry.level
        and traits & set(one.content.traits)
        and one.planes[:1] == entry.planes[:1]
        and (HOP_TRAIT in one.content.traits) == (HOP_TRAIT in traits)
    ]


def _is_possible(entry: CatalogEntry, at_home: frozenset[str]) -> bool:
    sets = entry.content.equipment_sets
    return not at_home or not sets or any(set(needed) <= at_home | {NOTHING} for needed in sets)


def _shortened(lines: list[SessionLine], minutes: int) -> list[SessionLine]:
    pieces = [
        Piece(one.entry.slug, next(iter(one.entry.planes), ""), one.dose.sets, one.minutes_a_set)
        for one in lines
    ]
    kept = shorten.shorten(pieces, minutes)
    return [
        replace(one, dose=replace(one.dose, sets=kept[one.entry.slug], extra_side=""))
        if one.entry.slug in kept
        else replace(one, is_left_out=not one.rests)
        for one in lines
    ]


def _set_seconds(dose: LibraryDose) -> float:
    """Return about how long one set takes, both sides and the rest after it."""
    if dose.measure == Measure.REPS:
        tempo = [float(part) for part in dose.tempo.split("-") if part.isdecimal()]
        work = (dose.reps or 0) * (sum(tempo) or REP_S)
    elif dose.measure == Measure.HOLD:
        work = float(dose.hold_seconds or 0)
    else:
        work = (dose.distance_m or 0) * METER_S
    return work * (2 if dose.per_side else 1) + dose.rest_seconds
