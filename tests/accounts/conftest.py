"""A mail server that answers as it is told, and one that is down."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.test import override_settings


class Clock:
    """A clock that tests move."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock(now: datetime) -> Clock:
    """A clock that starts at `now`."""
    return Clock(now)


class Sink:
    """A server that keeps every message and answers as it is told."""

    def __init__(self) -> None:
        self.kept: list[bytes] = []
        self.answer = "250 OK"
        self.hang_up = False

    async def handle_DATA(  # noqa: N802  # aiosmtpd names it
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        self.kept.append(envelope.content)
        if self.hang_up:
            assert server.transport
            server.transport.close()
        return self.answer


class AnyPort(Controller):
    """A server on a port that the system picks."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]  # aiosmtpd is half typed


def mailers(port: int) -> dict[str, object]:
    """Return MAILERS for an SMTP server on this machine."""
    return {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": 5},
        }
    }


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A running server on a free port, where all mail goes."""
    sink = Sink()
    controller = AnyPort(sink, hostname="127.0.0.1", port=0)
    controller.start()
    with override_settings(MAILERS=mailers(controller.port)):
        yield sink
    controller.stop()


@pytest.fixture
def nobody_listens() -> override_settings:
    """Settings, not yet in force, under which the mail server is down."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return override_settings(MAILERS=mailers(probe.getsockname()[1]))
