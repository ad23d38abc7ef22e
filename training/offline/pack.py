"""All that a phone needs for a session with no network, in one piece of JSON (docs/sync.md)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

import msgspec
from django.db.models import Exists, OuterRef

from accounts.models import User
from exercises.catalog import get_catalog
from exercises.entries import CatalogEntry
from exercises.models import ListEntry
from training import doses, leading, lights, planning, session, today
from training.days import local_day, zone_of
from training.leading import Leading
from training.models import HealthConsent, MorningPain, SafetyCheck, Target
from training.offline import library, shapes, words
from training.offline.recent import Recent, recent
from training.pain import Zone
from training.plan import STRENGTH, Session, Status
from training.planning import Current
from training.session import Choice, SessionLine, SessionView

SCHEMA = 1
AHEAD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Pack:
    """The JSON, and the mark of all that it says but the time."""

    body: bytes
    mark: str


def runner_key(runner: User) -> str:
    """Return what names an account to its own phone, and tells nobody else anything.

    It outlives a change of the secret key, since a phone that does not know its account again
    could not send what it has queued.
    """
    text = f"hipcoach.offline:{runner.pk}:{runner.date_joined.isoformat()}"
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def pack(runner: User, now: datetime) -> Pack:
    """Return a runner's pack (fourteen queries at most)."""
    content = _content(runner, now)
    mark = hashlib.sha256(msgspec.json.encode(content)).hexdigest()[:32]
    whole = {"schema": SCHEMA, "made_at": shapes.moment(now), **content}
    return Pack(msgspec.json.encode(whole), mark)


@dataclass(frozen=True, slots=True)
class _State:
    """What the parts of the pack are made of."""

    zone: tzinfo
    day: date
    light: Zone
    current: Current | None
    targets: Mapping[str, Target]
    at_home: frozenset[str]
    leading: Leading
    log: Recent


def _content(runner: User, now: datetime) -> dict[str, Any]:
    zone = zone_of(runner)
    day = local_day(now, zone)
    consent, paused, equipment = _facts(runner)
    log = recent(runner, now, zone)
    morning = MorningPain.objects.filter(runner=runner, day=day).first()
    current = planning.current(runner, now)
    state = _State(
        zone,
        day,
        _light(runner, day, zone, log, morning),
        current,
        doses.targets_of(runner),
        equipment,
        leading.leading_of(runner),
        log,
    )
    return {
        "runner": runner_key(runner),
        "name": runner.get_short_name(),
        "day": day.isoformat(),
        "zone": str(zone),
        "state": today.state_of(paused, current, day),
        "paused": paused,
        "consent": consent,
        "units": "kg",
        "asks_morning": _asks_morning(log, day, morning),
        "sessions": [] if paused else _sessions(state),
        "lists": _lists(runner),
        "repeat": _repeat(state),
        "exercises": _exercises(state),
        "log": log.workouts,
        "words": words.words(),
    }


def _facts(runner: User) -> tuple[bool, bool, frozenset[str]]:
    """Return whether pain may be stored, whether a warning sign is open, and what is at home."""
    yes = HealthConsent.objects.filter(
        runner=OuterRef("pk"), version=HealthConsent.VERSION, withdrawn_at__isnull=True
    )
    signs = SafetyCheck.objects.filter(runner=OuterRef("pk"), cleared_at__isnull=True)
    signs = signs.exclude(answer=SafetyCheck.Answer.NONE)
    rows = User.objects.filter(pk=runner.pk)
    said = rows.values_list(Exists(yes), Exists(signs), "training_preferences__equipment").get()
    return bool(said[0]), bool(said[1]), frozenset(said[2] or ())


def _light(runner: User, day: date, zone: tzinfo, log: Recent, morning: MorningPain | None) -> Zone:
    """Return the light of the day; its sets are known already (one query)."""
    rest = lights.light_of(runner, day, zone, morning=morning, has_trained=False)
    return max(rest, log.light(day))


def _asks_morning(log: Recent, day: date, morning: MorningPain | None) -> bool:
    return morning is None and log.days[:1] == (day - timedelta(days=1),)


def _sessions(state: _State) -> list[dict[str, Any]]:
    """Return the open session of today and those of the next days."""
    current = state.current
    if current is None or current.program is None or current.plan.paused_on:
        return []
    near = (
        one
        for one in current.plan.sessions
        if state.day <= one.on <= state.day + AHEAD
        and one.status == Status.OPEN
        and one.kind == STRENGTH
    )
    shown = ((one, _view(state, current, one)) for one in near)
    return [_session(state, current, one, view) for one, view in shown if view]


def _view(state: _State, current: Current, one: Session) -> SessionView | None:
    # What a day to come will feel like is not known, so that nothing harder is offered for it.
    light = state.light if one.on == state.day else max(state.light, Zone.EASE)
    return session.view(current, one, state.targets, Choice(), light, state.at_home)


def _session(state: _State, current: Current, one: Session, view: SessionView) -> dict[str, Any]:
    lap = next((lap for lap in current.plan.laps if one in lap.sessions), None)
    return {
        "key": one.key,
        "day": one.on.isoformat(),
        "title": view.title,
        "why": today.why_of(current, lap),
        "minutes": view.minutes,
        "lines": [_planned(state, line) for line in view.lines],
    }


def _planned(state: _State, line: SessionLine) -> dict[str, Any]:
    swaps = [{"exercise": swap.entry.slug, "why": swap.word} for swap in line.swaps]
    return _line(state, line.entry, line.dose) | {"swaps": swaps}


def _line(state: _State, entry: CatalogEntry, dose: doses.Dose) -> dict[str, Any]:
    side = state.leading.of(entry.planes[0]) if entry.is_one_sided and entry.planes else None
    return {
        "exercise": entry.slug,
        "dose": shapes.dose_shape(dose, entry.dose),
        "first_side": side.value if side else "",
        "extra_side": dose.extra_side,
        "rests": dose.sets == 0,
        "last": state.log.last(entry.slug),
        "swaps": [],
    }


def _repeat(state: _State) -> list[dict[str, Any]]:
    """Return the exercises of the last workout with today's doses."""
    entries = (entry for slug in state.log.exercises if (entry := get_catalog().get(slug)))
    return [_line(state, entry, _dose(state, entry)) for entry in entries]


def _dose(state: _State, entry: CatalogEntry) -> doses.Dose:
    return doses.adapt(doses.of_dose(entry.dose), state.targets.get(entry.slug), state.day)


def _exercises(state: _State) -> dict[str, dict[str, Any]]:
    return {
        slug: shape | {"dose": shapes.dose_shape(_dose(state, entry), entry.dose)}
        for slug, shape in library.exercises().items()
        if (entry := get_catalog().get(slug))
    }


def _lists(runner: User) -> list[dict[str, Any]]:
    """Return the runner's lists that hold something of the library (one query)."""
    rows = ListEntry.objects.filter(list__owner=runner).order_by(
        "-list__is_favorites", "list__name", "position", "pk"
    )
    lists: dict[str, list[str]] = {}
    for name, slug in rows.values_list("list__name", "exercise__slug"):
        if get_catalog().get(slug):
            lists.setdefault(name, []).append(slug)
    return [{"title": name, "exercises": slugs} for name, slugs in lists.items()]
