"""Pages behind links in mails: scanners change nothing, tampered links open nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from bonus import consent, delivery, links, tokens
from bonus.models import ConsentEvent, Delivery, Enrollment, Subscriber
from bonus.tokens import Purpose
from tests.bonus.conftest import Clock, Confirmed

pytestmark = pytest.mark.django_db


def path(url: str) -> str:
    return url.removeprefix("http://127.0.0.1:8000")


def everything() -> list[object]:
    return [
        list(model.objects.order_by("pk").values())
        for model in (Subscriber, Enrollment, Delivery, ConsentEvent)
    ]


@pytest.fixture
def asked(ask: Callable[..., Delivery]) -> Delivery:
    """A confirmation mail that waits to be answered."""
    return ask()


@pytest.fixture
def strict() -> Client:
    """A browser that checks CSRF, as real ones are made to."""
    return Client(enforce_csrf_checks=True)


def keyed(client: Client, enrollment: Enrollment, video: str = "video-three-planes") -> Client:
    client.get(path(links.watch(enrollment, video)))
    return client


# --- confirming


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_scanner_confirms_nothing(client: Client, asked: Delivery, method: str) -> None:
    before = everything()
    response = getattr(client, method)(path(links.confirm(asked.pk)))
    assert response.status_code == 200
    assert everything() == before


def test_the_button_confirms_and_opens_the_first_video(client: Client, asked: Delivery) -> None:
    response = client.post(path(links.confirm(asked.pk)), follow=True)
    assert Subscriber.objects.get().state == "active"
    assert response.redirect_chain == [(reverse("bonus:watch", args=["video-three-planes"]), 302)]
    assert "1 of 9 open" in response.content.decode()


def test_confirming_needs_the_pages_own_button(strict: Client, asked: Delivery) -> None:
    assert strict.post(path(links.confirm(asked.pk))).status_code == 403
    assert Subscriber.objects.get().state == "pending"


def test_the_first_mail_leaves_within_the_confirming_request(
    client: Client, asked: Delivery, django_capture_on_commit_callbacks: object
) -> None:
    assert callable(django_capture_on_commit_callbacks)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(path(links.confirm(asked.pk)))
    assert Delivery.objects.get(kind="step").state == "accepted"


def test_an_expired_link_offers_a_new_one(
    client: Client, asked: Delivery, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = path(links.confirm(asked.pk))
    Delivery.objects.update(
        created_at=clock.now - timedelta(days=8),
        state="accepted",
        ended_at=clock.now,
    )
    then = time.time() + timedelta(days=8).total_seconds()
    monkeypatch.setattr(time, "time", lambda: then)
    for method in (client.get, client.post):
        response = method(address)
        assert response.status_code == 410
        assert "That link has expired" in response.content.decode()
    response = client.post(address.replace("/confirm/", "/renew/"))
    assert response["Location"] == reverse("bonus:sent")
    assert Delivery.objects.filter(state="due").count() == 1
    assert Subscriber.objects.get().state == "pending"


def test_an_old_link_tells_who_stopped_that_they_did(
    client: Client, enrollment: Enrollment, clock: Clock
) -> None:
    confirmation = Delivery.objects.get(kind="confirm")
    consent.stop(enrollment.subscriber_id, network="", now=clock.pass_(hours=1))
    response = client.post(path(links.confirm(confirmation.pk)))
    page = response.content.decode()
    assert response.status_code == 410
    assert "You stopped these emails" in page
    assert f'href="{reverse("bonus:signup")}"' in page
    assert "has expired" not in page
    assert Subscriber.objects.get().state == "unsubscribed"


def test_a_link_for_another_purpose_or_tampered_with_opens_nothing(
    client: Client, enrollment: Enrollment
) -> None:
    person = str(enrollment.subscriber_id)
    good = tokens.make(Purpose.CONFIRM, person)
    for token in (tokens.make(Purpose.STOP, person), good[:-1], good, "x"):
        assert client.get(reverse("bonus:confirm", args=[token])).status_code == 404
        assert client.post(reverse("bonus:confirm", args=[token])).status_code == 404


# --- stopping


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_scanner_stops_nothing(client: Client, enrollment: Enrollment, method: str) -> None:
    before = everything()
    response = getattr(client, method)(path(links.stop(enrollment.subscriber_id)))
    assert response.status_code == 200
    assert everything() == before


def test_one_click_from_a_mail_client_stops_at_once(
    strict: Client, enrollment: Enrollment, clock: Clock
) -> None:
    response = strict.post(
        path(links.stop(enrollment.subscriber_id)), {"List-Unsubscribe": "One-Click"}
    )
    assert response.status_code == 200
    assert Subscriber.objects.get().state == "unsubscribed"
    delivery.run(clock)
    assert not Delivery.objects.filter(kind="step").exists()


def test_stopping_twice_says_the_same(client: Client, enrollment: Enrollment) -> None:
    address = path(links.stop(enrollment.subscriber_id))
    assert [client.post(address).status_code for _ in range(2)] == [200, 200]


def test_nobody_is_stopped_without_the_right_token(client: Client, enrollment: Enrollment) -> None:
    token = tokens.make(Purpose.CONFIRM, str(enrollment.subscriber_id))
    assert client.post(reverse("bonus:stop", args=[token])).status_code == 404
    assert Subscriber.objects.get().state == "active"


def test_an_erased_persons_link_is_a_plain_404(client: Client, enrollment: Enrollment) -> None:
    address = path(links.stop(enrollment.subscriber_id))
    enrollment.subscriber.delete()
    assert client.post(address).status_code == 404


# --- watching


def test_the_key_moves_out_of_the_address(client: Client, enrollment: Enrollment) -> None:
    response = client.get(path(links.watch(enrollment, "video-three-planes")))
    assert response["Location"] == reverse("bonus:watch", args=["video-three-planes"])
    assert "sam@example.com" not in str(response.cookies)
    page = client.get(response["Location"]).content.decode()
    assert "Open the top knee." in page  # the transcript
    assert "Opens Wednesday, Nov 25" in page


def test_a_scanner_that_follows_the_link_changes_nothing(
    client: Client, enrollment: Enrollment
) -> None:
    before = everything()
    client.get(path(links.watch(enrollment, "video-three-planes")), follow=True)
    assert everything() == before


def test_without_a_key_nothing_is_shown(client: Client, enrollment: Enrollment) -> None:
    response = client.get(reverse("bonus:watch", args=["video-three-planes"]))
    assert response.status_code == 403
    assert "Open this from your email" in response.content.decode()
    assert "Open the top knee." not in response.content.decode()


def test_a_wrong_key_opens_nothing_and_replaces_nothing(
    client: Client, enrollment: Enrollment
) -> None:
    address = reverse("bonus:watch", args=["video-three-planes"])
    keyed(client, enrollment)
    assert client.get(address, {"key": "made.up.key"}).status_code == 403
    assert client.get(address).status_code == 200


def test_a_locked_video_says_when_and_shows_nothing(client: Client, enrollment: Enrollment) -> None:
    response = keyed(client, enrollment).get(reverse("bonus:watch", args=["video-fit-it-in"]))
    assert response.status_code == 403
    page = response.content.decode()
    assert "Video 8 is not open yet" in page
    assert "Open the top knee." not in page


@pytest.mark.parametrize("video", ["video-pause-and-check", "no-such-video"])
def test_what_is_not_in_the_list_does_not_exist(
    client: Client, enrollment: Enrollment, video: str
) -> None:
    address = reverse("bonus:watch", args=[video])
    assert keyed(client, enrollment).get(address).status_code == 404


def test_a_mailed_video_is_open(client: Client, enrollment: Enrollment, clock: Clock) -> None:
    delivery.run(clock)
    clock.pass_(days=2)
    delivery.run(clock)
    address = reverse("bonus:watch", args=["video-know-your-sides"])
    response = keyed(client, enrollment).get(address)
    assert response.status_code == 200
    assert "2 of 9 open" in response.content.decode()


def test_raising_the_link_version_revokes_every_watch_link(
    client: Client, enrollment: Enrollment
) -> None:
    keyed(client, enrollment)
    Subscriber.objects.update(link_version=2)
    address = reverse("bonus:watch", args=["video-three-planes"])
    assert client.get(address).status_code == 403


def test_who_stopped_keeps_what_is_open(
    client: Client, enrollment: Enrollment, clock: Clock
) -> None:
    consent.stop(enrollment.subscriber_id, network="", now=clock.now)
    page = keyed(client, enrollment).get(reverse("bonus:watch", args=["video-three-planes"]))
    assert page.status_code == 200
    assert "You stopped the emails." in page.content.decode()


def test_one_persons_key_opens_only_their_list(client: Client, confirmed: Confirmed) -> None:
    sam, kim = confirmed("sam@example.com"), confirmed("kim@example.com")
    page = keyed(client, sam).get(reverse("bonus:watch", args=["video-three-planes"]))
    assert "sam@example.com" in page.content.decode()
    assert kim.subscriber.address not in page.content.decode()


@pytest.mark.parametrize("name", ["confirm", "stop", "watch"])
def test_personal_pages_stay_out_of_caches_and_search(
    client: Client, enrollment: Enrollment, name: str
) -> None:
    address = {
        "confirm": links.confirm(Delivery.objects.get().pk),
        "stop": links.stop(enrollment.subscriber_id),
        "watch": links.watch(enrollment, "video-three-planes"),
    }[name]
    response = client.get(path(address))
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
