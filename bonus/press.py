"""The press: a step's mail set once, then printed for each reader by joining bytes.

A template, MJML and the email package take some 10 ms for one mail. All of it but a few words is
the same for every reader of a step, so the mail is composed once with a mark where each personal
part stands, encoded, and cut at the marks. A reader's mail is those pieces with the parts between
them, escaped and encoded as the place asks. What is printed says what `compose.message` says; the
tests hold one against the other.
"""

from __future__ import annotations

import binascii
import email.policy
import re
import secrets
from dataclasses import fields
from datetime import datetime
from email.utils import format_datetime, parseaddr
from functools import lru_cache

from django.utils.html import escape

from accounts.transport import Sealed
from bonus import compose
from bonus.compose import NextBox, Personal
from bonus.messages import LINE_LIMIT, Message
from bonus.models import Delivery, Enrollment, Step

_POLICY = email.policy.SMTP.clone(max_line_length=LINE_LIMIT)
_OWN_HEADERS = ("to", "date", "message-id", "list-unsubscribe")
_MIME_HEADERS = ("mime-version", "content-type", "content-transfer-encoding")
# What a header may hold without any encoding; the address in a form that needs no quoting.
_PLAIN = re.compile(r"[\x20-\x7e]{1,900}")
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+")
_SHORT = re.compile(r"[A-Za-z0-9:/_,-][A-Za-z0-9:/_, .-]{0,70}[A-Za-z0-9:/_,.-]")
_WORDS = (
    *("first_name", "watch_link", "stop_link", "preferences_link"),
    *("asked_where", "asked_on"),
)
_NEXT = tuple(field.name for field in fields(NextBox))


class Press:
    """The forms of one run. Words may be published anew meanwhile, so no run keeps them longer."""

    def __init__(self) -> None:
        self._steps: dict[int, Step] = {}
        self._forms: dict[tuple[int, bool], Form] = {}

    def step(self, pk: int) -> Step:
        """Return a step with all that its mails need, read once."""
        if pk not in self._steps:
            steps = Step.objects.select_related("video", "version__series")
            self._steps[pk] = steps.get(pk=pk)
        return self._steps[pk]

    def print(
        self, delivery: Delivery, enrollment: Enrollment, step: Step, now: datetime
    ) -> Sealed:
        """Return a reader's mail as bytes; raise ValueError for what no header may hold."""
        reader = compose.personal(delivery, enrollment, step, now)
        kind = step.pk, reader.next is None
        if kind not in self._forms:
            self._forms[kind] = Form(step, reader)
        return self._forms[kind].fill(reader, now)


class Form:
    """A step's mail in pieces: bytes, and between them the names of what is personal."""

    def __init__(self, step: Step, like: Personal) -> None:
        token = secrets.token_hex(8)
        marks = {name: f"q{token}{place}z" for place, name in enumerate((*_WORDS, *_NEXT))}
        box = NextBox(**{name: marks[name] for name in _NEXT}) if like.next else None
        draft = compose.step_message(
            step,
            Personal(
                to="a@example.com",
                sender="a@example.com",
                message_id="<a@example.com>",
                ways_to_stop="<https://example.com/>",
                **{name: marks[name] for name in _WORDS},
                next=box,
            ),
        )
        html = next(str(text) for text, kind in draft.alternatives if kind == "text/html")
        boundary = f"part-{token}"
        self._head = _head(draft, boundary)
        self._pieces: list[bytes] = []
        self._names: list[tuple[str, bool]] = []
        self._add(_part(boundary, "text/plain"), str(draft.body), marks, is_html=False)
        self._add(_part(boundary, "text/html"), f"{html.rstrip()}\n", marks, is_html=True)
        self._pieces[-1] += f"--{boundary}--\r\n".encode()

    def _add(self, before: bytes, text: str, marks: dict[str, str], *, is_html: bool) -> None:
        """Add one part, cut at its marks. Soft line breaks around each keep lines short."""
        by_mark = {mark: name for name, mark in marks.items()}
        cut = re.split("(" + "|".join(by_mark) + ")", text)
        for place, piece in enumerate(cut):
            if place % 2:
                self._names.append((by_mark[piece], is_html))
                continue
            encoded = _quoted(piece)
            if place:
                encoded = b"=\r\n" + encoded
            if place < len(cut) - 1:
                encoded += b"=\r\n"
            else:
                encoded += b"\r\n"  # belongs to the boundary that follows (RFC 2046, 5.1.1)
            if place:
                self._pieces.append(encoded)
            elif self._pieces:
                self._pieces[-1] += before + encoded
            else:
                self._pieces.append(before + encoded)

    def fill(self, reader: Personal, now: datetime) -> Sealed:
        """Return one reader's mail."""
        words = {name: getattr(reader, name) for name in _WORDS}
        if reader.next:
            words |= {name: getattr(reader.next, name) for name in _NEXT}
        plain = {name: _quoted_part(text) for name, text in words.items()}
        marked = {
            name: plain[name] if (safe := escape(text)) == text else _quoted_part(safe)
            for name, text in words.items()
        }
        joined = [_own_head(reader, now), self._head]
        for piece, (name, is_html) in zip(self._pieces, self._names, strict=False):
            joined += (piece, marked[name] if is_html else plain[name])
        joined.append(self._pieces[-1])
        return Sealed(_address(reader.sender), reader.to, b"".join(joined))


