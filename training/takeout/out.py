"""Everything of a runner's training as one zip: JSON to read back, CSV to look at."""

from __future__ import annotations

import csv
import io
import tempfile
import zipfile
from datetime import datetime
from typing import IO, Any

import msgspec

from accounts.models import User
from exercises.port.cells import disarm
from training.takeout.tables import SCHEMA, TABLES, Table

JSON = "hipcoach.json"
README = """HipCoach: everything of your training.

hipcoach.json   all tables in one file; HipCoach reads it back
*.csv           the same tables, one each, for a spreadsheet

Times are UTC, ISO 8601. Loads are in kilograms, distances in meters, holds and durations in
seconds. A left and a right row of sets.csv with one workout, exercise and set_index are one set.
Text that a spreadsheet would take for a formula has an apostrophe before it in the CSV files.
Deleted entries are not in here. The schema is described in docs/training-data.md.
"""


def write(runner: User, now: datetime) -> IO[bytes]:
    """Return the zip, open at its beginning; a large one lies in a file without a name."""
    tables = {one.key: list(one.write(runner)) for one in TABLES}
    out = tempfile.SpooledTemporaryFile(max_size=8_000_000)  # noqa: SIM115 - the caller closes it
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        whole = {"schema": SCHEMA, "exported_at": now.isoformat(), "tables": tables}
        archive.writestr(JSON, msgspec.json.encode(whole))
        archive.writestr("README.txt", README)
        for table in TABLES:
            archive.writestr(f"{table.key}.csv", _csv(table, tables[table.key]))
    out.seek(0)
    return out


def _csv(table: Table, rows: list[dict[str, Any]]) -> str:
    file = io.StringIO()
    names = [one.name for one in table.fields]
    writer = csv.writer(file)
    writer.writerow(names)
    writer.writerows([_cell(row.get(name)) for name in names] for row in rows)
    return file.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return msgspec.json.encode(value).decode()
    return "" if value is None else disarm(str(value))
