"""A printed mail says what a composed one says."""

from __future__ import annotations

import email
import email.policy
import re
from datetime import timedelta
from email.message import EmailMessage
from unittest.mock import patch

import pytest

from bonus import compose
from bonus.models import Delivery, Enrollment
from bonus.press import Press
from tests.bonus.conftest import Clock

pytestmark = pytest.mark.django_db

NAMES = (
    "",
    "Kim",
    "Zoë Łukasz-Østergård",
    "李 小龍",
    "<b>Bo</b> & 'Co' \"Ltd\"",
    "a=b=3D ..",
    ".dot",
    "x" * 40,
    "=?utf-8?q?hi?=",
    "{first_name} {% if %}",
    "trailing ",
)


@pytest.fixture
def mail(enrollment: Enrollment, clock: Clock) -> Delivery:
    """Sam's first mail, as a row that was never saved."""
    mail = Delivery(subscriber=enrollment.subscriber, enrollment=enrollment)
    mail.message_id = f"<{mail.pk}@hipcoach.example>"
    mail.created_at = clock.now
    return mail


def parsed(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert message.defects == []
    return message


def both(mail: Delivery, clock: Clock, press: Press | None = None) -> tuple[EmailMessage, ...]:
    """Return a mail as the email package makes it, and as the press prints it."""
    assert mail.enrollment and mail.enrollment.next_step_id
    press = press or Press()
    step = press.step(mail.enrollment.next_step_id)
    mail.step, mail.enrollment.subscriber = step, mail.subscriber
    with patch("time.time", clock.now.timestamp):
        composed = compose.message(mail, clock.now)
        sealed = press.print(mail, mail.enrollment, step, clock.now)
    assert sealed.recipient == mail.subscriber.address
    assert max(map(len, sealed.content.partition(b"\r\n\r\n")[2].split(b"\r\n"))) <= 76
    assert b"\n." not in sealed.content
    assert not re.search(rb"[^\r]\n", sealed.content)
    return parsed(composed.message(policy=email.policy.SMTP).as_bytes()), parsed(sealed.content)


def words(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


@pytest.mark.parametrize("name", NAMES)
def test_both_parts_say_the_same(mail: Delivery, clock: Clock, name: str) -> None:
    mail.subscriber.first_name = name
    composed, printed = both(mail, clock)
    assert words(printed, "plain") == words(composed, "plain")
    assert words(printed, "html") == words(composed, "html")


def test_every_header_is_the_same_but_for_how_the_parts_are_packed(
    mail: Delivery, clock: Clock
) -> None:
    composed, printed = both(mail, clock)
    packing = {"content-type", "date"}
    assert {
        name.lower(): value for name, value in printed.items() if name.lower() not in packing
    } == {name.lower(): value for name, value in composed.items() if name.lower() not in packing}
    assert printed["Date"].datetime == clock.now
    assert printed.get_content_type() == "multipart/alternative"


def test_readers_of_one_form_share_nothing(mail: Delivery, clock: Clock) -> None:
    press = Press()
    mail.subscriber.first_name, mail.subscriber.time_zone = "Ana", "America/New_York"
    both(mail, clock, press)
    mail.subscriber.first_name, mail.subscriber.time_zone = "Cleo", "Asia/Tokyo"
    composed, printed = both(mail, clock, press)
    assert words(printed, "html") == words(composed, "html")
    assert "Ana" not in words(printed, "html")


def test_the_last_mail_has_no_box_of_what_comes_next(mail: Delivery, clock: Clock) -> None:
    assert mail.enrollment
    mail.enrollment.next_step = mail.enrollment.version.main_steps().last()
    composed, printed = both(mail, clock)
    assert words(printed, "html") == words(composed, "html")
    assert "Next:" not in words(printed, "plain")


@pytest.mark.parametrize("hidden", ["\r\nBcc: eve@example.com", "\n\nBody", "é"])
def test_nothing_gets_into_a_header_that_is_none_of_it(
    mail: Delivery, clock: Clock, hidden: str
) -> None:
    mail.message_id += hidden
    with pytest.raises(ValueError, match="not fit for a header"):
        assert mail.enrollment and mail.enrollment.next_step_id
        press = Press()
        step = press.step(mail.enrollment.next_step_id)
        press.print(mail, mail.enrollment, step, clock.now + timedelta(0))


def test_a_return_address_of_its_own_is_the_envelopes(
    mail: Delivery, clock: Clock, settings: pytest.FixtureRequest
) -> None:
    settings.BOUNCE_ADDRESS = "bounces@mail.example"  # type: ignore[attr-defined]
    assert mail.enrollment and mail.enrollment.next_step_id
    press = Press()
    step = press.step(mail.enrollment.next_step_id)
    sealed = press.print(mail, mail.enrollment, step, clock.now)
    assert sealed.sender.startswith(f"bounces+{mail.pk.hex}-")
    assert f"<mailto:{sealed.sender}?subject=unsubscribe>" in sealed.content.decode()
