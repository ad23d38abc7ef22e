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
STEP_FIELDS: dict[str, type] = {
    "key": str,
    "kind": str,
    "delay_days": int,
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
    steps: list[Step]
    checksum: str


def load(path: Path, now: datetime) -> tuple[SeriesVersion, bool]:
    """Load a file; return the series' newest version and whether it is new.

    A file that says what the newest version says changes nothing.
    """
    draft = read(path)
    with transaction.atomic():
        series, _ = Series.objects.update_or_create(slug=draft.slug, defaults={"name": draft.name})
        newest = series.versions.order_by("-number").first()
        if newest and newest.checksum == draft.checksum:
            return newest, False
        version = SeriesVersion.objects.create(
            series=series,
            number=newest.number + 1 if newest else 1,
            checksum=draft.checksum,
            published_at=now,
        )
        for step in draft.steps:
            step.version = version
            step.save()
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
    _check_together(raw, errors)
    if errors:
        raise ContentError("\n".join(f"{path.name}: {error}" for error in errors))
    checksum = hashlib.sha256(json.dumps(raw, sort_keys=True).encode()).hexdigest()
    return Draft(head["slug"], head["name"], [step for step in steps if step], checksum)


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
    for name in head.keys() - HEAD_FIELDS.keys():
        yield f"series: {name}: is not a field of this file"


def _not_a(kind: type, value: object) -> str:
    return f"must be {KINDS[kind]}, not {value!r}"


def _step(number: int, entry: Any, errors: list[str]) -> Step | None:
    """Return the unsaved step of an entry, or None after adding what is wrong with it."""
    if not isinstance(entry, dict):
        errors.append(f"step {number}: must be a table")
        return None
    place = f"step {number} ({entry.get('key', 'no key')})"
    found = [
        f"{place}: {name}: " + ("is missing" if name not in entry else _not_a(kind, entry[name]))
        for name, kind in STEP_FIELDS.items()
        if not isinstance(entry.get(name), kind) or isinstance(entry.get(name), bool)
    ]
    found += [
        f"{place}: {name}: is not a field of this file" for name in entry if name not in STEP_FIELDS
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


def _check_together(raw: list[Any], errors: list[str]) -> None:
    """Check what no single step can know."""
    entries = [entry for entry in raw if isinstance(entry, dict)]
    keys = [str(entry.get("key")) for entry in entries]
    errors += [f"steps: the key {key!r} is used twice" for key in {*keys} if keys.count(key) > 1]
    main = [entry for entry in entries if entry.get("kind") == Step.Kind.MAIN]
    if raw and not main:
        errors.append("steps: at least one must be of kind main")
    if main and main[0].get("delay_days") != 0:
        errors.append("steps: the first main step must have delay_days = 0")
    errors += [
        f"step {entry.get('key')}: delay_days: two mails need at least one day between them"
        for entry in main[1:]
        if entry.get("delay_days") == 0
    ]
