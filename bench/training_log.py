"""What the pages of a log cost after five years of training, alone and among 1,000 such logs.

    .venv/bin/python bench/training_log.py [--runners 1000] [--minutes 20] [--only SQLite]

On SQLite, and on PostgreSQL where its server programs are installed, each in a process and a
database of its own. One runner's five years (3 sessions a week, 6 exercises, 3 sets a side; runs
and hip checks too) are made by Django, and then copied inside the database for the others: a
thousand runners are 28 million sets, and no program should have to touch each. The copying ends
after `--minutes`, and what is printed says how many runners there were.

Asked are whole pages and a phone's queues through all middleware, of twenty runners in turn, with
1, 100 and all runners in the database; printed are queries (without BEGIN, COMMIT and savepoints),
p50, p99 against the limits, and how much of it this process reckoned: the rest is PostgreSQL, or
somebody else's work.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from uuid6 import uuid7

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bin")]

WEEKS, PER_WEEK, EXERCISES, SETS = 260, 3, 6, 3
ROUNDS, ASKED = 60, 20  # requests of each page, and by how many runners
CHECK_EVERY = 28  # days
STAGES = (1, 100)  # and then all
QUEUE_WORKOUTS = 14  # of 36 rows each: 504 sets
CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
type Limit = tuple[int, int] | None  # queries, milliseconds
PROGRESS: Limit = (20, 200)
PAGES: dict[str, tuple[str, Limit]] = {
    "today": ("/training/today/", (12, 60)),
    "log": ("/training/", None),
    "progress, a quarter": ("/training/progress/", PROGRESS),
    "progress, all": ("/training/progress/?range=all", PROGRESS),
    "progress, all, an exercise": (
        "/training/progress/?range=all&of=exercise-{slug}",
        PROGRESS,
    ),
    "pack for a phone": ("/training/offline/pack.json", None),
}


def person(number: int) -> str:
    """Return a runner's address."""
    return f"runner-{number}@bench.example"


def make_people(count: int) -> list[Any]:
    """Make the runners."""
    from accounts.models import User
    from training.models import HealthConsent

    people = [User(email=person(number), password="") for number in range(count)]
    User.objects.bulk_create(people, batch_size=1000)
    made = list(User.objects.filter(email__endswith="@bench.example").order_by("pk"))
    given = [
        HealthConsent(runner=one, version=HealthConsent.VERSION, given_at=one.date_joined)
        for one in made
    ]
    HealthConsent.objects.bulk_create(given, batch_size=1000)
    return made


def enroll(people: Sequence[Any], now: datetime) -> None:
    """Put everybody into a program that began two weeks ago, so that Today has a plan."""
    from exercises.catalog import get_catalog
    from training.models import Enrollment

    program = get_catalog().programs[0].slug
    start = (now - timedelta(days=14)).date()
    weekday = now.weekday()
    days = sorted((weekday + gap) % 7 for gap in (0, 2, 4))
    Enrollment.objects.bulk_create(
        [
            Enrollment(
                runner=one, program=program, start_on=start, strength_days=days, created_at=now
            )
            for one in people
        ],
        batch_size=500,
    )


def make_log(runner: Any, now: datetime) -> list[Any]:
    """Make one runner's five years; return the exercises."""
    from exercises.models import Exercise, Laterality
    from training.models import Run, Workout, WorkoutSet

    one_sided = Exercise.objects.filter(laterality=Laterality.UNILATERAL).order_by("slug")
    exercises = list(one_sided[: 2 * EXERCISES])
    workouts, sets, runs = [], [], []
    for number in range(WEEKS * PER_WEEK):
        began = now - timedelta(days=7 * WEEKS) + timedelta(days=number * 7 / PER_WEEK)
        workout = Workout(
            runner=runner, started_at=began, finished_at=began + timedelta(minutes=35)
        )
        workouts.append(workout)
        runs.append(
            Run(
                runner=runner,
                started_at=began + timedelta(hours=5),
                distance_m=random.randrange(4000, 18000),
                duration_s=3000,
                pain_score=random.choice((None, 0, 1, 2)),
            )
        )
        chosen = exercises[number % 2 :: 2]
        for place, exercise in enumerate(chosen, 1):
            sets += rows(workout, exercise, place, began)
    Workout.objects.bulk_create(workouts)
    WorkoutSet.objects.bulk_create(sets, batch_size=500)
    Run.objects.bulk_create(runs)
    make_checks(runner, now)
    return exercises


