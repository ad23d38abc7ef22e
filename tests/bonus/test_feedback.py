"""What comes back: by webhook and by mail, twice, late, broken and forged."""

from __future__ import annotations

import json
import mailbox
from base64 import b64encode
from datetime import UTC, datetime
from email.message import EmailMessage
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import include
from django.urls import path as route
from hypothesis import HealthCheck, given
from hypothesis import settings as budget
from hypothesis import strategies as st
from pytest_django import Settings

from bonus import bounces, consent, conservation, delivery, feedback, suppression
from bonus.feedback import Report
from bonus.models import Delivery, Enrollment, MailEvent, Subscriber
from hipcoach.urls import urlpatterns as house
from tests.bonus.conftest import Clock, Confirmed

pytestmark = pytest.mark.django_db
Kind = MailEvent.Kind
urlpatterns = [*house, route("anymail/", include("anymail.urls"))]


@pytest.fixture
def sent(enrollment: Enrollment, clock: Clock) -> Delivery:
    """The first mail, which the server took."""
    delivery.run(clock)
    row = Delivery.objects.get(enrollment=enrollment)
    assert row.state == "accepted"
    return row


def note(row: Delivery, kind: MailEvent.Kind, clock: Clock, event_id: str = "e1") -> bool:
    return feedback.note(Report(event_id, kind, row.pk, "why"), clock.now)


def state(row: Delivery) -> tuple[str, str]:
    row.refresh_from_db()
    assert conservation.check(datetime(2026, 11, 23, 12, tzinfo=UTC)).errors == []
    return row.state, Subscriber.objects.get(pk=row.subscriber_id).state


# --- what a report does


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (Kind.DELIVERED, ("delivered", "active")),
        (Kind.HARD, ("bounced", "bounced")),
        (Kind.SOFT, ("bounced", "active")),
        (Kind.POLICY, ("bounced", "active")),
        (Kind.COMPLAINT, ("complained", "bounced")),
    ],
)
def test_a_report_moves_mail_and_reader_once(
    sent: Delivery, clock: Clock, kind: MailEvent.Kind, expected: tuple[str, str]
) -> None:
    assert note(sent, kind, clock)
    assert state(sent) == expected
    assert not note(sent, kind, clock)
    assert MailEvent.objects.count() == 1


def test_reports_come_in_any_order(sent: Delivery, clock: Clock) -> None:
    note(sent, Kind.COMPLAINT, clock, "1")
    note(sent, Kind.SOFT, clock, "2")
    note(sent, Kind.DELIVERED, clock, "3")
    assert state(sent)[0] == "complained"


def soft_bounces(reader: Delivery, clock: Clock, count: int) -> str:
    """Report soft bounces about as many mails, a week apart."""
    for n in range(count):
        clock.pass_(days=7)
        row = Delivery.objects.filter(subscriber=reader.subscriber_id).latest("created_at")
        note(row, Kind.SOFT, clock, f"soft-{clock.now}-{n}")
    return state(reader)[1]


def test_three_soft_bounces_stop_the_mail(sent: Delivery, clock: Clock) -> None:
    assert soft_bounces(sent, clock, 2) == "active"
    assert soft_bounces(sent, clock, 1) == "bounced"


def test_an_arrival_between_soft_bounces_forgives_them(sent: Delivery, clock: Clock) -> None:
    soft_bounces(sent, clock, 2)
    clock.pass_(days=1)
    note(sent, Kind.DELIVERED, clock, "arrived")
    assert soft_bounces(sent, clock, 2) == "active"


def test_old_soft_bounces_are_forgotten(sent: Delivery, clock: Clock) -> None:
    soft_bounces(sent, clock, 2)
    clock.pass_(days=70)
    assert soft_bounces(sent, clock, 2) == "active"


