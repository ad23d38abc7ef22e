"""`make run` starts the whole house, says where it is, and stops all of it again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.copies import ROOT, clean_environment, free_port, running_copy, start, wait_until
from tests.services.conftest import another

pytestmark = pytest.mark.services


def processes_of(var: Path) -> list[str]:
    """Return the command lines of running processes that belong to the copy in `var`."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            environ = (folder / "environ").read_bytes()
            words = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        # Valkey writes its title over its environment; the title names its socket.
        ours = f"HIPCOACH_VAR={var}\0".encode() in environ or f"{var}/run/".encode() in words
        if ours and words:
            found.append(words.replace(b"\0", b" ").decode())
    return found


@pytest.fixture
def used(stopped: Path, tmp_path: Path) -> Path:
    """A folder of state that was used before, so that a start is quick."""
    return another(stopped, tmp_path / "used")


def fails_with(var: Path, **env: str) -> str:
    """Return the only line that a start with this environment prints before it ends."""
    process = start(var, env)
    said, _ = process.communicate(timeout=60)
    assert process.returncode not in (0, None)
    assert processes_of(var) == []
    return said.strip()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_starts_every_part_and_stops_every_process(used: Path, number: signal.Signals) -> None:
    with running_copy(used) as copy:
        assert f"{copy.site}/mailbox/" in copy.printed
        assert "/password/reset/key/" in copy.printed
        running = " ".join(processes_of(used))
        for part in ("valkey-server", "granian", "worker", "beat"):
            assert part in running

        assert copy.stop(number) == 0
        assert processes_of(used) == []


def test_a_killed_supervisor_leaves_nothing_behind(used: Path) -> None:
    with running_copy(used) as copy:
        copy.process.kill()
        copy.process.wait()

        wait_until(lambda: processes_of(used) == [], "the end of every process")


def test_two_copies_run_side_by_side(used: Path, tmp_path: Path) -> None:
    other = another(used, tmp_path / "other")
    (other / "secret_key").unlink()
    with running_copy(used) as one, running_copy(other) as two:
        for copy in (one, two):
            with urllib.request.urlopen(f"{copy.site}/healthz", timeout=10) as answer:
                assert answer.status == 200
        assert (one.var / "secret_key").read_text() != (two.var / "secret_key").read_text()


def test_a_second_copy_in_the_same_folder_is_refused(used: Path) -> None:
    with running_copy(used):
        process = start(used, {"PORT": str(free_port())})
        said, _ = process.communicate(timeout=60)

    assert said.startswith("HIPCOACH_VAR")
    assert process.returncode == 1


def test_a_port_in_use_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        said = fails_with(tmp_path, PORT=str(port))

    assert said.startswith(f"PORT {port} is in use")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "postgres://nobody@127.0.0.1:9/nothing"),
        ("DATABASE_URL", "oracle://host/name"),
        ("REDIS_URL", "redis://127.0.0.1:9/0"),
        ("REDIS_URL", "unix:///nowhere/valkey.sock"),
    ],
)
def test_what_does_not_answer_is_named_in_one_sentence(
    tmp_path: Path, name: str, value: str
) -> None:
    said = fails_with(tmp_path, PORT=str(free_port()), **{name: value})

    assert said.startswith(name)
    assert said.count("\n") == 0


def test_a_bare_shell_is_enough(tmp_path: Path) -> None:
    done = subprocess.run(
        ["env", "-i", f"HOME={Path.home()}", "PATH=/usr/bin:/bin", ROOT / "bin" / "find-python"],
        capture_output=True,
        text=True,
        check=True,
    )
    version = subprocess.run(
        [done.stdout.strip(), "-c", "import sys; print(sys.version_info >= (3, 12))"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert version.stdout.strip() == "True"


def test_a_broken_shim_is_passed_over(tmp_path: Path) -> None:
    shim = tmp_path / "python3.13"
    shim.write_text("#!/bin/sh\necho 'no such version' >&2\nexit 127\n")
    shim.chmod(0o755)
    working = Path(sys.base_prefix) / "bin"
    env = {**clean_environment(), "PATH": f"{tmp_path}{os.pathsep}{working}{os.pathsep}/bin"}

    done = subprocess.run(
        [ROOT / "bin" / "find-python"], env=env, capture_output=True, text=True, check=True
    )

    assert Path(done.stdout.strip()).is_relative_to(working)


def test_no_python_is_said_in_one_line(tmp_path: Path) -> None:
    shim = tmp_path / "python3"
    shim.write_text("#!/bin/sh\nexit 1\n")
    shim.chmod(0o755)
    (tmp_path / "sh").symlink_to("/bin/sh")

    done = subprocess.run(
        ["/bin/sh", ROOT / "bin" / "find-python"],
        env={"PATH": str(tmp_path), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
