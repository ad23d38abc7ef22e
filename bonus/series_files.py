"""Loading a series from its file: all of it is checked before any of it is written."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from bonus.models import Series, SeriesVersion, Step
from exercises.models import Video

FOLDER = Path(__file__).parent / "content"
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
KINDS = {str: "a text", int: "a whole number"}
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


def read(path: Path) -> Draft:
    """Read and check a file; raise ContentError with every reason at once."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ContentError(f"{path.name}: {error}") from error
    head = data.get("series", {})
    raw = data.get("steps")
    errors = [] if _is_named(head) else ["series: needs a name, and a slug of a-z, 0-9 and hyphens"]
    if not isinstance(raw, list) or not raw:
        errors.append("steps: a series needs at least one")
        raw = []
    steps = [_step(number, entry, errors) for number, entry in enumerate(raw, start=1)]
    _check_together(raw, errors)
    if errors:
        raise ContentError("\n".join(f"{path.name}: {error}" for error in errors))
    checksum = hashlib.sha256(json.dumps(raw, sort_keys=True).encode()).hexdigest()
    return Draft(head["slug"], head["name"], [step for step in steps if step], checksum)


def _is_named(head: Any) -> bool:
    if not isinstance(head, dict):
        return False
    name, slug = head.get("name"), head.get("slug")
    return bool(
        isinstance(name, str) and name.strip() and isinstance(slug, str) and SLUG.fullmatch(slug)
    )


def _step(number: int, entry: Any, errors: list[str]) -> Step | None:
    """Return the unsaved step of an entry, or None after adding what is wrong with it."""
    if not isinstance(entry, dict):
        errors.append(f"step {number}: must be a table")
        return None
    place = f"step {number} ({entry.get('key', 'no key')})"
    found = [
        f"{place}: {name}: " + ("is missing" if name not in entry else f"must be {KINDS[kind]}")
        for name, kind in STEP_FIELDS.items()
        if not isinstance(entry.get(name), kind) or isinstance(entry.get(name), bool)
    ]
    found += [f"{place}: {name}: is not a field" for name in entry if name not in STEP_FIELDS]
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
