"""Has a stranger's file read in a process of its own that can be killed (see `jail`)."""

from __future__ import annotations

import json
import logging
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from exercises.media.limits import CHECK_SECONDS, STALL_SECONDS, WORK_SECONDS, RefusedError

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parent.parent.parent
CRASHED = "This file is damaged: the program that reads it gave up."
TOO_SLOW = "This file takes too long to read."


def check(path: Path, kind: str, reader: str) -> dict[str, Any]:
    """Return what the file holds, within seconds; RefusedError says why it is not taken."""
    order = {"job": "check", "path": str(path), "kind": kind, "reader": reader}
    return run(order, CHECK_SECONDS, CHECK_SECONDS, _silent)


def make(
    path: Path, kind: str, reader: str, target: Path, told: Callable[[int], None]
) -> dict[str, Any]:
    """Have the web's files made in `target`; `told` gets the percentage done and may raise."""
    order = {"job": "make", "path": str(path), "kind": kind, "reader": reader}
    return run({**order, "target": str(target)}, WORK_SECONDS, STALL_SECONDS, told)


def run(
    order: dict[str, Any], seconds: int, stall: int, told: Callable[[int], None]
) -> dict[str, Any]:
    """Run an order in the jail and return its result.

    It is killed after so many seconds, after `stall` seconds of silence, and when `told` raises.
    """
    words = json.dumps({**order, "seconds": seconds, "parent": os.getpid()})
    process = subprocess.Popen(  # noqa: S603  # our own module; the words are one JSON argument
        [sys.executable, "-m", "exercises.media.jail", words],
        cwd=ROOT,
        env=_bare_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        for line in _lines(process, seconds, stall):
            if "progress" in line:
                told(line["progress"])
            elif "refused" in line:
                raise RefusedError(line["refused"])
            elif "result" in line:
                result: dict[str, Any] = line["result"]
                return result
            else:
                logger.warning("reading an upload failed: %s", line["crash"])
        raise RefusedError(CRASHED)
    finally:
        process.kill()
        process.communicate()


def _lines(process: subprocess.Popen[bytes], seconds: int, stall: int) -> Iterator[dict[str, Any]]:
    """Yield what the process says, until it ends; RefusedError when it is silent for too long."""
    pipe = process.stdout.fileno() if process.stdout else -1
    ends, rest = time.monotonic() + seconds, b""
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while True:
            left = ends - time.monotonic()
            if left <= 0 or not selector.select(min(left, stall)):
                raise RefusedError(TOO_SLOW)
            part = os.read(pipe, 65536)
            if not part:
                return
            *whole, rest = (rest + part).split(b"\n")
            yield from map(json.loads, whole)


def _silent(percent: int) -> None:
    """A check says nothing on its way."""


def _bare_environment() -> dict[str, str]:
    """Return what Python needs to start, and no secret."""
    names = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TMPDIR", "VIRTUAL_ENV")
    return {name: os.environ[name] for name in names if name in os.environ}
