"""The pain hold: only with consent, once by mail, and back by a button."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from bonus import consent, conservation, delivery, holding, links, wording
from bonus.models import ConsentEvent, Enrollment, Subscriber
from bonus.wording import PAIN_WORDING
from tests.bonus.conftest import Clock
from tests.bonus.editing import fresh, keys_sent
from tests.conftest import browser_of, make_person
from training.models import HealthConsent, Run

pytestmark = pytest.mark.django_db

HOLD = "pause-and-check"


@pytest.fixture
def account(enrollment: Enrollment) -> User:
    """Sam's account, under the address that gets the mails."""
    return make_person("sam@example.com", "Sam")


@pytest.fixture
def agreed(enrollment: Enrollment, account: User, clock: Clock) -> Enrollment:
    """Sam got the first mail and agreed that pain scores may hold the series."""
    delivery.run(clock)
    holding.agree(enrollment.subscriber_id, network="192.0.2.0/24", now=clock.now)
    return fresh(enrollment)


def note_pain(user: User, score: int, clock: Clock) -> Run:
    HealthConsent.give(user, clock.now)
    run = Run.objects.create(runner=user, started_at=clock.now, distance_m=5000, pain_score=score)
    Run.objects.filter(pk=run.pk).update(updated_at=clock.now)
    return run


def test_strong_pain_holds_the_series_and_one_mail_says_so(
    agreed: Enrollment, account: User, clock: Clock
) -> None:
    mail.outbox.clear()
    clock.pass_(days=1)
    note_pain(account, 6, clock)
    delivery.run(clock)
    after = fresh(agreed)
    assert (after.state, after.next_due_at, after.held_at) == ("held_for_pain", None, clock.now)
    assert mail.outbox == []  # it leaves at its hour, like every mail
    for _ in range(20):
        clock.pass_(hours=12)
        delivery.run(clock)
        assert conservation.check(clock.now).errors == []
    assert keys_sent(agreed) == ["three-planes", HOLD]
    (message,) = mail.outbox
    body = str(message.body)
    assert "on hold" in body and links.resume(after.subscriber)[:60] in body
    for word in ("pain", "hurt", "6"):
        assert word not in message.subject.lower()
    assert after.next_step and after.next_step.key == "know-your-sides"


@pytest.mark.parametrize("score", [0, 5])
def test_less_pain_holds_nothing(
    agreed: Enrollment, account: User, clock: Clock, score: int
) -> None:
    note_pain(account, score, clock)
    delivery.run(clock)
    assert fresh(agreed).state == "active"


def test_without_consent_there_is_no_hold(
    enrollment: Enrollment, account: User, clock: Clock
) -> None:
    note_pain(account, 9, clock)
    delivery.run(clock)
    assert fresh(enrollment).state == "active"


def test_a_yes_to_older_words_is_no_yes(agreed: Enrollment, account: User, clock: Clock) -> None:
    Subscriber.objects.update(pain_wording="2020-01-pain")
    note_pain(account, 9, clock)
    delivery.run(clock)
    assert fresh(agreed).state == "active"


def test_a_mail_that_waits_is_called_back_by_the_hold(
    agreed: Enrollment, account: User, clock: Clock
) -> None:
    clock.pass_(days=2)
    delivery.plan(clock.now)
    claims = delivery.claim(clock.now)
    note_pain(account, 7, clock)
    assert holding.sweep(clock.now) == 1
    delivery.work(claims, clock)
    assert keys_sent(agreed) == ["three-planes"]
    assert fresh(agreed).state == "held_for_pain"
    assert conservation.check(clock.now).errors == []


def held(agreed: Enrollment, account: User, clock: Clock) -> Enrollment:
    note_pain(account, 8, clock)
    holding.sweep(clock.now)
    clock.pass_(days=2)
    delivery.run(clock)
    return fresh(agreed)


def test_going_on_takes_it_up_tomorrow_where_it_stopped(
    agreed: Enrollment, account: User, clock: Clock
) -> None:
    sam = held(agreed, account, clock)
    assert holding.resume(sam, clock.now)
    after = fresh(sam)
    assert after.state == "active"
    assert after.next_due_at and clock.now < after.next_due_at <= clock.now + timedelta(days=2)
    delivery.run(clock)
    assert fresh(sam).state == "active"  # the same note does not hold it again
    clock.pass_(days=2)
    delivery.run(clock)
    assert keys_sent(sam) == ["three-planes", HOLD, "know-your-sides"]


