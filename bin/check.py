"""Everything that must hold before a change lands: `make test`, or `make test-fast` with --fast.

Steps run two at a time. The unit tests run on SQLite and again on a private PostgreSQL; the tests
marked `services` and `browser` run against real copies of the whole house.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
CODE = ("accounts", "bonus", "exercises", "hipcoach", "training", "tests", "bin", "bench")
OLDEST_POSTGRES = 15
# Whatever the caller's environment says, a check reaches no server of theirs.
UNSET = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "EMAIL_PROVIDER", "SITE_URL", "ALLOWED_HOSTS")
# Some fifty processes start in a check: each may keep what it compiled for the next one.
TEST = {
    "HIPCOACH_MODE": "test",
    "PYTHONDONTWRITEBYTECODE": "",
    **dict.fromkeys(UNSET, ""),
}
PRODUCTION = {
    "HIPCOACH_MODE": "production",
    "SECRET_KEY": "checked-but-never-served-" * 3,
    "SITE_URL": "https://hipcoach.example",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "smtp://127.0.0.1:1",
    "CONTACT_EMAIL": "hello@hipcoach.example",
    "DEFAULT_FROM_EMAIL": "coach@hipcoach.example",
    "POSTAL_ADDRESS": "1 Example Lane",
}


@dataclass(frozen=True)
class Step:
    """One command that must exit with 0."""

    name: str
    command: Sequence[str | Path]
    env: Mapping[str, str] = field(default_factory=lambda: TEST)


@dataclass(frozen=True)
class Result:
    """What became of a step."""

    step: Step
    passed: bool
    seconds: float
    output: str


def manage(*words: str) -> list[str | Path]:
    """Return the command line of a management command."""
    return [BIN / "python", "-W", "error", ROOT / "manage.py", *words]


def pytest(*words: str) -> list[str | Path]:
    """Return the command line of a test run."""
    return [BIN / "pytest", "-q", *words]


# Two at a time: the unit tests share nothing but the machine's two cores.
UNIT = ("-n", "2", "-m", "not services and not browser")
# Tests that start a process or an encoder nearly each, but need no running copy.
MEDIA_FOLDERS = ("tests/exercises/media", "tests/exercises/film")
MEDIA = ("-n", "2", "-m", "services", *MEDIA_FOLDERS)
FAULTS = "tests/faults"
APART = tuple(f"--ignore={path}" for path in (*MEDIA_FOLDERS, FAULTS))
# The tables of the models are made at once; the copies of the service and browser tests migrate, on
# both databases.
QUICK = ("--no-migrations", "--dist", "worksteal")
# What the fast check leaves to the whole one: files in and out, whole libraries, walks of pages.
SLOW = (
    *("tests/accounts/test_limits.py", "tests/bonus/test_conservation.py"),
    *("tests/bonus/test_quota.py", "tests/bonus/test_rules.py"),
    *("tests/exercises/figure/test_content.py", "tests/exercises/figure/test_painter.py"),
    "tests/training/offline/test_bad_input.py",
    *("tests/bonus/test_admin.py", "tests/bonus/test_drafts.py", "tests/bonus/test_editions.py"),
    *("tests/bonus/test_feedback.py", "tests/bonus/test_pacing.py"),
    *("tests/bonus/test_preference_pages.py", "tests/bonus/test_running_pages.py"),
    *("tests/exercises/figure/test_properties.py", "tests/exercises/film", "tests/exercises/lists"),
    *("tests/exercises/media", "tests/exercises/port", "tests/exercises/posing"),
    *("tests/exercises/publishing", "tests/exercises/test_admin.py"),
    *("tests/exercises/test_bad_input.py", "tests/exercises/test_figures_in_words.py"),
    *("tests/exercises/test_load_library.py", "tests/exercises/test_program_files.py"),
    *("tests/exercises/test_programs.py", "tests/hipcoach/test_headers.py"),
    *("tests/hipcoach/test_logs.py", "tests/hipcoach/test_roles.py", "tests/training/imports"),
    *("tests/training/strength", "tests/training/takeout", "tests/training/test_demo.py"),
    *("tests/training/test_every_address.py", "tests/training/test_today.py"),
)
LINT = (
    Step("ruff", [BIN / "ruff", "check", "."]),
    Step("ruff format", [BIN / "ruff", "format", "--check", "."]),
    Step("import-linter", [BIN / "lint-imports"]),
    Step("djlint", [BIN / "djlint", "templates", "--lint", "--quiet"]),
    Step("migrations", manage("makemigrations", "--check", "--dry-run")),
    Step(
        "check --deploy",
        manage("check", "--deploy", "--fail-level", "WARNING"),
        {**TEST, **PRODUCTION},
    ),
)
TYPES = Step("mypy --strict", [BIN / "mypy", *(name for name in CODE if (ROOT / name).is_dir())])


def run(step: Step) -> Result:
    """Run one step and say at once what became of it."""
    began = time.monotonic()
    done = subprocess.run(
        [str(part) for part in step.command],
        cwd=ROOT,
        env={**os.environ, **step.env},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    result = Result(step, done.returncode == 0, time.monotonic() - began, done.stdout)
    print(f"{'ok  ' if result.passed else 'FAIL'} {step.name} ({result.seconds:.0f} s)", flush=True)
    if not result.passed or "pytest" in str(step.command[0]):
        print(result.output.rstrip(), flush=True)
    return result


def run_in_turn(*steps: Step) -> list[Result]:
    """Run steps one after the other, all of them even when one fails."""
    return [run(step) for step in steps]


def find_tools() -> tuple[str, Path]:
    """Return Chromium and the folder of PostgreSQL's programs; install them where that is allowed.

    Exits with one line that names what is missing.
    """
    chromium, postgres = find_chromium(), find_postgres()
    if not (chromium and postgres) and os.geteuid() == 0 and shutil.which("apt-get"):
        install_debian_packages()
        chromium, postgres = find_chromium(), find_postgres()
    missing = [
        name
        for name, found in (("chromium", chromium), ("postgresql (15+)", postgres))
        if not found
    ]
    if missing or not chromium or not postgres:
        sys.exit(f"make test also needs: install {' and '.join(missing)} and run it again.")
    return chromium, postgres


def find_chromium() -> str | None:
    """Return a Chromium of this machine."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for name in names if (path := shutil.which(name))), None)


