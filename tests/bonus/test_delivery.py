"""From due to sent: nothing lost, nothing twice, nothing unwanted."""

from __future__ import annotations

from datetime import timedelta
from unittest.mock import patch
from uuid import UUID

import pytest
from django.core import mail
from django.db import connection
from pytest_django import Settings

from accounts.transport import ACCEPTED, Outcome, Transport
from bonus import compose, consent, conservation, delivery, recovery, schedule
from bonus.models import Delivery, Enrollment, SeriesVersion, Subscriber, Suppression
from bonus.results import record
from tests.bonus.conftest import Clock, Confirmed

pytestmark = pytest.mark.django_db


def first_mail(enrollment: Enrollment) -> Delivery:
    return Delivery.objects.get(enrollment=enrollment, step__order=1)


def planned(enrollment: Enrollment, clock: Clock) -> Delivery:
    assert delivery.plan(clock.now) == 1
    return first_mail(enrollment)


def submitting(enrollment: Enrollment, clock: Clock) -> tuple[Delivery, delivery.Claim]:
    planned(enrollment, clock)
    (claim,) = delivery.claim(clock.now)
    assert delivery.intend(claim, clock.now)
    return first_mail(enrollment), claim


def test_the_first_mail_leaves_at_once_and_the_second_is_planned(
    enrollment: Enrollment, clock: Clock
) -> None:
    mail.outbox.clear()
    delivery.run(clock)
    enrollment.refresh_from_db()
    assert [message.subject for message in mail.outbox] == [
        "Your first bonus video: three directions your hips work in"
    ]
    assert first_mail(enrollment).state == "accepted"
    assert enrollment.next_step and enrollment.next_step.key == "know-your-sides"
    assert enrollment.next_due_at == schedule.due_after(
        clock.now, delay_days=2, local_hour=7, zone=""
    )


def test_the_whole_series_is_nine_mails_in_order_and_then_ends(
    enrollment: Enrollment, clock: Clock
) -> None:
    mail.outbox.clear()
    for _ in range(40 * 4):
        delivery.run(clock)
        clock.pass_(hours=6)
    enrollment.refresh_from_db()
    version = enrollment.version
    assert [message.subject for message in mail.outbox] == [
        step.subject for step in version.main_steps()
    ]
    assert enrollment.state == "completed"
    sent = enrollment.deliveries.order_by("submitted_at").values_list("submitted_at", flat=True)
    dates = [moment.date() for moment in sent if moment]
    days = [(date - dates[0]).days for date in dates]
    assert days == [0, 2, 5, 8, 11, 15, 19, 23, 28]


def test_a_second_run_sends_nothing_more(enrollment: Enrollment, clock: Clock) -> None:
    delivery.run(clock)
    mail.outbox.clear()
    delivery.run(clock)
    delivery.run(clock, subscriber=enrollment.subscriber_id)
    assert mail.outbox == []


def test_confirming_twice_sends_one_mail(confirmed: Confirmed, clock: Clock) -> None:
    enrollment = confirmed()
    mail.outbox.clear()
    confirmation = Delivery.objects.get(kind="confirm")
    consent.confirm(confirmation.pk, network="", now=clock.now)
    delivery.run(clock)
    again = consent.confirm(confirmation.pk, network="", now=clock.now)
    delivery.run(clock)
    assert again == enrollment
    assert len(mail.outbox) == 1


def test_a_batch_is_claimed_once(enrollment: Enrollment, clock: Clock) -> None:
    planned(enrollment, clock)
    assert len(delivery.claim(clock.now)) == 1
    assert delivery.claim(clock.now) == []


def test_planning_twice_makes_one_row(enrollment: Enrollment, clock: Clock) -> None:
    planned(enrollment, clock)
    Enrollment.objects.update(next_due_at=clock.now)  # as if the first plan had been forgotten
    delivery.plan(clock.now)
    assert enrollment.deliveries.count() == 1


def test_an_expired_claim_is_due_again_and_sent_once(enrollment: Enrollment, clock: Clock) -> None:
    planned(enrollment, clock)
    (dead,) = delivery.claim(clock.now)  # and its worker is killed
    mail.outbox.clear()
    delivery.run(clock)
    assert mail.outbox == []
    clock.pass_(minutes=6)
    delivery.run(clock)
    assert len(mail.outbox) == 1
    assert first_mail(enrollment).fence > dead.fence


