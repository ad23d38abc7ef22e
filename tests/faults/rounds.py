"""Rounds of faults, and the account after each: nothing lost, nothing twice, nothing unwanted.

A round enrolls people who are all due, lets real workers send while parts are killed, stopped,
frozen or misbehave at random moments, mends everything, lets time pass until nothing is open, and
then holds the database against what the mail server took. A round is its seed: the same seed gives
the same faults at the same moments, though not the same interleaving of processes.

Time passes by moving every moment in the database back, so that leases, delays and backoffs of
hours end in seconds while the processes keep the machine's clock.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from celery import Celery
from django.db import OperationalError, close_old_connections, connection, transaction
from django.db.models import F
from django.utils import timezone

from bonus import consent, conservation, recovery, schedule
from bonus.models import Delivery, DomainPace, Enrollment, Instance, Series, Subscriber
from bonus.models.deliveries import HELD, OPEN, WAITING
from tests.faults.parts import Postgres, Sink, Taken, Valkey, Workers

MOMENTS: dict[Any, tuple[str, ...]] = {
    Delivery: ("planned_for", "available_at", "lease_until", "submitted_at", "ended_at"),
    Enrollment: ("next_due_at", "last_sent_at", "started_at"),
    Subscriber: ("confirmed_at", "unsubscribed_at"),
    DomainPace: ("counted_at", "booked_until", "slowed_at"),
}
PEOPLE = 120
EXTRA = 10
STEP = timedelta(minutes=20)
SETTLING_STEPS = 120
QUIET_SECONDS = 20
IN_FLIGHT = 3.0  # seconds: a mail that has begun, in a worker that may be frozen meanwhile


@dataclass
class World:
    """The parts of a run, and what has been done to them in this round."""

    postgres: Postgres
    valkey: Valkey
    sink: Sink
    workers: Workers
    broker: Celery
    rng: random.Random = field(default_factory=random.Random)
    workers_now: list[Any] = field(default_factory=list)
    beats_now: list[Any] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    connections_broken: int = 0
    stopped: dict[str, float] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    seed: int = 0
    more: int = 0  # how often people were added in this round

    def begin(self) -> None:
        """Start two workers and a beat."""
        self.workers_now = [self.workers.start_worker() for _ in range(2)]
        self.beats_now = [self.workers.start_beat()]

    def tick(self) -> None:
        """Ask any worker to send what is due."""
        with_broker(lambda: self.broker.send_task("bonus.tasks.send_due"))


def with_broker(do: Callable[[], object]) -> None:
    """Do something with a broker that may be gone; a lost hint must cost nothing."""
    try:
        do()
    except Exception as error:
        if "onnection" not in f"{type(error).__name__}{error}":
            raise


# --- what may happen


def kill_worker(world: World) -> None:
    """A worker and its children die at once; another one starts."""
    world.workers.kill(world.workers_now.pop(0))
    world.connections_broken += 2
    world.workers_now.append(world.workers.start_worker())


def kill_beat(world: World) -> None:
    """The clock dies; another one starts."""
    world.workers.kill(world.beats_now.pop(0))
    world.beats_now.append(world.workers.start_beat())


def two_beats(world: World) -> None:
    """Somebody starts a second clock."""
    world.beats_now.append(world.workers.start_beat())


def wipe_broker(world: World) -> None:
    """The broker dies and forgets every task."""
    world.valkey.kill()
    time.sleep(world.rng.uniform(0, 0.5))
    world.valkey.start()


def stop_database(world: World) -> None:
    """The database is gone for a moment; results of mails that left meanwhile are not written."""
    connection.close()
    world.postgres.crash()
    world.connections_broken += 2 * len(world.workers_now)
    time.sleep(world.rng.uniform(0, 1))
    world.postgres.start()


def tasks_twice(world: World) -> None:
    """Every hint arrives many times."""
    for _ in range(8):
        world.tick()


def freeze_worker(world: World) -> None:
    """A worker is away for longer than its lease, and comes back as if nothing had happened."""
    frozen = world.rng.choice(world.workers_now)
    os.killpg(frozen.pid, signal.SIGSTOP)
    world.connections_broken += 2
    time.sleep(0.3)
    pass_time(timedelta(minutes=10))
    time.sleep(1)
    os.killpg(frozen.pid, signal.SIGCONT)


def clock_jumps(world: World) -> None:
    """It is suddenly hours later: every lease has run out while its worker is at work."""
    pass_time(timedelta(hours=world.rng.uniform(0.2, 5)))
    world.connections_broken += 2 * len(world.workers_now)


def readers_stop(world: World) -> None:
    """Some people have had enough."""
    now = timezone.now()
    people = list(Subscriber.objects.filter(state="active").values_list("pk", flat=True))
    for pk in world.rng.sample(people, min(6, len(people))):
        consent.stop(pk, network="", now=now)
        address = Subscriber.objects.values_list("address", flat=True).get(pk=pk)
        world.stopped.setdefault(address, time.time())


def skewed_worker(world: World) -> None:
    """A worker joins whose machine's clock is hours off: to it, every lease has run out."""
    hours = world.rng.choice((-5, 3, 30))
    world.workers_now.append(world.workers.start_skewed(timedelta(hours=hours)))
    time.sleep(2)


