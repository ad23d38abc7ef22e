"""The admin's pages about mail."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from accounts.models import User
from bonus import delivery, links, videos
from bonus.models import Delivery, Enrollment, Step
from tests.bonus.conftest import Clock
from tests.conftest import make_person

pytestmark = [
    pytest.mark.django_db,
    # unfold 0.110 still has the signature of Django 6.0.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]

PAGES = ("subscriber", "seriesversion", "step", "delivery", "suppression")


@pytest.mark.parametrize("name", PAGES)
def test_lists_open(as_ben: Client, enrollment: Enrollment, clock: Clock, name: str) -> None:
    delivery.run(clock)
    assert as_ben.get(reverse(f"admin:bonus_{name}_changelist")).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_a_runner_sees_none_of_it(as_ana: Client, name: str) -> None:
    assert as_ana.get(reverse(f"admin:bonus_{name}_changelist")).status_code in (302, 403)


def test_a_person_is_shown_with_consent_and_mails(
    as_ben: Client, enrollment: Enrollment, clock: Clock
) -> None:
    delivery.run(clock)
    address = reverse("admin:bonus_subscriber_change", args=[enrollment.subscriber_id])
    page = as_ben.get(address).content.decode()
    for words in ("Confirmed the address", "192.0.2.0/24", "Accepted by the mail server"):
        assert words in page


def test_nothing_can_be_changed(as_ben: Client, enrollment: Enrollment) -> None:
    address = reverse("admin:bonus_subscriber_change", args=[enrollment.subscriber_id])
    assert as_ben.post(address, {"first_name": "Kim"}).status_code == 403
    assert as_ben.get(reverse("admin:bonus_subscriber_add")).status_code == 403


def test_a_step_shows_its_mail(as_ben: Client, enrollment: Enrollment) -> None:
    step = Step.objects.get(order=1)
    page = as_ben.get(reverse("admin:bonus_step_change", args=[step.pk])).content.decode()
    assert "Hi Sam," in page
    mail = as_ben.get(reverse("admin:bonus_step_mail", args=[step.pk]))
    assert "One hip, three directions" in mail.content.decode()
    assert not Delivery.objects.filter(step=step).exists()


def test_a_runner_cannot_open_a_mail(as_ana: Client, series: object) -> None:
    step = Step.objects.get(order=1)
    assert as_ana.get(reverse("admin:bonus_step_mail", args=[step.pk])).status_code in (302, 403)


REVOKE = "revoke_watch_links"


def test_watch_links_are_made_useless(as_ben: Client, enrollment: Enrollment) -> None:
    old = links.watch_key(enrollment)
    rows = {"action": REVOKE, "_selected_action": [str(enrollment.subscriber_id)]}
    page = as_ben.post(reverse("admin:bonus_subscriber_changelist"), rows, follow=True)
    assert "useless now for 1 of the chosen people" in page.content.decode()
    with pytest.raises(Enrollment.DoesNotExist):
        videos.enrollment_of(old)
    enrollment.subscriber.refresh_from_db()
    assert videos.enrollment_of(links.watch_key(enrollment)) == enrollment


@pytest.fixture
def dora(db: None) -> User:
    """Dora, who may look at subscribers and not change them."""
    dora = make_person("dora@example.com", "Dora Reader", is_staff=True)
    dora.user_permissions.set(Permission.objects.filter(codename="view_subscriber"))
    return dora


def test_links_are_left_alone_without_the_right(dora: User, enrollment: Enrollment) -> None:
    client = Client()
    client.force_login(dora)
    address = reverse("admin:bonus_subscriber_changelist")
    assert REVOKE not in client.get(address).content.decode()
    client.post(address, {"action": REVOKE, "_selected_action": [str(enrollment.subscriber_id)]})
    assert videos.enrollment_of(links.watch_key(enrollment)) == enrollment
    enrollment.subscriber.refresh_from_db()
    assert enrollment.subscriber.link_version == 1
