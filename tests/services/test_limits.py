"""Ten thousand signups a minute from one network, against a real cache."""

from __future__ import annotations

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings as django_settings
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from bonus import limits, tokens
from bonus.tokens import Purpose
from tests.conftest import NOW

pytestmark = [pytest.mark.services, pytest.mark.django_db]

REQUESTS = 1_500
A_MINUTE = 10_000


@pytest.fixture
def real_cache(valkey_url: str, settings: Settings) -> None:
    """The cache that production has."""
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": valkey_url,
            "KEY_PREFIX": "limits",
        }
    }
    assert django_settings.CACHES["default"]["LOCATION"] == valkey_url
    caches["default"].clear()


def test_ten_thousand_signups_a_minute_are_answered_cheaply(
    real_cache: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    then = time.time() - 10
    with monkeypatch.context() as patch:
        patch.setattr(time, "time", lambda: then)
        opened = tokens.make(Purpose.FORM, "signup")
    client, address = Client(), reverse("bonus:signup")
    began = time.monotonic()
    codes: Counter[int] = Counter()
    with CaptureQueriesContext(connection) as queries:
        for n in range(REQUESTS):
            data = {"email": f"r{n}@example.com", "opened": opened}
            codes[client.post(address, data).status_code] += 1
            if codes[302] == limits.PER_NETWORK.times and not codes[429]:
                queries.initial_queries = len(connection.queries_log)
    took = time.monotonic() - began
    assert codes == {302: limits.PER_NETWORK.times, 429: REQUESTS - limits.PER_NETWORK.times}
    assert len(queries) == 0  # of those that were turned away
    assert REQUESTS / took * 60 > A_MINUTE, f"{REQUESTS / took * 60:.0f} a minute"


def test_threads_at_once_do_not_get_more(real_cache: None) -> None:
    with ThreadPoolExecutor(16) as pool:
        allowed = sum(pool.map(lambda _: limits.PER_NETWORK.allows("x", NOW), range(400)))
    assert allowed == limits.PER_NETWORK.times
