"""Mails about an account's safety, and what their owner can do: "It was not me"."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts import alarms
from accounts.models import Device, Letter, User
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
PHONE = {"user-agent": "Mozilla/5.0 (Linux; Android 15) Gecko/146.0 Firefox/146.0"}
LAPTOP = {"user-agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/142.0 Safari/537.36"}


def sign_in(
    headers: dict[str, str], network: str = "192.0.2.1", browser: Client | None = None
) -> Client:
    """Sign Ana in from somewhere; return the browser."""
    browser = browser or Client()
    browser.post(
        "/accounts/login/",
        {"login": "ana@example.com", "password": PASSWORD},
        headers=headers,
        REMOTE_ADDR=network,
    )
    assert browser.get("/accounts/", headers=headers).status_code == 200
    return browser


def letters(subject: str) -> list[Letter]:
    return list(Letter.objects.filter(subject=subject))


def link_in(letter: Letter) -> str:
    found = re.search(r"http\S+(/accounts/not-me/\S+)", letter.text)
    assert found, letter.text
    return found[1]


def test_the_first_device_is_no_news_and_a_second_one_is(ana: User) -> None:
    sign_in(PHONE)
    assert not letters("A new device signed in")
    sign_in(LAPTOP, "198.51.100.7")
    (letter,) = letters("A new device signed in")
    assert letter.to == ana.email
    assert "Chrome on Windows" in letter.text
    assert "It was not me" in letter.html
    assert "Mozilla" not in letter.text + letter.html


@pytest.mark.parametrize(
    ("headers", "network", "is_new"),
    [
        (PHONE, "192.0.2.99", False),  # another address of the same network
        (PHONE, "198.51.100.7", True),
        (LAPTOP, "192.0.2.1", True),
    ],
)
def test_a_browser_without_cookie_is_known_by_its_name_and_network(
    ana: User, headers: dict[str, str], network: str, is_new: bool
) -> None:
    sign_in(PHONE)
    sign_in(headers, network)
    assert len(letters("A new device signed in")) == is_new


def test_a_browser_that_travels_stays_known_by_its_cookie(ana: User) -> None:
    phone = sign_in(PHONE)
    phone.post("/accounts/logout/")
    sign_in(PHONE, "203.0.113.5", phone)
    assert not letters("A new device signed in")
    cookie = phone.cookies["device"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_one_persons_cookie_says_nothing_of_another(ana: User, cleo: User) -> None:
    shared = sign_in(PHONE)
    sign_in(LAPTOP, "198.51.100.7")
    marks = set(Device.objects.filter(user=ana).values_list("mark", flat=True))
    shared.post("/accounts/logout/")
    shared.post("/accounts/login/", {"login": cleo.email, "password": PASSWORD}, headers=PHONE)
    assert not marks & set(Device.objects.filter(user=cleo).values_list("mark", flat=True))


def test_a_mark_is_no_address_and_few_are_kept(ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accounts.devices.MOST", 4)
    for n in range(4):
        sign_in(PHONE, f"198.51.{n}.7")
    kept = Device.objects.filter(user=ana).values_list("mark", flat=True)
    assert len(kept) == 4
    assert all(re.fullmatch("[0-9a-f]{32}", mark) for mark in kept)


def test_the_link_alone_changes_nothing_and_the_button_takes_the_account_back(
    ana: User, django_capture_on_commit_callbacks: Any
) -> None:
    mine = sign_in(PHONE)
    theirs = sign_in(LAPTOP, "198.51.100.7")
    Authenticator.objects.create(user=ana, type="webauthn", data={}, created_at=NOW)
    old = Authenticator.objects.create(
        user=ana, type="totp", data={}, created_at=NOW - timedelta(days=30)
    )
    link = link_in(letters("A new device signed in")[0])

    stranger = Client()
    assert "Was it not you?" in stranger.get(link).content.decode()
    assert theirs.get("/accounts/").status_code == 200

    with django_capture_on_commit_callbacks(execute=True):
        answer = stranger.post(link)
    assert answer["Location"] == "/accounts/password/reset/"
    for browser in (mine, theirs):
        assert browser.get("/accounts/")["Location"].startswith("/accounts/login/")
    ana.refresh_from_db()
    assert not ana.has_usable_password()
    assert list(Authenticator.objects.filter(user=ana)) == [old]
    assert Device.objects.filter(user=ana).count() == 2  # the phone's


def test_a_link_works_once(ana: User) -> None:
    link = alarms.path(alarms.Alarm(ana.pk, NOW - timedelta(minutes=1)))
    Client().post(link)
    ana.set_password("chosen after that 7")
    ana.sessions_ended_at = NOW
    ana.save()
    answer = Client().post(link)
    assert "This link is over" in answer.content.decode()
    ana.refresh_from_db()
    assert ana.has_usable_password()


@pytest.mark.parametrize(("days", "is_open"), [(6, True), (8, False)])
def test_a_link_expires(ana: User, days: int, is_open: bool) -> None:
    alarm = alarms.Alarm(ana.pk, NOW - timedelta(days=days))
    assert (alarms.owner(alarm, NOW) == ana) is is_open
    assert alarms.sound(alarm, NOW) is is_open


def test_a_forged_link_is_none(ana: User) -> None:
    assert Client().post("/accounts/not-me/forged/").status_code == 404


def test_a_changed_password_is_told_with_a_way_back(ana: User) -> None:
    browser = sign_in(PHONE)
    new = {"oldpassword": PASSWORD, "password1": "one-foot-then-2", "password2": "one-foot-then-2"}
    browser.post("/accounts/password/change/", new)
    (letter,) = letters("Your password was changed")
    assert letter.to == ana.email
    assert Client().get(link_in(letter)).status_code == 200


def test_a_replaced_address_is_told_to_the_old_one_and_can_be_put_back(ana: User) -> None:
    browser = sign_in(PHONE)
    EmailAddress.objects.create(user=ana, email="thief@example.com", verified=True)
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    browser.post("/accounts/email/", {"action_primary": "", "email": "thief@example.com"})
    ana.refresh_from_db()
    assert ana.email == "thief@example.com"
    (letter,) = letters("Your address was changed")
    assert letter.to == "ana@example.com"

    EmailAddress.objects.filter(user=ana, email="ana@example.com").delete()  # as a thief would
    page = Client().get(link_in(letter)).content.decode()
    assert "It makes ana@example.com the main address again" in page
    Client().post(link_in(letter))
    ana.refresh_from_db()
    (address,) = EmailAddress.objects.filter(user=ana)
    assert (ana.email, address.email, address.verified) == ("ana@example.com",) * 2 + (True,)


def test_an_address_that_is_anothers_by_now_stays_theirs(ana: User, cleo: User) -> None:
    alarm = alarms.Alarm(ana.pk, NOW, (), cleo.email, ana.email)
    assert alarms.sound(alarm, NOW)
    ana.refresh_from_db()
    assert ana.email == "ana@example.com"
    assert EmailAddress.objects.get(email=cleo.email).user == cleo