def _head(draft: Message, boundary: str) -> bytes:
    """Return the headers that are the same for all, as the email package writes them."""
    made = draft.message(policy=email.policy.SMTP)
    shared = b"".join(
        _POLICY.fold_binary(name, value)
        for name, value in made.items()
        if name.lower() not in (*_OWN_HEADERS, *_MIME_HEADERS)
    )
    kind = f'multipart/alternative; boundary="{boundary}"'
    return shared + f"MIME-Version: 1.0\r\nContent-Type: {kind}\r\n\r\n".encode()


def _own_head(reader: Personal, now: datetime) -> bytes:
    """Return a reader's own headers; raise ValueError where one would need any encoding."""
    if not _ADDRESS.fullmatch(reader.to):
        raise ValueError(f"not a plain address: {reader.to!r}")
    for text in (reader.message_id, reader.ways_to_stop):
        if not _PLAIN.fullmatch(text):
            raise ValueError(f"not fit for a header: {text!r}")
    return (
        f"To: {reader.to}\r\nMessage-ID: {reader.message_id}\r\nDate: {_date(now)}\r\n"
        f"List-Unsubscribe: {reader.ways_to_stop}\r\n"
    ).encode("ascii")


def is_plain(delivery: Delivery) -> bool:
    """Tell whether a mail can be printed: one of the main line, whose address needs no encoding."""
    if delivery.step and delivery.step.kind != Step.Kind.MAIN:
        return False
    return bool(_ADDRESS.fullmatch(delivery.to or delivery.subscriber.address))


@lru_cache(maxsize=8)
def _shared_address(sender: str) -> str:
    return parseaddr(sender)[1]


def _address(sender: str) -> str:
    """Return the bare address of a sender; each mail has its own where bounces come back."""
    return sender if _ADDRESS.fullmatch(sender) else _shared_address(sender)


def _date(now: datetime) -> str:
    return _date_of_second(now.replace(microsecond=0))


@lru_cache(maxsize=4)
def _date_of_second(now: datetime) -> str:
    return format_datetime(now)


def _part(boundary: str, kind: str) -> bytes:
    return (
        f'--{boundary}\r\nContent-Type: {kind}; charset="utf-8"\r\n'
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    ).encode()


def _quoted(text: str) -> bytes:
    """Return text as quoted-printable lines (RFC 2045, 6.7), none of which begins with a period."""
    lines = binascii.b2a_qp(text.replace("\r\n", "\n").encode(), istext=True)
    # In SMTP a period at the beginning of a line means something.
    lines = re.sub(rb"(?m)^\.", b"=2E=\n", lines)
    while b"\n." in lines:
        lines = lines.replace(b"\n.", b"\n=2E=\n")
    return lines.replace(b"\n", b"\r\n")


def _quoted_part(text: str) -> bytes:
    """Return a personal part, which is one line of text, to stand on lines of its own."""
    if _SHORT.fullmatch(text):
        return text.encode("ascii")
    return _quoted(" ".join(text.splitlines()))
