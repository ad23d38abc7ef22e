"""What is offered after a workout, and what becomes of it once the runner has said yes or no.

Nothing is applied by itself: an offer waits on the workout's page, is decided once, and only a yes
changes a target.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from exercises.catalog import get_catalog
from exercises.entries import CatalogEntry
from exercises.models import Exercise, Laterality
from training import coaching, doses, hops, lights, pain
from training.coaching import Done
from training.days import local_day, zone_of
from training.doses import Dose
from training.hops import Gate
from training.leading import Leading, leading_of
from training.lighter import lighter_workouts
from training.models import Decision, Side, Target, Workout
from training.pain import Zone
from training.progression import CONVENTION, PROGRESS, Kind, Suggestion
from training.units import Units, units_of

EASED_FOR = timedelta(days=7)
WAITS = "waits"
EXTRA_FOR, MOST_EXTRA = timedelta(weeks=4), 2


@dataclass(frozen=True, slots=True)
class Offer:
    """One suggestion for one exercise; `other` is the exercise that it leads to."""

    exercise: Exercise
    kind: str
    reason: str
    source: str
    dose: str
    other: CatalogEntry | None = None
    side: str = ""
    suggestion: Suggestion | None = None

    @property
    def waits(self) -> bool:
        """Tell whether it only says why the next step waits."""
        return self.kind == WAITS

    @property
    def light(self) -> str:
        """Return the kind of its note in the design language."""
        return {"stop": "stop", "fewer": "warn", "easier": "warn"}.get(self.kind, "ok")

    @property
    def means(self) -> str:
        """Say what "Take it" does, "" where there is nothing to take yet."""
        if self.waits:
            return ""
        if self.other:
            return f"{self.other.name} takes its place in your plan."
        if self.kind == Kind.STOP:
            return "It is left out of your plan for a week."
        when = "For a week" if self.kind == Kind.FEWER else "From now on"
        return f"{when}: {self.dose}."


def offers(workout: Workout, now: datetime) -> list[Offer]:
    """Return what is offered after a workout and not decided (twelve queries at most).

    An exercise that was done again since has its offer there; what makes it harder is left out
    while the day of the workout or today is amber or red.
    """
    runner, zone = workout.runner, zone_of(workout.runner)
    pks = set(workout.sets.order_by().values_list("exercise", flat=True))
    decided = set(workout.decisions.values_list("exercise", flat=True))
    known = coaching.sessions_of(runner, pks - decided, now, lighter_workouts(runner))
    done = {slug: one for slug, one in known.items() if one.workouts[0] == workout.pk}
    if not done:
        return []
    leading = leading_of(runner)
    is_fine = _is_fine(runner, {local_day(workout.started_at, zone), local_day(now, zone)})
    units = units_of(runner)
    found = coaching.next_time(done, leading.sides, units)
    extra = _extra_sets(runner, done, found, leading, now) if is_fine else {}
    leads_to_hop = is_fine and any(_is_hop_ahead(done[slug], said) for slug, said in found.items())
    gate = hops.gate_of(runner, now) if leads_to_hop else hops.OPEN
    return [
        offer
        for slug, said in found.items()
        if (offer := extra.get(slug) or _offer(done[slug], said, units, gate))
        and (is_fine or said.kind not in PROGRESS)
    ]


def _is_fine(runner: User, days: set[date]) -> bool:
    """Tell whether these days are green."""
    found = lights.lights_of(runner, min(days), max(days), zone_of(runner))
    return all(found.of(day) == Zone.FINE for day in days)


def _is_hop_ahead(done: Done, said: Suggestion) -> bool:
    """Tell whether a suggestion makes a hop harder or leads up to one."""
    return said.kind in PROGRESS and (
        pain.hops(done.exercise) or hops.is_hop(get_catalog().get(said.exercise))
    )


def _offer(done: Done, said: Suggestion, units: Units, gate: Gate) -> Offer | None:
    if said.kind == Kind.KEEP:
        return None
    other = get_catalog().get(said.exercise) if said.exercise else None
    if said.exercise and other is None:
        return None
    if _is_hop_ahead(done, said) and not gate.is_open:
        reason = f"Two good sessions, and what comes next hops. {gate.sentence}"
        return Offer(done.exercise, WAITS, reason, CONVENTION, "")
    words = _dose_of(done.exercise, said).words(units, a_side=_is_one_sided(done.exercise))
    return Offer(
        done.exercise, said.kind.value, said.reason, said.source, words, other, suggestion=said
    )


def _dose_of(exercise: Exercise, said: Suggestion) -> Dose:
    target = said.target
    return Dose(exercise.measure, target.sets, target.amount, target.load_kg, target.band)


def _is_one_sided(exercise: Exercise) -> bool:
    return exercise.laterality == Laterality.UNILATERAL


def _extra_sets(
    runner: User,
    done: dict[str, Done],
    found: dict[str, Suggestion],
    leading: Leading,
    now: datetime,
) -> dict[str, Offer]:
    """Offer one more set for the side that leads, where nothing else changes.

    On two exercises at most and for four weeks at most; then a new check has to say so again.
    """
    today = local_day(now, zone_of(runner))
    targets = {row.exercise_id: row for row in Target.objects.filter(runner=runner)}
    running = sum(1 for row in targets.values() if row.extra_until and row.extra_until >= today)
    given: dict[str, Offer] = {}
    for slug, said in found.items():
        one = done[slug]
        entry, before = get_catalog().get(slug), targets.get(one.exercise.pk)
        side = leading.of(entry.planes[0]) if entry and entry.planes else None
        is_new = before is None or before.extra_until is None or _is_checked_since(before, leading)
        if (
            side is None
            or not is_new
            or said.kind != Kind.KEEP
            or one.sessions[0].is_deload
            or not _is_one_sided(one.exercise)
            or running + len(given) >= MOST_EXTRA
        ):
            continue
        given[slug] = _extra(one.exercise, said, side, units_of(runner))
    return given


def _is_checked_since(before: Target, leading: Leading) -> bool:
    """Tell whether a check was done after an earlier extra set had begun, and that one is over."""
    began = before.extra_until - EXTRA_FOR if before.extra_until else None
    return bool(began and leading.since and leading.since.date() > began + EXTRA_FOR)


def _extra(exercise: Exercise, said: Suggestion, side: Side, units: Units) -> Offer:
    dose = _dose_of(exercise, said)
    words = dose.words(units, a_side=True)
    words += f", and one more set {side.label.lower()}, for four weeks"
    reason = (
        f"{side.label} scored lower twice by more than its test usually varies. "
        f"One more set for it, for four weeks, then test again."
    )
    kind = Decision.EXTRA_SET
    return Offer(exercise, kind, reason, CONVENTION, words, side=side.value, suggestion=said)


def decide(workout: Workout, slug: str, kind: str, *, take: bool, now: datetime) -> Offer | None:
    """Write the runner's answer down and, if it is yes, change the target.

    Returns the offer, or None where it no longer stands or was decided before.
    """
    offer = next((o for o in offers(workout, now) if o.exercise.slug == slug), None)
    if offer is None or offer.kind != kind or offer.waits:
        return None
    with transaction.atomic():
        _, is_first = Decision.objects.get_or_create(
            workout=workout,
            exercise=offer.exercise,
            defaults={
                "kind": offer.kind,
                "is_taken": take,
                "reason": offer.reason,
                "decided_by": workout.runner,
                "decided_at": now,
            },
        )
        if not is_first:
            return None
        if take:
            _take(workout.runner, offer, now)
    return offer


def _take(runner: User, offer: Offer, now: datetime) -> None:
    """Change the runner's target by one thing.

    What is eased for a while or gets one more set leaves the dose, and since when it counts, alone.
    """
    today, said = local_day(now, zone_of(runner)), offer.suggestion
    if said is None:
        raise ValueError("an offer without a suggestion changes nothing")
    changes: dict[str, object] = {}
    if offer.kind == Decision.EXTRA_SET:
        changes |= {"extra_side": offer.side, "extra_until": today + EXTRA_FOR}
    elif said.kind == Kind.STOP:
        changes |= {"eased_sets": 0, "eased_until": today + EASED_FOR}
    elif said.kind == Kind.FEWER:
        changes |= {"eased_sets": said.target.sets, "eased_until": today + EASED_FOR}
    elif offer.other:
        changes |= {"instead_id": offer.other.pk, "decided_at": now}
    else:
        changes |= {**_numbers(said), "decided_at": now}
    _change(runner, offer.exercise, changes, now, said.target.amount)
    if offer.other and said.kind == Kind.HARDER and offer.other.dose.measure == "hold_seconds":
        harder = Exercise.objects.get(pk=offer.other.pk)
        _change(runner, harder, {"amount": said.target.amount, "decided_at": now}, now)


def _numbers(said: Suggestion) -> dict[str, int | str | Decimal | None]:
    target = said.target
    return {"amount": target.amount, "load_kg": target.load_kg, "band": target.band}


def _change(
    runner: User,
    exercise: Exercise,
    changes: dict[str, object],
    now: datetime,
    asked: int | None = None,
) -> None:
    """Write the target; where there was none in this measure it starts from the library's dose.

    Its amount is then what the session `asked` for: easing must not raise a plan's holds to the
    library's.
    """
    dose = doses.of_library(exercise)
    start: dict[str, object] = {"measure": dose.measure, "sets": dose.sets, "decided_at": now}
    start["amount"] = asked or dose.amount
    old = Target.objects.filter(runner=runner, exercise=exercise).first()
    if old and old.measure != dose.measure:
        start |= {"load_kg": None, "band": ""}
    kept = {} if old and old.measure == dose.measure else start
    Target.objects.update_or_create(
        runner=runner,
        exercise=exercise,
        defaults={**kept, **changes},
        create_defaults={**start, **changes},
    )