def test_new_pain_holds_it_again_and_no_second_mail_is_sent(
    agreed: Enrollment, account: User, clock: Clock
) -> None:
    sam = held(agreed, account, clock)
    holding.resume(sam, clock.now)
    clock.pass_(hours=1)
    note_pain(account, 7, clock)
    for _ in range(5):
        delivery.run(clock)
        clock.pass_(days=1)
    assert fresh(sam).state == "held_for_pain"
    assert keys_sent(sam) == ["three-planes", HOLD]
    assert conservation.check(clock.now).errors == []


def test_who_goes_on_before_the_mail_left_does_not_get_it(
    agreed: Enrollment, account: User, clock: Clock
) -> None:
    note_pain(account, 8, clock)
    holding.sweep(clock.now)
    holding.resume(fresh(agreed), clock.now)
    clock.pass_(days=1, hours=20)
    delivery.run(clock)
    assert HOLD not in keys_sent(agreed)
    assert conservation.check(clock.now).errors == []


def test_taking_the_consent_back_ends_the_hold_and_is_written_down(
    agreed: Enrollment, account: User, clock: Clock
) -> None:
    sam = held(agreed, account, clock)
    holding.take_back(sam.subscriber_id, network="", now=clock.now)
    assert fresh(sam).state == "active"
    said = ConsentEvent.objects.filter(kind__startswith="pain").values_list("kind", "wording")
    assert list(said) == [("pain_used", PAIN_WORDING), ("pain_unused", PAIN_WORDING)]


def test_who_leaves_while_on_hold_gets_nothing(
    agreed: Enrollment, account: User, clock: Clock
) -> None:
    note_pain(account, 8, clock)
    holding.sweep(clock.now)
    consent.stop(agreed.subscriber_id, network="", now=clock.now)
    assert fresh(agreed).state == "exited"
    clock.pass_(days=3)
    delivery.run(clock)
    assert keys_sent(agreed) == ["three-planes"]
    assert conservation.check(clock.now).errors == []


# --- the pages


def test_only_whose_account_it_is_can_agree(agreed: Enrollment, account: User) -> None:
    holding.take_back(agreed.subscriber_id, network="", now=agreed.started_at)
    reader = agreed.subscriber
    page = links.preferences_path(reader)
    Client().post(page, {"form": "pain-yes"})
    reader.refresh_from_db()
    assert reader.pain_wording == ""
    as_sam = browser_of(account)
    assert wording.PAIN_TEXT in as_sam.get(page).content.decode()
    as_sam.post(page, {"form": "pain-yes"})
    reader.refresh_from_db()
    assert reader.pain_wording == PAIN_WORDING
    Client().post(page, {"form": "pain-no"})  # taking it back needs no account
    reader.refresh_from_db()
    assert reader.pain_wording == ""


def test_the_page_asks_about_warning_signs_and_only_its_button_goes_on(
    agreed: Enrollment, account: User, clock: Clock
) -> None:
    sam = held(agreed, account, clock)
    page = links.resume_path(sam.subscriber)
    for request in (Client().get, Client().head):
        assert request(page).status_code == 200
        assert fresh(sam).state == "held_for_pain"
    refused = Client().post(page)
    assert refused.status_code == 422
    assert "Tick this to go on" in refused.content.decode()
    assert fresh(sam).state == "held_for_pain"
    done = Client().post(page, {"well": "on"}, follow=True)
    assert "one step easier" in done.content.decode()
    assert fresh(sam).state == "active"
    assert "not on hold" in Client().get(page).content.decode()


def test_the_readers_pages_say_that_it_is_on_hold(
    agreed: Enrollment, account: User, clock: Clock
) -> None:
    sam = held(agreed, account, clock)
    assert "on hold" in Client().get(links.preferences_path(sam.subscriber)).content.decode()
    browser = Client()
    branch = browser.get(links.watch(sam, "video-pause-and-check"), follow=True)
    assert branch.status_code == 200
    assert "The videos are on hold." in branch.content.decode()
    assert "Log this session" not in branch.content.decode()