def find_postgres() -> Path | None:
    """Return the folder of the newest PostgreSQL server programs that are new enough."""
    folders = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr/local").glob("opt/*/bin")]
    if server := shutil.which("postgres"):
        folders.append(Path(server).resolve().parent)
    found: list[tuple[int, Path]] = []
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            words = subprocess.run(
                [folder / "postgres", "--version"], capture_output=True, text=True, check=True
            ).stdout.split()
            version = int(words[2].split(".")[0])
            if version >= OLDEST_POSTGRES:
                found.append((version, folder))
    return max(found)[1] if found else None


def install_debian_packages() -> None:
    """Install what the tests drive, as root on Debian."""
    print("Installing chromium and postgresql ...", flush=True)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-qq"], ["install", "-y", "-qq", "chromium", "postgresql"]):
        subprocess.run(
            ["apt-get", *words], env=env, check=False, stdout=subprocess.DEVNULL, text=True
        )


@contextmanager
def private_postgres(programs: Path) -> Iterator[str]:
    """Run a PostgreSQL server that only this run can reach and yield its DATABASE_URL.

    It listens on a unix socket in a temporary folder and on no port. As root it runs as the user
    `postgres`, because the server refuses to run as root.
    """
    user = "postgres" if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="hipcoach-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if user:
            os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
        data = folder / "data"
        subprocess.run(
            [programs / "initdb", "-D", data, "-U", "hipcoach", "-A", "trust", "--no-sync"],
            check=True,
            user=user,
            cwd=folder,
            stdout=subprocess.DEVNULL,
        )
        server = subprocess.Popen(
            [
                *(programs / "postgres", "-D", data, "-k", folder, "-h", ""),
                *("-c", "fsync=off", "-c", "synchronous_commit=off"),
            ],
            user=user,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_for_postgres(programs, folder, server)
            yield f"postgres://hipcoach@{quote(name, safe='')}/postgres"
        finally:
            server.terminate()
            try:
                server.wait(15)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def wait_for_postgres(programs: Path, folder: Path, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server takes connections."""
    for _ in range(150):
        asked = subprocess.run(
            [programs / "pg_isready", "-h", folder, "-q"], check=False, capture_output=True
        )
        if asked.returncode == 0:
            return
        if server.poll() is not None:
            break
        time.sleep(0.1)
    sys.exit("The private PostgreSQL server did not start.")


def check_fast() -> list[Result]:
    """Lint, types and the unit tests on SQLite but for the slow ones."""
    with ThreadPoolExecutor(2) as pool:
        quick = pytest(*UNIT, *QUICK, *(f"--ignore={path}" for path in SLOW))
        tests = pool.submit(run_in_turn, Step("unit tests, SQLite", quick))
        others = pool.submit(run_in_turn, TYPES, *LINT)
        return [*tests.result(), *others.result()]


def check_all() -> list[Result]:
    """Everything, with the real parts."""
    chromium, postgres = find_tools()
    with private_postgres(postgres) as database_url, ThreadPoolExecutor(2) as pool:
        real = {**TEST, "CHROMIUM": chromium, "TEST_DATABASE_URL": database_url}
        # The long ones first, so that the short ones fill what is left of the two cores' time.
        steps = (
            Step("service tests", pytest("--no-migrations", "-m", "services", *APART), real),
            Step("unit tests, SQLite", pytest(*UNIT, *QUICK)),
            Step("browser tests", pytest("-m", "browser"), real),
            Step(
                "unit tests, PostgreSQL",
                pytest(*UNIT, *QUICK),
                {**TEST, "DATABASE_URL": database_url},
            ),
            Step("fault rounds", pytest("-m", "services", FAULTS), real),
            TYPES,
            Step("media and films, SQLite", pytest(*MEDIA), real),
            Step(
                "media and films, PostgreSQL",
                pytest(*MEDIA),
                {**real, "DATABASE_URL": database_url},
            ),
            *LINT,
        )
        return list(pool.map(run, steps))


def stop(number: int, frame: FrameType | None) -> None:
    """Leave in an orderly way, so that the private server stops too."""
    sys.exit(128 + number)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGHUP, stop)
    start = time.monotonic()
    results = check_fast() if "--fast" in sys.argv[1:] else check_all()
    failed = [result.step.name for result in results if not result.passed]
    print(f"\n{len(results) - len(failed)} steps passed, {len(failed)} failed, ", end="")
    print(f"in {time.monotonic() - start:.0f} s" + (f": {', '.join(failed)}" if failed else "."))
    sys.exit(bool(failed))