def test_killed_while_sending_is_uncertain_and_sent_once_more_an_hour_later(
    enrollment: Enrollment, clock: Clock
) -> None:
    row, _ = submitting(enrollment, clock)  # and the worker is killed here
    mail.outbox.clear()
    clock.pass_(minutes=6)
    delivery.run(clock)
    assert (first_mail(enrollment).state, mail.outbox) == ("uncertain", [])
    enrollment.refresh_from_db()
    assert enrollment.next_step and enrollment.next_step.order == 2  # the series goes on
    clock.pass_(minutes=61)
    delivery.run(clock)
    assert [m.extra_headers["Message-ID"] for m in mail.outbox] == [row.message_id]
    assert first_mail(enrollment).state == "accepted"
    enrollment.refresh_from_db()
    assert enrollment.next_step and enrollment.next_step.order == 2
    assert conservation.check(clock.now).errors == []


def test_a_second_doubt_about_a_mail_is_left_to_people(
    enrollment: Enrollment, clock: Clock
) -> None:
    submitting(enrollment, clock)
    clock.pass_(minutes=6)
    recovery.recover(clock.now)
    clock.pass_(minutes=61)
    recovery.resolve(clock.now)
    (again,) = delivery.claim(clock.now)
    assert delivery.intend(again, clock.now)  # and this worker is killed as well
    mail.outbox.clear()
    for _ in range(12):
        clock.pass_(hours=2)
        delivery.run(clock)
    assert (first_mail(enrollment).state, mail.outbox) == ("uncertain", [])


def test_the_last_mail_in_doubt_is_sent_once_more_though_the_series_is_over(
    enrollment: Enrollment, clock: Clock
) -> None:
    last = enrollment.version.main_steps().last()
    Enrollment.objects.update(next_step=last)
    assert delivery.plan(clock.now) == 1
    (claim,) = delivery.claim(clock.now)
    assert delivery.intend(claim, clock.now)
    row = Delivery.objects.get(step=last)
    mail.outbox.clear()
    clock.pass_(minutes=6)
    delivery.run(clock)
    enrollment.refresh_from_db()
    assert enrollment.state == Enrollment.State.COMPLETED
    clock.pass_(minutes=61)
    delivery.run(clock)
    assert [m.extra_headers["Message-ID"] for m in mail.outbox] == [row.message_id]


def test_who_stopped_gets_no_mail_in_doubt_again(
    enrollment: Enrollment, sam: Subscriber, clock: Clock
) -> None:
    submitting(enrollment, clock)
    clock.pass_(minutes=6)
    recovery.recover(clock.now)
    consent.stop(sam.pk, network="", now=clock.now)
    mail.outbox.clear()
    clock.pass_(minutes=61)
    delivery.run(clock)
    assert (first_mail(enrollment).state, mail.outbox) == ("skipped", [])


def test_a_mail_in_doubt_is_held_where_the_operator_wants_it(
    enrollment: Enrollment, clock: Clock, settings: Settings
) -> None:
    settings.SEND_UNCERTAIN_AGAIN = False
    submitting(enrollment, clock)
    mail.outbox.clear()
    for _ in range(12):
        clock.pass_(hours=2)
        delivery.run(clock)
    assert (first_mail(enrollment).state, mail.outbox) == ("uncertain", [])


def test_a_worker_that_wakes_late_cannot_declare_its_intent(
    enrollment: Enrollment, clock: Clock
) -> None:
    planned(enrollment, clock)
    (stale,) = delivery.claim(clock.now)
    clock.pass_(minutes=6)
    recovery.recover(clock.now)
    assert delivery.work([stale], clock)["dropped"] == 1
    (fresh,) = delivery.claim(clock.now)
    assert not delivery.intend(stale, clock.now)
    assert delivery.intend(fresh, clock.now)


def test_an_intent_needs_a_lease(enrollment: Enrollment, clock: Clock) -> None:
    planned(enrollment, clock)
    (claim,) = delivery.claim(clock.now)
    assert not delivery.intend(claim, clock.pass_(minutes=6))


def test_a_stale_result_changes_nothing(enrollment: Enrollment, clock: Clock) -> None:
    row, claim = submitting(enrollment, clock)
    clock.pass_(minutes=6)
    recovery.recover(clock.now)
    before = Enrollment.objects.values().get()
    assert not record(row, claim.fence, Outcome("deferred", "450"), clock.now)
    assert first_mail(enrollment).state == "uncertain"
    assert Enrollment.objects.values().get() == before