def older_copy(world: World) -> None:
    """An older copy of the database is put back under running workers, and then the right one.

    Some people are due in the copy who were mailed since it was made.
    """
    world.more += 1
    first = PEOPLE + EXTRA * world.more
    due = timezone.now() + timedelta(seconds=3)
    retrying(lambda: add_people(world.seed, range(first, first + EXTRA), due))
    before = _tide()
    connection.close()
    world.postgres.keep_copy()
    for _ in range(40):
        time.sleep(0.2)
        if _tide() > before and timezone.now() > due:
            break
    else:
        world.done.append("(nothing was sent)")
    time.sleep(0.5)
    connection.close()
    world.postgres.swap_copy()
    taken = len(world.sink.taken)
    for _ in range(5):
        world.tick()
        time.sleep(0.5)
    if (more := len(world.sink.taken) - taken) > 0:
        world.wrong.append(f"{more} mails were sent from an older copy of the database")
    world.postgres.swap_copy()
    # Three restarts, each of which cuts off whatever was being sent.
    world.connections_broken += 3 * 2 * len(world.workers_now)


def _tide() -> int:
    tides: list[int] = []
    retrying(lambda: tides.extend(Instance.objects.values_list("tide", flat=True)))
    return tides[0] if tides else 0


def weather(habit: str, share: float) -> Callable[[World], None]:
    """Give the mail server a bad habit."""

    def change(world: World) -> None:
        world.sink.weather[habit] = share

    change.__name__ = habit
    return change


FAULTS: tuple[Callable[[World], None], ...] = (
    kill_worker,
    kill_worker,
    kill_beat,
    two_beats,
    wipe_broker,
    stop_database,
    tasks_twice,
    freeze_worker,
    clock_jumps,
    skewed_worker,
    older_copy,
    readers_stop,
    weather("to_recipient_4xx", 0.5),
    weather("to_data_4xx", 0.5),
    weather("to_data_5xx", 0.1),
    weather("hang_before", 0.05),
    weather("hang_after", 0.05),
    weather("drop_before", 0.3),
    weather("drop_after", 0.1),
)


# --- a round


@dataclass
class Account:
    """What became of a round's mails."""

    seed: int
    faults: list[str]
    states: dict[str, int]
    taken: int
    duplicates: int
    broken: int
    wrong: list[str]
    seconds: float

    def __str__(self) -> str:
        states = ", ".join(f"{name} {count}" for name, count in sorted(self.states.items()))
        return (
            f"seed {self.seed}: {states}; taken {self.taken}, duplicates {self.duplicates} of at "
            f"most {self.broken}; {self.seconds:.0f} s; {' '.join(self.faults)}"
            + "".join(f"\n  WRONG: {sentence}" for sentence in self.wrong)
        )


