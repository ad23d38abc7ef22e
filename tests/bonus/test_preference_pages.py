"""The pages behind the preferences link, and one click for who is signed in."""

from __future__ import annotations

from datetime import date

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from accounts.models import User
from bonus import consent, delivery, links, suppression, tokens
from bonus.models import ConsentEvent, Delivery, Enrollment, Subscriber, Suppression
from bonus.tokens import Purpose
from tests.bonus.conftest import Clock, Confirmed
from tests.bonus.test_links_pages import everything, path

pytestmark = pytest.mark.django_db
NETWORK = "192.0.2.0/24"


@pytest.fixture
def page(sam: Subscriber) -> str:
    return links.preferences_path(sam)


def press(client: Client, page: str, form: str, **fields: object) -> str:
    """Press a button of the page and return the text of the page that follows."""
    return client.post(page, {"form": form, **fields}, follow=True).content.decode()


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("name", ["preferences", "erase"])
def test_looking_changes_nothing(client: Client, sam: Subscriber, method: str, name: str) -> None:
    token = links.preferences_path(sam).strip("/").split("/")[-1]
    before = everything()
    response = getattr(client, method)(reverse(f"bonus:{name}", args=[token]))
    assert response.status_code == 200
    assert response["Cache-Control"].startswith("max-age=0")
    assert everything() == before


def test_choices_are_saved_and_shown(client: Client, page: str, sam: Subscriber) -> None:
    chosen = {"first_name": "Samira", "hour": "18", "time_zone": "Asia/Tokyo", "pace": "2"}
    assert "Saved." in press(client, page, "rhythm", **chosen)
    sam.refresh_from_db()
    assert (sam.first_name, sam.hour, sam.time_zone, sam.pace) == ("Samira", 18, "Asia/Tokyo", 2)


@pytest.mark.parametrize(
    ("form", "fields", "said"),
    [
        ("rhythm", {"first_name": "<b>", "time_zone": "UTC", "pace": "1"}, "Use letters only"),
        ("rhythm", {"time_zone": "Mars/Base", "pace": "1"}, "Select a valid choice"),
        ("rhythm", {"time_zone": "UTC", "pace": "9"}, "Select a valid choice"),
        ("rhythm", {"time_zone": "UTC", "pace": "1", "hour": "24"}, "Select a valid choice"),
        ("pause", {"until": ""}, "Choose the day on which"),
        ("pause", {"until": "soon"}, "Choose a day, such as"),
        ("pause", {"until": "2026-11-23"}, "Choose a day after today."),
        ("pause", {"until": "2028-01-01"}, "Choose a day within a year"),
        ("address", {"email": "sam at home"}, "does not look like an email"),
        ("address", {"email": ""}, "Type the new address."),
    ],
)
def test_a_mistake_is_said_and_changes_nothing(
    client: Client, page: str, form: str, fields: dict[str, str], said: str
) -> None:
    before = everything()
    response = client.post(page, {"form": form, **fields})
    assert response.status_code == 422
    assert said in response.content.decode()
    assert everything() == before


@pytest.mark.parametrize("form", ["", "nothing", "go-on"])
def test_an_odd_button_is_harmless(client: Client, page: str, form: str) -> None:
    assert client.post(page, {"form": form}).status_code in (200, 302)


def test_a_pause_is_shown_and_ended(client: Client, page: str, sam: Subscriber) -> None:
    shown = press(client, page, "pause", until="2026-12-24")
    assert "begin again on Thursday, December 24" in shown
    assert "Go on now" in shown
    sam.refresh_from_db()
    assert sam.paused_until == date(2026, 12, 24)
    assert "Go on now" not in press(client, page, "go-on")


@pytest.mark.parametrize("address", ["new@example.com", "kim@example.com", "gone@example.com"])
def test_a_new_address_is_asked_alike_whoever_has_it(
    client: Client, page: str, confirmed: Confirmed, clock: Clock, address: str
) -> None:
    confirmed("kim@example.com")
    suppression.refuse_address("gone@example.com", Suppression.Reason.BOUNCED, clock.now)
    shown = press(client, page, "address", email=address)
    assert f"We sent an email to {address}." in shown


def test_the_new_mailbox_confirms_with_a_button(client: Client, page: str, sam: Subscriber) -> None:
    press(client, page, "address", email=" New@Example.com ")
    link = path(links.move(Delivery.objects.get(kind="move").pk))
    before = everything()
    assert "new@example.com" in client.get(link).content.decode()
    assert everything() == before
    assert (
        "The videos come to new@example.com now." in client.post(link, follow=True).content.decode()
    )
    sam.refresh_from_db()
    assert sam.address == "new@example.com"