def test_a_late_word_that_a_mail_was_accepted_ends_the_doubt_about_it(
    enrollment: Enrollment, clock: Clock
) -> None:
    row, claim = submitting(enrollment, clock)
    clock.pass_(minutes=6)
    recovery.recover(clock.now)
    before = Enrollment.objects.values().get()
    assert record(row, claim.fence, ACCEPTED, clock.now)
    assert first_mail(enrollment).state == "accepted"
    assert Enrollment.objects.values().get() == before


def test_stopping_while_claimed_means_not_sent(
    enrollment: Enrollment, sam: Subscriber, clock: Clock
) -> None:
    planned(enrollment, clock)
    claims = delivery.claim(clock.now)
    consent.stop(sam.pk, network="", now=clock.now)
    mail.outbox.clear()
    delivery.work(claims, clock)
    assert mail.outbox == []
    assert first_mail(enrollment).state == "skipped"


def test_stopping_between_composing_and_intent_means_not_sent(
    enrollment: Enrollment, sam: Subscriber, clock: Clock
) -> None:
    planned(enrollment, clock)
    claims = delivery.claim(clock.now)
    made = compose.message

    def stop_meanwhile(*args: object) -> object:
        consent.stop(sam.pk, network="", now=clock.now)
        return made(*args)  # type: ignore[arg-type]

    mail.outbox.clear()
    with patch.object(compose, "message", stop_meanwhile):
        delivery.work(claims, clock)
    assert mail.outbox == []


def test_a_suppressed_address_is_skipped_and_leaves_the_series(
    enrollment: Enrollment, sam: Subscriber, clock: Clock
) -> None:
    Suppression.objects.create(address_hash=sam.address_hash, reason="operator", at=clock.now)
    mail.outbox.clear()
    delivery.run(clock)
    enrollment.refresh_from_db()
    assert (mail.outbox, enrollment.state) == ([], "exited")
    assert first_mail(enrollment).state == "skipped"


def test_who_comes_back_goes_on_with_the_mail_that_was_skipped(
    ask: object, enrollment: Enrollment, sam: Subscriber, clock: Clock
) -> None:
    planned(enrollment, clock)
    consent.stop(sam.pk, network="", now=clock.now)
    clock.pass_(days=3)
    assert callable(ask)
    consent.confirm(ask().pk, network="", now=clock.now)
    mail.outbox.clear()
    delivery.run(clock)
    assert "first bonus video" in " ".join(str(message.subject) for message in mail.outbox)
    assert first_mail(enrollment).state == "accepted"


def test_who_left_while_a_mail_was_in_flight_does_not_get_it_again(
    ask: object, enrollment: Enrollment, sam: Subscriber, clock: Clock
) -> None:
    row, claim = submitting(enrollment, clock)
    consent.stop(sam.pk, network="", now=clock.now)
    assert record(row, claim.fence, ACCEPTED, clock.now)
    clock.pass_(days=3)
    assert callable(ask)
    consent.confirm(ask().pk, network="", now=clock.now)
    mail.outbox.clear()
    delivery.run(clock)
    subjects = [str(message.subject) for message in mail.outbox]
    assert "Left or right: which side is doing less?" in subjects
    assert not any("first bonus video" in subject for subject in subjects)


def test_a_refusal_for_now_is_tried_again_later(enrollment: Enrollment, clock: Clock) -> None:
    row, claim = submitting(enrollment, clock)
    record(row, claim.fence, Outcome("deferred", "450 later"), clock.now)
    mail.outbox.clear()
    delivery.run(clock)
    assert mail.outbox == []
    clock.pass_(minutes=6)
    delivery.run(clock)
    assert len(mail.outbox) == 1


def test_after_five_days_a_mail_expires_and_the_series_goes_on(
    enrollment: Enrollment, clock: Clock
) -> None:
    with patch.object(Transport, "send", return_value=Outcome("deferred", "450 later")):
        for _ in range(22):
            delivery.run(clock)
            clock.pass_(hours=6)
    assert first_mail(enrollment).state == "expired"
    enrollment.refresh_from_db()
    assert enrollment.next_step and enrollment.next_step.order == 2


