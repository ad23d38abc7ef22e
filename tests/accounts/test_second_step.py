"""Nobody enters the admin with a password alone where a second step is asked for."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts.models import User

pytestmark = pytest.mark.django_db
PAGES = ["/admin/", "/admin/exercises/exercise/", "/admin/exercises/exercise/add/"]


@pytest.fixture(autouse=True)
def asked_for(settings: Any) -> None:
    settings.ADMIN_SECOND_STEP = True


@pytest.mark.parametrize("page", PAGES)
def test_an_editor_without_one_is_led_through_setting_it_up(as_ben: Client, page: str) -> None:
    answer = as_ben.get(page)
    assert answer["Location"] == "/accounts/second-step/"
    words = as_ben.get(answer["Location"]).content.decode()
    assert "/accounts/2fa/totp/activate/" in words


def test_nothing_is_written_without_one(as_ben: Client) -> None:
    answer = as_ben.post("/admin/exercises/exercise/add/", {"name": "Written"})
    assert answer["Location"] == "/accounts/second-step/"


@pytest.mark.parametrize("kind", [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
def test_an_editor_with_one_enters(as_ben: Client, ben: User, kind: str) -> None:
    Authenticator.objects.create(user=ben, type=kind, data={})
    assert as_ben.get("/admin/").status_code == 200
    assert "You are set" in as_ben.get("/accounts/second-step/").content.decode()


def test_recovery_codes_alone_are_none(as_ben: Client, ben: User) -> None:
    Authenticator.objects.create(
        user=ben, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x", "used_mask": 0}
    )
    assert as_ben.get("/admin/").status_code == 302


def test_a_runner_is_told_what_they_always_are(as_ana: Client) -> None:
    assert as_ana.get("/admin/").status_code in (302, 403)
    assert as_ana.get("/admin/").headers.get("Location") != "/accounts/second-step/"


def test_without_the_setting_a_password_is_enough(as_ben: Client, settings: Any) -> None:
    settings.ADMIN_SECOND_STEP = False
    assert as_ben.get("/admin/").status_code == 200
