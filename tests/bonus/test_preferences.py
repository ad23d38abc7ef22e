"""What readers choose: when mail comes, how fast, where to, and that nothing is held at all."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch

import pytest
from django.core import mail as outbox
from django.test import Client
from django.urls import reverse

from accounts.transport import Outcome, Transport
from bonus import addresses, consent, conservation, delivery, preferences, suppression
from bonus.models import ConsentEvent, Delivery, Enrollment, Erasure, Subscriber, Suppression
from tests.bonus.conftest import Clock, Confirmed

pytestmark = pytest.mark.django_db
NETWORK = "192.0.2.0/24"


@pytest.fixture
def under_way(confirmed: Confirmed, clock: Clock) -> Enrollment:
    """Somebody in Berlin who has got the first mail, on Monday at 13:00 their time."""
    enrollment = confirmed(time_zone="Europe/Berlin")
    delivery.run(clock)
    enrollment.refresh_from_db()
    assert enrollment.next_due_at == datetime(2026, 11, 25, 6, tzinfo=UTC)
    return enrollment


def due(enrollment: Enrollment) -> datetime | None:
    enrollment.refresh_from_db()
    assert conservation.check(enrollment.started_at).errors == []
    return enrollment.next_due_at


def change(enrollment: Enrollment, clock: Clock, **chosen: object) -> None:
    plain = {"first_name": "Sam", "time_zone": "Europe/Berlin", "hour": None, "pace": 1}
    preferences.change(enrollment.subscriber_id, **{**plain, **chosen}, now=clock.now)  # type: ignore[arg-type]  # as chosen


def steps_sent(enrollment: Enrollment) -> int:
    return enrollment.deliveries.filter(state=Delivery.State.ACCEPTED).count()


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"hour": 18}, datetime(2026, 11, 25, 17, tzinfo=UTC)),
        ({"hour": 0}, datetime(2026, 11, 24, 23, tzinfo=UTC)),
        ({"pace": 2}, datetime(2026, 11, 27, 6, tzinfo=UTC)),
        ({"time_zone": "Asia/Tokyo"}, datetime(2026, 11, 24, 22, tzinfo=UTC)),
        ({"time_zone": "", "hour": 9}, datetime(2026, 11, 25, 9, tzinfo=UTC)),
    ],
)
def test_the_next_mail_comes_by_the_new_choice(
    under_way: Enrollment, clock: Clock, chosen: dict[str, object], expected: datetime
) -> None:
    change(under_way, clock, **chosen)
    assert due(under_way) == expected


def test_a_choice_never_brings_two_mails_within_a_day(under_way: Enrollment, clock: Clock) -> None:
    for hour in range(24):
        change(under_way, clock, hour=hour)
        when = due(under_way)
        assert when
        assert when >= clock.now + timedelta(hours=24)


def test_a_choice_for_a_time_that_is_past_sends_soon_and_once(
    under_way: Enrollment, clock: Clock
) -> None:
    clock.pass_(days=1, hours=16)
    change(under_way, clock, hour=1)
    assert due(under_way) == clock.now
    delivery.run(clock)
    assert steps_sent(under_way) == 2


def test_a_pause_holds_until_its_day_at_the_readers_hour(
    under_way: Enrollment, clock: Clock
) -> None:
    preferences.pause(under_way.subscriber_id, date(2027, 1, 15), clock.now)
    assert due(under_way) == datetime(2027, 1, 15, 6, tzinfo=UTC)
    clock.pass_(days=50)
    delivery.run(clock)
    assert steps_sent(under_way) == 1
    clock.pass_(days=4)
    delivery.run(clock)
    assert steps_sent(under_way) == 2


def test_ending_a_pause_goes_on_at_once(under_way: Enrollment, clock: Clock) -> None:
    preferences.pause(under_way.subscriber_id, date(2027, 1, 15), clock.now)
    clock.pass_(days=20)
    preferences.pause(under_way.subscriber_id, None, clock.now)
    delivery.run(clock)
    assert steps_sent(under_way) == 2


def test_a_pause_before_the_first_mail_holds_it(enrollment: Enrollment, clock: Clock) -> None:
    preferences.pause(enrollment.subscriber_id, date(2026, 12, 1), clock.now)
    delivery.run(clock)
    assert steps_sent(enrollment) == 0
    assert due(enrollment) == datetime(2026, 12, 1, 7, tzinfo=UTC)


def test_a_mail_that_is_claimed_is_called_back(under_way: Enrollment, clock: Clock) -> None:
    clock.pass_(days=2)
    assert delivery.plan(clock.now) == 1
    (claim,) = delivery.claim(clock.now)
    preferences.pause(under_way.subscriber_id, date(2027, 1, 15), clock.now)
    assert delivery.work([claim], clock)["dropped"] == 1
    assert due(under_way) == datetime(2027, 1, 15, 6, tzinfo=UTC)
    clock.pass_(days=60)
    delivery.run(clock)
    assert steps_sent(under_way) == 2


def test_a_mail_put_off_in_flight_respects_a_pause(under_way: Enrollment, clock: Clock) -> None:
    clock.pass_(days=2)

    def pause_meanwhile(self: Transport, message: object) -> Outcome:
        preferences.pause(under_way.subscriber_id, date(2027, 1, 15), clock.now)
        return Outcome("deferred", "451 later")

    with patch.object(Transport, "send", pause_meanwhile):
        delivery.run(clock)
    assert due(under_way) == datetime(2027, 1, 15, 6, tzinfo=UTC)


def test_a_pause_in_flight_counts_for_the_mail_after_it(
    under_way: Enrollment, clock: Clock
) -> None:
    clock.pass_(days=2)

    def pause_meanwhile(self: Transport, message: object) -> Outcome:
        preferences.pause(under_way.subscriber_id, date(2027, 1, 15), clock.now)
        return Outcome("accepted", "250 ok")

    with patch.object(Transport, "send", pause_meanwhile):
        delivery.run(clock)
    assert steps_sent(under_way) == 2
    assert due(under_way) == datetime(2027, 1, 15, 6, tzinfo=UTC)


def test_who_comes_back_is_not_paused(under_way: Enrollment, clock: Clock) -> None:
    sam = under_way.subscriber
    preferences.pause(sam.pk, date(2027, 1, 15), clock.now)
    consent.stop(sam.pk, network=NETWORK, now=clock.now)
    clock.pass_(days=3)
    consent.join(sam.address, first_name="", time_zone="", network=NETWORK, now=clock.now)
    delivery.run(clock)
    assert steps_sent(under_way) == 2


# --- another address


def ask_to_move(enrollment: Enrollment, address: str, clock: Clock) -> Delivery:
    preferences.ask_to_move(enrollment.subscriber_id, address, clock.now)
    return Delivery.objects.filter(kind="move").latest("pk")


def test_an_address_moves_at_the_button_and_not_before(under_way: Enrollment, clock: Clock) -> None:
    row = ask_to_move(under_way, "new@example.com", clock)
    outbox.outbox.clear()
    delivery.run(clock)
    (sent,) = outbox.outbox
    assert sent.to == ["new@example.com"]
    assert "/bonus/move/" in sent.body
    sam = Subscriber.objects.get()
    assert sam.address == "sam@example.com"
    preferences.move(row.pk, network=NETWORK, now=clock.now)
    preferences.move(row.pk, network=NETWORK, now=clock.now)
    sam.refresh_from_db()
    assert (sam.address, sam.new_address) == ("new@example.com", "")
    assert sam.address_hash == addresses.digest("new@example.com")
    assert [e.kind for e in sam.consent_events.all()].count("moved") == 1
    clock.pass_(days=3)
    delivery.run(clock)
    assert outbox.outbox[-1].to == ["new@example.com"]


def test_only_the_address_asked_for_last_counts(under_way: Enrollment, clock: Clock) -> None:
    first = ask_to_move(under_way, "first@example.com", clock)
    second = ask_to_move(under_way, "second@example.com", clock)
    with pytest.raises(Delivery.DoesNotExist):
        preferences.move(first.pk, network=NETWORK, now=clock.now)
    assert preferences.move(second.pk, network=NETWORK, now=clock.now).address == second.to


def test_an_address_with_a_subscription_is_not_taken_over(
    under_way: Enrollment, confirmed: Confirmed, clock: Clock
) -> None:
    confirmed("kim@example.com")
    row = ask_to_move(under_way, "kim@example.com", clock)
    with pytest.raises(preferences.TakenError):
        preferences.move(row.pk, network=NETWORK, now=clock.now)
    assert Subscriber.objects.filter(address="kim@example.com").count() == 1


def test_an_address_that_was_never_confirmed_is_free(under_way: Enrollment, clock: Clock) -> None:
    consent.ask("kim@example.com", first_name="", time_zone="", network=NETWORK, now=clock.now)
    row = ask_to_move(under_way, "kim@example.com", clock)
    moved = preferences.move(row.pk, network=NETWORK, now=clock.now)
    assert Subscriber.objects.get(address="kim@example.com") == moved


def test_a_new_address_that_is_refused_harms_the_old_one_nothing(
    under_way: Enrollment, clock: Clock
) -> None:
    ask_to_move(under_way, "nobody@example.com", clock)
    refused = Outcome("failed", "550 no such user", address_refused=True)
    with patch.object(Transport, "send", return_value=refused):
        delivery.run(clock)
    under_way.refresh_from_db()
    assert under_way.state == Enrollment.State.ACTIVE
    assert suppression.is_suppressed_address("nobody@example.com")
    assert not suppression.is_suppressed_address("sam@example.com")


def test_a_suppressed_address_gets_no_question(under_way: Enrollment, clock: Clock) -> None:
    suppression.refuse_address("gone@example.com", Suppression.Reason.BOUNCED, clock.now)
    row = ask_to_move(under_way, "gone@example.com", clock)
    assert row.state == Delivery.State.SKIPPED


# --- erasing


def test_erasing_leaves_no_row(under_way: Enrollment, clock: Clock) -> None:
    preferences.erase(under_way.subscriber_id, clock.now)
    for model in (Subscriber, Enrollment, Delivery, ConsentEvent):
        assert not model.objects.exists()


def test_a_suppression_outlives_erasure(under_way: Enrollment, clock: Clock) -> None:
    suppression.refuse(under_way.subscriber, Suppression.Reason.COMPLAINED, clock.now)
    preferences.erase(under_way.subscriber_id, clock.now)
    assert suppression.is_suppressed_address("sam@example.com")


def test_what_was_agreed_to_outlives_erasure_as_proof(
    under_way: Enrollment, clock: Clock, as_ben: Client
) -> None:
    asked = ConsentEvent.objects.first()
    assert asked
    preferences.erase(under_way.subscriber_id, clock.now)
    mark = Erasure.objects.get()
    assert mark.consent[0] == {
        "kind": asked.kind,
        "at": asked.at.isoformat(),
        "wording": asked.wording,
    }
    assert "sam" not in str(mark.consent)
    address = reverse("admin:bonus_erasure_changelist")
    found = as_ben.get(address, {"q": "Sam@example.com"}).content.decode()
    assert asked.get_kind_display() in found
    assert asked.wording in found
    missed = as_ben.get(address, {"q": "other@example.com"}).content.decode()
    assert asked.get_kind_display() not in missed


def test_erased_twice_keeps_both_proofs(confirmed: Confirmed, clock: Clock) -> None:
    for _ in range(2):
        preferences.erase(confirmed("sam@example.com").subscriber_id, clock.now)
    assert [said["kind"] for said in Erasure.objects.get().consent] == ["asked", "confirmed"] * 2


def test_a_mail_in_flight_ends_nowhere_when_its_reader_is_erased(
    under_way: Enrollment, clock: Clock
) -> None:
    clock.pass_(days=2)

    def erase_meanwhile(self: Transport, message: object) -> Outcome:
        preferences.erase(under_way.subscriber_id, clock.now)
        return Outcome("accepted", "250 ok")

    with patch.object(Transport, "send", erase_meanwhile):
        delivery.run(clock)
    assert not Subscriber.objects.exists()
