"""How long `make run` takes until the site answers: the first time in a folder, and again.

    make run (once, so that everything is installed), then: .venv/bin/python bench/start.py

Prints seconds and the share of the limit: a second start has 10 s.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.copies import free_port, read_until_ready

LIMIT_SECONDS = 10.0
STARTS = 4


def start(var: str) -> float:
    """Start a copy, wait until it says that it answers, stop it; return the seconds of waiting."""
    began = time.monotonic()
    process = subprocess.Popen(
        ["make", "run"],
        cwd=ROOT,
        env={**os.environ, "HIPCOACH_VAR": var, "PORT": str(free_port())},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    read_until_ready(process)
    seconds = time.monotonic() - began
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=60)
    return seconds


def main() -> None:
    """Measure one first start and several later ones."""
    with tempfile.TemporaryDirectory(prefix="hipcoach-bench-") as var:
        print(f"first start in an empty folder: {start(var):.1f} s")
        later = sorted(start(var) for _ in range(STARTS))
    worst = later[-1]
    print(f"later starts: {', '.join(f'{one:.1f}' for one in later)} s")
    print(f"slowest of {STARTS}: {worst:.1f} s, {worst / LIMIT_SECONDS:.0%} of the limit")


if __name__ == "__main__":
    main()
