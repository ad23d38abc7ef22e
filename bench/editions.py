"""How long publishing a new edition takes with 100,000 people under way, and who waits meanwhile.

    .venv/bin/python bench/editions.py

On SQLite, and on PostgreSQL where its server programs are installed, each in a process of its own.
The edition removes a step, puts one in, and changes the words of another; the people wait for every
step of the series alike, in six time zones. The page that says whom it touches is measured first.
Meanwhile a thread writes one row every 20 ms, as a page would, and its longest wait is printed. The
limit is 20 s, which is how long a writer on SQLite waits for another.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from itertools import batched
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bin"), str(ROOT / "bench")]

PEOPLE = 100_000
LIMIT_SECONDS = 20.0
ZONES = ("America/New_York", "America/Los_Angeles", "Europe/Berlin", "Asia/Tokyo", "UTC", "")


def people() -> None:
    """Enroll everybody, a tenth of them at each step; nothing is sent."""
    from django.utils import timezone

    from bonus.models import Delivery, Enrollment, Series, Subscriber

    now = timezone.now()
    version = Series.objects.get().current()
    steps = list(version.main_steps())
    for bunch in batched(range(PEOPLE), 5_000):
        subscribers = [
            Subscriber(
                address=f"reader-{n}@bench.example",
                address_hash=f"{n:064x}",
                time_zone=ZONES[n % len(ZONES)],
                state="active",
                created_at=now,
                confirmed_at=now,
            )
            for n in bunch
        ]
        Subscriber.objects.bulk_create(subscribers)
        enrolled = []
        for n, subscriber in zip(bunch, subscribers, strict=True):
            step = steps[n // 7 % len(steps)]
            sent = now - timedelta(hours=n % 70) if step.order > 1 else None
            enrolled.append(
                Enrollment(
                    subscriber=subscriber,
                    series=version.series,
                    version=version,
                    next_step=step,
                    next_due_at=now + timedelta(hours=n % 90),
                    started_at=now,
                    last_sent_at=sent,
                    counted_from=sent,
                )
            )
        Enrollment.objects.bulk_create(enrolled)
        Delivery.objects.bulk_create(
            Delivery(
                kind="step",
                subscriber_id=each.subscriber_id,
                enrollment=each,
                step=step,
                step_key=step.key,
                state="accepted",
                message_id=f"<{each.pk}-{step.key}@bench.example>",
                planned_for=now,
                available_at=now,
                created_at=now,
                submitted_at=now,
                ended_at=now,
            )
            for each in enrolled
            for step in steps
            if each.next_step and step.order < each.next_step.order
        )


def measure(name: str) -> None:
    """Measure in the database that the environment names."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone
    from imports import Writer

    from bonus import conservation, drafting
    from bonus.models import DraftStep, Series, SeriesDraft

    for command in ("migrate", "load_library", "load_series"):
        call_command(command, verbosity=0)
    people()
    draft = SeriesDraft.begin(Series.objects.get(), timezone.now())
    draft.steps.filter(key="know-your-sides").update(subject="Other words")
    draft.steps.filter(key="level-core").delete()
    new = DraftStep.objects.get(draft=draft, key="side-to-side")
    new.pk, new.key, new.order = None, "new-step", 6
    draft.steps.filter(order__gte=6).update(order=20)
    new.save()
    began = time.monotonic()
    changes = drafting.changes(draft, timezone.now())
    looked = time.monotonic()
    writer = Writer()
    writer.start()
    started = time.monotonic()
    drafting.publish(draft, drafting.mark(draft), timezone.now())
    ended = time.monotonic()
    writer.ended.set()
    writer.join()
    for change in changes:
        print(f"  {change.sentence}")
    if errors := conservation.check(timezone.now()).errors:
        sys.exit(f"the books do not balance: {errors}")
    print(
        f"{name}, {PEOPLE} people: looked {looked - began:.1f} s, "
        f"published {ended - started:.1f} s, "
        f"{(ended - started) / LIMIT_SECONDS:.0%} of the limit; "
        f"others waited {max(writer.waits):.2f} s at most"
    )


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
