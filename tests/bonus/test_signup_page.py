"""The signup page: one reply for everybody, and little room for programs."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from redis import RedisError

from bonus import consent, delivery, limits, tokens
from bonus.models import ConsentEvent, Delivery, Enrollment, Subscriber, Suppression
from bonus.tokens import Purpose
from tests.bonus.conftest import Clock

pytestmark = pytest.mark.django_db
_VERB = re.compile(r"(?:RELEASE )?SAVEPOINT|\w+(?: INTO)? ?\S*")


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> str:
    """The time stamp of a form that has been open for ten seconds."""
    now = time.time()
    with monkeypatch.context() as patch:
        patch.setattr(time, "time", lambda: now - 10)
        return tokens.make(Purpose.FORM, "signup")


def post(client: Client, opened: str, address: str = "sam@example.com", **more: str) -> Any:
    data = {"email": address, "opened": opened, "time_zone": "Europe/Berlin", **more}
    return client.post(reverse("bonus:signup"), data)


def test_the_page_says_what_happens_next(client: Client) -> None:
    page = client.get(reverse("bonus:signup")).content.decode()
    assert "Nine short videos over four weeks. We ask you to confirm first." in page


def test_asking_leads_to_the_inbox_page(client: Client, opened: str) -> None:
    response = post(client, opened, "Sam@Example.com", first_name="Sam")
    assert (response.status_code, response["Location"]) == (302, reverse("bonus:sent"))
    person = Subscriber.objects.get()
    assert (person.address, person.first_name) == ("sam@example.com", "Sam")
    assert person.time_zone == "Europe/Berlin"
    assert ConsentEvent.objects.get().network == "127.0.0.0/24"


def test_the_reply_is_the_same_for_every_kind_of_address(
    client: Client, opened: str, enrollment: Enrollment, clock: Clock
) -> None:
    left = Subscriber.objects.create(
        address="left@example.com",
        state="unsubscribed",
        unsubscribed_at=clock.now,
        created_at=clock.now,
    )
    blocked = Subscriber.objects.create(
        address="blocked@example.com", state="bounced", created_at=clock.now
    )
    Suppression.objects.create(address_hash=blocked.address_hash, reason="bounced", at=clock.now)
    known = enrollment.subscriber.address
    replies = {
        (r.status_code, r["Location"], r.content, tuple(sorted(r.headers)))
        for r in (
            post(client, opened, address)
            for address in ("new@example.com", known, left.address, blocked.address)
        )
    }
    assert len(replies) == 1


def test_the_work_is_the_same_for_every_kind_of_address(
    client: Client, opened: str, enrollment: Enrollment, clock: Clock
) -> None:
    """The same statements to the database, in the same order: that is what takes the time."""
    later = clock.pass_(hours=1)
    delivery.run(clock)
    for name, state in (("left", "unsubscribed"), ("blocked", "bounced"), ("known", "pending")):
        Subscriber.objects.create(
            address=f"{name}@example.com",
            state=state,
            unsubscribed_at=later if state == "unsubscribed" else None,
            created_at=later,
        )
    blocked = Subscriber.objects.get(address="blocked@example.com")
    Suppression.objects.create(address_hash=blocked.address_hash, reason="bounced", at=later)
    Delivery.objects.filter(kind="confirm").update(created_at=later - timedelta(hours=2))
    post(client, opened, "warm.up@example.com")
    said = {}
    for name in ("new", "sam", "left", "blocked", "known"):
        with CaptureQueriesContext(connection) as queries:
            assert post(client, opened, f"{name}@example.com").status_code == 302
        said[name] = [_VERB.match(query["sql"])[0] for query in queries]  # type: ignore[index]  # each begins with a word
    assert all(verbs == said["new"] for verbs in said.values()), said
    assert len(said["new"]) > 5


def test_what_was_typed_is_kept_beside_the_error(client: Client, opened: str) -> None:
    response = post(client, opened, "sam@example", first_name="Sam")
    page = response.content.decode()
    assert "This address has no ending, such as .com. Check it and try again." in page
    assert 'value="sam@example"' in page
    assert 'value="Sam"' in page


@pytest.mark.parametrize("name", ["http://spam.example", "Sam\nBcc: x", "<b>", "Sam 7", "a" * 41])
def test_what_is_no_name_is_refused(client: Client, opened: str, name: str) -> None:
    assert post(client, opened, first_name=name).status_code == 200 or "\n" in name
    assert not Subscriber.objects.filter(first_name__contains="\n").exists()


@pytest.mark.parametrize("name", ["", "Sam", "Anne-Marie", "José Luis", "O'Brien", "J. R."])
def test_names_are_names(client: Client, opened: str, name: str) -> None:
    assert post(client, opened, first_name=name).status_code == 302


def test_an_odd_time_zone_is_forgotten(client: Client, opened: str) -> None:
    post(client, opened, time_zone="Mars/Olympus")
    assert Subscriber.objects.get().time_zone == ""


def test_a_filled_trap_gets_the_same_reply_and_nothing_else(client: Client, opened: str) -> None:
    response = post(client, opened, website="https://spam.example")
    assert response["Location"] == reverse("bonus:sent")
    assert not Subscriber.objects.exists()


def test_too_fast_asks_for_a_second_press_which_works(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = client.get(reverse("bonus:signup")).content.decode()
    stamp = re.search(r'name="opened" value="([^"]+)"', page)
    assert stamp
    response = post(client, stamp[1])
    assert "Press the button once more" in response.content.decode()
    assert not Subscriber.objects.exists()
    then = time.time() + 3
    monkeypatch.setattr(time, "time", lambda: then)
    assert post(client, stamp[1]).status_code == 302


@pytest.mark.parametrize("stamp", ["", "made.up.stamp"])
def test_without_a_time_stamp_the_form_comes_back_with_one(client: Client, stamp: str) -> None:
    response = post(client, stamp)
    assert response.status_code == 200
    assert re.search(r'name="opened" value="signup\.[^"]+"', response.content.decode())


def test_other_rooms_get_the_form_by_a_tag() -> None:
    page = Template("{% load bonus %}{% signup_form as form %}{{ form.opened }}").render(Context())
    assert 'value="signup.' in page


def test_a_network_is_limited(client: Client, opened: str) -> None:
    for n in range(limits.PER_NETWORK.times):
        assert post(client, opened, f"sam{n}@example.com").status_code == 302
    response = post(client, opened, "one.more@example.com")
    assert response.status_code == 429
    assert not Subscriber.objects.filter(address="one.more@example.com").exists()
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    assert post(elsewhere, opened, "two.more@example.com").status_code == 302


def test_an_address_is_limited_without_a_word(client: Client, opened: str) -> None:
    replies = {post(client, opened).status_code for _ in range(6)}
    assert replies == {302}
    assert ConsentEvent.objects.count() == limits.PER_ADDRESS.times


def test_a_limit_ends_with_its_window(clock: Clock) -> None:
    limit = limits.Limit("test", times=1, window=timedelta(minutes=10))
    assert limit.allows("x", clock.now)
    assert not limit.allows("x", clock.now)
    assert limit.allows("x", clock.pass_(minutes=10))


def test_the_confirmation_leaves_within_the_request_of_its_hint(
    client: Client, opened: str, django_capture_on_commit_callbacks: object, series: object
) -> None:
    assert callable(django_capture_on_commit_callbacks)
    with django_capture_on_commit_callbacks(execute=True):
        post(client, opened)
    assert [message.to for message in mail.outbox] == [["sam@example.com"]]
    assert Delivery.objects.get().state == "accepted"


def test_a_broker_that_is_down_loses_nothing(
    client: Client,
    opened: str,
    django_capture_on_commit_callbacks: object,
    monkeypatch: pytest.MonkeyPatch,
    clock: Clock,
) -> None:
    from bonus import tasks

    def refuse(*args: object, **kwargs: object) -> None:
        raise ConnectionError("no broker")

    monkeypatch.setattr(tasks.send_now, "apply_async", refuse)
    assert callable(django_capture_on_commit_callbacks)
    with django_capture_on_commit_callbacks(execute=True):
        assert post(client, opened).status_code == 302
    assert mail.outbox == []
    tasks.send_due()
    assert len(mail.outbox) == 1


def test_a_hint_never_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    from celery import current_app
    from kombu.exceptions import OperationalError

    from bonus import tasks

    def refuse(*args: object, **kwargs: object) -> None:
        raise OperationalError("no broker")

    monkeypatch.setattr(current_app, "connection_for_write", refuse)
    tasks.hint(uuid4())


def test_a_proxy_is_believed_only_when_it_is_trusted(
    client: Client, opened: str, settings: object
) -> None:
    address = reverse("bonus:signup")
    data = {"email": "sam@example.com", "opened": opened}
    client.post(address, data, headers={"X-Forwarded-For": "198.51.100.7"})
    assert ConsentEvent.objects.latest("pk").network == "127.0.0.0/24"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1  # type: ignore[attr-defined]
    client.post(address, data, headers={"X-Forwarded-For": "evil, 198.51.100.7"})
    assert ConsentEvent.objects.latest("pk").network == "198.51.100.0/24"


def test_the_engine_is_wired_to_the_beat() -> None:
    from hipcoach.celery import app

    assert app.conf.beat_schedule["send-due-mail"]["task"] in app.tasks
    assert consent.SERIES == "bonus-training"
    assert delivery.BUDGET.total_seconds() < 20


@pytest.mark.parametrize("error", [ConnectionError("nobody listens"), RedisError("read only")])
def test_a_cache_that_does_not_answer_turns_nobody_away(
    client: Client, opened: str, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise error

    monkeypatch.setattr("bonus.limits.cache.add", refuse)

    assert post(client, opened).status_code == 302
    assert Subscriber.objects.count() == 1


def test_the_page_of_the_form_is_kept_and_nothing_made_up(client: Client, opened: str) -> None:
    home = {"Referer": "http://testserver/"}
    data = {"opened": opened, "time_zone": ""}
    address = reverse("bonus:signup")
    client.post(address, {**data, "email": "a@example.com"}, headers=home)
    # A second press comes from the signup page, with what the first one said.
    again = client.post(address, {**data, "email": "b@example"}, headers=home)
    assert 'name="page" value="home"' in again.content.decode()
    odd = {**data, "email": "c@example.com", "page": "<script>"}
    client.post(address, odd, headers={"Referer": "https://elsewhere.example/nowhere/"})
    article = {"Referer": "http://testserver/articles/planes/"}
    client.post(address, {**data, "email": "d@example.com"}, headers=article)
    pages = dict(Subscriber.objects.values_list("address", "source"))
    assert pages == {
        "a@example.com": "home",
        "c@example.com": "",
        "d@example.com": "article/planes",
    }


@pytest.mark.parametrize("name", ["Sam\r\nBcc: all@example.com", "Sam\nX: y", "Sam\u2028X: y"])
def test_a_name_brings_no_header_along(client: Client, opened: str, name: str) -> None:
    assert post(client, opened, first_name=name).status_code == 200
    assert not Subscriber.objects.exists()


MALFORMED = ("a@example.com\r\nBcc: b@example.com", "a@b@c", "@x.example", "a b@x.example")


@pytest.mark.parametrize("address", [*MALFORMED, "a@x..example", f"a@{'x' * 300}.example"])
def test_a_malformed_address_is_refused(client: Client, opened: str, address: str) -> None:
    assert post(client, opened, address).status_code == 200
    assert not Subscriber.objects.exists()


def test_a_network_that_is_over_its_limit_costs_no_statement(client: Client, opened: str) -> None:
    for n in range(limits.PER_NETWORK.times):
        post(client, opened, f"sam{n}@example.com")
    with CaptureQueriesContext(connection) as queries:
        for n in range(50):
            assert post(client, opened, f"more{n}@example.com").status_code == 429
    assert len(queries) == 0