def test_the_button_erases_everything(client: Client, page: str, clock: Clock) -> None:
    delivery.run(clock)
    shown = client.post(f"{page}erase/").content.decode()
    assert "<h1>Erased</h1>" in shown
    assert everything() == [[], [], [], []]
    assert client.get(page).status_code == 404


@pytest.mark.parametrize(
    ("purpose", "payload"), [(None, ""), (Purpose.STOP, "x"), (Purpose.PREFERENCES, "x.y")]
)
def test_a_token_that_is_none_opens_nothing(
    client: Client, sam: Subscriber, purpose: Purpose | None, payload: str
) -> None:
    token = tokens.make(purpose, payload) if purpose else "broken"
    for name in ("preferences", "erase", "move"):
        assert client.get(reverse(f"bonus:{name}", args=[token])).status_code == 404
        assert client.post(reverse(f"bonus:{name}", args=[token])).status_code == 404
    assert Subscriber.objects.filter(pk=sam.pk).exists()


def test_revoking_links_closes_the_page(client: Client, page: str, sam: Subscriber) -> None:
    links.revoke_watch_links([sam.pk])
    assert client.get(page).status_code == 404


def test_a_mail_leads_to_the_page(client: Client, enrollment: Enrollment, clock: Clock) -> None:
    from django.core import mail

    delivery.run(clock)
    link = next(line for line in mail.outbox[-1].body.splitlines() if "/bonus/preferences/" in line)
    assert client.get(path(link)).status_code == 200


# --- who is signed in


def test_one_click_begins_the_series(as_ana: Client, series: object, ana: User) -> None:
    assert "Send them to ana@example.com" in as_ana.get("/bonus/").content.decode()
    response = as_ana.post("/bonus/join/", follow=True)
    assert response.redirect_chain[0][0].startswith("/bonus/watch/")
    assert response.status_code == 200
    reader = Subscriber.objects.get()
    assert (reader.address, reader.first_name, reader.state) == ("ana@example.com", "Ana", "active")
    said = list(ConsentEvent.objects.values_list("kind", "wording"))
    assert said == [("asked", "2026-11-account"), ("confirmed", "2026-11-account")]
    as_ana.post("/bonus/join/")
    assert (Subscriber.objects.count(), Enrollment.objects.count()) == (1, 1)
    assert ConsentEvent.objects.count() == 2


def test_an_unverified_address_has_no_click(as_ana: Client, series: object, ana: User) -> None:
    EmailAddress.objects.filter(user=ana).update(verified=False)
    assert "Send them to" not in as_ana.get("/bonus/").content.decode()
    assert as_ana.post("/bonus/join/").status_code == 302
    assert not Subscriber.objects.exists()


def test_a_stranger_joins_by_mail_alone(client: Client, series: object) -> None:
    assert "Send them to" not in client.get("/bonus/").content.decode()
    assert client.post("/bonus/join/")["Location"].startswith("/accounts/login/")
    assert not Subscriber.objects.exists()


def test_a_refused_address_says_so(as_ana: Client, series: object, clock: Clock) -> None:
    suppression.refuse_address("ana@example.com", Suppression.Reason.BOUNCED, clock.now)
    response = as_ana.post("/bonus/join/")
    assert response.status_code == 409
    assert "cannot write to ana@example.com" in response.content.decode()


def test_an_account_finds_its_subscription(
    as_ana: Client, confirmed: Confirmed, clock: Clock
) -> None:
    assert as_ana.get("/bonus/mine/")["Location"] == "/bonus/"
    confirmed("ana@example.com")
    assert "They come to ana@example.com" in as_ana.get("/bonus/").content.decode()
    assert "Your bonus emails" in as_ana.get("/bonus/mine/", follow=True).content.decode()


def test_an_erased_account_takes_its_subscription_along(
    ana: User, confirmed: Confirmed, sam: Subscriber
) -> None:
    confirmed("ana@example.com")
    ana.delete()
    assert list(Subscriber.objects.all()) == [sam]


def test_an_unverified_account_takes_nobodys_subscription(ana: User, confirmed: Confirmed) -> None:
    confirmed("ana@example.com")
    EmailAddress.objects.filter(user=ana).update(verified=False)
    ana.delete()
    assert Subscriber.objects.exists()


def test_who_stopped_is_led_back_by_one_click(
    as_ana: Client, confirmed: Confirmed, clock: Clock
) -> None:
    enrollment = confirmed("ana@example.com")
    consent.stop(enrollment.subscriber_id, network=NETWORK, now=clock.now)
    assert "Send them to" in as_ana.get("/bonus/").content.decode()
    as_ana.post("/bonus/join/")
    enrollment.refresh_from_db()
    assert enrollment.state == Enrollment.State.ACTIVE