def play(world: World, seed: int) -> Account:
    """Play one round and return its account."""
    began = time.monotonic()
    world.rng, world.seed, world.more = random.Random(seed), seed, 0
    world.done, world.connections_broken, world.stopped, world.wrong = [], 0, {}, []
    world.sink.forget()
    enroll(seed)
    world.begin()
    time.sleep(world.rng.uniform(1.5, 3))  # a worker needs about so long to listen
    for _ in range(world.rng.randint(2, 5)):
        fault = world.rng.choice(FAULTS)
        name = fault.__name__
        retrying(partial(fault, world))
        world.done.append(name)
        time.sleep(world.rng.uniform(0.2, 1.2))
    settle(world)
    account = audit(world, seed, time.monotonic() - began)
    world.workers.kill_all()
    return account


def retrying(do: Callable[[], None]) -> None:
    """Do something with a database that may just have been restarted under this connection."""
    for attempt in range(20):
        try:
            do()
        except OperationalError:
            close_old_connections()
            connection.close()
            if attempt == 19:
                raise
            time.sleep(0.2)
        else:
            return


def enroll(seed: int) -> None:
    """Begin anew with people who confirmed just now: each one's first mail is due."""
    with transaction.atomic():
        Subscriber.objects.all().delete()
        DomainPace.objects.all().delete()
        add_people(seed, range(PEOPLE), timezone.now())


def add_people(seed: int, numbers: range, due: datetime) -> None:
    """Add people whose first mail is due at a moment."""
    now = timezone.now()
    version = Series.objects.get(slug=consent.SERIES).current()
    first = version.main_steps().first()
    people = Subscriber.objects.bulk_create(
        Subscriber(
            address=f"reader-{n}@round-{seed}-{n % 4}.example",
            address_hash=f"{seed}-{n}",
            first_name="Kim",
            time_zone="Europe/Berlin",
            state=Subscriber.State.ACTIVE,
            created_at=now,
            confirmed_at=now,
        )
        for n in numbers
    )
    Enrollment.objects.bulk_create(
        Enrollment(
            subscriber=person,
            series=version.series,
            version=version,
            next_step=first,
            next_due_at=due,
            started_at=now,
        )
        for person in people
    )


def pass_time(span: timedelta) -> None:
    """Let time pass for everything that the database remembers."""
    with transaction.atomic():
        for model, names in MOMENTS.items():
            model.objects.update(**{name: F(name) - span for name in names})


def settle(world: World) -> None:
    """Mend everything, and let time pass until no first mail is open and none is in doubt once."""
    world.sink.weather = {}
    for beat in world.beats_now[1:]:
        world.workers.kill(beat)
        world.beats_now.remove(beat)
    # A worker that was frozen or cut off may be at anything; a fresh one finds what it left.
    for worker in list(world.workers_now):
        world.workers.kill(worker)
        world.workers_now.remove(worker)
        world.connections_broken += 2
    world.workers_now = [world.workers.start_worker()]
    for _ in range(SETTLING_STEPS):
        retrying(lambda: pass_time(STEP))
        quiet(world)
        if not unsettled():
            return
    raise AssertionError(f"not settled: {Counter(_states())}")


def quiet(world: World) -> None:
    """Wait until nothing that could be done now is left."""
    deadline = time.monotonic() + QUIET_SECONDS
    while time.monotonic() < deadline:
        now = timezone.now()
        busy = Delivery.objects.filter(state__in=WAITING, available_at__lte=now)
        held = Delivery.objects.filter(state__in=HELD)
        old = now - recovery.RESOLVE_AFTER
        doubt = Delivery.objects.filter(state=Delivery.State.UNCERTAIN, doubts=0, ended_at__lt=old)
        waiting = busy.exists() or doubt.exists() or Enrollment.objects.due(now).exists()
        if not (waiting or held.exists()):
            return
        if not waiting:
            # Held by a worker that was killed: only time helps.
            lease_left = held.filter(lease_until__gt=now).exists()
            if lease_left and world.rng.random() < 0.2:
                return
        time.sleep(0.2)


