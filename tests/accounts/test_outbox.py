"""Every account mail is a row first: what a dead server, a dead broker or a dead worker can do."""

from __future__ import annotations

import socket
import time
from datetime import datetime, timedelta
from typing import Any

import pytest
from celery import Celery
from django.core import mail
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.test import Client, override_settings
from django.utils import timezone

from accounts import hints, outbox, tasks
from accounts.models import Letter, User
from accounts.transport import ACCEPTED, Outcome, Transport
from tests.accounts.conftest import Clock, Sink

pytestmark = [
    pytest.mark.django_db,
    # aiosmtpd 1.4.6 leaves its transports to the garbage collector
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
PASSWORD = "side-to-side-4-life"


def write(now: datetime, to: str = "new@example.com") -> Letter:
    """Put a letter into the outbox."""
    return outbox.put(EmailMessage("Subject", "Words", to=[to]), now)


def facts(letter: Letter) -> tuple[str, int]:
    """Return a letter's state and attempts as they stand in the database."""
    letter.refresh_from_db()
    return letter.state, letter.attempts


def sign_up(address: str = "new@example.com") -> int:
    """Sign up and return the answer's status."""
    return Client().post("/accounts/signup/", {"email": address, "password1": PASSWORD}).status_code


def later(**time: float) -> outbox.Clock:
    """Return a clock that is ahead."""
    return lambda: timezone.now() + timedelta(**time)


def test_signing_up_works_while_the_mail_server_is_down(
    nobody_listens: override_settings, django_capture_on_commit_callbacks: Any
) -> None:
    with nobody_listens, django_capture_on_commit_callbacks(execute=True) as hints:
        assert sign_up() == 302
    letter = Letter.objects.get()
    assert len(hints) == 1
    assert facts(letter) == ("due", 1)
    assert "refused" in letter.reason
    outbox.run(later(seconds=50))
    assert facts(letter) == ("due", 1)

    outbox.run(later(seconds=70))
    assert facts(letter) == ("sent", 2)
    assert [message.to for message in mail.outbox] == [["new@example.com"]]


def test_a_dead_broker_breaks_nothing_and_the_tick_sends(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    def dead(**options: object) -> None:
        raise ConnectionError("no broker")

    with monkeypatch.context() as patch:
        patch.setattr(tasks.send_letters, "apply_async", dead)
        with django_capture_on_commit_callbacks(execute=True):
            assert sign_up() == 302
    assert (Letter.objects.get().state, mail.outbox) == ("due", [])

    tasks.send_letters()
    assert (Letter.objects.get().state, len(mail.outbox)) == ("sent", 1)


def test_a_broker_that_never_answers_does_not_hang_the_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        broker = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        app = Celery("waiting", broker=broker, set_as_current=False)
        monkeypatch.setattr(hints, "current_app", app)
        monkeypatch.setattr(tasks, "send_letters", app.task(name="send")(tasks.send_letters.run))
        before = time.monotonic()
        tasks.hint()
    # Alone it takes one second or two; Celery by itself waits 45 s or more.
    assert time.monotonic() - before < 30


def test_nothing_is_sent_before_the_commit() -> None:
    sign_up()
    assert (Letter.objects.get().state, mail.outbox) == ("due", [])


@pytest.mark.parametrize("page", ["/accounts/signup/", "/accounts/password/reset/"])
def test_known_and_unknown_addresses_take_the_same_path(page: str, ana: User) -> None:
    fields = {"password1": PASSWORD}
    known = Client().post(page, {"email": ana.email, **fields})
    unknown = Client().post(page, {"email": "new@example.com", **fields})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    letters = Letter.objects.order_by("to").values_list("to", "state")
    assert list(letters) == [(ana.email, "due"), ("new@example.com", "due")]


def test_two_ticks_send_a_letter_once(clock: Clock) -> None:
    write(clock.now)
    outbox.run(clock)
    outbox.run(clock)
    assert len(mail.outbox) == 1


def test_a_tick_during_another_sends_nothing_twice(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(3):
        write(clock.now, f"new{n}@example.com")
    send = Transport.send

    def meanwhile(self: Transport, message: EmailMessage) -> Outcome:
        with monkeypatch.context() as patch:
            patch.setattr(Transport, "send", send)
            outbox.run(clock)
        return send(self, message)

    monkeypatch.setattr(Transport, "send", meanwhile)
    outbox.run(clock)
    assert sorted(message.to[0] for message in mail.outbox) == [
        f"new{n}@example.com" for n in range(3)
    ]


def test_a_claim_is_one_workers(clock: Clock) -> None:
    letter = write(clock.now)
    assert outbox.claim(letter.pk, clock.now)
    assert outbox.claim(letter.pk, clock.now) is None


def test_a_claim_whose_worker_died_is_uncertain_and_not_repeated(clock: Clock) -> None:
    letter = write(clock.now)
    outbox.claim(letter.pk, clock.now)
    clock.pass_(minutes=4)
    outbox.run(clock)
    assert facts(letter) == ("claimed", 1)
    clock.pass_(minutes=2)
    outbox.run(clock)
    outbox.run(clock)
    assert facts(letter) == ("uncertain", 1)
    assert (mail.outbox, letter.text, letter.html) == ([], "", "")


def test_a_worker_that_wakes_late_changes_nothing(clock: Clock) -> None:
    letter = write(clock.now)
    claimed = outbox.claim(letter.pk, clock.now)
    assert claimed
    clock.pass_(minutes=6)
    outbox.doubt(clock.now)
    assert not outbox.record(claimed, ACCEPTED, clock.now)
    assert facts(letter) == ("uncertain", 1)


def test_a_sent_letter_arrives_whole_and_keeps_no_words(clock: Clock, sink: Sink) -> None:
    letter = write(clock.now)
    outbox.run(clock)
    assert facts(letter) == ("sent", 1)
    assert letter.text == ""
    assert f"Message-ID: {letter.headers['Message-ID']}".encode() in sink.kept[0]


def test_4xx_waits_and_is_sent_later_under_the_same_id(clock: Clock, sink: Sink) -> None:
    letter = write(clock.now)
    sink.answer = "451 4.3.0 try again later"
    outbox.run(clock)
    assert facts(letter) == ("due", 1)
    assert letter.reason == "451 4.3.0 try again later"
    sink.answer = "250 OK"
    clock.pass_(minutes=1)
    outbox.run(clock)
    assert facts(letter) == ("sent", 2)
    ids = {line for raw in sink.kept for line in raw.splitlines() if b"Message-ID" in line}
    assert len(ids) == 1


def test_5xx_fails_and_is_not_repeated(clock: Clock, sink: Sink) -> None:
    letter = write(clock.now)
    sink.answer = "554 5.6.0 not like this"
    outbox.run(clock)
    clock.pass_(hours=1)
    outbox.run(clock)
    assert facts(letter) == ("failed", 1)
    assert len(sink.kept) == 1


def test_a_connection_lost_after_the_data_is_uncertain(clock: Clock, sink: Sink) -> None:
    letter, other = write(clock.now), write(clock.now, "other@example.com")
    sink.hang_up = True
    outbox.run(clock)
    sink.hang_up = False
    clock.pass_(hours=1)
    outbox.run(clock)
    assert facts(letter) == facts(other) == ("uncertain", 1)
    assert len(sink.kept) == 2


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 1), (2, 2), (3, 4), (7, 60), (999, 60)])
def test_waits_double_up_to_an_hour(attempts: int, minutes: int) -> None:
    assert outbox.wait(attempts) == timedelta(minutes=minutes)


def test_a_letter_is_given_up_after_a_day(clock: Clock, nobody_listens: override_settings) -> None:
    letter = write(clock.now)
    with nobody_listens:
        for _ in range(48):
            outbox.run(clock)
            clock.pass_(minutes=30)
    outbox.run(clock)
    state, attempts = facts(letter)
    assert state == "failed"
    assert 20 < attempts < 40
    assert letter.reason.startswith("Not sent within 24 hours. ConnectionRefusedError")
    assert (mail.outbox, letter.text) == ([], "")


def test_letters_are_deleted_after_a_week(clock: Clock) -> None:
    write(clock.now)
    clock.pass_(days=6)
    write(clock.now)
    clock.pass_(days=1)
    assert outbox.purge(clock.now) == 1
    assert Letter.objects.count() == 1


@pytest.mark.parametrize("changes", [{"state": "lost"}, {"state": "claimed"}])
def test_the_database_refuses_a_state_that_is_none(clock: Clock, changes: dict[str, str]) -> None:
    letter = write(clock.now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(**changes)
