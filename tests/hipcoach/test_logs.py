"""Whatever people send, the log holds no address, no secret, no password and nothing about pain."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from typing import Any
from unittest.mock import Mock
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import get_resolver

from accounts.models import Letter, User
from accounts.outbox import compose
from accounts.transport import Outcome, Transport
from hipcoach.logs import JsonLine, Line, clean, route_of
from tests.accounts.test_social import KEYS
from tests.conftest import NOW
from tests.hipcoach.test_headers import patterns
from training.models import HealthConsent

pytestmark = pytest.mark.django_db
ADDRESS = "tell-tale.7731@example.com"
PASSWORD = "Tell-Tale-Passw0rd-77"
TOKEN = "7ellTa1eT0kenQ9zXw42"
NOTE = "telltaleache"
# What every form of the site is given, whatever it asks for.
FIELDS = {
    **dict.fromkeys(
        [
            "email",
            "login",
            "new_address",
            "address",
            "first_name",
            "name",
            "file_name",
            "q",
            "search",
            "email2",
        ],
        ADDRESS,
    ),
    **dict.fromkeys(["password", "password1", "password2", "oldpassword"], PASSWORD),
    **dict.fromkeys(["code", "key", "token", "credential", "uid", "state"], TOKEN),
    **dict.fromkeys(["note", "notes", "reason", "text", "comment"], NOTE),
    **dict.fromkeys(["pain", "pain_score", "score", "morning", "answer"], "9"),
    "action": "x",
    "next": "/",
    "time_zone": "UTC",
    "part": "you",
    "theme": "dark",
}
GIVEN = {"int": "1", "uuid": str(uuid4()), "slug": TOKEN, "str": TOKEN, "path": TOKEN}


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the log of a copy would hold, in the lines of a terminal and in those of production."""
    written = io.StringIO()
    root = logging.getLogger()
    before = root.level
    handlers = [logging.StreamHandler(written) for _ in range(2)]
    for handler, lines in zip(handlers, (Line(), JsonLine()), strict=True):
        handler.setFormatter(lines)
        root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield written
    for handler in handlers:
        root.removeHandler(handler)
    root.setLevel(before)


def assert_clean(log: io.StringIO) -> None:
    words = log.getvalue()
    for told in (ADDRESS, "tell-tale", PASSWORD, TOKEN, NOTE):
        assert told.lower() not in words.lower(), words[-2000:]
    assert not re.search(r"pain\W{0,9}\d", words, re.IGNORECASE)


def read(answer: Any) -> None:
    """Take a file to its end, which closes it; the others are read and closed already."""
    if answer.streaming:
        list(answer.streaming_content)


def fill(route: str) -> str:
    return "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda found: GIVEN[found[1] or "str"], route)


def test_every_form_of_the_site_keeps_it_from_the_log(
    log: io.StringIO, ana: User, settings: Any
) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = KEYS
    HealthConsent.give(ana, NOW)
    routes = [route for route, _ in patterns(get_resolver()) if not re.search(r"[\\(^$]", route)]
    assert len(routes) > 100
    for route in routes:
        for signed_in in (False, True):
            browser = Client(raise_request_exception=False)
            if signed_in:
                browser.force_login(ana)
            read(browser.get(fill(route), {"token": TOKEN, "email": ADDRESS}))
            read(browser.post(f"{fill(route)}?email={ADDRESS}", FIELDS))
    assert log.getvalue()  # something was refused, and said so
    assert_clean(log)


def test_signing_up_in_and_out_is_kept_from_the_log(log: io.StringIO) -> None:
    browser = Client()
    browser.post("/accounts/signup/", {"email": ADDRESS, "password1": PASSWORD})
    browser.post("/accounts/confirm-email/", {"code": "WRONG1"})
    for page, sent in {
        "/accounts/login/": {"login": ADDRESS, "password": f"{PASSWORD}x"},
        "/accounts/password/reset/": {"email": ADDRESS},
        "/accounts/login/code/": {"email": ADDRESS},
    }.items():
        for _ in range(7):  # until a limit says no
            Client().post(page, sent)
    assert_clean(log)


def test_what_a_mail_server_answers_is_kept_from_the_log(
    log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = Outcome("failed", f"550 5.1.1 <{ADDRESS}>: no such user, id {TOKEN}")
    monkeypatch.setattr(Transport, "_try", Mock(return_value=refused))
    letter = Letter(to=ADDRESS, subject="x", text="x", created_at=NOW, available_at=NOW)
    assert Transport().send(compose(letter)) is refused
    assert "mail not accepted" in log.getvalue()
    assert_clean(log)


def test_an_error_in_a_page_keeps_its_trace_and_no_secret(
    log: io.StringIO, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*given: object) -> None:
        raise ValueError(f"duplicate key: (email)=({ADDRESS}) {TOKEN}")

    monkeypatch.setattr("hipcoach.views.get_catalog", fail)
    client.raise_request_exception = False
    assert client.get("/").status_code == 500
    assert "ValueError: duplicate key" in log.getvalue()
    assert_clean(log)


def test_a_production_line_is_an_object() -> None:
    record = logging.LogRecord("bonus", logging.INFO, "x.py", 1, "mail: %s", (ADDRESS,), None)
    said = json.loads(JsonLine().format(record))
    assert (said["level"], said["logger"], said["says"]) == ("INFO", "bonus", "mail: [address]")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("to Ana <ana@example.com>", "to Ana <[address]>"),
        (f"key {TOKEN}", "key [secret]"),
        ("media 0191e6a2-5b8e-7cc3-9b7e-0d5f3a1c2b4d: ready", None),
        ("published single-leg-deadlift-loaded", None),
        ("at 2026-11-24 21:13:04", None),
    ],
)
def test_ids_and_words_stay_and_secrets_do_not(said: str, kept: str | None) -> None:
    assert clean(said) == (said if kept is None else kept)


def test_an_address_of_ours_is_written_as_its_route() -> None:
    assert route_of(f"/bonus/stop/{TOKEN}/?a=b") == "/bonus/stop/<str:token>/"
    assert route_of("/nowhere/at/all/") == "/nowhere/at/all/"
