"""One message over an open SMTP connection, with as few round trips as the server allows.

smtplib waits for four answers a message. A server that offers PIPELINING (RFC 2920), which is
nearly every one, gets sender, recipient and DATA in one go, so that two are left.
"""

from __future__ import annotations

import smtplib
from collections.abc import Callable

LONGEST_ADDRESS = 320


def submit(
    smtp: smtplib.SMTP,
    sender: str,
    recipient: str,
    content: bytes,
    before_data: Callable[[], None],
) -> None:
    """Hand over one message to one recipient.

    Calls `before_data` when the first byte of the message is about to leave: whatever fails
    earlier has sent nothing. Raises smtplib's exceptions for what the server refuses, and
    ValueError for an address that would not stay within its command.
    """
    smtp.ehlo_or_helo_if_needed()
    size = f" SIZE={len(content)}" if smtp.has_extn("size") else ""
    commands = (
        f"MAIL FROM:<{_plain(sender)}>{size}\r\n",
        f"RCPT TO:<{_plain(recipient)}>\r\n",
        "DATA\r\n",
    )
    if smtp.has_extn("pipelining"):
        smtp.send("".join(commands))
        answers = [smtp.getreply() for _ in commands]
    else:
        answers = []
        for command in commands:
            smtp.send(command)
            answers.append(smtp.getreply())
            if answers[-1][0] >= 400:
                break
    _raise_for(smtp, answers, sender, recipient)
    before_data()
    smtp.send(_dotted(content))
    code, words = smtp.getreply()
    if code != 250:
        raise smtplib.SMTPDataError(code, words)


def _raise_for(
    smtp: smtplib.SMTP, answers: list[tuple[int, bytes]], sender: str, recipient: str
) -> None:
    """Raise for the first command that was refused; end a message nobody is to get."""
    mail = answers[0]
    rcpt = answers[1] if len(answers) > 1 else mail
    data = answers[2] if len(answers) > 2 else rcpt
    fine = mail[0] == 250 and rcpt[0] in (250, 251)
    if data[0] == 354 and not fine:
        # The server waits for a message though it knows no recipient: give it none (RFC 2920).
        smtp.send(".\r\n")
        smtp.getreply()
    if mail[0] != 250:
        raise smtplib.SMTPSenderRefused(*mail, sender)
    if rcpt[0] not in (250, 251):
        raise smtplib.SMTPRecipientsRefused({recipient: rcpt})
    if data[0] != 354:
        raise smtplib.SMTPDataError(*data)


def _dotted(content: bytes) -> bytes:
    """Return the message with its end, and with a second period where a line begins with one."""
    if content.startswith(b".") or b"\n." in content:
        content = (b"\r\n" + content).replace(b"\r\n.", b"\r\n..")[2:]
    end = b".\r\n" if content.endswith(b"\r\n") else b"\r\n.\r\n"
    return content + end


def _plain(address: str) -> str:
    """Return an address that cannot end its command or begin another."""
    if (
        len(address) > LONGEST_ADDRESS
        or not (address.isascii() and address.isprintable())
        or not {"<", ">", " "}.isdisjoint(address)
    ):
        raise ValueError(f"not an address that can be mailed: {address!r}")
    return address
