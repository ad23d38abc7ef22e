"""The puzzle at the signup: off by default, taken once, and no wall for people without script."""

from __future__ import annotations

import base64
import json
import time
from datetime import timedelta

import altcha
import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from redis import RedisError

from bonus import limits, proofs, tokens
from bonus.models import Subscriber
from bonus.tokens import Purpose
from tests.bonus.conftest import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _wanted(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SIGNUP_PROOF_OF_WORK = True
    monkeypatch.setattr("bonus.proofs.COST", 1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock_now())


def clock_now() -> object:
    """The library reads the real clock for a puzzle's end, so these tests do too."""
    from datetime import UTC, datetime

    return datetime.now(UTC)


def solved(client: Client) -> str:
    challenge = client.get(reverse("bonus:puzzle")).json()
    solution = altcha.solve_challenge(altcha.Challenge.from_dict(challenge))
    assert solution
    both = {"challenge": challenge, "solution": solution.to_dict()}
    return base64.b64encode(json.dumps(both).encode()).decode()


def post(client: Client, proof: str, address: str = "sam@example.com") -> int:
    real = time.time
    time.time = lambda: real() - 10
    try:
        opened = tokens.make(Purpose.FORM, "signup")
    finally:
        time.time = real
    data = {"email": address, "opened": opened, "proof": proof}
    return client.post(reverse("bonus:signup"), data).status_code


def test_a_solved_puzzle_counts_once(client: Client) -> None:
    proof = solved(client)
    assert proofs.holds(proof)
    assert not proofs.holds(proof)
    again = json.loads(base64.b64decode(proof))
    again["solution"]["time"] = 7  # the same puzzle, written another way
    assert not proofs.holds(base64.b64encode(json.dumps(again).encode()).decode())


@pytest.mark.parametrize("proof", ["", "x", "e30=", "bnVsbA==", "W10=", "A" * 5000, "\udcff"])
def test_nonsense_is_no_proof(proof: str) -> None:
    assert not proofs.holds(proof)


def test_a_puzzle_that_was_made_easier_is_none(client: Client) -> None:
    both = json.loads(base64.b64decode(solved(client)))
    both["challenge"]["parameters"]["keyPrefix"] = ""
    assert not proofs.holds(base64.b64encode(json.dumps(both).encode()).decode())


def test_a_puzzle_ends(client: Client, clock: Clock) -> None:
    challenge = proofs.puzzle(clock.now - timedelta(days=4000))
    solution = altcha.solve_challenge(altcha.Challenge.from_dict(challenge))
    assert solution
    both = {"challenge": challenge, "solution": solution.to_dict()}
    assert not proofs.holds(base64.b64encode(json.dumps(both).encode()).decode())


def test_with_proofs_a_network_has_all_its_tries(client: Client) -> None:
    for n in range(limits.WITHOUT_PROOF.times + 2):
        assert post(client, solved(client), f"r{n}@example.com") == 302


def test_without_script_there_are_a_few_tries(client: Client) -> None:
    codes = [post(client, "", f"r{n}@example.com") for n in range(limits.WITHOUT_PROOF.times + 1)]
    assert codes == [302] * limits.WITHOUT_PROOF.times + [429]
    assert Subscriber.objects.count() == limits.WITHOUT_PROOF.times


def test_a_cache_that_is_down_turns_nobody_away(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object) -> None:
        raise RedisError("read only")

    proof = solved(client)
    monkeypatch.setattr("bonus.proofs.cache.add", refuse)
    assert proofs.holds(proof)


def test_where_nobody_wants_it_there_is_none(client: Client, settings: Settings) -> None:
    assert "data-puzzle" in client.get(reverse("bonus:signup")).content.decode()
    settings.SIGNUP_PROOF_OF_WORK = False
    assert client.get(reverse("bonus:puzzle")).status_code == 404
    assert "data-puzzle" not in client.get(reverse("bonus:signup")).content.decode()
    assert post(client, "") == 302
