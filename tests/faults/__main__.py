"""Play rounds of faults: `make faults`, or `python -m tests.faults --rounds 3 --seed 7`."""

from __future__ import annotations

import argparse
import logging
import os
import random
import sys
import tempfile
import time
from pathlib import Path


def main() -> int:
    """Play the rounds and return 0 when every account balances."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--seed", type=int, default=int(time.time()) % 1_000_000)
    chosen = parser.parse_args()

    logging.getLogger("mail.log").setLevel(logging.ERROR)
    from tests.faults.parts import Postgres, Sink, Valkey, Workers, remove

    folder = Path(tempfile.mkdtemp(prefix="hipcoach-faults-"))
    folder.chmod(0o755)  # the database server has a user of its own
    sink = Sink(random.Random(chosen.seed))
    postgres, valkey = Postgres(folder / "postgres"), Valkey(folder / "valkey")
    env = {
        "HIPCOACH_MODE": "local",
        "HIPCOACH_VAR": str(folder / "var"),
        "DATABASE_URL": postgres.url,
        "REDIS_URL": valkey.url,
        "EMAIL_URL": sink.url,
    }
    os.environ.update(env, DJANGO_SETTINGS_MODULE="hipcoach.settings")
    workers = Workers(env, folder / "workers.log")
    wrong = 0
    try:
        prepare()
        from tests.faults.clockwork import app
        from tests.faults.rounds import World, play

        world = World(postgres, valkey, sink, workers, app)
        for seed in range(chosen.seed, chosen.seed + chosen.rounds):
            account = play(world, seed)
            print(account, flush=True)
            wrong += len(account.wrong)
    finally:
        workers.kill_all()
        valkey.stop()
        postgres.stop()
        sink.stop()
        if not wrong and sys.exc_info()[0] is None:
            remove(folder)
        else:
            print(f"What the workers said: {folder / 'workers.log'}")
    print(f"{chosen.rounds} rounds, {wrong} wrong.")
    return 1 if wrong else 0


def prepare() -> None:
    """Make the tables and load what the series needs."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("load_library", verbosity=0)
    call_command("load_series", verbosity=0)


if __name__ == "__main__":
    sys.exit(main())