def test_a_policy_block_is_an_alarm(
    sent: Delivery, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    note(sent, Kind.POLICY, clock)
    assert "refused by policy" in caplog.text
    (said,) = conservation.check(clock.now).notes
    assert said.startswith("1 mails were refused by policy")


def test_a_report_about_a_mail_in_doubt_ends_the_doubt(
    enrollment: Enrollment, clock: Clock
) -> None:
    delivery.plan(clock.now)
    (claim,) = delivery.claim(clock.now)
    assert delivery.intend(claim, clock.now)
    clock.pass_(minutes=6)
    delivery.run(clock)
    row = Delivery.objects.get(enrollment=enrollment)
    assert row.state == "uncertain"
    note(row, Kind.DELIVERED, clock)
    mail.outbox.clear()
    clock.pass_(hours=2)
    delivery.run(clock)
    assert (state(row)[0], mail.outbox) == ("delivered", [])


def test_a_report_that_is_quicker_than_the_answer_loses_nothing(
    enrollment: Enrollment, clock: Clock
) -> None:
    delivery.plan(clock.now)
    (claim,) = delivery.claim(clock.now)
    assert delivery.intend(claim, clock.now)
    row = Delivery.objects.get(enrollment=enrollment)
    note(row, Kind.DELIVERED, clock)
    assert state(row)[0] == "delivered"
    enrollment.refresh_from_db()
    assert enrollment.next_step and enrollment.next_step.order == 2


def test_a_report_about_nobody_is_let_go(series: object, clock: Clock) -> None:
    assert not feedback.note(Report("e", Kind.HARD, UUID(int=0)), clock.now)
    assert not MailEvent.objects.exists()


# --- by webhook, as Postmark speaks


@pytest.fixture
def hooked(settings: Settings) -> Client:
    """A site with webhooks, and their provider."""
    settings.ROOT_URLCONF = __name__
    settings.ANYMAIL = {"WEBHOOK_SECRET": "name:password"}
    login = b64encode(b"name:password").decode()
    return Client(enforce_csrf_checks=True, headers={"Authorization": f"Basic {login}"})


def post(client: Client, body: Any) -> int:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    address = "/anymail/postmark/tracking/"
    return client.post(address, content, content_type="application/json").status_code


def postmark(row: Delivery, record: str, **more: object) -> dict[str, object]:
    return {
        "RecordType": record,
        "ID": 42,
        "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
        "Email": row.subscriber.address,
        "Metadata": {"delivery": str(row.pk)},
        "BouncedAt": "2026-11-23T12:00:00Z",
        "DeliveredAt": "2026-11-23T12:00:00Z",
        **more,
    }


@pytest.mark.parametrize(
    ("record", "more", "expected"),
    [
        ("Delivery", {}, ("delivered", "active")),
        ("Bounce", {"Type": "HardBounce"}, ("bounced", "bounced")),
        ("Bounce", {"Type": "SoftBounce"}, ("bounced", "active")),
        ("Bounce", {"Type": "HardBounce", "Details": "550 5.7.1 spam"}, ("bounced", "active")),
        ("Bounce", {"Type": "HardBounce", "Details": "552 5.2.2 full"}, ("bounced", "active")),
        ("Bounce", {"Type": "Blocked"}, ("bounced", "active")),
        ("SpamComplaint", {"Type": "SpamComplaint"}, ("complained", "bounced")),
        ("Bounce", {"Type": "AutoResponder"}, ("accepted", "active")),
        ("Open", {}, ("accepted", "active")),
    ],
)
def test_a_providers_word_counts(
    hooked: Client, sent: Delivery, record: str, more: dict[str, str], expected: tuple[str, str]
) -> None:
    for _ in range(2):
        assert post(hooked, postmark(sent, record, **more)) == 200
    assert state(sent) == expected
    assert MailEvent.objects.count() == (expected[0] != "accepted")


def test_a_stranger_reports_nothing(hooked: Client, sent: Delivery) -> None:
    stranger = Client()
    assert post(stranger, postmark(sent, "Bounce", Type="HardBounce")) in (400, 403)
    assert state(sent) == ("accepted", "active")


def test_without_a_secret_there_is_no_address(client: Client, sent: Delivery) -> None:
    assert post(client, postmark(sent, "Bounce", Type="HardBounce")) == 404


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b'"x"',
        {"RecordType": "Bounce"},
        {"RecordType": "Bounce", "Type": "HardBounce", "Metadata": {"delivery": "x"}},
        {"RecordType": "Bounce", "Type": "HardBounce", "Metadata": "x"},
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_a_broken_body_changes_nothing(hooked: Client, sent: Delivery, body: Any) -> None:
    hooked.raise_request_exception = False
    post(hooked, body)
    assert state(sent) == ("accepted", "active")


def test_an_oversized_body_is_refused(hooked: Client, sent: Delivery) -> None:
    assert post(hooked, b"[" + b"1," * 2_000_000 + b"1]") in (400, 413)


# --- by mail


@pytest.fixture
def returned(settings: Settings, enrollment: Enrollment, clock: Clock) -> Delivery:
    """A mail that left with a return address of its own."""
    settings.BOUNCE_ADDRESS = "bounces@mail.example"
    delivery.run(clock)
    return Delivery.objects.get(enrollment=enrollment)


def test_the_envelope_names_the_mail_and_the_header_names_us(returned: Delivery) -> None:
    sent = mail.outbox[-1]
    assert sent.from_email == bounces.return_address(returned.pk)
    assert sent.message()["From"] == "HipCoach <coach@hipcoach.example>"


def dsn(
    to: str, status: str = "5.1.1", action: str = "failed", *, original: str = "", name: str = "1"
) -> bytes:
    """Return a delivery status notification as mail servers write it."""
    back = f"Content-Type: message/rfc822\r\n\r\nMessage-ID: {original}\r\nSubject: x\r\n\r\nBody"
    return (
        f"From: MAILER-DAEMON@mx.example\r\nTo: {to}\r\nMessage-ID: <{name}@mx.example>\r\n"
        "Subject: Undelivered\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; sam@example.com\r\nAction: {action}\r\nStatus: {status}\r\n"
        f"Diagnostic-Code: smtp; 550 {status} no\r\n\r\n"
        f"--b\r\n{back}\r\n--b--\r\n"
    ).encode()


@pytest.mark.parametrize(
    ("status", "action", "expected"),
    [
        ("5.1.1", "failed", ("bounced", "bounced")),
        ("5.2.1", "failed", ("bounced", "bounced")),
        ("5.2.2", "failed", ("bounced", "active")),
        ("4.4.7", "failed", ("bounced", "active")),
        ("5.7.1", "failed", ("bounced", "active")),
        ("4.2.2", "delayed", ("accepted", "active")),
        ("2.1.5", "delivered", ("delivered", "active")),
        ("nonsense", "failed", ("bounced", "active")),
    ],
)
def test_a_notification_is_read(
    returned: Delivery, clock: Clock, status: str, action: str, expected: tuple[str, str]
) -> None:
    report = bounces.read(dsn(bounces.return_address(returned.pk), status, action))
    if report:
        feedback.note(report, clock.now)
    assert state(returned) == expected


def test_the_mail_that_came_back_names_itself(returned: Delivery) -> None:
    report = bounces.read(dsn("postmaster@mail.example", original=returned.message_id))
    assert report and report.delivery == returned.pk


def test_a_forged_return_address_reports_nothing(returned: Delivery) -> None:
    genuine = bounces.return_address(returned.pk)
    assert bounces.read(dsn(genuine.replace("-", "-0", 1).replace("0@", "@"))) is None
    assert bounces.read(dsn(f"bounces+{returned.pk.hex}-{'0' * 16}@mail.example")) is None


def test_an_out_of_office_reply_is_let_go(returned: Delivery) -> None:
    reply = EmailMessage()
    reply["To"] = bounces.return_address(returned.pk)
    reply["Auto-Submitted"] = "auto-replied"
    reply.set_content("I am away. 5.1.1 Status: 5.1.1 Action: failed")
    assert bounces.read(bytes(reply)) is None


def test_an_abuse_report_is_a_complaint(returned: Delivery, clock: Clock) -> None:
    raw = (
        f"To: abuse@mail.example\r\nMessage-ID: <a@x>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=feedback-report; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: message/feedback-report\r\n\r\n"
        "Feedback-Type: abuse\r\nUser-Agent: x/1\r\nVersion: 1\r\n\r\n"
        "--b\r\nContent-Type: message/rfc822\r\n\r\n"
        f"Message-ID: {returned.message_id}\r\n\r\nBody\r\n--b--\r\n"
    ).encode()
    report = bounces.read(raw)
    assert report and feedback.note(report, clock.now)
    assert state(returned) == ("complained", "bounced")


def test_broken_character_sets_and_missing_ids_are_read_all_the_same(returned: Delivery) -> None:
    raw = dsn(bounces.return_address(returned.pk))
    raw = raw.replace(b"Content-Type: text/plain", b"Content-Type: text/plain; charset=klingon")
    raw = raw.replace(b"Sorry.", b"\xff\xfe\x00Sorry").replace(b"Message-ID: <1@", b"X: <1@")
    report = bounces.read(raw)
    assert report and report.kind == Kind.HARD
    assert report.event_id.startswith("mail/")


@budget(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cut=st.integers(0, 900), noise=st.binary(max_size=40), at=st.integers(0, 900))
def test_no_mail_makes_the_reader_fail(returned: Delivery, cut: int, noise: bytes, at: int) -> None:
    raw = dsn(bounces.return_address(returned.pk))
    bounces.read(raw[:cut])
    bounces.read(raw[:at] + noise + raw[at:])
    bounces.read(noise)


def test_a_mailbox_is_read_to_its_end(returned: Delivery, tmp_path: Path) -> None:
    box = mailbox.Maildir(tmp_path / "box")
    for name in ("1", "2"):
        box.add(dsn(bounces.return_address(returned.pk), name=name))
    box.add(b"Subject: hello\r\n\r\nhi")
    out = StringIO()
    call_command("read_bounces", str(tmp_path / "box"), stdout=out)
    assert "3 read, 2 of them reports" in out.getvalue()
    assert len(box) == 0
    assert state(returned) == ("bounced", "bounced")


def test_a_pipe_brings_one(returned: Delivery, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = dsn(bounces.return_address(returned.pk))
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(raw)))
    call_command("read_bounces", verbosity=0)
    assert state(returned) == ("bounced", "bounced")


