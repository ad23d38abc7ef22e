"""Handing one message to the mail server, and saying exactly what became of it.

What matters is the line between "provably not sent" and "nobody knows". In SMTP it is the DATA
command: whatever breaks before the message follows it was not sent and may be tried again; whatever
breaks after it may have been delivered (RFC 1047) and is never tried again by itself.
"""

from __future__ import annotations

import email.policy
import logging
import smtplib
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal, Self

from django.core.mail import EmailMessage, mailers

from accounts import signing
from accounts.smtp import submit

logger = logging.getLogger(__name__)

Verdict = Literal["accepted", "deferred", "failed", "uncertain"]


@dataclass(frozen=True)
class Outcome:
    """What became of one message."""

    verdict: Verdict
    reason: str = ""
    address_refused: bool = False  # the mailbox itself was refused for good
    reached: bool = True  # False: the server was not reached, so this was no try


ACCEPTED = Outcome("accepted")


@dataclass(frozen=True, slots=True)
class Sealed:
    """A message as the bytes that leave, for a server that speaks SMTP.

    No line begins with a period, every line ends in CR and LF, and the last one does too.
    """

    sender: str
    recipient: str
    content: bytes


class Transport:
    """One pooled connection to the mail server, opened when first needed."""

    def __init__(self) -> None:
        self._backend: Any = None
        self._in_data = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._drop()

    @property
    def speaks_smtp(self) -> bool:
        """Tell whether the open connection takes sealed messages."""
        return isinstance(getattr(self._backend, "connection", None), smtplib.SMTP)

    def reach(self) -> Outcome | None:
        """Open the connection; None when it is open, else why the server was not reached."""
        try:
            self._open()
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return Outcome("deferred", _words(error), reached=False)
        return None

    def send(self, message: EmailMessage | Sealed) -> Outcome:
        """Hand over one message. Never raises for what a server, network or message does."""
        reused = self._backend is not None
        outcome = self._try(message)
        if reused and not outcome.reached:
            # The server hung up while the connection was idle: provably nothing was sent.
            outcome = self._try(message)
        if outcome is not ACCEPTED:
            logger.warning("mail not accepted: %s: %s", outcome.verdict, outcome.reason)
        return outcome

    def _try(self, message: EmailMessage | Sealed) -> Outcome:
        if unreached := self.reach():
            return unreached
        try:
            self._hand_over(message)
        except Exception as error:
            outcome = self._judge(error)
            if not self._goes_on(error):
                self._drop()
            return outcome
        return ACCEPTED

    def _hand_over(self, message: EmailMessage | Sealed) -> None:
        if not self.speaks_smtp:
            self._backend.send_messages([message])
            return
        if isinstance(message, EmailMessage):
            message = self._seal(message)
        content = signing.signed(message.content)
        submit(
            self._backend.connection, message.sender, message.recipient, content, self._note_data
        )

    def _seal(self, message: EmailMessage) -> Sealed:
        """Return a message as bytes; raise ValueError for an address that is none."""
        (recipient,) = message.recipients()
        content = message.message(policy=email.policy.SMTP).as_bytes()
        prepared = self._backend.prep_address
        return Sealed(prepared(message.from_email), prepared(recipient), content)

    def _note_data(self) -> None:
        self._in_data = True

    def _goes_on(self, error: Exception) -> bool:
        """Tell whether the connection is fit for the next message after a clean refusal."""
        refused = isinstance(error, smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused)
        if not (refused and self.speaks_smtp):
            return False
        with suppress(OSError, smtplib.SMTPException):
            return bool(self._backend.connection.rset()[0] == 250)
        return False

    def _open(self) -> None:
        self._in_data = False
        if self._backend is None:
            self._backend = mailers.default
            self._backend.open()

    def _judge(self, error: Exception) -> Outcome:
        if isinstance(error, smtplib.SMTPRecipientsRefused):
            code, text = next(iter(error.recipients.values()))
            return _by_code(code, text, refused_recipient=True)
        if isinstance(error, smtplib.SMTPResponseException):
            return _by_code(error.smtp_code, error.smtp_error)
        if isinstance(error, (smtplib.SMTPNotSupportedError, ValueError)):
            return Outcome("failed", _words(error))
        status = getattr(error, "status_code", None)  # providers that anymail speaks
        if isinstance(status, int):
            return _by_status(status, _words(error))
        if self.speaks_smtp and not self._in_data:
            return Outcome("deferred", _words(error), reached=False)
        return Outcome("uncertain", _words(error))

    def _drop(self) -> None:
        """Close the connection; whatever closing meets changes nothing that was sent."""
        backend, self._backend = self._backend, None
        if backend is not None:
            with suppress(OSError, smtplib.SMTPException):
                backend.close()


def _by_code(code: int, text: bytes | str, *, refused_recipient: bool = False) -> Outcome:
    """Judge an SMTP reply: 4xx is for now, 5xx for good; 5.7.x is policy, not the address."""
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    reason = f"{code} {words}"
    if 400 <= code < 500:
        return Outcome("deferred", reason)
    refused = refused_recipient and code in (550, 551, 553) and not words.startswith("5.7.")
    return Outcome("failed", reason, address_refused=refused)


def _by_status(status: int, reason: str) -> Outcome:
    """Judge a provider's HTTP status: a wrong key is our fault and no reader's."""
    if status in (401, 403):
        return Outcome("deferred", reason, reached=False)
    if status in (429, 503):
        return Outcome("deferred", reason)
    return Outcome("failed" if status < 500 else "uncertain", reason)


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
