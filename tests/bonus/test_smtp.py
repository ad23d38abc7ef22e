"""Against a real SMTP server: accepted, refused for now, refused for good, and cut off."""

from __future__ import annotations

import asyncio
import email
import email.policy
from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.test import override_settings

from bonus import delivery
from bonus.models import Delivery, Enrollment, Subscriber
from tests.bonus.conftest import Clock, Confirmed

pytestmark = [
    pytest.mark.django_db,
    # aiosmtpd 1.4.6 leaves its transports to the garbage collector
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


class Sink:
    """A server that keeps every message and answers as it is told."""

    def __init__(self) -> None:
        self.kept: list[bytes] = []
        self.to_recipient = "250 OK"
        self.to_data = "250 OK"
        self.hang_up_at = ""

    async def handle_RCPT(  # noqa: N802  # aiosmtpd names it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.hang_up_at == "recipient":
            assert server.transport
            server.transport.close()
        if self.to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(  # noqa: N802  # aiosmtpd names it
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        self.kept.append(envelope.content)
        if self.hang_up_at == "data":
            assert server.transport
            server.transport.close()
        return self.to_data


class AnyPort(Controller):
    """A server on a port that the system picks."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]  # aiosmtpd is half typed


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A running server on a free port, where all mail goes."""
    sink = Sink()
    controller = AnyPort(sink, hostname="127.0.0.1", port=0)
    controller.start()
    backend = {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {"host": "127.0.0.1", "port": controller.port, "timeout": 5},
    }
    with override_settings(MAILERS={"default": backend}):
        yield sink
    controller.stop()


@pytest.fixture
def waiting(sink: Sink, confirmed: Confirmed) -> Enrollment:
    """Sam, who waits for the first mail; the confirmation is out of the way."""
    enrollment = confirmed()
    sink.kept.clear()
    return enrollment


def row(enrollment: Enrollment) -> Delivery:
    return Delivery.objects.get(enrollment=enrollment)


def test_an_accepted_mail_arrives_whole(waiting: Enrollment, sink: Sink, clock: Clock) -> None:
    delivery.run(clock)
    (raw,) = sink.kept
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert row(waiting).state == "accepted"
    assert message["Message-ID"] == row(waiting).message_id
    assert b"=?utf-8?" not in raw.split(b"\r\n\r\n")[0]
    assert message.get_body(("html",)) is not None


def test_many_mails_share_one_connection(confirmed: Confirmed, sink: Sink, clock: Clock) -> None:
    for n in range(5):
        confirmed(f"sam{n}@example.com")
    sink.kept.clear()
    delivery.run(clock)
    assert len(sink.kept) == 5


@pytest.mark.parametrize("where", ["to_recipient", "to_data"])
def test_4xx_is_put_off_and_sent_later(
    waiting: Enrollment, sink: Sink, clock: Clock, where: str
) -> None:
    setattr(sink, where, "451 4.3.0 try again later")
    delivery.run(clock)
    assert (row(waiting).state, row(waiting).attempts) == ("deferred", 1)
    assert row(waiting).reason == "451 4.3.0 try again later"
    setattr(sink, where, "250 OK")
    clock.pass_(minutes=6)
    delivery.run(clock)
    assert row(waiting).state == "accepted"


def test_5xx_to_the_message_fails_this_mail_only(
    waiting: Enrollment, sink: Sink, clock: Clock
) -> None:
    sink.to_data = "554 5.6.0 not like this"
    delivery.run(clock)
    assert row(waiting).state == "failed"
    assert Subscriber.objects.get().state == "active"


def test_5xx_to_the_address_stops_mailing_it(waiting: Enrollment, sink: Sink, clock: Clock) -> None:
    sink.to_recipient = "550 5.1.1 no such person"
    delivery.run(clock)
    assert row(waiting).state == "failed"
    assert Subscriber.objects.get().state == "bounced"


def test_5xx_by_policy_suppresses_nobody(waiting: Enrollment, sink: Sink, clock: Clock) -> None:
    sink.to_recipient = "550 5.7.1 your network is blocked"
    delivery.run(clock)
    assert row(waiting).state == "failed"
    assert Subscriber.objects.get().state == "active"


def test_a_connection_lost_after_the_data_is_uncertain_and_repeated_once_under_the_same_id(
    waiting: Enrollment, sink: Sink, clock: Clock
) -> None:
    sink.hang_up_at = "data"
    delivery.run(clock)
    assert row(waiting).state == "uncertain"
    sink.hang_up_at = ""
    for _ in range(10):
        clock.pass_(hours=1)
        delivery.run(clock)
    ids = [email.message_from_bytes(raw)["Message-ID"] for raw in sink.kept]
    assert ids == [row(waiting).message_id] * 2


def test_a_connection_lost_before_the_data_is_put_off(
    waiting: Enrollment, sink: Sink, clock: Clock
) -> None:
    sink.hang_up_at = "recipient"
    delivery.run(clock)
    assert (row(waiting).state, row(waiting).attempts) == ("deferred", 0)
    sink.hang_up_at = ""
    clock.pass_(minutes=6)
    delivery.run(clock)
    assert len(sink.kept) == 1


def test_one_mail_in_doubt_does_not_hold_up_the_others(
    confirmed: Confirmed, sink: Sink, clock: Clock
) -> None:
    for n in range(3):
        confirmed(f"sam{n}@example.com")
    sink.kept.clear()
    sink.hang_up_at = "data"
    kept = sink.kept

    class Once(list[bytes]):
        def append(self, item: bytes) -> None:
            super().append(item)
            sink.hang_up_at = "data" if len(self) == 1 else ""

    sink.kept = Once(kept)
    delivery.run(clock)
    states = sorted(Delivery.objects.filter(kind="step").values_list("state", flat=True))
    assert states == ["accepted", "accepted", "uncertain"]


def test_nobody_listening_costs_nothing_but_time(
    enrollment: Enrollment, clock: Clock, unused_port: int
) -> None:
    backend = {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {"host": "127.0.0.1", "port": unused_port, "timeout": 2},
    }
    with override_settings(MAILERS={"default": backend}):
        delivery.run(clock)
    assert (row(enrollment).state, row(enrollment).attempts) == ("deferred", 0)


@pytest.fixture
def unused_port() -> int:
    """A port on which nobody listens."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
