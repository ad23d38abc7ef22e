"""How fast the library answers, beside a page that is always the same.

    make run (once, so that everything is installed), then: .venv/bin/python bench/library.py

Starts a copy of its own with two web processes, asks over four connections that stay open, and
prints requests per second with p50 and p99, each as a share of the constant page in the same run.
Then it publishes 5,000 made-up exercises and measures single searches, and what a process grows by.
Last it publishes a change and waits until every process shows it.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import quote_plus

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.copies import Copy, free_port, running_copy, wait_until

SECONDS, ROUNDS, CONNECTIONS, WORKERS = 4.0, 3, 4, 2
MADE_UP = 5000
LIMITS = {"detail": 0.60, "list": 0.35}
SEARCH_MS, GROWTH_MB, SEEN_SECONDS = 30.0, 60.0, 2.0
QUERIES = [
    one["typed"]
    for one in tomllib.loads((ROOT / "tests/exercises/search_queries.toml").read_text())["query"]
]


class Connection:
    """A connection that stays open and reads whole answers, into the same memory each time.

    The asking costs the same two cores as the answering, so it must be cheap.
    """

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.memory = bytearray(1 << 20)

    def get(self, path: str) -> tuple[float, memoryview]:
        """Return the seconds that an answer took, and the answer; anything but 200 is an error.

        The answer is overwritten by the next one.
        """
        asked = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n".encode()
        began = time.perf_counter()
        self.socket.sendall(asked)
        read = self._more(0)
        while (end := self.memory.find(b"\r\n\r\n", 0, read)) < 0:
            read += self._more(read)
        head = bytes(self.memory[:end])
        length = re.search(rb"(?i)content-length: (\d+)", head)
        assert head.startswith(b"HTTP/1.1 200") and length, head
        whole = end + 4 + int(length[1])
        while read < whole:
            read += self._more(read)
        return time.perf_counter() - began, memoryview(self.memory)[end + 4 : whole]

    def _more(self, read: int) -> int:
        count = self.socket.recv_into(memoryview(self.memory)[read:])
        assert count, "the server closed the connection"
        return count


def load(port: int, paths: Sequence[str]) -> tuple[int, list[float]]:
    """Ask for the paths in turn over all connections; return the count and the latencies."""

    def one(number: int) -> list[float]:
        connection, taken = Connection(port), list[float]()
        ends = time.perf_counter() + SECONDS
        for path in islice(cycle(paths), number * 7, None):
            if time.perf_counter() > ends:
                return taken
            taken.append(connection.get(path)[0])
        return taken

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        taken = [seconds for each in pool.map(one, range(CONNECTIONS)) for seconds in each]
    return len(taken), taken


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which so many of the values lie, in ms."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)] * 1000


@contextmanager
def site(copy: Copy) -> Iterator[int]:
    """Serve the copy's library with two processes; yield the port."""
    port = free_port()
    command = [
        *(str(ROOT / ".venv/bin/granian"), "--interface", "wsgi", "--host", "127.0.0.1"),
        *("--port", str(port), "--workers", str(WORKERS), "--blocking-threads", "2"),
        *("--log-level", "warning", "bench.constant_wsgi:application"),
    ]
    process = subprocess.Popen(command, cwd=ROOT, env=environment(copy), start_new_session=True)
    try:
        wait_until(lambda: answers(port), "the site", 60)
        yield port
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def answers(port: int) -> bool:
    """Tell whether the constant page is there."""
    try:
        Connection(port).get("/constant/")
    except (OSError, AssertionError):
        return False
    return True


def environment(copy: Copy) -> dict[str, str]:
    """Return the environment of a process that belongs to a copy."""
    return {
        **os.environ,
        "HIPCOACH_MODE": "local",
        "HIPCOACH_VAR": str(copy.var),
        "SECRET_KEY": (copy.var / "secret_key").read_text().strip(),
        "SITE_URL": copy.site,
        "REDIS_URL": f"unix://{copy.var}/run/valkey.sock?db=0",
        "DJANGO_SETTINGS_MODULE": "hipcoach.settings",
        "LOG_LEVEL": "ERROR",
    }


def shell(copy: Copy, code: str) -> str:
    """Run Python in the copy and return what it prints."""
    setup = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import django; django.setup()\n"
    command = [sys.executable, "-c", setup + code]
    done = subprocess.run(command, env=environment(copy), stdout=subprocess.PIPE, check=True)
    return done.stdout.decode()


