"""The editors' front page."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from accounts.models import User
from exercises.models import Exercise, MissedSearch
from exercises.publishing import release
from exercises.publishing.desk import Pile
from tests.conftest import make_person
from tests.exercises.making import change, make_exercise

FRONT = "/admin/"


def piles(client: Client) -> dict[str, list[tuple[str, str]]]:
    """Return the titles and notes of the lines by their pile."""
    shown: list[Pile] = client.get(FRONT).context["piles"]
    return {pile.title: [(line.title, line.note) for line in pile.lines] for pile in shown}


def test_a_quiet_day_says_so(library: None, as_ben: Client) -> None:
    page = as_ben.get(FRONT).content.decode()
    assert "Nothing waits for review." in page
    assert "Readers found what they searched for." in page


def test_what_waits_for_review_says_from_whom(
    library: None, ana: User, as_ben: Client, now: datetime
) -> None:
    release.submit(make_exercise("wall-sit"), ana, now)
    assert piles(as_ben)["Waits for review"] == [("Wall sit", "sent by Ana Runner")]


def test_what_is_incomplete_says_what_it_lacks(library: None, as_ben: Client) -> None:
    make_exercise("wall-sit", stop_signs=[])
    assert piles(as_ben)["Drafts"] == [("Wall sit", "lacks stop signs")]


def test_a_draft_beside_published_words_is_told_from_a_new_one(
    clamshell: Exercise, ana: User, as_ben: Client, now: datetime
) -> None:
    change(clamshell, ana, now, setup="Lie down.")
    assert piles(as_ben)["Drafts"] == [("Clamshell", "beside the published words")]


def test_a_date_is_shown(
    library: None, ana: User, ben: User, as_ben: Client, now: datetime
) -> None:
    draft = make_exercise("wall-sit")
    release.submit(draft, ana, now)
    release.schedule(draft, ben, now, now + timedelta(days=1))
    assert piles(as_ben)["Goes live at its time"] == [("Wall sit", "Nov 24, 12:00 UTC")]
    assert piles(as_ben)["Waits for review"] == []


def test_what_readers_did_not_find_leads_to_the_search(
    library: None, as_ben: Client, now: datetime
) -> None:
    MissedSearch.objects.note("trampoline & ball", now)
    page = as_ben.get(FRONT).content.decode()
    assert 'href="/exercises/?q=trampoline+%26+ball"' in page


@pytest.mark.usefixtures("library")
def test_who_may_see_nothing_sees_no_pile() -> None:
    client = Client()
    client.force_login(make_person("eve@example.com", "Eve Staff", is_staff=True))
    assert client.get(FRONT).context["piles"] == []