def test_a_refusal_for_good_ends_this_mail_only(enrollment: Enrollment, clock: Clock) -> None:
    row, claim = submitting(enrollment, clock)
    record(row, claim.fence, Outcome("failed", "554 5.7.1 policy"), clock.now)
    enrollment.refresh_from_db()
    assert (first_mail(enrollment).state, enrollment.state) == ("failed", "active")


def test_a_refused_mailbox_is_never_mailed_again(
    enrollment: Enrollment, sam: Subscriber, clock: Clock
) -> None:
    row, claim = submitting(enrollment, clock)
    record(row, claim.fence, Outcome("failed", "550 no", address_refused=True), clock.now)
    enrollment.refresh_from_db()
    sam.refresh_from_db()
    assert (sam.state, enrollment.state) == ("bounced", "exited")
    assert Suppression.objects.get().address_hash == sam.address_hash


def test_a_mail_that_cannot_be_composed_fails_alone(
    confirmed: Confirmed, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    sam, kim = confirmed("sam@example.com"), confirmed("kim@example.com")
    made = compose.message

    def broken_for_sam(row: Delivery, *args: object) -> object:
        if row.subscriber_id == sam.subscriber_id:
            raise LookupError("no such template")
        return made(row, *args)  # type: ignore[arg-type]

    mail.outbox.clear()
    with patch.object(compose, "message", broken_for_sam):
        for _ in range(24):
            delivery.run(clock)
            clock.pass_(hours=1)
    assert [message.to for message in mail.outbox] == [["kim@example.com"]]
    row = first_mail(sam)
    assert (row.state, row.reason) == ("failed", "LookupError: no such template")
    assert first_mail(kim).state == "accepted"


def test_a_mail_server_that_is_down_costs_time_and_no_tries(
    confirmed: Confirmed, clock: Clock
) -> None:
    enrollments = [confirmed(f"sam{n}@example.com") for n in range(3)]
    down = Outcome("deferred", "ConnectionRefusedError", reached=False)
    with patch.object(Transport, "send", return_value=down) as send:
        delivery.run(clock)
        assert send.call_count == 1  # the others are given back untried
    assert {first_mail(each).attempts for each in enrollments} == {0}
    mail.outbox.clear()
    clock.pass_(minutes=6)
    delivery.run(clock)
    assert len(mail.outbox) == 3


def test_the_message_id_stays_the_same_over_tries(enrollment: Enrollment, clock: Clock) -> None:
    row, claim = submitting(enrollment, clock)
    record(row, claim.fence, Outcome("deferred", "450 later"), clock.now)
    clock.pass_(minutes=6)
    mail.outbox.clear()
    delivery.run(clock)
    assert mail.outbox[0].extra_headers["Message-ID"] == row.message_id
    assert row.message_id == f"<{row.pk}@hipcoach.example>"


def test_one_subscriber_can_be_served_alone(confirmed: Confirmed, clock: Clock) -> None:
    sam, kim = confirmed("sam@example.com"), confirmed("kim@example.com")
    mail.outbox.clear()
    delivery.run(clock, subscriber=sam.subscriber_id)
    assert [message.to for message in mail.outbox] == [["sam@example.com"]]
    assert not kim.deliveries.exists()


def test_a_new_version_does_not_touch_who_is_under_way(
    enrollment: Enrollment, series: SeriesVersion, clock: Clock
) -> None:
    enrollment.refresh_from_db()
    assert enrollment.version == series
    assert enrollment.version.main_steps().count() == 9


def test_no_transaction_is_open_while_sending(enrollment: Enrollment, clock: Clock) -> None:
    outside = len(connection.savepoint_ids)  # the test's own
    depths: list[int] = []

    def send(*args: object) -> Outcome:
        depths.append(len(connection.savepoint_ids))
        return ACCEPTED

    with patch.object(Transport, "send", send):
        delivery.run(clock)
    assert depths == [outside]


def test_a_lost_hint_is_healed_by_the_tick(enrollment: Enrollment, clock: Clock) -> None:
    assert not enrollment.deliveries.exists()  # nobody told a worker
    delivery.run(clock.__class__(clock.now + timedelta(seconds=20)))
    assert first_mail(enrollment).state == "accepted"


def test_an_unknown_subscriber_is_nothing_to_do(series: SeriesVersion, clock: Clock) -> None:
    assert not delivery.run(clock, subscriber=UUID(int=1))
