"""A list is its owner's alone."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.contrib import admin
from django.http import Http404
from django.test import Client

from accounts.models import User
from exercises.lists.access import get_list, get_own_list
from exercises.models import ExerciseList, ListEntry

ADDRESSES = [
    ("get", ""),
    ("get", "rename/"),
    ("post", "rename/"),
    ("get", "delete/"),
    ("post", "delete/"),
    ("get", "sheet/"),
    ("post", "clamshell/add/"),
    ("post", "clamshell/remove/"),
    ("post", "clamshell/down/"),
]


def test_a_list_is_found_by_its_owner(easy_days: ExerciseList, ana: User) -> None:
    assert get_list(ana, easy_days.pk) == easy_days


def test_a_list_does_not_exist_for_a_stranger(easy_days: ExerciseList, cleo: User) -> None:
    with pytest.raises(Http404):
        get_list(cleo, easy_days.pk)


def test_the_favorites_are_nobodys_to_rename_or_delete(ana: User, now: datetime) -> None:
    favorites = ExerciseList.objects.favorites_of(ana, now)
    with pytest.raises(Http404):
        get_own_list(ana, favorites.pk)


@pytest.mark.parametrize("who", ["as_cleo", "as_ben"])
@pytest.mark.parametrize(("method", "part"), ADDRESSES)
def test_every_address_of_a_list_is_closed_to_others(
    easy_days: ExerciseList, request: pytest.FixtureRequest, who: str, method: str, part: str
) -> None:
    client: Client = request.getfixturevalue(who)
    answer = getattr(client, method)(f"/lists/{easy_days.pk}/{part}", {"name": "Mine now"})
    assert answer.status_code == 404
    easy_days.refresh_from_db()
    assert easy_days.name == "Easy days"
    assert easy_days.entries.count() == 3


@pytest.mark.parametrize(("method", "part"), ADDRESSES)
def test_a_visitor_is_asked_to_sign_in(
    easy_days: ExerciseList, client: Client, method: str, part: str
) -> None:
    address = f"/lists/{easy_days.pk}/{part}"
    answer = getattr(client, method)(address)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/?next=")


@pytest.mark.parametrize(
    "part", ["clamshell/add/", "clamshell/remove/", "clamshell/up/", "clamshell/down/"]
)
def test_looking_changes_nothing(easy_days: ExerciseList, as_ana: Client, part: str) -> None:
    assert as_ana.get(f"/lists/{easy_days.pk}/{part}").status_code == 405


@pytest.mark.parametrize(
    "address", ["/lists/new/", "/lists/favorites/clamshell/add/", "/lists/add/clamshell/new/"]
)
def test_nothing_is_made_by_looking(library: None, as_ana: Client, address: str) -> None:
    assert as_ana.get(address).status_code == 405
    assert not ExerciseList.objects.exists()


def test_a_list_with_an_odd_number_is_not_there(library: None, as_ana: Client) -> None:
    assert as_ana.get("/lists/99999999999999999999999/").status_code == 404


def test_the_admin_shows_no_lists() -> None:
    assert not {ExerciseList, ListEntry} & set(admin.site._registry)


def test_lists_leave_with_their_owner(easy_days: ExerciseList, ana: User) -> None:
    ana.delete()
    assert not ExerciseList.objects.exists()
    assert not ListEntry.objects.exists()
