"""What DNS and providers ask of us is looked at without a network, and never for long."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import dns.message
import dns.rdatatype
import dns.rrset
import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from bonus import deliverability
from bonus.dns_resolver import DnsResolver
from bonus.findings import Finding, NoAnswerError, Sender
from bonus.models import Delivery, MailEvent, Subscriber
from tests.bonus.conftest import Clock

pytestmark = pytest.mark.django_db

WHO = Sender(
    domain="run.example",
    envelope="bounces.run.example",
    server="mx.run.example",
    uses_tls=True,
    selector="s1",
    site="https://run.example",
    hears_bounces=True,
)
GOOD = {
    ("bounces.run.example", "TXT"): ["v=spf1 ip4:192.0.2.0/24 include:x.example -all", "other"],
    ("s1._domainkey.run.example", "TXT"): ["v=DKIM1; k=rsa; p=" + "A" * 392],
    ("_dmarc.run.example", "TXT"): ["v=DMARC1; p=reject; rua=mailto:d@run.example"],
    ("mx.run.example", "A"): ["192.0.2.7"],
    ("192.0.2.7", "PTR"): ["mx.run.example."],
    ("run.example", "MX"): ["10 mx.run.example."],
    ("bounces.run.example", "MX"): ["10 mx.run.example."],
}


class Book:
    """DNS as a table; a name that stands under `silent` never answers."""

    def __init__(self, records: dict[tuple[str, str], list[str]], silent: str = "") -> None:
        self.records = records
        self.silent = silent

    def ask(self, name: str, kind: str) -> list[str]:
        """Look it up."""
        if name == self.silent:
            raise NoAnswerError("no answer within 2 seconds")
        return self.records.get((name, kind), [])


def found(
    clock: Clock, title: str, who: Sender = WHO, silent: str = "", **changed: list[str]
) -> Finding:
    records = dict(GOOD)
    for key, value in changed.items():
        name, _, kind = key.rpartition("__")
        records[name.replace("_dot_", ".").replace("under_", "_"), kind] = value
    report = deliverability.check(who, Book(records, silent), clock.now)
    return next(one for one in report.findings if one.title == title)


def test_a_good_sender_is_good_throughout(clock: Clock) -> None:
    report = deliverability.check(WHO, Book(GOOD), clock.now)
    assert {one.verdict for one in report.findings} == {"good"}
    assert len(report.findings) == 11


@pytest.mark.parametrize(
    ("records", "verdict", "words"),
    [
        ([], "bad", "has none"),
        (["v=spf1 -all", "v=spf1 mx -all"], "bad", "has 2 of them"),
        (["v=spf1 +all"], "bad", "whole world"),
        (["v=spf1 all"], "bad", "whole world"),
        (["v=spf1 " + "include:x.example " * 11 + "-all"], "bad", "11 times or more"),
        (["v=spf1 mx"], "mind", "does not say"),
        (["v=spf1 redirect=_spf.x.example"], "good", "says who may send"),
    ],
)
def test_spf(clock: Clock, records: list[str], verdict: str, words: str) -> None:
    one = found(clock, "SPF", bounces_dot_run_dot_example__TXT=records)
    assert (one.verdict, words in one.says) == (verdict, True), one


@pytest.mark.parametrize(
    ("records", "verdict", "words"),
    [
        ([], "bad", "There is no key"),
        (["v=DKIM1; p="], "bad", "withdrawn"),
        (["v=DKIM1; p=" + "A" * 100], "bad", "shorter than 1024"),
        (["v=DKIM1; k=ed25519; p=" + "A" * 44], "good", "A key stands"),
        (["v=DKIM1; t=y; p=" + "A" * 392], "mind", "a test"),
    ],
)
def test_dkim(clock: Clock, records: list[str], verdict: str, words: str) -> None:
    one = found(clock, "DKIM", s1_dot_under_domainkey_dot_run_dot_example__TXT=records)
    assert (one.verdict, words in one.says) == (verdict, True), one


def test_a_key_whose_name_is_not_known_is_not_known(clock: Clock) -> None:
    assert found(clock, "DKIM", who=replace(WHO, selector="")).verdict == "unknown"


@pytest.mark.parametrize(
    ("records", "verdict"),
    [
        ([], "bad"),
        (["v=DMARC1; p=none"], "mind"),
        (["v=DMARC1; p=nonsense; rua=mailto:x@y.example"], "bad"),
        (["v=DMARC1; p=none; rua=mailto:x@y.example"], "good"),
    ],
)
def test_dmarc(clock: Clock, records: list[str], verdict: str) -> None:
    assert found(clock, "DMARC", under_dmarc_dot_run_dot_example__TXT=records).verdict == verdict


def test_dmarc_of_the_domain_above_counts(clock: Clock) -> None:
    assert found(clock, "DMARC", who=replace(WHO, domain="mail.run.example")).verdict == "good"


def test_a_server_without_a_name_that_leads_back(clock: Clock) -> None:
    one = found(clock, "Reverse DNS", mx_dot_run_dot_example__A=["192.0.2.9"])
    assert one.verdict == "bad"
    assert "192.0.2.9" in one.says


@pytest.mark.parametrize(
    ("title", "changes", "verdict"),
    [
        ("From fits the rest", {"envelope": "other.example"}, "mind"),
        ("Encrypted on its way", {"uses_tls": False}, "bad"),
        ("Encrypted on its way", {"uses_tls": False, "server": "localhost"}, "good"),
        ("Links", {"site": "http://run.example"}, "bad"),
        ("One-click unsubscribe", {"site": "http://run.example"}, "bad"),
        ("Bounces are heard", {"hears_bounces": False}, "bad"),
        ("SPF", {"envelope": "", "server": ""}, "mind"),
        ("Reverse DNS", {"envelope": "", "server": ""}, "good"),
        ("Return address", {"domain": "nobody.example"}, "bad"),
    ],
)
def test_what_the_settings_say(
    clock: Clock, title: str, changes: dict[str, object], verdict: str
) -> None:
    one = found(clock, title, who=replace(WHO, **changes))  # type: ignore[arg-type]  # of a table
    assert one.verdict == verdict
    assert bool(one.todo) == (verdict != "good")


def test_silence_is_not_known_and_spoils_nothing_else(clock: Clock) -> None:
    one = found(clock, "DMARC", silent="_dmarc.run.example")
    assert (one.verdict, "no answer within 2 seconds" in one.says) == ("unknown", True)
    assert found(clock, "SPF", silent="_dmarc.run.example").verdict == "good"


@pytest.mark.parametrize(
    ("mails", "complaints", "verdict"),
    [(1000, 0, "good"), (2000, 1, "good"), (1000, 1, "mind"), (1000, 3, "bad"), (10, 3, "unknown")],
)
def test_the_rate_of_complaints(clock: Clock, mails: int, complaints: int, verdict: str) -> None:
    sam = Subscriber.objects.create(address="sam@example.com", created_at=clock.now)
    rows = [
        Delivery(
            kind="confirm",
            subscriber=sam,
            state="complained" if n < complaints else "accepted",
            planned_for=clock.now,
            available_at=clock.now,
            created_at=clock.now - timedelta(days=1),
            ended_at=clock.now,
            message_id=f"<{n}>",
        )
        for n in range(mails)
    ]
    Delivery.objects.bulk_create(rows)
    MailEvent.objects.bulk_create(
        MailEvent(event_id=str(n), kind="complaint", delivery=rows[n], at=clock.now)
        for n in range(complaints)
    )
    assert found(clock, "Reported as spam").verdict == verdict


def test_the_settings_name_the_sender(settings: Settings) -> None:
    settings.MAILERS = {
        "default": {"BACKEND": "x", "OPTIONS": {"host": "mx.run.example", "use_tls": True}}
    }
    settings.DEFAULT_FROM_EMAIL = "Run <coach@run.example>"
    settings.BOUNCE_ADDRESS = "back@bounces.run.example"
    settings.SITE_URL = "https://run.example"
    assert deliverability.sender("s1") == WHO
    settings.MAILERS = {"default": {"BACKEND": "anymail.backends.postmark.EmailBackend"}}
    settings.BOUNCE_ADDRESS = ""
    assert (deliverability.sender().server, deliverability.sender().envelope) == ("", "")


# --- a real DNS server, on this machine


@pytest.fixture
def dns_port() -> Iterator[int]:
    """A server that knows one name and says nothing about names that begin with `silent`."""
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                data, back = server.recvfrom(2048)
            except OSError:
                return
            query = dns.message.from_wire(data)
            question = query.question[0]
            if str(question.name).startswith("silent"):
                continue
            answer = dns.message.make_response(query)
            if question.rdtype == dns.rdatatype.TXT and str(question.name) == "run.example.":
                text = '"v=spf1 " "-all"'
                answer.answer.append(dns.rrset.from_text(question.name, 60, "IN", "TXT", text))
            server.sendto(answer.to_wire(), back)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield int(server.getsockname()[1])
    server.close()


def test_a_real_server_is_asked(dns_port: int) -> None:
    resolver = DnsResolver(["127.0.0.1"], port=dns_port)
    assert resolver.ask("run.example", "TXT") == ["v=spf1 -all"]
    assert resolver.ask("other.example", "TXT") == []


def test_a_silent_server_costs_no_more_than_was_agreed_on(dns_port: int) -> None:
    resolver = DnsResolver(["127.0.0.1"], port=dns_port, each=0.2, total=0.5)
    began = time.monotonic()
    for _ in range(10):
        with pytest.raises(NoAnswerError):
            resolver.ask("silent.example", "TXT")
    assert time.monotonic() - began < 2


def test_nonsense_is_no_answer(dns_port: int) -> None:
    resolver = DnsResolver(["127.0.0.1"], port=dns_port)
    for name, kind in (("a" * 70 + ".example", "TXT"), ("x..y", "TXT"), ("no address", "PTR")):
        with pytest.raises(NoAnswerError):
            resolver.ask(name, kind)


# --- the page


def test_the_button_looks_and_the_page_remembers(
    as_ben: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    class Silent:
        def ask(self, name: str, kind: str) -> list[str]:
            asked.append(name)
            raise NoAnswerError("no answer")

    monkeypatch.setattr("bonus.admin.deliverability.DnsResolver", Silent)
    address = reverse("admin:bonus_deliverability")
    assert "Look now" in as_ben.get(address).content.decode()
    assert asked == []
    page = as_ben.post(address, {"selector": "s2"}, follow=True).content.decode()
    assert "s2._domainkey.hipcoach.example" in asked
    assert "DNS did not answer: no answer." in page
    count = len(asked)
    assert "DNS did not answer: no answer." in as_ben.get(address).content.decode()
    assert len(asked) == count
    assert "Letters, digits" in as_ben.post(address, {"selector": "a b"}).content.decode()
