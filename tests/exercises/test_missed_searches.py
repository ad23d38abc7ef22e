"""What readers searched for and did not find is counted, and nobody is known by it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from exercises import missed_searches, tasks
from exercises.models import MissedSearch

# unfold 0.110 still has the signature of Django 6.0.
pytestmark = pytest.mark.filterwarnings("ignore:Overriding get_action_choices")
OTHER_NETWORK = "203.0.113.9"


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The queries that were given to a worker."""
    found: list[str] = []
    monkeypatch.setattr("accounts.hints.hint", lambda _, query: found.append(query))
    return found


def search(client: Client, query: str, remote: str = "198.51.100.7", **headers: str) -> None:
    answer = client.get("/exercises/", {"q": query}, headers=headers, REMOTE_ADDR=remote)
    assert answer.status_code == 200


def test_a_search_that_finds_nothing_is_counted(library: None, client: Client) -> None:
    search(client, "  ZZYZX ")
    assert list(MissedSearch.objects.values_list("query", "count")) == [("zzyzx", 1)]


def test_a_search_that_finds_something_is_not(
    library: None, client: Client, told: list[str]
) -> None:
    search(client, "clam shell")
    assert told == []


def test_an_empty_list_by_filters_alone_is_none(
    library: None, client: Client, told: list[str]
) -> None:
    client.get("/exercises/?q=clam&posture=standing&level=5")
    assert told == []


def test_whoever_is_still_typing_has_not_asked(
    library: None, client: Client, told: list[str]
) -> None:
    headers = {"HX-Trigger": "q", "HX-Target": "library"}
    client.get("/exercises/", {"q": "zzyzx"}, headers=headers)
    assert told == []


def test_the_request_itself_asks_the_database_nothing(
    library: None,
    client: Client,
    told: list[str],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    search(client, "zzyzx")
    with django_assert_num_queries(0):
        search(client, "zzyzy")
    assert told == ["zzyzx", "zzyzy"]


def test_one_network_counts_once_an_hour(library: None, client: Client, told: list[str]) -> None:
    for remote in ("198.51.100.7", "198.51.100.8", OTHER_NETWORK):
        search(client, "zzyzx", remote)
    assert told == ["zzyzx", "zzyzx"]


def test_a_flood_has_an_end(
    library: None, client: Client, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(missed_searches, "MOST_IN_A_WINDOW", 3)
    for letter in "abcdef":
        search(client, f"zz{letter}yzx")
    assert len(told) == 3


def test_a_dead_cache_costs_the_count_and_not_the_page(
    library: None, client: Client, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **options: object) -> None:
        raise ConnectionError("nobody answers")

    for name in ("get", "set", "add", "incr"):
        monkeypatch.setattr(cache, name, fail)
    search(client, "zzyzx")
    assert told == []


def test_a_dead_broker_costs_the_count_and_not_the_page(
    library: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **options: object) -> None:
        raise ConnectionError("nobody answers")

    monkeypatch.setattr(tasks.note_missed_search, "apply_async", fail)
    search(client, "zzyzx")
    assert not MissedSearch.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Frog   PUMP ", "frog pump"),
        ("stra\N{LATIN SMALL LETTER SHARP S}e", "strasse"),
        ("a\x00b\N{RIGHT-TO-LEFT MARK}c", "a b c"),
        ("x" * 100, "x" * 60),
        ("ana@example.com", ""),
        ("call 555 123 45 67", ""),
        ("+1 (555) 1234567", ""),
        ("90 90 hip", "90 90 hip"),
        ("\x00", ""),
    ],
)
def test_a_query_is_kept_in_one_form_and_never_with_an_address(typed: str, kept: str) -> None:
    assert missed_searches.normalize(typed) == kept


def test_what_is_in_the_cache_names_nobody(
    library: None, client: Client, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    keys: list[str] = []
    monkeypatch.setattr(cache, "add", lambda key, *_: bool(keys.append(key)))  # type: ignore[func-returns-value]
    search(client, "zzyzx", OTHER_NETWORK)
    assert keys
    assert not [key for key in keys if "zzyzx" in key or "203.0.113" in key]


def test_the_same_query_is_one_row(db: None, now: datetime) -> None:
    later = now + timedelta(days=1)
    MissedSearch.objects.note("frog pump", now)
    MissedSearch.objects.note("frog pump", later)
    (row,) = MissedSearch.objects.all()
    assert (row.count, row.first_at, row.last_at) == (2, now, later)


def test_the_most_recent_stay(db: None, now: datetime) -> None:
    for number in range(5):
        MissedSearch.objects.note(f"query {number}", now + timedelta(minutes=number))
    assert MissedSearch.objects.prune(2) == 3
    assert {row.query for row in MissedSearch.objects.all()} == {"query 3", "query 4"}


def test_an_editor_sees_them_and_changes_none(as_ben: Client, now: datetime) -> None:
    MissedSearch.objects.note("frog pump", now)
    page = as_ben.get("/admin/exercises/missedsearch/")
    assert page.status_code == 200
    assert "frog pump" in page.content.decode()
    assert as_ben.get("/admin/exercises/missedsearch/add/").status_code == 403