def rows(workout: Any, exercise: Any, place: int, at: datetime) -> list[Any]:
    """Return the unsaved rows of one exercise."""
    from training.models import WorkoutSet

    return [
        WorkoutSet(
            workout=workout,
            exercise=exercise,
            position=place,
            set_index=index,
            side=side,
            completed_at=at,
            rpe=6,
            pain_score=random.choice((0, 0, 1, 3)),
            **{exercise.measure: random.randrange(8, 40)},
        )
        for index in range(1, SETS + 1)
        for side in ("left", "right")
    ]


def make_checks(runner: Any, now: datetime) -> None:
    """Make a hip check with five tests for every four weeks."""
    from training.assessments.protocols import assessments
    from training.models import AssessmentResult, HipCheck

    tests = [one for one in assessments().values() if one.has_index][:5]
    checks, results = [], []
    for number in range(7 * WEEKS // CHECK_EVERY):
        at = now - timedelta(days=CHECK_EVERY * (number + 1))
        check = HipCheck(
            runner=runner, started_at=at, first_side="left", planned=[one.key for one in tests]
        )
        checks.append(check)
        results += [
            AssessmentResult(
                hip_check=check, assessment=one.key, side=side, value=random.randrange(20, 40)
            )
            for one in tests
            for side in ("left", "right")
        ]
    HipCheck.objects.bulk_create(checks)
    AssessmentResult.objects.bulk_create(results, batch_size=500)


def copy_logs(people: Sequence[Any], first: int, last: int, minutes: float) -> int:
    """Copy the first runner's log to the others from `first` to before `last`, in the database.

    Returns how many have one. A copied id keeps its tail and begins with the runner's number, so
    that rows stand together.
    """
    from django.db import connection

    from training.models import AssessmentResult, HipCheck, Run, Workout, WorkoutSet

    ends = time.monotonic() + 60 * minutes
    links = {WorkoutSet: "workout", AssessmentResult: "hip_check"}
    with connection.cursor() as cursor:
        for number in range(first, last):
            if time.monotonic() > ends:
                return number
            for model in (Workout, Run, HipCheck, WorkoutSet, AssessmentResult):
                source, target = people[0].pk, people[number].pk
                cursor.execute(copying(model, links.get(model), source, target, number))
    return last


def copying(model: Any, link: str | None, source: int, target: int, number: int) -> str:
    """Return the statement that copies a runner's rows of one table."""
    from django.db import connection

    table, start = model._meta.db_table, f"{number:08x}"
    columns = [field.column for field in model._meta.concrete_fields]
    quoted = dict.fromkeys(columns, "")
    for column in columns:
        quoted[column] = f'"{table}"."{column}"'
    for column in ("id", f"{link}_id"):
        if column not in quoted:
            continue
        if connection.vendor == "postgresql":
            quoted[column] = f"('{start}' || substr({quoted[column]}::text, 9))::uuid"
        else:
            quoted[column] = f"'{start}' || substr({quoted[column]}, 9)"
    joined, owner = "", f'"{table}"."runner_id"'
    if link:
        parent = model._meta.get_field(link).related_model._meta.db_table
        joined = f'JOIN "{parent}" AS parent ON parent.id = "{table}"."{link}_id"'
        owner = "parent.runner_id"
    else:
        quoted["runner_id"] = str(target)
    names = ", ".join(f'"{column}"' for column in columns)
    return (
        f'INSERT INTO "{table}" ({names}) SELECT {", ".join(quoted.values())} '  # noqa: S608 - ours
        f'FROM "{table}" {joined} WHERE {owner} = {source}'
    )


def settle() -> None:
    """Let the database learn what it holds."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def ask(
    name: str, people: Sequence[Any], one: Callable[[Any, Any], None], limit: Limit = None
) -> None:
    """Ask a page again and again, and print what it took."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    browsers = []
    for runner in random.sample(list(people), min(ASKED, len(people))):
        browser = Client()
        browser.force_login(runner)
        browsers.append((browser, runner))
        one(browser, runner)  # warm
    with CaptureQueriesContext(connection) as queries:
        one(*browsers[0])
        # The next request empties the list.
        count = sum(not query["sql"].startswith(CONTROL) for query in queries)
    taken, spent = [], []
    for number in range(ROUNDS):
        began, processor = time.perf_counter(), time.process_time()
        one(*browsers[number % len(browsers)])
        taken.append((time.perf_counter() - began) * 1000)
        spent.append((time.process_time() - processor) * 1000)
    taken.sort()
    spent.sort()
    p50, p99 = taken[len(taken) // 2], taken[int(len(taken) * 0.99)]
    print(
        f"  {name}: {count} queries, p50 {p50:.1f} ms, p99 {p99:.1f} ms, "
        f"of it {spent[len(spent) // 2]:.1f} ms of this process's processor{_against(limit)}",
        flush=True,
    )


class Phone:
    """A phone that sends what it logged: one set at a time, or a long queue."""

    def __init__(self, exercises: Sequence[Any]) -> None:
        self.exercises = exercises
        self.device = str(uuid4())
        self.open: dict[Any, dict[str, Any]] = {}
        self.sent: Counter[Any] = Counter()

    def one_set(self, browser: Any, runner: Any) -> None:
        """Send a set of the workout under way, which the first call begins."""
        if runner not in self.open:
            self.open[runner] = self._workout()
            self._send(browser, [self.open[runner]])
        number = self.sent[runner] = self.sent[runner] + 1
        exercise = self.exercises[number % EXERCISES]
        self._send(browser, [self._set(self.open[runner], exercise, number, "left", 1)])

    def queue(self, browser: Any, runner: Any) -> None:
        """Send fourteen workouts with all their sets."""
        items = []
        for _ in range(QUEUE_WORKOUTS):
            workout = self._workout()
            items += [workout, *self._sets(workout)]
        self._send(browser, items)

    def _sets(self, workout: dict[str, Any]) -> list[dict[str, Any]]:
        return [
            self._set(workout, exercise, index, side, place)
            for place, exercise in enumerate(self.exercises[:EXERCISES], 1)
            for index in range(1, SETS + 1)
            for side in ("left", "right")
        ]

    def _workout(self) -> dict[str, Any]:
        at = self._now()
        return {"kind": "workout", "id": str(uuid7()), "started_at": at, "edited_at": at}

    def _set(
        self, workout: dict[str, Any], exercise: Any, index: int, side: str, place: int
    ) -> dict[str, Any]:
        at = self._now()
        return {
            "kind": "set",
            "id": str(uuid7()),
            "workout": workout["id"],
            "exercise": exercise.slug,
            "position": place,
            "set_index": index,
            "side": side,
            exercise.measure: 12,
            "rir": 2,
            "pain_score": 1,
            "completed_at": at,
            "edited_at": at,
            "prescribed": {"sets": 3, "measure": exercise.measure, "amount": 12, "rir": 2},
        }

    @staticmethod
    def _now() -> str:
        return datetime.now().astimezone().isoformat()

    def _send(self, browser: Any, items: list[dict[str, Any]]) -> None:
        body = {"schema": 1, "device": self.device, "items": items}
        answer = browser.post("/training/sync/", body, content_type="application/json")
        assert {one["status"] for one in answer.json()["results"]} == {"saved"}, answer.content


def _against(limit: Limit) -> str:
    return f"; limit {limit[0]} queries, {limit[1]} ms" if limit else ""


def ask_all(said: str, people: Sequence[Any], exercises: Sequence[Any]) -> None:
    """Ask everything."""
    from django.db.models import F

    from tests.training.conftest import block, sheet
    from training.models import Workout

    print(said, flush=True)

    def page(address: str) -> Callable[[Any, Any], None]:
        def get(browser: Any, runner: Any) -> None:
            assert browser.get(address).status_code == 200

        return get

    def log(browser: Any, runner: Any) -> None:
        blocks = [
            block(one, *[{"left": "12", "right": "12"}] * SETS) for one in exercises[:EXERCISES]
        ]
        today = datetime.now().astimezone()
        data = sheet(*blocks, day=f"{today - timedelta(days=1):%Y-%m-%d}")
        assert browser.post("/training/workouts/new/", data).status_code == 302

    for name, (address, limit) in PAGES.items():
        ask(name, people, page(address.format(slug=exercises[0].slug)), limit)
    ask("a workout logged by hand, 36 rows", people, log)
    phone = Phone(exercises)
    ask("a set through sync", people, phone.one_set, (6, 15))
    ask("504 sets of 14 workouts in one sync", people, phone.queue, (20, 400))
    # Logged by hand, so they end where they start; the others' logs are copies of the first one's.
    logged = Workout.objects.filter(runner__in=people)
    logged.filter(finished_at=F("started_at")).delete()
    logged.filter(device__isnull=False).delete()


def measure(name: str, runners: int, minutes: float) -> None:
    """Measure in the database that the environment names."""
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.utils import timezone

    from hipcoach.warm_up import warm_up

    django.setup()

    settings.ALLOWED_HOSTS = ["*"]
    # Counted as always, but never reached.
    settings.ACCOUNT_RATE_LIMITS = {"training_sync": "10000/m/user"}
    random.seed(1)
    call_command("migrate", verbosity=0)
    call_command("load_library", verbosity=0)
    warm_up()  # as a server does
    people = make_people(runners)
    exercises = make_log(people[0], timezone.now())
    enroll(people, timezone.now())
    count, began = 1, time.monotonic()
    for stage in sorted({*(n for n in STAGES if n < runners), runners}):
        left = minutes - (time.monotonic() - began) / 60
        count = copy_logs(people, count, stage, left)
        settle()
        rows = count * WEEKS * PER_WEEK * EXERCISES * SETS * 2
        said = f"{name}: {count} logs, {rows:,} sets, after {time.monotonic() - began:.0f} s"
        ask_all(said, people[:count], exercises)
        if count < stage:
            break


def main() -> None:
    """Measure on each database that there is."""
    import check

    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--runners", type=int, default=1000)
    reader.add_argument("--minutes", type=float, default=20)
    reader.add_argument("--only", default="")
    reader.add_argument("--measure", default="", help=argparse.SUPPRESS)
    asked = reader.parse_args()
    if asked.measure:
        measure(asked.measure, asked.runners, asked.minutes)
        return
    again = [sys.executable, __file__, "--runners", str(asked.runners)]
    again += ["--minutes", str(asked.minutes), "--measure"]
    with tempfile.TemporaryDirectory(prefix="hipcoach-bench-") as var:
        env = {
            **os.environ,
            "HIPCOACH_MODE": "test",
            "HIPCOACH_VAR": var,
            "DJANGO_SETTINGS_MODULE": "hipcoach.settings",
            "LOG_LEVEL": "ERROR",
        }
        if asked.only != "PostgreSQL":
            url = f"sqlite:///{var}/bench.sqlite3"
            subprocess.run([*again, "SQLite"], env={**env, "DATABASE_URL": url}, check=True)
            (Path(var) / "bench.sqlite3").unlink()
        if asked.only != "SQLite" and (programs := check.find_postgres()):
            with check.private_postgres(programs) as url:
                database = {**env, "DATABASE_URL": url}
                subprocess.run([*again, "PostgreSQL"], env=database, check=True)


if __name__ == "__main__":
    main()
