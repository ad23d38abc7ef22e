"""The player's page, and the ways to it, with script and without."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from exercises.models import Program
from tests.training.test_today import enroll

pytestmark = pytest.mark.django_db
PLAYER = "/training/player/"


def test_visitors_sign_in_first(client: Client) -> None:
    assert client.get(PLAYER)["Location"] == f"/accounts/login/?next={PLAYER}"


def test_the_page_is_the_same_whatever_is_asked(as_ana: Client) -> None:
    def page(query: str) -> str:
        text = as_ana.get(PLAYER + query).content.decode()
        return re.sub(r'(nonce="|csrf-token" content=")[^"]*', "", text)

    assert page("?session=1-1&line=clamshell:2") == page("?free=1") == page("")
    assert "ana@" not in page("")


def test_without_script_it_leads_to_the_sheet(as_ana: Client) -> None:
    page = as_ana.get(PLAYER).content.decode()

    assert f'<a href="{reverse("training:workout_new")}">Log on the sheet</a>' in page


@pytest.fixture
def session_today(ana: User, program: Program) -> None:
    """Let Ana, in a program of three exercises, have a session today."""
    enroll(ana)


@pytest.mark.usefixtures("session_today")
def test_start_leads_to_the_sheet_and_with_script_to_the_player(as_ana: Client) -> None:
    page = as_ana.get("/training/today/").content.decode()
    link = re.search(r"<a class=\"btn btn-primary\"[^>]*>", page)

    assert link
    assert 'href="/training/workouts/new/?session=1-1"' in link[0]
    assert 'data-player="/training/player/?session=1-1&amp;line=' in link[0]


@pytest.mark.usefixtures("session_today")
def test_the_player_gets_the_session_as_it_was_shortened(as_ana: Client) -> None:
    def sets(address: str) -> int:
        page = as_ana.get(address).content.decode()
        return sum(int(n) for n in re.findall(r"line=[a-z-]+:(\d)", page))

    assert 0 < sets("/training/today/?minutes=10") < sets("/training/today/")
