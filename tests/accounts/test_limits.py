"""Guessing ends soon, shuts out whoever guesses and nobody else for long, and tells nothing."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Letter, User

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
PASSWORD = "correct horse battery"
HERE, THERE = "192.0.2.1", "198.51.100.1"
UNKNOWN = "nobody@example.com"


def attempt(
    password: str, network: str, browser: Client | None = None, email: str = "ana@example.com"
) -> bool:
    """Try to sign in; tell whether that worked."""
    browser = browser or Client()
    browser.post(LOGIN, {"login": email, "password": password}, REMOTE_ADDR=network)
    return browser.get("/accounts/").status_code == 200


def guess(times: int, network: str) -> None:
    for n in range(times):
        assert not attempt(f"wrong-one-{n}", network)


def later(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Let time pass."""
    then = time.time() + seconds
    monkeypatch.setattr("time.time", lambda: then)


def test_guessing_ends_after_five_and_for_five_minutes(
    ana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    guess(5, HERE)
    assert not attempt(PASSWORD, HERE)
    later(monkeypatch, 301)
    assert attempt(PASSWORD, HERE)


def test_whoever_guesses_shuts_out_nobody_elsewhere(ana: User) -> None:
    guess(6, THERE)
    assert attempt(PASSWORD, HERE)


def test_a_neighbor_who_guesses_does_not_shut_out_a_known_browser(ana: User) -> None:
    mine = Client()
    assert attempt(PASSWORD, HERE, mine)
    mine.post("/accounts/logout/")
    guess(6, "192.0.2.77")  # the same network
    assert not attempt(PASSWORD, HERE)
    assert attempt(PASSWORD, HERE, mine)


def test_guesses_from_many_networks_end_too_and_the_owner_still_gets_in(
    ana: User, settings: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "guesses": "7/h/key"}
    mine = Client()
    assert attempt(PASSWORD, HERE, mine)
    mine.post("/accounts/logout/")
    for n in range(7):
        guess(1, f"203.0.{n}.1")
    assert not attempt(PASSWORD, THERE)
    assert attempt(PASSWORD, HERE, mine)

    elsewhere = Client()
    elsewhere.post("/accounts/login/code/", {"email": ana.email}, REMOTE_ADDR=THERE)
    code = re.search(
        r"^([A-Z0-9]{3,}[A-Z0-9-]*)$", Letter.objects.latest("created_at").text, re.MULTILINE
    )
    assert code
    elsewhere.post("/accounts/login/code/confirm/", {"code": code[1]}, REMOTE_ADDR=THERE)
    assert elsewhere.get("/accounts/").status_code == 200


def test_a_cookie_of_ones_own_gives_no_further_guesses_of_another(ana: User, cleo: User) -> None:
    hers = Client()
    assert attempt(PASSWORD, THERE, hers, cleo.email)
    hers.post("/accounts/logout/")
    for n in range(5):
        assert not attempt(f"wrong-one-{n}", THERE, hers)
    assert not attempt(PASSWORD, THERE, hers)


def test_one_network_guesses_at_no_more_than_ten_addresses_a_minute(ana: User) -> None:
    for n in range(10):
        attempt("wrong-one-1", THERE, email=f"someone-{n}@example.com")
    assert not attempt(PASSWORD, THERE)


@pytest.mark.parametrize(("trusted", "gets_in"), [(0, False), (1, True)])
def test_x_forwarded_for_counts_only_where_it_is_configured(
    ana: User, settings: Any, trusted: int, gets_in: bool
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = trusted
    for n in range(5):
        Client().post(
            LOGIN,
            {"login": ana.email, "password": f"wrong-one-{n}"},
            headers={"x-forwarded-for": "203.0.113.9"},
            REMOTE_ADDR=HERE,
        )
    browser = Client()
    # What a visitor writes there himself stands before what the proxy adds.
    browser.post(
        LOGIN,
        {"login": ana.email, "password": PASSWORD},
        headers={"x-forwarded-for": "203.0.113.9, 198.51.100.77"},
        REMOTE_ADDR=HERE,
    )
    assert (browser.get("/accounts/").status_code == 200) is gets_in


@pytest.mark.parametrize("page", ["/accounts/password/reset/", "/accounts/login/code/"])
def test_nobody_is_flooded_with_mail(ana: User, page: str) -> None:
    statuses = [
        Client().post(page, {"email": ana.email}, REMOTE_ADDR=f"203.0.{n}.1").status_code
        for n in range(7)
    ]
    assert statuses[:5] == [302] * 5
    assert 302 not in statuses[5:]
    assert Letter.objects.count() == 5
    assert attempt(PASSWORD, HERE)  # which shuts nobody out


def test_too_many_tries_get_a_page_of_ours(ana: User) -> None:
    for n in range(6):
        answer = Client().post(
            "/accounts/password/reset/", {"email": ana.email}, REMOTE_ADDR=f"203.0.{n}.1"
        )
    assert "One breath, then again" in answer.content.decode()


FORMS: dict[str, Callable[[str], dict[str, str]]] = {
    LOGIN: lambda email: {"login": email, "password": "wrong-one-77"},
    "/accounts/password/reset/": lambda email: {"email": email},
    "/accounts/login/code/": lambda email: {"email": email},
    "/accounts/signup/": lambda email: {"email": email, "password1": "side-to-side-4-life"},
    "/accounts/signup/passkey/": lambda email: {"email": email},
}


@pytest.mark.parametrize("page", FORMS)
def test_an_address_with_an_account_is_told_from_none_neither_by_words_nor_by_work(
    ana: User, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    encode = MD5PasswordHasher.encode
    hashed: list[str] = []

    def counted(self: MD5PasswordHasher, *words: Any, **named: Any) -> str:
        hashed.append("once")
        return encode(self, *words, **named)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    Client().get("/exercises/")  # so that the catalog is there

    def ask(email: str) -> tuple[object, int, int]:
        cache.clear()
        hashed.clear()
        browser = Client()
        with CaptureQueriesContext(connection) as queries:
            answer = browser.post(page, FORMS[page](email))
        shown = browser.get(answer["Location"]) if answer.status_code == 302 else answer
        words = re.sub(r'csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"', "", shown.text)
        said = [answer.status_code, answer.get("Location"), words.replace(email, "ADDRESS")]
        return said, len(hashed), len(queries)

    known, unknown = ask(ana.email), ask(UNKNOWN)
    assert known[0] == unknown[0]
    assert known[1] == unknown[1]
    # A new account is made of rows, which an address that has one does not get.
    if "signup" not in page:
        assert abs(known[2] - unknown[2]) <= 1


def test_an_unknown_browser_asks_the_database_nothing_about_devices(ana: User) -> None:
    with CaptureQueriesContext(connection) as queries:
        attempt("wrong-one-1", HERE)
    assert not [q for q in queries if "accounts_device" in q["sql"]]
