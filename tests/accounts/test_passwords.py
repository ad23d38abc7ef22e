"""Passwords: long ones of any kind, and neither common ones nor one's own name."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("password", "is_taken"),
    [
        ("side-to-side", True),
        ("all small words and spaces", True),
        ("ключ-от-всех-дверей", True),
        ("x" * 5 + "yz" * 40, True),
        ("too-short", False),
        ("1234567890", False),
        ("password123", False),
        ("newcomer99", False),  # the address itself
    ],
)
def test_weak_passwords_are_refused_and_long_ones_of_any_kind_taken(
    password: str, is_taken: bool
) -> None:
    sent = {"email": "newcomer99@example.com", "password1": password}
    Client().post("/accounts/signup/", sent)
    assert User.objects.filter(email="newcomer99@example.com").exists() is is_taken


def test_a_new_password_asks_for_the_old_one(as_ana: Client, ana: User) -> None:
    new = {"oldpassword": "a guess", "password1": "one-foot-then-2", "password2": "one-foot-then-2"}
    as_ana.post("/accounts/password/change/", new)
    ana.refresh_from_db()
    assert ana.check_password("correct horse battery")


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("/accounts/login/", ['autocomplete="current-password"', 'autocomplete="email"']),
        ("/accounts/signup/", ['autocomplete="new-password"', 'type="email"']),
    ],
)
def test_password_managers_find_their_fields(page: str, words: list[str]) -> None:
    shown = Client().get(page).content.decode()
    for word in words:
        assert word in shown
