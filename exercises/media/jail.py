"""The process in which a stranger's file is read: little memory, little time, no way back.

    python -m exercises.media.jail '{"job": "check", "path": ..., "kind": ..., ...}'

It knows neither Django nor the settings. Each line that it prints is JSON: {"progress": percent}
on the way, and at last {"result": ...}, {"refused": a sentence} or {"crash": ...}.
`exercises.media.confine` starts it, reads it and ends it.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from exercises.media.limits import MADE_BYTES, MEMORY_BYTES, RefusedError

PR_SET_PDEATHSIG = 1
TELL_EVERY = 0.5


def lock_in(seconds: int, parent: int) -> None:
    """Bound this process: its memory, its processor time, the files it writes, its life."""
    limits = {
        resource.RLIMIT_AS: MEMORY_BYTES,
        # The clock of the parent counts too; two threads use up twice its time.
        resource.RLIMIT_CPU: 4 * seconds,
        resource.RLIMIT_FSIZE: MADE_BYTES,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in limits.items():
        with suppress(ValueError, OSError):  # macOS refuses some; the parent's clock still counts
            resource.setrlimit(kind, (most, most))
    os.nice(10)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            sys.exit("the process that asked is gone")


def work(order: dict[str, Any]) -> Any:
    """Do what is asked; the libraries are loaded inside the bounds."""
    path, reader = Path(order["path"]), order["reader"]
    if order["kind"] == "image":
        from exercises.media import pictures

        if order["job"] == "check":
            return pictures.check(path, reader)
        return pictures.make(path, reader, Path(order["target"]))
    from exercises.media import films

    if order["job"] == "check":
        return films.check(path, reader)
    from exercises.media import transcode

    return transcode.make(path, reader, Path(order["target"]), _teller())


def tell(**line: Any) -> None:
    """Print a line for the parent."""
    print(json.dumps(line), flush=True)


def _teller() -> Callable[[int], None]:
    """Return a function that tells the progress now and then; each line says "still alive"."""
    told = [0.0]

    def progress(percent: int) -> None:
        if time.monotonic() - told[0] >= TELL_EVERY:
            told[0] = time.monotonic()
            tell(progress=percent)

    return progress


def main() -> None:
    """Lock in, work, tell."""
    order = json.loads(sys.argv[1])
    lock_in(order["seconds"], order["parent"])
    try:
        tell(result=work(order))
    except RefusedError as error:
        tell(refused=str(error))
    except MemoryError:
        tell(refused="This file needs more memory than one upload may take.")
    except OSError as error:
        if error.errno == errno.ENOSPC:
            tell(refused="The server's disk is full.")
        elif error.errno == errno.EFBIG:
            tell(refused="What would be made of this file is too large.")
        else:
            tell(crash=traceback.format_exc())
    except Exception:
        tell(crash=traceback.format_exc())


if __name__ == "__main__":
    main()
