"""The admin's pages about mail."""

from __future__ import annotations

import csv
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import User
from bonus import conservation, delivery, links, videos
from bonus.models import (
    Brake,
    Delivery,
    Enrollment,
    Series,
    SeriesVersion,
    Step,
    StepPause,
)
from tests.bonus.conftest import Clock, Confirmed
from tests.bonus.editing import change, keys_sent
from tests.conftest import browser_of, make_editor, make_person

pytestmark = [
    pytest.mark.django_db,
    # unfold 0.110 still has the signature of Django 6.0.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]

PAGES = (
    *("subscriber", "series", "seriesversion", "step", "delivery", "mailevent"),
    *("suppression", "erasure"),
)


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


# --- the brake, mails in doubt, a test mail


def act(client: Client, model: str, action: str, *rows: Any) -> str:
    address = reverse(f"admin:bonus_{model}_changelist")
    sent = {"action": action, "_selected_action": [str(row.pk) for row in rows]}
    return client.post(address, sent, follow=True).content.decode()


def test_a_paused_series_sends_nothing_and_loses_nobody(
    as_ben: Client, enrollment: Enrollment, clock: Clock
) -> None:
    act(as_ben, "series", "pause", enrollment.series)
    mail.outbox.clear()
    for _ in range(10):
        clock.pass_(days=1)
        delivery.run(clock)
    assert mail.outbox == []
    act(as_ben, "series", "resume", enrollment.series)
    delivery.run(clock)
    assert len(mail.outbox) == 1
    assert conservation.check(clock.now).errors == []


def test_a_mail_that_waits_as_a_row_waits_out_a_pause(enrollment: Enrollment, clock: Clock) -> None:
    delivery.plan(clock.now)
    enrollment.series.pause(clock.now)
    mail.outbox.clear()
    for _ in range(10):
        clock.pass_(days=1)
        delivery.run(clock)
    row = Delivery.objects.get(enrollment=enrollment)
    assert (row.state, mail.outbox) == ("due", [])


def test_confirmations_leave_although_the_series_is_paused(
    ask: Callable[..., Delivery], clock: Clock
) -> None:
    Series.objects.get().pause(clock.now)
    ask("new@example.com")
    delivery.run(clock)
    assert [m.to for m in mail.outbox] == [["new@example.com"]]


@pytest.fixture
def in_doubt(enrollment: Enrollment, clock: Clock, settings: Settings) -> Delivery:
    settings.SEND_UNCERTAIN_AGAIN = False
    delivery.plan(clock.now)
    (claim,) = delivery.claim(clock.now)
    delivery.intend(claim, clock.now)
    clock.pass_(minutes=6)
    delivery.run(clock)
    mail.outbox.clear()
    return Delivery.objects.get(enrollment=enrollment)


def test_a_person_sends_a_mail_in_doubt_once_more(
    as_ben: Client, in_doubt: Delivery, clock: Clock
) -> None:
    assert "1 were in doubt and are sent once more" in act(
        as_ben, "delivery", "send_again", in_doubt
    )
    delivery.run(clock)
    (again,) = mail.outbox
    assert again.extra_headers["Message-ID"] == in_doubt.message_id
    assert "0 were in doubt" in act(as_ben, "delivery", "send_again", in_doubt)


def test_a_person_counts_a_mail_in_doubt_as_sent(
    as_ben: Client, in_doubt: Delivery, clock: Clock
) -> None:
    act(as_ben, "delivery", "believe", in_doubt)
    delivery.run(clock)
    in_doubt.refresh_from_db()
    assert (in_doubt.state, mail.outbox) == ("accepted", [])


def test_a_test_mail_leaves_at_the_button_alone(as_ben: Client, series: SeriesVersion) -> None:
    step = series.steps.all()[0]
    address = reverse("admin:bonus_step_send_to_me", args=[step.pk])
    assert "ben@example.com" in as_ben.get(address).content.decode()
    assert mail.outbox == []
    assert "Sent to ben@example.com." in as_ben.post(address, follow=True).content.decode()
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["ben@example.com"], step.subject)


def test_the_proof_of_consent_is_a_table(as_ben: Client, enrollment: Enrollment) -> None:
    address = reverse("admin:bonus_subscriber_changelist")
    chosen = [str(enrollment.subscriber_id)]
    sent = {"action": "export_consent", "_selected_action": chosen}
    answer = as_ben.post(address, sent)
    assert answer["Content-Type"].startswith("text/csv")
    asked, confirmed = list(csv.reader(answer.content.decode().splitlines()))[1:]
    assert asked[:2] == ["sam@example.com", "Asked for the series"]
    assert "Nine short videos" in asked[4]
    assert confirmed[5:7] == ["192.0.2.0/24", str(Delivery.objects.get(kind="confirm").pk)]


# --- a step held back, and everything held back


def test_a_paused_step_holds_only_those_whose_next_it_is(
    as_ben: Client, confirmed: Confirmed, clock: Clock
) -> None:
    behind, ahead = confirmed("kim@example.com"), confirmed()
    delivery.run(clock, subscriber=ahead.subscriber_id)
    first = Step.objects.get(order=1)
    act(as_ben, "step", "pause", first)
    clock.pass_(days=2)
    delivery.run(clock)
    assert [keys_sent(each) for each in (behind, ahead)] == [
        [],
        ["three-planes", "know-your-sides"],
    ]
    change(first.version, "three-planes", clock.now, subject="Other words")
    delivery.run(clock)
    assert keys_sent(behind) == []  # the pause is the step's, whatever its edition
    act(as_ben, "step", "resume", first)
    delivery.run(clock)
    assert keys_sent(behind) == ["three-planes"]
    assert conservation.check(clock.now).errors == []


def test_a_mail_of_a_paused_step_that_waits_already_waits_on(
    as_ben: Client, enrollment: Enrollment, clock: Clock
) -> None:
    delivery.plan(clock.now)
    act(as_ben, "step", "pause", Step.objects.get(order=1))
    clock.pass_(days=9)
    delivery.run(clock)
    assert enrollment.deliveries.get().state == "due"


def test_the_brake_for_everything_stops_every_kind_of_mail(
    as_ben: Client, enrollment: Enrollment, ask: Callable[..., Delivery], clock: Clock
) -> None:
    question = ask("kim@example.com")
    page = act(as_ben, "series", "stop_everything", enrollment.series)
    assert "Everything is stopped since" in page
    mail.outbox.clear()
    delivery.run(clock)
    assert mail.outbox == []
    page = act(as_ben, "series", "let_everything_go", enrollment.series)
    assert "Everything is stopped" not in page
    delivery.run(clock)
    assert len(mail.outbox) == 2
    question.refresh_from_db()
    assert question.state == "accepted"
    assert conservation.check(clock.now).errors == []


def test_who_may_only_look_has_no_brakes(series: SeriesVersion) -> None:
    client = browser_of(make_editor("dora@example.com", "Dora", "view_series", "view_step"))
    act(client, "series", "stop_everything", series.series)
    act(client, "step", "pause", Step.objects.get(order=1))
    assert not Brake.objects.exists()
    assert not StepPause.objects.exists()
