"""How fast the bonus series plans and sends, and what a million subscribers cost.

    .venv/bin/python bench/bonus_mail.py [--only sqlite] [--subscribers N] [--mails N] [--peer N]

On PostgreSQL, and on SQLite with 50,000. Everybody is enrolled; first nobody is due, then as many
as are to be mailed. The bare loop sends one ready-made message of the same size over as many
connections in the same run, by smtplib. Workers are processes with everything a worker loads.
"""

from __future__ import annotations

import argparse
import json
import os
import quopri
import smtplib
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bin")]

WORKERS = 2
TICKS = 60
FAR = timedelta(days=20)


# --- what a database holds


def fill(count: int) -> float:
    """Add subscribers up to `count`, all enrolled and none of them due; return the seconds."""
    from django.db import connection
    from django.utils import timezone

    from bonus import consent
    from bonus.models import Enrollment, Series

    version = Series.objects.get(slug=consent.SERIES).current()
    first = version.main_steps().first()
    assert first
    now, began = timezone.now(), time.monotonic()
    moment = connection.ops.adapt_datetimefield_value
    start = Enrollment.objects.count()
    postgres = connection.vendor == "postgresql"
    numbers = (
        f"generate_series({start + 1}, {count}) AS made(n)"
        if postgres
        else f"(WITH RECURSIVE made(n) AS (VALUES ({start + 1}) UNION ALL SELECT n + 1 "  # noqa: S608 - numbers of this file
        f"FROM made WHERE n < {count}) SELECT n FROM made) AS made"
    )
    hexed = "lpad(to_hex(n), 12, '0')" if postgres else "printf('%%012x', n)"
    if postgres:
        person, enrolled = (
            f"('{k8}-0000-7000-8000-' || {hexed})::uuid" for k8 in ("01900001", "01900002")
        )
    else:
        person, enrolled = (f"('{k8}000070008000' || {hexed})" for k8 in ("01900001", "01900002"))
    zone = (
        "CASE n %% 5 WHEN 0 THEN 'Europe/Berlin' WHEN 1 THEN 'America/New_York' "
        "WHEN 2 THEN 'Asia/Tokyo' WHEN 3 THEN 'Europe/London' ELSE '' END"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO bonus_subscriber (id, address, address_hash, first_name, time_zone, pace,
                new_address, state, link_version, created_at, confirmed_at)
            SELECT {person}, 'reader-' || n || '@domain-' || (n %% 1000) || '.example',
                '{"0" * 52}' || {hexed}, 'Kim ' || n, {zone}, 1, '', 'active', 1, %s, %s
            FROM {numbers}
            """,  # noqa: S608 - numbers and names of this file
            [moment(now), moment(now)],
        )
        cursor.execute(
            f"""
            INSERT INTO bonus_enrollment (id, subscriber_id, series_id, version_id, next_step_id,
                next_due_at, state, started_at)
            SELECT {enrolled}, {person}, %s, %s, %s, %s, 'active', %s FROM {numbers}
            """,  # noqa: S608 - as above
            [version.series_id, version.pk, first.pk, moment(now + FAR), moment(now)],
        )
        if postgres:
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("ANALYZE")
    return time.monotonic() - began


def make_due(count: int) -> None:
    """Let so many of those who are not be due now."""
    from django.utils import timezone

    from bonus.models import Enrollment

    now = timezone.now()
    later = Enrollment.objects.filter(next_due_at__gt=now).order_by("pk")[:count]
    Enrollment.objects.filter(pk__in=later.values("pk")).update(next_due_at=now)


# --- what is measured


def idle_tick() -> float:
    """Return the median milliseconds of a tick in which nothing is due."""
    from django.utils import timezone

    from bonus import delivery

    took = []
    for _ in range(TICKS):
        began = time.perf_counter()
        delivery.run(timezone.now)
        took.append(time.perf_counter() - began)
    return statistics.median(took) * 1000


def planning(count: int) -> float:
    """Plan and claim so many due deliveries; return how many a second."""
    from django.utils import timezone

    from bonus import delivery

    make_due(count)
    done, began = 0, time.perf_counter()
    while claims := delivery.gather(timezone.now()):
        done += len(claims)
    took = time.perf_counter() - began
    assert done == count, (done, count)
    return done / took


def sample() -> bytes:
    """Return the mail of one reader as it leaves."""
    from django.utils import timezone

    from bonus.models import Delivery, Enrollment
    from bonus.press import Press

    enrollment = Enrollment.objects.select_related("subscriber").first()
    assert enrollment and enrollment.next_step_id
    press = Press()
    step = press.step(enrollment.next_step_id)
    row = Delivery(subscriber=enrollment.subscriber, enrollment=enrollment, step=step)
    row.message_id = f"<{row.pk}@hipcoach.example>"
    return press.print(row, enrollment, step, timezone.now()).content


def together(role: str, *words: str) -> tuple[float, list[dict[str, Any]]]:
    """Run WORKERS processes in a role, from the moment all are ready; return seconds and words."""
    processes = [
        subprocess.Popen(
            [sys.executable, __file__, "--role", role, *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(WORKERS)
    ]
    for one in processes:
        assert one.stdout
        assert one.stdout.readline() == "ready\n"
    began = time.perf_counter()
    for one in processes:
        assert one.stdin
        one.stdin.write("go\n")
        one.stdin.flush()
    said = [json.loads(one.communicate()[0]) for one in processes]
    took = time.perf_counter() - began
    return max(one["seconds"] for one in said) if said else took, said


def as_bare_loop(port: int, count: int, size_of: Path) -> dict[str, Any]:
    """Send a ready-made message again and again, as smtplib does it."""
    content = size_of.read_bytes()
    smtp = smtplib.SMTP("127.0.0.1", port)
    began = wait_for_go()
    for number in range(count):
        smtp.sendmail("coach@hipcoach.example", [f"reader-{number}@domain.example"], content)
    return {"sent": count, "seconds": time.perf_counter() - began}


def as_worker() -> dict[str, Any]:
    """Send whatever is due, run after run, until nothing is."""
    import django

    django.setup()
    from django.utils import timezone

    from bonus import delivery
    from hipcoach.celery import app

    app.loader.import_default_modules()
    before, began = peak_mb(), wait_for_go()
    sent = 0
    while counts := delivery.run(timezone.now):
        sent += counts["accepted"]
    took = time.perf_counter() - began
    return {"sent": sent, "seconds": took, "before_mb": before, "peak_mb": peak_mb()}


def wait_for_go() -> float:
    """Say that everything is loaded, and return the time at which it began."""
    print("ready", flush=True)
    sys.stdin.readline()
    return time.perf_counter()


def peak_mb() -> float:
    """Return the most memory that this process has had so far."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0


@contextmanager
def running_sink() -> Iterator[str]:
    """Run the mail server that keeps nothing and yield its port."""
    sink = subprocess.Popen(
        [sys.executable, ROOT / "bench" / "sink.py"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert sink.stdout
    try:
        yield sink.stdout.readline().strip()
    finally:
        sink.communicate()


def end_to_end(count: int, folder: Path) -> None:
    """Send for real, beside the bare loop, and print both."""
    ready = folder / "ready-made"
    ready.write_bytes(sample())
    rates = []
    with running_sink() as port:
        os.environ["EMAIL_URL"] = f"smtp://127.0.0.1:{port}"
        bare = str(count // WORKERS)
        took, _ = together("bare", port, bare, str(ready))
        rates.append(count / took)
        make_due(count)
        took, said = together("worker")
        sent = sum(one["sent"] for one in said)
        assert sent == count, (sent, count)
        ours = count / took
        took, _ = together("bare", port, bare, str(ready))
        rates.append(count / took)
    loop = statistics.mean(rates)
    print(
        f"  end to end, {count} mails of {ready.stat().st_size / 1000:.1f} kB, {WORKERS} workers: "
        f"{ours:.0f} a second; the bare loop {' and '.join(f'{rate:.0f}' for rate in rates)}: "
        f"{ours / loop:.0%}"
    )
    peak = max(one["peak_mb"] for one in said)
    print(f"  memory of a worker: {peak:.0f} MB at most ({said[0]['before_mb']:.0f} before)")
    audit(count)


def peer(count: int, folder: Path) -> None:
    """Let django-post-office send as many, in an environment that is thrown away afterwards."""
    uv = ROOT / ".tools" / "uv" / "bin" / "uv"
    python = folder / "peer" / "bin" / "python"
    wanted = ("django>=6.1,<6.2", "django-post-office", "psycopg[binary]")
    for words in (
        ("venv", "-q", "-p", sys.executable, folder / "peer"),
        ("pip", "install", "-q", "-p", python, *wanted),
    ):
        if subprocess.run([uv, *words], check=False).returncode:
            print("  django-post-office: cannot be installed here")
            return
    with running_sink() as port:
        html = folder / "peer.html"
        body = sample().partition(b"text/html")[2].partition(b"\r\n\r\n")[2]
        html.write_text(quopri.decodestring(body).decode().replace("Kim 1", "{{ name }}"))
        done = subprocess.run(
            [python, ROOT / "bench" / "peer.py", str(count)],
            env={**os.environ, "PORT": port, "HTML": str(html)},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    print(f"  django-post-office, two processes: {done.stdout.strip()}")


def audit(count: int) -> None:
    """Stop unless the books balance."""
    from django.utils import timezone

    from bonus import conservation
    from bonus.models import Delivery

    errors = conservation.check(timezone.now()).errors
    accepted = Delivery.objects.filter(state=Delivery.State.ACCEPTED).count()
    if errors or accepted < count:
        sys.exit(f"does not balance: {accepted} accepted; {errors}")


def measure(name: str, sizes: list[int], mails: int, folder: Path, peers: int) -> None:
    """Measure in the database that the environment names."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_library", verbosity=0)
    call_command("load_series", verbosity=0)
    print(name)
    for size in sizes:
        took = fill(size)
        print(f"  {size} enrolled (made in {took:.0f} s): idle tick {idle_tick():.2f} ms")
    end_to_end(mails, folder)
    print(f"  idle tick after that: {idle_tick():.2f} ms")
    rate = planning(min(5 * mails, sizes[-1] - mails))
    print(f"  planning and claiming: {rate:.0f} deliveries a second", flush=True)
    if peers and name == "PostgreSQL":
        peer(peers, folder)


ROLES: dict[str, Callable[..., dict[str, Any]]] = {
    "bare": lambda port, count, path: as_bare_loop(int(port), int(count), Path(path)),
    "worker": as_worker,
}


def main() -> None:
    """Measure on each database that there is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--subscribers", type=int, default=1_000_000)
    parser.add_argument("--mails", type=int, default=20_000)
    parser.add_argument("--peer", type=int, default=0, help="mails for django-post-office")
    parser.add_argument("--only", choices=("sqlite", "postgres"))
    parser.add_argument("--role", choices=ROLES)
    parser.add_argument("--database")
    parser.add_argument("words", nargs="*")
    chosen = parser.parse_args()
    if chosen.role:
        print(json.dumps(ROLES[chosen.role](*chosen.words)))
        return
    if chosen.database:
        top = min(chosen.subscribers, 50_000) if chosen.database == "SQLite" else chosen.subscribers
        sizes = [size for size in (10_000, 100_000) if size < top] + [top]
        measure(chosen.database, sizes, chosen.mails, Path(os.environ["HIPCOACH_VAR"]), chosen.peer)
        return
    import check

    with tempfile.TemporaryDirectory(prefix="hipcoach-bench-") as var:
        env = {
            **os.environ,
            "HIPCOACH_MODE": "local",
            "HIPCOACH_VAR": var,
            "DJANGO_SETTINGS_MODULE": "hipcoach.settings",
            "LOG_LEVEL": "ERROR",
        }
        again = [sys.executable, __file__, *sys.argv[1:], "--database"]
        if chosen.only != "postgres":
            url = f"sqlite:///{var}/bench.sqlite3"
            subprocess.run([*again, "SQLite"], env={**env, "DATABASE_URL": url}, check=True)
        if chosen.only != "sqlite" and (programs := check.find_postgres()):
            with check.private_postgres(programs) as url:
                database = {**env, "DATABASE_URL": url}
                subprocess.run([*again, "PostgreSQL"], env=database, check=True)


if __name__ == "__main__":
    main()
