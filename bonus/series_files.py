"""Loading a series from its file: all of it is checked before any of it is written."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from bonus import checking, editions
from bonus.models import Series, SeriesVersion, Step
from exercises.library.folder import SLUG
from exercises.library.table import CONTROL, KINDS
from exercises.models import Video

FOLDER = Path(__file__).parent / "content"
# Each with the longest text that its column holds.
HEAD_FIELDS: dict[str, int] = {
    "slug": Series._meta.get_field("slug").max_length or 0,
    "name": Series._meta.get_field("name").max_length or 0,
}
# What holds for all steps; each may be left out.
RULE_FIELDS: dict[str, type] = {"gap_hours": int, "goal": str, "hold_when": str, "hold_step": str}
OPTIONAL_FIELDS: dict[str, type] = {
    "delay_days": int,
    "delay_hours": int,
    "until_hour": int,
    "late_days": int,
    "skip_weekdays": list,
    "conditions": list,
}
STEP_FIELDS: dict[str, type] = {
    "key": str,
    "kind": str,
    "local_hour": int,
    "subject": str,
    "preview": str,
    "heading": str,
    "video": str,
    "call_to_action": str,
    "body": str,
}


class ContentError(Exception):
    """A file cannot be loaded; the message has one line for each reason: file: place: reason."""


@dataclass(frozen=True)
class Draft:
    """A checked file, ready to become a version."""

    slug: str
    name: str
    rules: dict[str, Any]
    steps: list[Step]
    checksum: str


def load(path: Path, now: datetime) -> tuple[SeriesVersion, bool]:
    """Load a file; return the series' newest version and whether it is new.

    A file that says what some version said changes nothing: what editors have published in the
    admin since stays.
    """
    draft = read(path)
    with transaction.atomic():
        series, _ = Series.objects.update_or_create(slug=draft.slug, defaults={"name": draft.name})
        if series.versions.filter(checksum=draft.checksum).exists():
            return series.current(), False
        version = editions.publish(
            series, draft.rules, draft.steps, checksum=draft.checksum, now=now
        )
    return version, True


def load_all(paths: Sequence[Path], now: datetime) -> list[tuple[SeriesVersion, bool]]:
    """Load files as one: either all of them or, with a ContentError of every reason, none."""
    errors: list[str] = []
    seen: dict[str, str] = {}
    for path in paths:
        try:
            slug = read(path).slug
        except ContentError as error:
            errors.append(str(error))
            continue
        if slug in seen:
            errors.append(f"{path.name}: series: slug: {slug!r} is also that of {seen[slug]}")
        seen[slug] = path.name
    if errors:
        raise ContentError("\n".join(errors))
    with transaction.atomic():
        return [load(path, now) for path in paths]


def read(path: Path) -> Draft:
    """Read and check a file; raise ContentError with every reason at once."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ContentError(f"{path.name}: {error}") from error
    head = data.get("series", {})
    raw = data.get("steps")
    errors = list(_head_errors(head))
    if not isinstance(raw, list) or not raw:
        errors.append("steps: a series needs at least one")
        raw = []
    steps = [_step(number, entry, errors) for number, entry in enumerate(raw, start=1)]
    rules = _rules(head, errors)
    found = [step for step in steps if step]
    errors += checking.problems(found, rules)
    if errors:
        raise ContentError("\n".join(f"{path.name}: {error}" for error in errors))
    said = [raw, rules] if rules else raw
    checksum = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
    return Draft(head["slug"], head["name"], rules, found, checksum)


def _rules(head: Any, errors: list[str]) -> dict[str, Any]:
    """Return the rules of the series that a file gives, after adding what is wrong with them."""
    given = {name: head[name] for name in RULE_FIELDS if name in head} if head else {}
    errors += (found := list(_type_errors("series", given, RULE_FIELDS)))
    return {} if found else given


def _head_errors(head: Any) -> Iterator[str]:
    if not isinstance(head, dict):
        yield "series: must be a table"
        return
    for name in HEAD_FIELDS:
        value = head.get(name)
        if name not in head:
            yield f"series: {name}: is missing"
        elif not isinstance(value, str):
            yield f"series: {name}: {_not_a(str, value)}"
        elif not value.strip():
            yield f"series: {name}: must not be empty"
        elif len(value) > HEAD_FIELDS[name]:
            yield f"series: {name}: must have at most {HEAD_FIELDS[name]} characters"
        elif not value.isprintable():
            yield f"series: {name}: must be one line of printable text"
        elif name == "slug" and not SLUG.fullmatch(value):
            yield f"series: {name}: may hold a-z, 0-9 and single hyphens"
    for name in head.keys() - HEAD_FIELDS.keys() - RULE_FIELDS.keys():
        yield f"series: {name}: is not a field of this file"


def _not_a(kind: type, value: object) -> str:
    return f"must be {KINDS[kind]}, not {value!r}"


def _step(number: int, entry: Any, errors: list[str]) -> Step | None:
    """Return the unsaved step of an entry, or None after adding what is wrong with it."""
    if not isinstance(entry, dict):
        errors.append(f"step {number}: must be a table")
        return None
    place = f"step {number} ({entry.get('key', 'no key')})"
    found = [f"{place}: {name}: is missing" for name in STEP_FIELDS if name not in entry]
    if not entry.keys() & {"delay_days", "delay_hours"}:
        found.append(f"{place}: delay_days: is missing")
    found += _type_errors(place, entry, STEP_FIELDS | OPTIONAL_FIELDS)
    found += [
        f"{place}: {name}: is not a field of this file"
        for name in entry
        if name not in STEP_FIELDS and name not in OPTIONAL_FIELDS
    ]
    for name, value in entry.items():
        if isinstance(value, str) and (control := CONTROL.search(value)):
            found.append(f"{place}: {name}: holds the control character {control.group()!r}")
    if found:
        errors += found
        return None
    video = Video.objects.filter(slug=entry["video"]).first()
    if video is None:
        errors.append(f"{place}: video: there is no video {entry['video']!r}")
        return None
    step = Step(**{**entry, "order": number, "video": video})
    try:
        step.clean_fields(exclude=["version"])
        step.clean()
    except ValidationError as error:
        errors += [
            f"{place}: {name}: {reason}"
            for name, reasons in error.message_dict.items()
            for reason in reasons
        ]
        return None
    return step


def _type_errors(place: str, entry: dict[str, Any], kinds: dict[str, type]) -> Iterator[str]:
    for name, value in entry.items():
        kind = kinds.get(name)
        if kind and (not isinstance(value, kind) or isinstance(value, bool)):
            yield f"{place}: {name}: {_not_a(kind, value)}"
