"""Every setting about a person on one page, and what mail they get."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from bonus.models import Subscriber
from tests.conftest import NOW
from training.models import TrainingPreferences

pytestmark = pytest.mark.django_db
PAGE = "/accounts/profile/"
YOU = {"part": "you", "name": "Ana R", "time_zone": "Europe/Berlin"}


def test_ana_changes_her_name_and_time_zone(as_ana: Client, ana: User) -> None:
    as_ana.post(PAGE, YOU)
    ana.refresh_from_db()
    assert (ana.name, ana.time_zone) == ("Ana R", "Europe/Berlin")


def test_an_unknown_time_zone_is_refused_beside_the_field(as_ana: Client, ana: User) -> None:
    page = as_ana.post(PAGE, {**YOU, "name": "Kept", "time_zone": "Mars/Base"}).content.decode()
    assert "Mars/Base is not one of the available choices" in page
    assert 'value="Kept"' in page
    ana.refresh_from_db()
    assert ana.time_zone == "UTC"


def test_units_and_reminder_are_set_here_and_the_rest_stays(as_ana: Client, ana: User) -> None:
    TrainingPreferences.objects.create(runner=ana, sessions_a_week=2, equipment=["band"])
    page = as_ana.get(PAGE).content.decode()
    assert 'name="distance_unit"' in page
    assert 'name="equipment"' not in page

    sent = {"part": "training", "distance_unit": "mi", "weight_unit": "lb", "reminder_hour": "7"}
    as_ana.post(PAGE, sent)
    kept = TrainingPreferences.objects.get(runner=ana)
    assert (kept.distance_unit, kept.reminder_hour) == ("mi", 7)
    assert (kept.sessions_a_week, kept.equipment) == (2, ["band"])
    assert "On training days at 7:00" in as_ana.get(PAGE).content.decode()


def test_one_part_leaves_the_others_alone(as_ana: Client, ana: User) -> None:
    as_ana.post(PAGE, YOU)
    assert not TrainingPreferences.objects.exists()
    as_ana.post(PAGE, {"part": "nonsense", "name": "Eve", "time_zone": "UTC"})
    ana.refresh_from_db()
    assert ana.name == "Ana R"


def test_the_page_says_what_mail_comes(as_ana: Client, ana: User) -> None:
    page = as_ana.get(PAGE).content.decode()
    assert "You have not asked for them." in page
    Subscriber.objects.create(address=ana.email, state="active", confirmed_at=NOW, created_at=NOW)
    page = as_ana.get(PAGE).content.decode()
    assert f"To {ana.email}." in page
    assert 'href="/bonus/mine/"' in page


@pytest.mark.parametrize(
    ("said", "kept"), [("Europe/Paris", "Europe/Paris"), ("Mars/Base", "UTC"), ("", "UTC")]
)
def test_signing_up_keeps_the_browsers_time_zone(said: str, kept: str) -> None:
    sent = {"email": "new@example.com", "password1": "side-to-side-4-life", "time_zone": said}
    Client().post("/accounts/signup/", sent)
    assert User.objects.get(email="new@example.com").time_zone == kept


def test_the_form_of_a_passkey_asks_the_browser_too() -> None:
    assert "data-timezone" in Client().get("/accounts/signup/passkey/").content.decode()
