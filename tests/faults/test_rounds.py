"""Three rounds of faults in every full check; `make faults` plays thirty."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.copies import ROOT, clean_environment

pytestmark = pytest.mark.services


def test_nothing_is_lost_and_nothing_sent_twice() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults", "--rounds", "3"],
        cwd=ROOT,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 rounds, 0 wrong." in done.stdout
