"""How long an import of 1,000 exercises takes, and how long it keeps other writers waiting.

    .venv/bin/python bench/imports.py

On SQLite, and on PostgreSQL where its server programs are installed. Each database is measured in a
process of its own: new drafts first, then the same entries with one word changed. Meanwhile a
thread writes one row every 20 ms, as a page would, and its longest wait is printed. The limit is
60 s for check and import together.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bin")]

LIMIT_SECONDS = 60.0
ENTRIES = 1_000


def entries(count: int) -> list[dict[str, Any]]:
    """Make up exercises from those of the library, each with a step to the one before."""
    from exercises.port.resources import export

    real = json.loads(export("json"))
    made: list[dict[str, Any]] = []
    for number in range(count):
        entry = dict(real[number % len(real)])
        entry |= {"slug": f"made-{number}", "name": f"Made {number}", "level": 3, "harder": []}
        entry["easier"] = [f"made-{number - 1}"] if number % 5 else []
        made.append(entry)
    for entry in made:
        for slug in entry["easier"]:
            made[int(slug.removeprefix("made-"))]["harder"] = [entry["slug"]]
    return made


class Writer(threading.Thread):
    """Somebody else who saves something all the time; `waits` are the seconds that each took."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float] = []
        self.ended = threading.Event()

    def run(self) -> None:
        """Write until told to end."""
        from django.contrib.sessions.models import Session
        from django.db import connection
        from django.utils import timezone

        while not self.ended.wait(0.02):
            began = time.monotonic()
            Session.objects.update_or_create(
                session_key="bench", defaults={"session_data": "", "expire_date": timezone.now()}
            )
            self.waits.append(time.monotonic() - began)
        connection.close()


def run(said: str, data: list[dict[str, Any]]) -> None:
    """Import the entries as a worker does, and print what it took."""
    from uuid import uuid4

    from django.utils import timezone

    from exercises.models import ImportState
    from exercises.port import jobs
    from exercises.port.mapping import guess

    writer = Writer()
    writer.start()
    began = time.monotonic()
    job = jobs.upload("bench.json", json.dumps(data).encode(), None, timezone.now())
    jobs.choose(job, guess(job.headers))
    jobs.work(job.pk, uuid4(), timezone.now)
    checked = time.monotonic()
    if not jobs.start_import(job):
        sys.exit(f"the check found: {job.lines.exclude(errors=[]).first()}")
    jobs.work(job.pk, uuid4(), timezone.now)
    ended = time.monotonic()
    writer.ended.set()
    writer.join()
    job.refresh_from_db()
    if job.state != ImportState.DONE:
        sys.exit(f"the import ended as {job.state}: {job.reason}")
    print(
        f"{said}: check {checked - began:.1f} s, import {ended - checked:.1f} s, "
        f"{(ended - began) / LIMIT_SECONDS:.0%} of the limit; "
        f"others waited {max(writer.waits):.2f} s at most"
    )


def measure(name: str) -> None:
    """Measure in the database that the environment names."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_library", verbosity=0)
    data = entries(ENTRIES)
    run(f"{name}, {ENTRIES} new", data)
    run(f"{name}, {ENTRIES} changed", [{**entry, "cues": ["Slow."]} for entry in data])


def main() -> None:
    """Measure on each database that there is."""
    import check

    with tempfile.TemporaryDirectory(prefix="hipcoach-bench-") as var:
        env = {
            **os.environ,
            "HIPCOACH_MODE": "test",
            "HIPCOACH_VAR": var,
            "DJANGO_SETTINGS_MODULE": "hipcoach.settings",
            "LOG_LEVEL": "ERROR",
        }
        again = [sys.executable, __file__]
        url = f"sqlite:///{var}/bench.sqlite3"
        subprocess.run([*again, "SQLite"], env={**env, "DATABASE_URL": url}, check=True)
        if programs := check.find_postgres():
            with check.private_postgres(programs) as url:
                database = {**env, "DATABASE_URL": url}
                subprocess.run([*again, "PostgreSQL"], env=database, check=True)


if __name__ == "__main__":
    measure(sys.argv[1]) if sys.argv[1:] else main()
