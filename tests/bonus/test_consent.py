"""Asking, confirming, stopping."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from bonus import consent, delivery
from bonus.models import (
    ConsentEvent,
    Delivery,
    Enrollment,
    SeriesVersion,
    Subscriber,
    Suppression,
)
from bonus.wording import WORDING
from tests.bonus.conftest import Clock, Confirmed

pytestmark = pytest.mark.django_db

Ask = Callable[..., Delivery]


def kinds() -> list[str]:
    return list(ConsentEvent.objects.values_list("kind", flat=True))


def test_asking_makes_a_pending_person_and_one_confirmation_mail(ask: Ask, clock: Clock) -> None:
    ask()
    delivery.run(clock)
    person = Subscriber.objects.get()
    assert (person.state, person.first_name) == ("pending", "Sam")
    assert [message.subject for message in mail.outbox] == [
        "Please confirm: your free bonus videos"
    ]
    assert not Enrollment.objects.exists()


def test_nothing_but_the_confirmation_is_sent_before_confirming(ask: Ask, clock: Clock) -> None:
    ask()
    for _ in range(10):
        delivery.run(clock)
        clock.pass_(days=1)
    assert len(mail.outbox) == 1


def test_asking_again_within_ten_minutes_sends_nothing_more(ask: Ask, clock: Clock) -> None:
    ask()
    delivery.run(clock)
    clock.pass_(minutes=9)
    ask()
    delivery.run(clock)
    assert len(mail.outbox) == 1


def test_asking_again_later_sends_a_new_link(ask: Ask, clock: Clock) -> None:
    ask()
    delivery.run(clock)
    clock.pass_(minutes=11)
    ask()
    delivery.run(clock)
    assert len(mail.outbox) == 2


def test_an_address_may_ask_three_times_an_hour(ask: Ask, clock: Clock) -> None:
    clock.now = clock.now.replace(minute=0)
    for _ in range(5):
        ask()
        clock.pass_(minutes=11)
        delivery.run(clock)
    assert len(mail.outbox) == 3


def test_a_stranger_cannot_rename_a_reader(enrollment: Enrollment, clock: Clock) -> None:
    consent.ask("sam@example.com", first_name="Mallory", time_zone="", network="", now=clock.now)
    assert Subscriber.objects.get().first_name == "Sam"


def test_a_suppressed_address_gets_no_mail_and_leaves_a_trace(
    ask: Ask, enrollment: Enrollment, clock: Clock
) -> None:
    hashed = enrollment.subscriber.address_hash
    Suppression.objects.create(address_hash=hashed, reason="complained", at=clock.now)
    clock.pass_(minutes=11)
    mail.outbox.clear()
    row = ask()
    delivery.run(clock)
    assert (row.state, row.reason, mail.outbox) == ("skipped", "suppressed", [])


def test_confirming_begins_the_newest_version(
    ask: Ask, series: SeriesVersion, clock: Clock
) -> None:
    row = ask()
    enrollment = consent.confirm(row.pk, network="192.0.2.0/24", now=clock.now)
    assert (enrollment.version, enrollment.next_due_at) == (series, clock.now)
    assert enrollment.subscriber.state == "active"


def test_consent_leaves_a_full_history(ask: Ask, clock: Clock) -> None:
    row = ask()
    enrollment = consent.confirm(row.pk, network="192.0.2.0/24", now=clock.now)
    consent.stop(enrollment.subscriber_id, network="", now=clock.now)
    asked, confirmed, stopped = ConsentEvent.objects.all()
    assert [asked.kind, confirmed.kind, stopped.kind] == ["asked", "confirmed", "stopped"]
    assert (confirmed.wording, confirmed.network) == (WORDING, "192.0.2.0/24")
    assert (confirmed.token_id, confirmed.at) == (str(row.pk), clock.now)


def test_confirming_twice_is_one_event(ask: Ask, clock: Clock) -> None:
    row = ask()
    consent.confirm(row.pk, network="", now=clock.now)
    consent.confirm(row.pk, network="", now=clock.now)
    assert kinds() == ["asked", "confirmed"]
    assert Enrollment.objects.count() == 1


def test_stopping_twice_is_one_event(enrollment: Enrollment, clock: Clock) -> None:
    for _ in range(2):
        consent.stop(enrollment.subscriber_id, network="", now=clock.now)
    assert kinds() == ["asked", "confirmed", "stopped"]


def test_an_old_link_does_not_bring_back_who_left(
    ask: Ask, enrollment: Enrollment, clock: Clock
) -> None:
    row = Delivery.objects.get(kind="confirm")
    consent.stop(enrollment.subscriber_id, network="", now=clock.pass_(days=1))
    with pytest.raises(consent.StaleLinkError):
        consent.confirm(row.pk, network="", now=clock.pass_(days=1))
    assert Subscriber.objects.get().state == "unsubscribed"


def test_who_left_may_come_back_and_goes_on(ask: Ask, enrollment: Enrollment, clock: Clock) -> None:
    delivery.run(clock)
    consent.stop(enrollment.subscriber_id, network="", now=clock.pass_(days=1))
    clock.pass_(hours=1)
    again = consent.confirm(ask().pk, network="", now=clock.pass_(days=1))
    assert again == enrollment
    assert again.state == "active"
    assert again.next_step and again.next_step.key == "know-your-sides"


def test_consent_events_cannot_be_changed(enrollment: Enrollment) -> None:
    event = ConsentEvent.objects.earliest("at")
    for change in (event.save, event.delete, ConsentEvent.objects.all().delete):
        with pytest.raises(TypeError):
            change()
    with pytest.raises(TypeError):
        ConsentEvent.objects.update(wording="x")


def test_erasing_a_person_takes_everything_along(enrollment: Enrollment, clock: Clock) -> None:
    delivery.run(clock)
    enrollment.subscriber.delete()
    assert not ConsentEvent.objects.exists()
    assert not Delivery.objects.exists()


def test_one_person_is_enrolled_once(confirmed: Confirmed) -> None:
    enrollment = confirmed()
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrollment.objects.create(
            subscriber=enrollment.subscriber,
            series=enrollment.series,
            version=enrollment.version,
            next_step=enrollment.next_step,
            started_at=enrollment.started_at,
        )