def unsettled() -> bool:
    """Tell whether anything about a first mail is still open."""
    doubt = Delivery.objects.filter(state=Delivery.State.UNCERTAIN, doubts=0)
    due = Enrollment.objects.due(timezone.now())
    # In the order in which mails move: what leaves one of them meanwhile is seen in the next.
    return due.exists() or doubt.exists() or Delivery.objects.filter(state__in=OPEN).exists()


def _states() -> list[str]:
    return list(Delivery.objects.values_list("state", flat=True))


def audit(world: World, seed: int, seconds: float) -> Account:
    """Hold the database against what the mail server took."""
    sink, wrong = world.sink, [*world.wrong, *conservation.check(timezone.now()).errors]
    took = Counter(message.message_id for message in sink.taken)
    mails = Delivery.objects.select_related("subscriber", "step")
    firsts = {mail.enrollment_id: mail for mail in mails.filter(step__order=1)}
    for enrollment in Enrollment.objects.select_related("subscriber"):
        mail = firsts.get(enrollment.pk)
        if mail is None:
            if enrollment.subscriber.state == "active":
                wrong.append(f"{enrollment}: has no first mail: lost")
            continue
        if reason := _lost(mail, took[mail.message_id], sink.refused[mail.message_id]):
            wrong.append(f"{enrollment}: {reason}")
        left = enrollment.subscriber.unsubscribed_at
        if left and mail.submitted_at and mail.submitted_at > left:
            wrong.append(f"{enrollment}: sent after the stop was accepted")
    wrong += [
        f"{message.recipient}: sent {late:.1f} s after the stop was accepted"
        for message in sink.taken
        if (late := message.at - world.stopped.get(message.recipient, message.at)) > IN_FLIGHT
    ]
    ids = {mail.message_id: mail for mail in mails}
    wrong += [f"{name}: the server took a mail that no row knows" for name in took.keys() - ids]
    duplicates = 0
    for name, count in took.items():
        duplicates += count - 1
        mail = ids.get(name)
        if count > 2 or (count > 1 and mail and not mail.doubts):
            doubts = mail.doubts if mail else 0
            wrong.append(f"{mail or name}: taken {count} times, {doubts} times in doubt")
    wrong += _renamed(sink.taken, ids)
    broken = world.connections_broken + sink.broken
    if duplicates > broken:
        wrong.append(f"{duplicates} duplicates out of {broken} broken connections")
    states = dict(Counter(_states()))
    return Account(seed, world.done, states, len(sink.taken), duplicates, broken, wrong, seconds)


def _renamed(taken: list[Taken], mails: dict[str, Delivery]) -> list[str]:
    """Say which mails came under more than one Message-ID."""
    names: dict[tuple[str, int | None], set[str]] = {}
    for message in taken:
        if mail := mails.get(message.message_id):
            names.setdefault((message.recipient, mail.step_id), set()).add(message.message_id)
    return [f"{who}: one mail under {ids}" for (who, _), ids in names.items() if len(ids) > 1]


def _lost(mail: Delivery, taken: int, refused: int) -> str:
    """Say how a mail was lost; empty when it was not."""
    state, stopped = mail.state, mail.subscriber.state == "unsubscribed"
    if state in ("accepted", "uncertain") and not taken:
        return f"is {state}, and the server never took it: lost"
    if state == "failed" and not refused:
        return f"failed without a refusal ({mail.reason}): lost"
    if state in ("skipped", "expired") and not stopped:
        return f"is {state} ({mail.reason}): lost"
    return ""


assert schedule.MAXIMUM_LATENESS > STEP * SETTLING_STEPS  # settling must not make mails expire
