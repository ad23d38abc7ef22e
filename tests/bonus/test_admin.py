"""The admin's pages about mail."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from bonus import delivery
from bonus.models import Delivery, Enrollment, Step
from tests.bonus.conftest import Clock

pytestmark = pytest.mark.django_db

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
