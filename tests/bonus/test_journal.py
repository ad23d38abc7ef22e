"""What a run that died was handing over is told by its journal."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import OperationalError

from accounts.transport import ACCEPTED, Outcome
from bonus import delivery, handover, intent, journal, recovery
from bonus.journal import Journal
from bonus.models import Delivery, Enrollment
from tests.bonus.conftest import Clock, Confirmed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_older_journals() -> Iterator[None]:
    for name in journal.all_names():
        journal.path_of(name).unlink()
    yield


def handed_over(
    enrollment: Enrollment, book: Journal, clock: Clock
) -> tuple[Delivery, delivery.Claim]:
    """Plan, claim and declare one mail under a journal."""
    delivery.plan(clock.now)
    (claim,) = delivery.claim(clock.now)
    assert intent.declare([claim], book.open(), clock.now) == {claim.pk}
    book.intends({(claim.pk, claim.fence)})
    return Delivery.objects.get(pk=claim.pk), claim


def state(enrollment: Enrollment) -> str:
    return Delivery.objects.get(enrollment=enrollment).state


def test_what_had_not_begun_is_due_again(enrollment: Enrollment, clock: Clock) -> None:
    with Journal() as book:
        handed_over(enrollment, book, clock)
    recovery.recover(clock.now)
    assert state(enrollment) == "due"


def test_what_had_begun_is_in_doubt(enrollment: Enrollment, clock: Clock) -> None:
    with Journal() as book:
        _, claim = handed_over(enrollment, book, clock)
        book.begin(claim.pk, claim.fence)
    recovery.recover(clock.now)
    assert state(enrollment) == "uncertain"


@pytest.mark.parametrize(
    ("answer", "becomes"),
    [
        (ACCEPTED, "accepted"),
        (Outcome("deferred", "451 later"), "deferred"),
        (Outcome("failed", "554 no"), "failed"),
        (Outcome("uncertain", "cut off"), "uncertain"),
    ],
)
def test_what_was_answered_counts(
    enrollment: Enrollment, clock: Clock, answer: Outcome, becomes: str
) -> None:
    with Journal() as book:
        _, claim = handed_over(enrollment, book, clock)
        book.begin(claim.pk, claim.fence)
        book.answer(claim.pk, claim.fence, answer)
    recovery.recover(clock.now)
    assert state(enrollment) == becomes


def test_the_living_are_left_alone_whatever_the_clock_says(
    enrollment: Enrollment, clock: Clock
) -> None:
    with Journal() as book:
        handed_over(enrollment, book, clock)
        recovery.recover(clock.pass_(days=3))
        assert state(enrollment) == "submitting"


def test_after_a_crash_of_the_machine_silence_proves_nothing(
    enrollment: Enrollment, clock: Clock
) -> None:
    with Journal() as book:
        handed_over(enrollment, book, clock)
    path = journal.path_of(book.id)
    path.write_text(path.read_text().replace("boot ", "boot another-"))
    recovery.recover(clock.now)
    assert state(enrollment) == "uncertain"


def test_a_journal_on_another_machine_is_waited_for(enrollment: Enrollment, clock: Clock) -> None:
    with Journal() as book:
        handed_over(enrollment, book, clock)
    path = journal.path_of(book.id)
    path.rename(path.with_suffix(".elsewhere"))
    recovery.recover(clock.pass_(minutes=20))
    assert state(enrollment) == "submitting"
    recovery.recover(clock.pass_(minutes=20))
    assert state(enrollment) == "uncertain"
    path.with_suffix(".elsewhere").unlink()


def test_a_line_that_was_cut_off_is_no_line(enrollment: Enrollment, clock: Clock) -> None:
    with Journal() as book:
        _, claim = handed_over(enrollment, book, clock)
        book.begin(claim.pk, claim.fence)
    path = journal.path_of(book.id)
    path.write_text(path.read_text() + f"end {claim.pk.hex} {claim.fence}")
    recovery.recover(clock.now)
    assert state(enrollment) == "uncertain"


def test_a_run_that_ended_well_leaves_no_file(enrollment: Enrollment, clock: Clock) -> None:
    delivery.run(clock)
    assert journal.all_names() == []


def test_results_that_could_not_be_written_are_not_forgotten(
    enrollment: Enrollment, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*args: object) -> None:
        raise OperationalError("the database is gone")

    with monkeypatch.context() as patch, pytest.raises(OperationalError):
        patch.setattr(handover, "record_all", gone)
        delivery.run(clock)
    assert state(enrollment) == "submitting"
    delivery.run(clock)
    recovery.recover(clock.now)
    assert state(enrollment) == "accepted"


def test_who_stops_while_a_group_is_held_up_gets_none(
    confirmed: Confirmed, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bonus import consent

    enrollments = [confirmed(f"sam{n}@example.com") for n in range(2)]
    sent: list[object] = []

    def send(self: object, message: object) -> Outcome:
        sent.append(message)
        for each in enrollments:
            consent.stop(each.subscriber_id, network="", now=clock.now)
        return ACCEPTED

    monkeypatch.setattr("bonus.handover.FRESH_SECONDS", -1)
    monkeypatch.setattr("accounts.transport.Transport.send", send)
    # An intent that is never fresh is declared anew before each mail.
    counts = iter(range(100))
    monkeypatch.setattr("bonus.handover.time.monotonic", lambda: next(counts) // 2)
    monkeypatch.setattr("bonus.handover.FRESH_SECONDS", 0.5)
    delivery.run(clock)
    assert len(sent) == 1
    assert sorted(map(state, enrollments)) == ["accepted", "skipped"]
