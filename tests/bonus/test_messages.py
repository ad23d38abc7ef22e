"""What a mail looks like on the wire."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage

import pytest
from django.core import mail

from bonus import consent, delivery
from bonus.models import Delivery, Enrollment
from tests.bonus.conftest import Clock, Confirmed

pytestmark = pytest.mark.django_db


def wire(index: int = -1) -> tuple[bytes, EmailMessage]:
    raw = mail.outbox[index].message(policy=email.policy.SMTP).as_bytes()
    return raw, email.message_from_bytes(raw, policy=email.policy.default)


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


@pytest.fixture
def first(enrollment: Enrollment, clock: Clock) -> EmailMessage:
    """The first mail of the series, read back from its bytes."""
    delivery.run(clock)
    return wire()[1]


def test_both_parts_carry_the_watch_link(first: EmailMessage) -> None:
    for kind in ("plain", "html"):
        assert "http://127.0.0.1:8000/bonus/watch/video-three-planes/?key=" in part(first, kind)


def test_no_field_is_left_open(first: EmailMessage) -> None:
    for kind in ("plain", "html"):
        text = re.sub(r"<style.*?</style>", "", part(first, kind), flags=re.DOTALL)
        assert "{" not in text
        assert "}" not in text
    assert "Hi Sam," in part(first, "plain")


def test_one_click_unsubscribe_is_plain_on_the_wire(enrollment: Enrollment, clock: Clock) -> None:
    delivery.run(clock)
    raw, message = wire()
    line = next(row for row in raw.split(b"\r\n") if row.startswith(b"List-Unsubscribe:"))
    assert re.fullmatch(rb"List-Unsubscribe: <http://127[^<>\s]+/bonus/stop/[^<>\s]+/>", line)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_headers_say_what_it_is(first: EmailMessage, enrollment: Enrollment) -> None:
    row = Delivery.objects.get(enrollment=enrollment)
    assert first["Message-ID"] == row.message_id
    assert first["Auto-Submitted"] == "auto-generated"
    assert first["List-Id"] == "Bonus training <bonus-training.hipcoach.example>"


def test_no_line_is_longer_than_the_standard_allows(enrollment: Enrollment, clock: Clock) -> None:
    delivery.run(clock)
    assert max(len(line) for line in wire()[0].split(b"\r\n")) <= 998


def test_the_footer_says_why_who_and_how_to_stop(first: EmailMessage) -> None:
    for kind in ("plain", "html"):
        text = part(first, kind)
        assert "You asked for this series at" in text
        assert "November 23, 2026" in text
        assert "HipCoach, 1 Example Lane, Sampletown" in text
        assert "HipCoach is education, not medical advice" in text
        assert "/bonus/stop/" in text


def test_the_next_date_is_in_the_readers_own_time(confirmed: Confirmed, clock: Clock) -> None:
    confirmed(time_zone="America/New_York")
    delivery.run(clock)
    assert "Arrives Wednesday, November 25 at 7:00." in part(wire()[1], "plain")


def test_an_unknown_time_zone_is_said_to_be_utc(first: EmailMessage) -> None:
    assert "Arrives Wednesday, November 25 at 7:00 UTC." in part(first, "plain")


def test_links_stand_alone_on_their_line_in_the_text_part(
    enrollment: Enrollment, clock: Clock
) -> None:
    delivery.run(clock)
    for index, names in ((0, ("confirm",)), (-1, ("watch", "stop"))):
        lines = part(wire(index)[1], "plain").splitlines()
        for name in names:
            (line,) = [line for line in lines if f"/bonus/{name}/" in line]
            assert re.fullmatch(r"http://\S+[^\s.]", line)
        assert not any(re.search(r"http://\S+\.(\s|$)", line) for line in lines)


def test_the_text_part_is_not_escaped(first: EmailMessage) -> None:
    assert "&#x27;" not in part(first, "plain")
    assert "&amp;" not in part(first, "plain")


def test_the_last_mail_promises_no_next_one(enrollment: Enrollment, clock: Clock) -> None:
    last = enrollment.version.main_steps().last()
    Enrollment.objects.update(next_step=last)
    delivery.run(clock)
    assert "Next:" not in part(wire()[1], "plain")


def test_without_a_name_the_greeting_still_reads(enrollment: Enrollment, clock: Clock) -> None:
    enrollment.subscriber.first_name = ""
    enrollment.subscriber.save()
    delivery.run(clock)
    assert "Hi runner," in part(wire()[1], "plain")


def test_the_confirmation_mail_has_the_button_and_no_name(clock: Clock, series: object) -> None:
    consent.ask("sam@example.com", first_name="Mallory", time_zone="", network="", now=clock.now)
    delivery.run(clock)
    message = wire()[1]
    for kind in ("plain", "html"):
        assert "/bonus/confirm/" in part(message, kind)
        assert "Mallory" not in part(message, kind)
    assert message["List-Unsubscribe"] is None