def searches() -> list[str]:
    """Return the addresses of searches."""
    return [f"/exercises/?q={quote_plus(query)}" for query in QUERIES]


def rates(port: int) -> None:
    """Print how many pages of each kind are served, round after round beside the constant one."""
    slugs = ("clamshell", "lateral-step-down", "side-plank", "glute-bridge", "pivot-step")
    targets = {
        "constant": ["/constant/"],
        "list": ["/exercises/", "/exercises/?plane=frontal", "/exercises/?level=1&level=2"],
        "search": searches(),
        "detail": [f"/exercises/{slug}/" for slug in slugs],
    }
    for paths in targets.values():
        for path in paths * WORKERS * 2:
            Connection(port).get(path)  # warm in both processes, as far as chance has it
    counts = dict.fromkeys(targets, 0)
    taken: dict[str, list[float]] = {name: [] for name in targets}
    for _ in range(ROUNDS):
        for name, paths in targets.items():
            count, latencies = load(port, paths)
            counts[name] += count
            taken[name] += latencies
    for name, count in counts.items():
        share = count / counts["constant"]
        limit = f", at least {LIMITS[name]:.0%} wanted" if name in LIMITS else ""
        p50, p99 = (percentile(taken[name], part) for part in (0.5, 0.99))
        print(
            f"{name}: {count / SECONDS / ROUNDS:.0f} requests/s, p50 {p50:.1f} ms, "
            f"p99 {p99:.1f} ms: {share:.0%} of the constant page{limit}"
        )


def single_searches(port: int) -> None:
    """Print the latency of searches that nobody asked for before, one at a time."""
    connection = Connection(port)
    for path in searches() * WORKERS:
        connection.get(path)  # draws the figures, which a process does once
    # A word that says nothing makes each of them a query that no process has answered before.
    taken = [connection.get(f"{path}+exercise")[0] for path in searches()]
    p99 = percentile(taken, 0.99)
    print(
        f"search at {MADE_UP} more exercises, {len(taken)} queries once each: "
        f"p50 {percentile(taken, 0.5):.1f} ms, p99 {p99:.1f} ms, {p99 / SEARCH_MS:.0%} of the limit"
    )


GROWTH = """
import gc, resource
from pathlib import Path
def rss():
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1e6
from django.test import Client
from exercises.catalog import get_catalog
from exercises.models import CatalogVersion
Client().get("/healthz", headers={"host": "127.0.0.1"})
get_catalog()
"""


def growth(copy: Copy, small: float) -> None:
    """Print by how much a process is larger that holds the made-up exercises too."""
    grown = float(shell(copy, GROWTH + "print(rss())")) - small
    print(f"a process grows by {grown:.0f} MB, {grown / GROWTH_MB:.0%} of the limit")


PUBLISH = """
from django.utils import timezone
from exercises.models import Exercise
from exercises.publishing import release
row = Exercise.objects.get(slug="clamshell")
row.setup = "Seen everywhere."
row.save()
release.note_change(row, None, timezone.now())
release.publish(row, None, timezone.now())
print(timezone.now().timestamp())
"""


def seen_everywhere(copy: Copy, port: int) -> None:
    """Print how long a change is published until no process shows the old words any more."""
    with ThreadPoolExecutor(1) as pool:
        published = pool.submit(shell, copy, PUBLISH)
        last_old, ends = time.time(), float("inf")
        while time.time() < ends:
            _, page = Connection(port).get("/exercises/clamshell/")
            if b"Seen everywhere." not in bytes(page):
                last_old = time.time()
            if published.done() and ends == float("inf"):
                ends = time.time() + 2 * SEEN_SECONDS
            time.sleep(0.01)
    late = max(0.0, last_old - float(published.result()))
    print(f"old words were last seen {late:.2f} s after the change, limit {SEEN_SECONDS:.0f} s")


def main() -> None:
    """Measure all of it."""
    with (
        tempfile.TemporaryDirectory(prefix="hipcoach-bench-") as name,
        running_copy(Path(name)) as copy,
    ):
        with site(copy) as port:
            rates(port)
            seen_everywhere(copy, port)
        small = float(shell(copy, GROWTH + "print(rss())"))
        shell(
            copy,
            f"from bench import generate; from django.utils import timezone\n"
            f"generate.add({MADE_UP}, 1, timezone.now())",
        )
        growth(copy, small)
        with site(copy) as port:
            single_searches(port)


if __name__ == "__main__":
    main()
