"""Tokens: signed, for one purpose, with an end."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from bonus import tokens
from bonus.tokens import Purpose


def later(monkeypatch: pytest.MonkeyPatch, **delta: float) -> None:
    then = time.time() + timedelta(**delta).total_seconds()
    monkeypatch.setattr(time, "time", lambda: then)


def test_a_token_carries_its_payload() -> None:
    assert tokens.read(Purpose.CONFIRM, tokens.make(Purpose.CONFIRM, "abc")) == "abc"


@pytest.mark.parametrize("other", [p for p in Purpose if p is not Purpose.CONFIRM])
def test_a_token_for_one_purpose_is_nothing_for_another(other: Purpose) -> None:
    with pytest.raises(tokens.InvalidTokenError):
        tokens.read(other, tokens.make(Purpose.CONFIRM, "abc"))


@pytest.mark.parametrize("damage", ["", "x", "a.b", "abc.def.ghi", "\N{SNOWMAN}"])
def test_nonsense_is_invalid(damage: str) -> None:
    with pytest.raises(tokens.InvalidTokenError):
        tokens.read(Purpose.STOP, damage)


def test_a_tampered_token_is_invalid() -> None:
    token = tokens.make(Purpose.STOP, "abc")
    for bad in (token[:-1], token.replace("abc", "abd"), token + "x"):
        with pytest.raises(tokens.InvalidTokenError):
            tokens.read(Purpose.STOP, bad)


def test_confirming_ends_after_a_week(monkeypatch: pytest.MonkeyPatch) -> None:
    token = tokens.make(Purpose.CONFIRM, "abc")
    later(monkeypatch, days=7, seconds=5)
    with pytest.raises(tokens.ExpiredTokenError) as caught:
        tokens.read(Purpose.CONFIRM, token)
    assert caught.value.payload == "abc"
    assert tokens.read_however_old(Purpose.CONFIRM, token) == "abc"


def test_stopping_works_for_years(monkeypatch: pytest.MonkeyPatch) -> None:
    token = tokens.make(Purpose.STOP, "abc")
    later(monkeypatch, days=3650)
    assert tokens.read(Purpose.STOP, token) == "abc"


def test_the_age_of_a_form(monkeypatch: pytest.MonkeyPatch) -> None:
    token = tokens.make(Purpose.FORM, "signup")
    later(monkeypatch, seconds=30)
    assert 29 <= tokens.age(Purpose.FORM, token).total_seconds() <= 31


def test_an_id_must_be_one() -> None:
    with pytest.raises(tokens.InvalidTokenError):
        tokens.read_id(Purpose.STOP, tokens.make(Purpose.STOP, "abc"))
