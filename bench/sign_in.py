"""What signing in costs: hashing a password, and the server's time for the sign-in page.

    .venv/bin/python bench/sign_in.py

Hashing has a target of about 100 ms: long for who guesses, short for who signs in. The page is
asked for by a visitor, through all middleware, in this process, with the library in the database.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
ROUNDS = 40


def milliseconds(do: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """Return how long each of some rounds took, after one that does not count."""
    do()
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        do()
        taken.append((time.perf_counter() - begun) * 1000)
    return sorted(taken)


def say(what: str, taken: list[float]) -> None:
    """Print one line of the result."""
    p95 = taken[int(len(taken) * 0.95)]
    print(f"{what}: p50 {statistics.median(taken):.1f} ms, p95 {p95:.1f} ms")


def main() -> None:
    """Measure."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            HIPCOACH_MODE="local", HIPCOACH_VAR=folder, DJANGO_SETTINGS_MODULE="hipcoach.settings"
        )
        import django

        (Path(folder) / "static").mkdir()
        django.setup()
        from django.conf import settings
        from django.contrib.auth.hashers import get_hasher, make_password
        from django.core.management import call_command
        from django.db import connection
        from django.test import Client
        from django.test.utils import CaptureQueriesContext

        settings.STORAGES["staticfiles"]["BACKEND"] = (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
        call_command("migrate", verbosity=0)
        call_command("load_library", verbosity=0)
        hasher = get_hasher()
        cost = {
            name: getattr(hasher, name, None)
            for name in ("algorithm", "time_cost", "memory_cost", "parallelism")
        }
        print(cost)
        say("hashing a password", milliseconds(lambda: make_password("side-to-side-4-life")))
        client = Client(headers={"host": "127.0.0.1"})
        say("sign-in page, visitor", milliseconds(lambda: client.get("/accounts/login/"), 200))
        with CaptureQueriesContext(connection) as queries:
            client.get("/accounts/login/")
        print(f"queries of the sign-in page: {len(queries)}")


if __name__ == "__main__":
    main()
