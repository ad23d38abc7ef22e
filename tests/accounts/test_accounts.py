"""People: one address names one person; sign-up, mails and profile."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import User

pytestmark = pytest.mark.django_db
VERIFY = "/accounts/confirm-email/"
PASSWORD = "side-to-side-4-life"


def test_an_address_is_one_person_whatever_its_case(ana: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="ANA@example.com")


def test_a_person_is_found_by_any_case(ana: User) -> None:
    assert User.objects.get_by_natural_key("Ana@Example.COM") == ana


def test_a_user_needs_an_address() -> None:
    with pytest.raises(ValueError, match="email"):
        User.objects.create_user("")


def sign_up(address: str) -> Client:
    """Sign up and return the browser."""
    browser = Client()
    browser.post("/accounts/signup/", {"email": address, "password1": PASSWORD})
    return browser


def test_signing_up_sends_a_letter_with_both_parts(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        sign_up("new@example.com")

    (letter,) = mail.outbox
    assert isinstance(letter, EmailMultiAlternatives)
    html, kind = letter.alternatives[0]
    assert letter.to == ["new@example.com"]
    assert kind == "text/html"
    assert "HipCoach" in str(html)
    assert code_in(letter) in str(html)


def code_in(letter: EmailMessage) -> str:
    """Return the code that a letter carries on a line of its own."""
    found = re.search(r"^([A-Z0-9]{3,}[A-Z0-9-]*)$", str(letter.body), re.MULTILINE)
    assert found, letter.body
    return found.group()


def test_the_code_confirms_the_address_and_a_wrong_one_does_not(
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        browser = sign_up("new@example.com")

    browser.post(VERIFY, {"code": "WRONG1"})
    assert not EmailAddress.objects.filter(email="new@example.com", verified=True).exists()

    browser.post(VERIFY, {"code": code_in(mail.outbox[0])})
    assert EmailAddress.objects.get(email="new@example.com").verified
    assert browser.get("/accounts/").status_code == 200


def test_guessing_codes_ends_soon(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        browser = sign_up("new@example.com")
    for _ in range(3):
        browser.post(VERIFY, {"code": "WRONG1"})

    browser.post(VERIFY, {"code": code_in(mail.outbox[0])})
    assert not EmailAddress.objects.filter(email="new@example.com", verified=True).exists()


def test_a_code_by_mail_signs_in(ana: User, django_capture_on_commit_callbacks: Any) -> None:
    EmailAddress.objects.filter(user=ana).update(verified=True)
    browser = Client()
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post("/accounts/login/code/", {"email": ana.email})
    unknown = Client().post("/accounts/login/code/", {"email": "nobody@example.com"})
    assert (answer.status_code, answer["Location"]) == (unknown.status_code, unknown["Location"])

    browser.post(answer["Location"], {"code": code_in(mail.outbox[0])})
    assert browser.get("/accounts/").status_code == 200


def test_a_passkey_is_offered_for_names_and_not_for_numbers() -> None:
    named = Client().get("/accounts/login/", headers={"host": "localhost"}).content.decode()
    numbered = Client().get("/accounts/login/", headers={"host": "127.0.0.1"}).content.decode()
    assert "Sign in with a passkey" in named
    assert "Sign in with a passkey" not in numbered


def test_signing_up_with_a_known_address_looks_the_same(ana: User) -> None:
    known = Client().post("/accounts/signup/", {"email": ana.email, "password1": PASSWORD})
    new = Client().post("/accounts/signup/", {"email": "new@example.com", "password1": PASSWORD})

    assert (known.status_code, known["Location"]) == (new.status_code, new["Location"])


@pytest.mark.parametrize("path", ["/accounts/", "/accounts/profile/"])
def test_account_pages_ask_a_visitor_to_sign_in(path: str) -> None:
    answer = Client().get(path)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/login/",
        "/accounts/signup/",
        "/accounts/password/reset/",
        "/accounts/login/code/",
        "/accounts/signup/passkey/",
    ],
)
def test_visitors_reach_the_entrance(path: str) -> None:
    assert Client().get(path).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/",
        "/accounts/profile/",
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/logout/",
        "/accounts/2fa/",
        "/accounts/2fa/webauthn/",
        "/accounts/sessions/",
    ],
)
def test_ana_reaches_her_account_pages(as_ana: Client, path: str) -> None:
    assert as_ana.get(path).status_code == 200


def test_password_labels_are_in_sentence_case(as_ana: Client) -> None:
    page = as_ana.get("/accounts/password/change/").content.decode()

    assert "New password, again" in page
    assert "New Password" not in page


def test_a_time_zone_is_written_without_underscores() -> None:
    assert User(time_zone="America/New_York").time_zone_name == "America/New York"


@pytest.mark.parametrize(
    ("page", "sent"),
    [
        ("/accounts/email/", {"action_add": "", "email": "thief@example.com"}),
        ("/accounts/2fa/totp/activate/", {"code": "123456"}),
        ("/accounts/2fa/webauthn/add/", {"credential": "{}"}),
        ("/accounts/2fa/recovery-codes/generate/", {}),
    ],
)
def test_a_stolen_session_alone_adds_no_way_in(
    as_ana: Client, ana: User, page: str, sent: dict[str, str]
) -> None:
    answer = as_ana.post(page, sent)
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert EmailAddress.objects.filter(user=ana).count() == 1
