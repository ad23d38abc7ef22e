"""The dry run: what each line of a file of people would do, without writing anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import batched
from typing import Any

from django.core.exceptions import ValidationError

from bonus import addresses, schedule
from bonus.forms import read_name
from bonus.models import Erasure, LineOutcome, Subscriber, Suppression
from bonus.port import columns
from exercises.port.files import Row, Sheet

BATCH = 500
LONGEST_PROOF = 500


@dataclass(slots=True)
class Line:
    """A line as it was read; `errors` are sentences for the editor."""

    number: int
    address: str = ""
    first_name: str = ""
    time_zone: str = ""
    proof: dict[str, Any] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    outcome: str = LineOutcome.NEW


def plan(
    sheet: Sheet, defaults: dict[str, str], today: date, progress: Callable[[int], None]
) -> list[Line]:
    """Return every line of a file with what it would do."""
    headers, _ = columns.find(sheet.headers)
    lines = []
    for done, row in enumerate(sheet.rows, 1):
        lines.append(_read(row, headers, defaults, today))
        progress(done)
    judge(lines)
    return lines


def judge(lines: Iterable[Any]) -> None:
    """Set the outcome of lines by what is known of their addresses now.

    A line with a mistake stays one. Of several with one address the first counts.
    """
    good = [line for line in lines if not line.errors]
    known = dict(_known({line.address for line in good}))
    seen: set[str] = set()
    for line in lines:
        if line.errors:
            line.outcome = LineOutcome.ERROR
        elif line.address in seen:
            line.outcome = LineOutcome.REPEATED
        else:
            line.outcome = known.get(line.address, LineOutcome.NEW)
            seen.add(line.address)


def _known(wanted: set[str]) -> Iterator[tuple[str, LineOutcome]]:
    """Yield what speaks against adding an address; what weighs most comes last."""
    left = (Subscriber.State.UNSUBSCRIBED, Subscriber.State.BOUNCED)
    for some in batched(sorted(wanted), BATCH):
        hashes = {code: each for each in some for code in addresses.digests(each)}
        erased = Erasure.objects.filter(address_hash__in=hashes)
        for code in erased.values_list("address_hash", flat=True):
            yield hashes[code], LineOutcome.LEFT
        people = Subscriber.objects.filter(address__in=some).values_list("address", "state")
        for address, state in people:
            yield address, LineOutcome.LEFT if state in left else LineOutcome.KNOWN
        blocked = Suppression.objects.filter(address_hash__in=hashes)
        for code in blocked.values_list("address_hash", flat=True):
            yield hashes[code], LineOutcome.SUPPRESSED


def _read(row: Row, headers: dict[str, str], defaults: dict[str, str], today: date) -> Line:
    line = Line(row.number)
    if row.problem:
        line.errors.append(f"The line {row.problem}.")
        return line
    said = {name: _text(row.cells.get(header)) for name, header in headers.items()}
    line.address = said.get("address", "")[:320]
    try:
        line.address = addresses.normalize(line.address)
    except ValidationError as error:
        line.errors.append(f"Address {line.address!r}: {' '.join(error.messages)}")
    try:
        line.first_name = read_name(said.get("first_name", ""))
        if len(line.first_name) > 40:
            raise ValidationError("Use at most 40 letters.")
    except ValidationError as error:
        line.first_name = ""
        line.errors.append(f"First name {said['first_name'][:60]!r}: {' '.join(error.messages)}")
    line.time_zone = said.get("time_zone", "")[:64]
    if line.time_zone and not schedule.known_zone(line.time_zone):
        line.errors.append(f"Time zone {line.time_zone!r} is not known; write Europe/Berlin or so.")
    _read_proof(line, said, defaults, today)
    return line


def _read_proof(line: Line, said: dict[str, str], defaults: dict[str, str], today: date) -> None:
    """Take the proof of consent from the line, or from what was said for all lines."""
    for name in columns.PROOF:
        text = said.get(name) or defaults.get(name, "")
        label = columns.LABELS[name].capitalize()
        if not text:
            line.errors.append(f"{label} is missing: without it there is no proof of consent.")
        elif len(text) > LONGEST_PROOF:
            line.errors.append(f"{label} has over {LONGEST_PROOF} characters.")
        elif name == "when":
            try:
                line.proof[name] = columns.read_day(text, today)
            except ValueError as error:
                line.errors.append(f"{label} {error}.")
        else:
            line.proof[name] = text


def _text(cell: Any) -> str:
    """Return a cell as one line of text; a JSON number or list is taken as it is written."""
    return " ".join(str(cell).split()) if cell is not None else ""
