"""The journal: what a run was just handing over, told line by line to the local disk.

The intent to send is declared in the database for a few mails at a time. Which of them had begun
when a worker was killed, and what the mail server had said, stands here: one file for each run in
HIPCOACH_VAR/state/journal, one line before a mail is handed over and one after. A write is a plain
`write(2)`: it survives the death of the process, which is what it is for, and costs microseconds.

Who runs holds a lock on the file, and the kernel lets go of it when the process dies, whatever
anybody's clock says. So a file that can be locked is a dead run's, and then:

| the file says | the mail |
| --- | --- |
| nothing about it | provably did not leave |
| begun, and an answer | is what was answered |
| begun, no answer | nobody knows |

After a crash of the machine itself the last lines may be missing, so that silence proves nothing:
a file from before the last boot vouches only for the answers that it holds. Where the machine does
not say which boot it is, that is always so.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Self
from uuid import UUID, uuid4

from django.conf import settings

from accounts.transport import ACCEPTED, Outcome

ENDING = ".journal"
KEPT_SECONDS = 15 * 60  # longer than a lease: an intent may be committed after its worker's death
_NONE = -1  # no file descriptor: writing to it fails
_BOOT = Path("/proc/sys/kernel/random/boot_id")


def folder() -> Path:
    """Return where the journals of this machine lie."""
    return Path(settings.STATE_DIR) / "journal"


@dataclass
class Account:
    """What a journal says about the mails of its run, by id and fence."""

    begun: set[tuple[UUID, int]] = field(default_factory=set)
    answers: dict[tuple[UUID, int], Outcome] = field(default_factory=dict)
    complete: bool = False  # what it does not mention did not happen


class Journal:
    """The journal of a run that is going on; made when the first mail is about to leave."""

    def __init__(self) -> None:
        self.id = uuid4()
        self._file = _NONE
        self._open: set[tuple[UUID, int]] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        """Let go of the file; remove it when the database knows everything that it says."""
        if self._file == _NONE:
            return
        if not self._open:
            path_of(self.id).unlink(missing_ok=True)
        os.close(self._file)
        self._file = _NONE

    def open(self) -> UUID:
        """Make the file if there is none yet, and return its name, for the intent to carry."""
        if self._file == _NONE:
            folder().mkdir(parents=True, exist_ok=True)
            made = path_of(self.id).with_suffix(".new")
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
            self._file = os.open(made, flags, 0o600)
            fcntl.flock(self._file, fcntl.LOCK_EX)
            os.write(self._file, f"boot {_boot()}\n".encode())
            made.rename(path_of(self.id))  # locked before anybody can find it
        return self.id

    def intends(self, mails: set[tuple[UUID, int]]) -> None:
        """Remember which mails the database takes to be in our hands."""
        self._open |= mails

    def begin(self, mail: UUID, fence: int) -> None:
        """Say that a mail is about to be handed over; raises OSError where that cannot be said."""
        os.write(self._file, b"begin %b %d\n" % (mail.hex.encode(), fence))

    def answer(self, mail: UUID, fence: int, outcome: Outcome) -> None:
        """Say what came of it. A full disk loses the line: the mail is in doubt if we die now."""
        said = "" if outcome is ACCEPTED else " " + json.dumps(asdict(outcome))
        with suppress(OSError):
            os.write(self._file, f"end {mail.hex} {fence}{said}\n".encode())

    def settle(self, mails: set[tuple[UUID, int]]) -> None:
        """Forget mails whose end the database knows."""
        self._open -= mails


def path_of(name: UUID) -> Path:
    """Return the file of a journal."""
    return folder() / f"{name}{ENDING}"


def all_names() -> list[UUID]:
    """Return the journals that lie on this machine, of the living and of the dead."""
    names = []
    with suppress(FileNotFoundError):
        for path in folder().iterdir():
            with suppress(ValueError):
                if path.suffix == ENDING:
                    names.append(UUID(path.stem))
    return sorted(names)


@contextmanager
def of_the_dead(name: UUID) -> Iterator[Account | None]:
    """Yield what a journal says if its run is over, and None while somebody is still writing it.

    While the block runs nobody else reads it here.
    """
    try:
        opened = os.open(path_of(name), os.O_RDONLY)
    except FileNotFoundError:
        yield None
        return
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with os.fdopen(os.dup(opened), "rb") as file:
            account = _read(file.read().decode("ascii", "replace").split("\n"))
    except BlockingIOError:
        account = None
    try:
        yield account
    finally:
        os.close(opened)


def forget(name: UUID) -> None:
    """Remove a dead run's file once it is so old that no intent can still refer to it."""
    path = path_of(name)
    with suppress(FileNotFoundError):
        if time.time() - path.stat().st_mtime > KEPT_SECONDS:
            path.unlink()


def _read(lines: list[str]) -> Account:
    account = Account()
    for line in lines[:-1]:  # a last line without its end was cut off while being written
        word, *rest = line.split(" ", 3)
        if word == "boot":
            account.complete = bool(rest[0]) and rest[0] == _boot()
            continue
        with suppress(ValueError, IndexError, TypeError):
            mail = UUID(rest[0]), int(rest[1])
            account.begun.add(mail)
            if word == "end":
                said = rest[2:]
                account.answers[mail] = Outcome(**json.loads(said[0])) if said else ACCEPTED
    return account


def _boot() -> str:
    """Return a name of this boot of the machine; empty where there is none."""
    try:
        return _BOOT.read_text().strip()
    except OSError:
        return ""