def test_a_mailbox_that_is_not_there_says_so(db: None) -> None:
    with pytest.raises(CommandError, match="there is no such mailbox"):
        call_command("read_bounces", "/nowhere/box")


def test_who_bounced_gets_nothing_more(sent: Delivery, confirmed: Confirmed, clock: Clock) -> None:
    note(sent, Kind.HARD, clock)
    mail.outbox.clear()
    clock.pass_(days=30)
    delivery.run(clock)
    consent.ask("sam@example.com", first_name="", time_zone="", network="", now=clock.now)
    delivery.run(clock)
    assert mail.outbox == []
    assert suppression.is_suppressed_address("sam@example.com")


# --- stopping by mail


def test_a_mail_client_may_write_to_stop(returned: Delivery, tmp_path: Path) -> None:
    header = mail.outbox[-1].extra_headers["List-Unsubscribe"]
    mailbox_ = bounces.return_address(returned.pk)
    assert header.endswith(f", <mailto:{mailbox_}?subject=unsubscribe>")
    box = mailbox.Maildir(tmp_path / "box")
    box.add(f"To: {mailbox_}\r\nSubject: Unsubscribe\r\n\r\n".encode())
    box.add(f"To: {mailbox_.replace('+', '+0', 1)}\r\nSubject: unsubscribe\r\n\r\n".encode())
    call_command("read_bounces", str(tmp_path / "box"), verbosity=0)
    assert state(returned) == ("accepted", "unsubscribed")


def test_another_subject_stops_nothing(returned: Delivery) -> None:
    raw = f"To: {bounces.return_address(returned.pk)}\r\nSubject: Thanks\r\n\r\n".encode()
    assert bounces.asks_to_stop(raw) is None
