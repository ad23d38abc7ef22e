"""Real copies of the house for tests: `bin/run.py` with a folder, a port and parts of its own."""

from __future__ import annotations

import email
import email.policy
import json
import os
import re
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 120
PATIENCE_SECONDS = 30
WAITING = """
import json, time
deadline = time.monotonic() + {seconds}
while True:
{ask}
    held = bool({until})
    if held or time.monotonic() > deadline:
        break
    time.sleep(0.2)
print(json.dumps([held, said]))
"""


@dataclass
class Copy:
    """A running copy: its process, its address, its folder of state and what it has printed."""

    process: subprocess.Popen[str]
    site: str
    var: Path
    printed: str
    env: Mapping[str, str]

    def mails_to(self, address: str) -> list[EmailMessage]:
        """Return the mails that the local mailbox holds for one address, oldest first."""
        files = sorted((self.var / "mailbox").glob("*.eml"))
        parsed = (read_mail(path) for path in files)
        return [mail for mail in parsed if mail and address in str(mail["To"])]

    def wait_for_mail(self, address: str, count: int = 1) -> EmailMessage:
        """Return the `count`-th mail to `address` once it has come."""
        mails: list[EmailMessage] = []

        def arrived() -> bool:
            mails[:] = self.mails_to(address)
            return len(mails) >= count

        wait_until(arrived, f"mail {count} to {address}")
        return mails[count - 1]

    def manage(self, *words: str, **env: str) -> str:
        """Run a management command in this copy and return what it printed."""
        done = subprocess.run(
            [sys.executable, ROOT / "bin" / "manage.py", *words],
            env={**clean_environment(), **self.environment(), **env},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def shell(self, code: str) -> str:
        """Run Python in a process of this copy and return what it printed."""
        return self.manage("shell", "--no-imports", "-c", code)

    def wait_in_shell(self, ask: str, until: str, what: str, seconds: float = 30) -> Any:
        """Return what `ask` leaves in `said` once the expression `until` holds.

        One process asks again and again: to start one for each question keeps a small machine
        busier than the worker that is waited for.
        """
        code = WAITING.format(ask=textwrap.indent(ask, "    "), until=until, seconds=seconds)
        held, said = json.loads(self.shell(code))
        assert held, f"{what}: not within {seconds} s, but {said}"
        return said

    def environment(self) -> dict[str, str]:
        """Return the variables that name this copy."""
        return {
            "HIPCOACH_VAR": str(self.var),
            "PORT": self.site.rsplit(":", 1)[-1],
            **self.env,
        }

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        """Ask the copy to stop and return its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(PATIENCE_SECONDS)


def read_mail(path: Path) -> EmailMessage | None:
    """Parse a mail file; None where it is not completely written yet."""
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message if message["To"] else None


def text_of(mail: EmailMessage) -> str:
    """Return a mail's text part."""
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def link_in(mail: EmailMessage, pattern: str) -> str:
    """Return the first link of the text part that matches."""
    found = re.search(rf"https?://\S*{pattern}\S*", text_of(mail))
    assert found, f"no link like {pattern} in:\n{text_of(mail)}"
    return found.group().rstrip(".,)>")


def code_in(mail: EmailMessage) -> str:
    """Return the code that stands on a line of its own in the text part."""
    found = re.search(r"^([A-Z0-9]{4}-[A-Z0-9]{4})\s*$", text_of(mail), re.MULTILINE)
    assert found, f"no code in:\n{text_of(mail)}"
    return found[1]


def wait_until(true: Callable[[], bool], what: str, seconds: float = PATIENCE_SECONDS) -> None:
    """Wait until `true` holds, or fail saying what did not happen."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return
        time.sleep(0.1)
    raise AssertionError(f"{what}: not within {seconds} s")


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def clean_environment() -> dict[str, str]:
    """Return this process's environment without what would steer a copy."""
    steering = ("HIPCOACH_", "DJANGO_", "PYTEST_", "EMAIL_", "ANYMAIL_", "SECRET_KEY")
    names = ("DATABASE_URL", "REDIS_URL", "SITE_URL", "PORT", "DEBUG", "ALLOWED_HOSTS", "LOG_LEVEL")
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(steering) and name not in names
    }


def start(var: Path, env: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
    """Start a copy and return at once."""
    return subprocess.Popen(
        [sys.executable, ROOT / "bin" / "run.py"],
        env={**clean_environment(), "HIPCOACH_VAR": str(var), **(env or {})},
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@contextmanager
def running_copy(var: Path, env: Mapping[str, str] | None = None) -> Iterator[Copy]:
    """Run a copy until the block ends."""
    port = str(free_port())
    process = start(var, {"PORT": port, **(env or {})})
    try:
        printed = read_until_ready(process)
        yield Copy(process, f"http://127.0.0.1:{port}", var, printed, env or {})
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE_SECONDS)
        if process.stdout:
            process.stdout.close()


def read_until_ready(process: subprocess.Popen[str]) -> str:
    """Return what a copy prints until it says that it is ready; fail when it ends before."""
    assert process.stdout is not None
    lines: list[str] = []
    silence = threading.Timer(START_SECONDS, process.kill)
    silence.start()
    try:
        for line in process.stdout:
            lines.append(line)
            if "Ctrl-C" in line:
                return "".join(lines)
    finally:
        silence.cancel()
    raise AssertionError("the copy did not start:\n" + "".join(lines))
