"""Sessions begin anew and end on the server."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


def sign_in(user: User, browser: Client | None = None) -> Client:
    browser = browser or Client()
    browser.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert browser.get("/accounts/").status_code == 200
    return browser


def with_session(key: str) -> Client:
    browser = Client()
    browser.cookies["session"] = key
    return browser


def test_signing_in_gives_a_new_session(ana: User) -> None:
    browser = Client()
    planted = browser.session
    planted["known to"] = "somebody else"
    planted.save()
    before = browser.cookies["session"].value
    sign_in(ana, browser)
    assert browser.cookies["session"].value != before
    assert with_session(before).get("/accounts/").status_code == 302


def test_signing_out_ends_the_session_on_the_server(ana: User) -> None:
    browser = sign_in(ana)
    key = browser.cookies["session"].value
    assert with_session(key).get("/accounts/").status_code == 200
    browser.post("/accounts/logout/")
    assert with_session(key).get("/accounts/").status_code == 302


def test_a_new_password_ends_the_other_sessions(ana: User) -> None:
    mine, other = sign_in(ana), sign_in(ana)
    new = {"oldpassword": PASSWORD, "password1": "one-foot-then-2", "password2": "one-foot-then-2"}
    mine.post("/accounts/password/change/", new)
    assert other.get("/accounts/").status_code == 302
    assert mine.get("/accounts/").status_code == 200


def test_the_others_can_be_signed_out(ana: User) -> None:
    mine, other = sign_in(ana), sign_in(ana)
    mine.post("/accounts/sessions/")
    assert other.get("/accounts/").status_code == 302
    assert mine.get("/accounts/").status_code == 200


def test_an_account_that_is_not_active_has_no_session(ana: User) -> None:
    browser = sign_in(ana)
    User.objects.filter(pk=ana.pk).update(is_active=False)
    assert browser.get("/accounts/").status_code == 302
