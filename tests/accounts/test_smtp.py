"""One message over a connection: in few round trips, and to nobody who refused it."""

from __future__ import annotations

import smtplib

import pytest

from accounts.smtp import submit


class Server(smtplib.SMTP):
    """A connection whose other side answers from a list."""

    def __init__(self, *answers: int, pipelining: bool = True) -> None:
        super().__init__()
        self.answers = list(answers)
        self.esmtp_features = {"pipelining": ""} if pipelining else {}
        self.ehlo_resp = b"here"
        self.writes: list[bytes] = []

    def send(self, s: object) -> None:
        self.writes.append(s if isinstance(s, bytes) else str(s).encode())

    def getreply(self) -> tuple[int, bytes]:
        return self.answers.pop(0), b"words"


def sent(server: Server, content: bytes = b"Hello.\r\n", to: str = "sam@example.com") -> list[str]:
    begun: list[str] = []
    submit(server, "coach@example.com", to, content, lambda: begun.append("data"))
    return begun


def test_a_server_that_allows_it_gets_all_commands_in_one_go() -> None:
    server = Server(250, 250, 354, 250)
    assert sent(server) == ["data"]
    commands = b"MAIL FROM:<coach@example.com>\r\nRCPT TO:<sam@example.com>\r\nDATA\r\n"
    assert server.writes == [commands, b"Hello.\r\n.\r\n"]


def test_another_server_gets_them_one_by_one() -> None:
    server = Server(250, 250, 354, 250, pipelining=False)
    assert sent(server) == ["data"]
    assert len(server.writes) == 4


def test_nothing_is_said_after_a_refusal_where_there_is_no_pipelining() -> None:
    server = Server(250, 550, pipelining=False)
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        sent(server)
    assert len(server.writes) == 2


def test_a_message_nobody_takes_is_ended_empty() -> None:
    server = Server(250, 550, 354, 554)
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        sent(server)
    assert refused.value.recipients == {"sam@example.com": (550, b"words")}
    assert server.writes[1:] == [b".\r\n"]


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ((451, 503, 503), smtplib.SMTPSenderRefused),
        ((250, 451, 503), smtplib.SMTPRecipientsRefused),
        ((250, 250, 451), smtplib.SMTPDataError),
    ],
)
def test_the_first_refusal_counts_and_no_message_leaves(
    answers: tuple[int, ...], error: type[Exception]
) -> None:
    server = Server(*answers)
    with pytest.raises(error):
        sent(server)
    assert len(server.writes) == 1


def test_a_refused_message_is_an_error() -> None:
    with pytest.raises(smtplib.SMTPDataError):
        sent(Server(250, 250, 354, 554))


@pytest.mark.parametrize(
    ("content", "wire"),
    [
        (b"a\r\n.b\r\n", b"a\r\n..b\r\n.\r\n"),
        (b".\r\n.\r\n", b"..\r\n..\r\n.\r\n"),
        (b"no end", b"no end\r\n.\r\n"),
    ],
)
def test_a_period_at_the_beginning_of_a_line_is_doubled(content: bytes, wire: bytes) -> None:
    server = Server(250, 250, 354, 250)
    sent(server, content)
    assert server.writes[-1] == wire


@pytest.mark.parametrize(
    "address",
    ["a@b.example>\r\nRCPT TO:<eve@example.com", "a b@c.example", "é@example.com", "x" * 400],
)
def test_an_address_stays_within_its_command(address: str) -> None:
    server = Server()
    with pytest.raises(ValueError, match="not an address"):
        sent(server, to=address)
    assert server.writes == []
