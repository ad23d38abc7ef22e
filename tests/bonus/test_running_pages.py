"""The pages that run a series: timeline, stuck mails, preview, one person, visits and funnel."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from accounts.models import User
from bonus import clicks, conservation, delivery, feedback, funnel, stuck, timeline, visits
from bonus.feedback import Report
from bonus.models import (
    Delivery,
    Enrollment,
    MailEvent,
    SeriesVersion,
    Step,
    Subscriber,
    Suppression,
    VisitCount,
)
from tests.bonus.conftest import Clock, Confirmed
from tests.conftest import make_editor, make_person

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]

BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}


def numbers(version: SeriesVersion, clock: Clock, order: int = 1) -> timeline.Numbers:
    cache.clear()
    found = timeline.of(version, clock.now)
    return next(line.numbers for line in found.lines if line.step.order == order)


# --- the timeline


def test_each_person_is_counted_where_they_are(
    confirmed: Confirmed, series: SeriesVersion, clock: Clock
) -> None:
    confirmed("due@example.com")
    assert numbers(series, clock).due == 1
    delivery.plan(clock.now)
    assert (numbers(series, clock).due, numbers(series, clock).waiting) == (1, 0)
    delivery.run(clock)
    first, second = numbers(series, clock), numbers(series, clock, 2)
    assert (first.due, first.sent, second.waiting, second.due) == (0, 1, 1, 0)
    row = Delivery.objects.get(kind="step")
    feedback.note(Report("x/1", MailEvent.Kind.DELIVERED, row.pk), clock.now)
    assert numbers(series, clock).delivered == 1
    feedback.note(Report("x/2", MailEvent.Kind.HARD, row.pk), clock.now)
    first, second = numbers(series, clock), numbers(series, clock, 2)
    assert (first.delivered, first.bounced, first.sent, second.left) == (0, 1, 1, 1)


def test_a_timeline_is_six_statements_however_many_people(
    confirmed: Confirmed, series: SeriesVersion, clock: Clock
) -> None:
    for n in range(5):
        confirmed(f"r{n}@example.com")
    delivery.run(clock)
    with CaptureQueriesContext(connection) as queries:
        timeline.count(series, clock.now)
    assert len(queries) == 6


def test_the_page_shows_it_and_renews_the_table_alone(
    as_ben: Client, enrollment: Enrollment, clock: Clock
) -> None:
    delivery.run(clock)
    page = as_ben.get(reverse("admin:bonus_timelines"), follow=True).content.decode()
    assert "1 under way, 0 got everything, 0 left." in page
    assert "Watched: people who reached the end of the video" in page
    address = reverse("admin:bonus_timeline", args=[enrollment.version_id])
    part = as_ben.get(address, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="timeline"')
    assert "<html" not in part


@pytest.mark.parametrize(
    "name", ["timelines", "stuck", "funnel", "deliverability", "preview", "timeline"]
)
def test_a_page_takes_its_right(series: SeriesVersion, as_ana: Client, name: str) -> None:
    args = [1] if name in ("preview", "timeline") else []
    address = reverse(f"admin:bonus_{name}", args=args)
    assert as_ana.get(address).status_code in (302, 403)
    editor = make_editor("edith@example.com", "Edith", "view_exercise")
    client = Client()
    client.force_login(editor)
    assert client.get(address).status_code == 403


# --- stuck mails


@pytest.fixture
def in_doubt(enrollment: Enrollment, clock: Clock, settings: Settings) -> Delivery:
    settings.SEND_UNCERTAIN_AGAIN = False
    delivery.plan(clock.now)
    (claim,) = delivery.claim(clock.now)
    delivery.intend(claim, clock.now)
    delivery.run(lambda: clock.now + timedelta(minutes=6))
    mail.outbox.clear()
    return Delivery.objects.get(enrollment=enrollment)


@pytest.fixture
def put_off(enrollment: Enrollment, clock: Clock) -> Delivery:
    delivery.plan(clock.now)
    Delivery.objects.filter(enrollment=enrollment).update(
        state="deferred",
        attempts=4,
        reason="451 try later",
        available_at=clock.now + timedelta(hours=3),
    )
    return Delivery.objects.get(enrollment=enrollment)


def press(client: Client, row: Delivery, action: str) -> str:
    address = reverse("admin:bonus_stuck_act", args=[row.pk])
    return client.post(address, {"action": action}, follow=True).content.decode()


def test_nothing_stuck_says_so(as_ben: Client, enrollment: Enrollment, clock: Clock) -> None:
    delivery.run(clock)
    page = as_ben.get(reverse("admin:bonus_stuck")).content.decode()
    assert "No mail is stuck or in doubt." in page


def test_a_mail_in_doubt_says_why_and_what_may_be_done(as_ben: Client, in_doubt: Delivery) -> None:
    page = as_ben.get(reverse("admin:bonus_stuck")).content.decode()
    assert "Its worker went away while sending. It stays like this until somebody decides." in page
    for name in ("Send once more", "Count as sent", "Never mail this address"):
        assert name in page
    assert "Skip this mail" not in page


def test_a_mail_in_doubt_that_mends_itself_says_when(
    in_doubt: Delivery, clock: Clock, settings: Settings
) -> None:
    settings.SEND_UNCERTAIN_AGAIN = True
    said = stuck.explain(in_doubt, clock.now).otherwise
    assert said == "It is sent once more, with the same Message-ID, at 2026-11-23 13:06 UTC."


@pytest.mark.parametrize(
    ("action", "state"), [("again", "due"), ("believe", "accepted"), ("suppress", "accepted")]
)
def test_a_person_decides_about_a_mail_in_doubt(
    as_ben: Client, in_doubt: Delivery, action: str, state: str
) -> None:
    press(as_ben, in_doubt, action)
    in_doubt.refresh_from_db()
    assert in_doubt.state == state
    assert Suppression.objects.exists() == (action == "suppress")
    assert "has moved on meanwhile" in press(as_ben, in_doubt, "believe")


def test_skipping_goes_on_with_the_next_mail(
    as_ben: Client, put_off: Delivery, clock: Clock
) -> None:
    page = as_ben.get(reverse("admin:bonus_stuck")).content.decode()
    assert "Tried 4 times: 451 try later." in page
    press(as_ben, put_off, "skip")
    put_off.refresh_from_db()
    own = Enrollment.objects.get()
    assert (put_off.state, own.state, own.next_step and own.next_step.order) == (
        "skipped",
        "active",
        2,
    )
    assert conservation.check(clock.now).errors == []


def test_a_mail_that_was_put_off_is_tried_at_once(
    as_ben: Client, put_off: Delivery, clock: Clock
) -> None:
    press(as_ben, put_off, "again")
    mail.outbox.clear()
    delivery.run(clock)
    assert len(mail.outbox) == 1


def test_what_waits_too_long_and_what_was_given_up_are_there(
    enrollment: Enrollment, clock: Clock
) -> None:
    delivery.plan(clock.now)
    kinds = dict(stuck.found(clock.now + timedelta(minutes=11)))
    assert list(kinds) == ["Waits and nobody takes it"]
    Delivery.objects.filter(enrollment=enrollment).update(
        state="failed", ended_at=clock.now, reason="554 no"
    )
    (given_up,) = dict(stuck.found(clock.now))["Given up within seven days"]
    assert (given_up.why, given_up.actions) == ("Refused for good: 554 no.", ("suppress",))


def test_looking_changes_nothing_and_needs_no_right_to_act(in_doubt: Delivery) -> None:
    client = Client()
    client.force_login(make_editor("dora@example.com", "Dora", "view_delivery"))
    assert "Send once more" not in client.get(reverse("admin:bonus_stuck")).content.decode()
    address = reverse("admin:bonus_stuck_act", args=[in_doubt.pk])
    assert client.post(address, {"action": "again"}).status_code == 403


def test_a_decision_is_a_post(as_ben: Client, in_doubt: Delivery) -> None:
    assert as_ben.get(reverse("admin:bonus_stuck_act", args=[in_doubt.pk])).status_code == 405


# --- preview


def see(client: Client, **query: str) -> str:
    step = Step.objects.get(order=1)
    return client.get(reverse("admin:bonus_preview", args=[step.pk]), query).content.decode()


def test_a_mail_is_seen_as_any_subscriber_gets_it(as_ben: Client, enrollment: Enrollment) -> None:
    Subscriber.objects.update(first_name="Zoe", time_zone="Asia/Tokyo")
    mail.outbox.clear()
    page = see(as_ben, reader="SAM@example.com", look="text")
    assert "Hi Zoe," in page
    assert str(enrollment.subscriber_id) not in page  # its links open nothing of hers
    assert mail.outbox == []
    assert not Delivery.objects.filter(kind="step").exists()
    assert "No subscriber has this address." in see(as_ben, reader="nobody@example.com")


def test_a_preview_is_light_dark_and_narrow(as_ben: Client, series: object) -> None:
    assert "@media not all" in see(as_ben)
    assert "@media all" in see(as_ben, look="dark")
    assert "mail-phone" in see(as_ben, look="phone")


def test_readers_are_hidden_from_who_may_not_see_subscribers(enrollment: Enrollment) -> None:
    Subscriber.objects.update(first_name="Zoe")
    client = Client()
    client.force_login(make_editor("dora@example.com", "Dora", "view_step"))
    page = see(client, reader="sam@example.com")
    assert "Zoe" not in page
    assert "Hi Sam," in page


# --- one person


def test_a_person_is_one_page(as_ben: Client, enrollment: Enrollment, clock: Clock) -> None:
    delivery.run(clock)
    row = Delivery.objects.get(kind="step")
    feedback.note(Report("x/1", MailEvent.Kind.COMPLAINT, row.pk, "abuse"), clock.now)
    address = reverse("admin:bonus_subscriber_change", args=[enrollment.subscriber_id])
    page = as_ben.get(address).content.decode()
    for words in (
        "Yes: Reported as spam, 2026-11-23",
        "Asked for the series",
        "Nine short videos over four weeks.",
        "From the network 192.0.2.0/24",
        "Reported as spam: “Your first bonus video",
        "As planned",
        "Left before the end",
    ):
        assert words in page


def test_a_suppression_is_found_by_its_address(as_ben: Client, enrollment: Enrollment) -> None:
    Suppression.objects.create(
        address_hash=enrollment.subscriber.address_hash, reason="operator", at=enrollment.started_at
    )
    address = reverse("admin:bonus_suppression_changelist")
    code = enrollment.subscriber.address_hash[:12]
    assert code in as_ben.get(address, {"q": "SAM@example.com"}).content.decode()
    assert code not in as_ben.get(address, {"q": "other@example.com"}).content.decode()


# --- visits and funnel


def test_a_visit_is_a_sum_and_costs_no_query(client: Client, clock: Clock) -> None:
    client.get(reverse("bonus:signup"), headers=BROWSER)
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("bonus:signup"), headers=BROWSER)
    assert not [q for q in queries if "visit" in q["sql"]]
    assert visits.flush(clock.now) == 2
    assert visits.flush(clock.now) == 0
    client.get(reverse("bonus:signup"), headers=BROWSER)
    visits.flush(clock.now)
    row = VisitCount.objects.get()
    assert (row.page, row.day, row.visits) == ("bonus", clock.now.date(), 3)


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "Googlebot/2.1"},
        {"User-Agent": "curl/8"},
        {},
        {**BROWSER, "Sec-Purpose": "prefetch;prerender"},
    ],
)
def test_programs_are_no_visitors(client: Client, clock: Clock, headers: dict[str, str]) -> None:
    client.get(reverse("bonus:signup"), headers=headers)
    assert visits.flush(clock.now) == 0


def test_a_cache_that_is_down_costs_the_count_and_nothing_else(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object) -> None:
        raise ConnectionError("nobody listens")

    monkeypatch.setattr("bonus.visits.cache.incr", refuse)
    assert client.get(reverse("bonus:signup"), headers=BROWSER).status_code == 200


def test_the_funnel_counts_people_in_the_week_they_signed_up(
    confirmed: Confirmed, ask: Any, clock: Clock, ana: User
) -> None:
    from training.models import Workout

    confirmed("ana@example.com")
    confirmed("dan@example.com")
    ask("new@example.com")
    VisitCount.objects.create(day=clock.now.date(), page="home", visits=40)
    Subscriber.objects.filter(address="dan@example.com").update(source="home")
    Subscriber.objects.create(address="x@example.com", source="import", created_at=clock.now)
    make_person("dan@example.com", "Dan")
    Workout.objects.create(runner=ana, started_at=clock.now)
    this, last = funnel.by_period("week", clock.now, 2)
    assert this.name == "Week of 2026-11-23"
    assert list(this.counts.values()) == [40, 3, 2, 0, 2, 1]
    assert list(last.counts.values()) == [0, 0, 0, 0, 0, 0]
    (month,) = funnel.by_period("month", clock.now, 1)
    assert month.counts == this.counts
    pages = {line.name: line.counts for line in funnel.by_page("week", clock.now, 1)}
    assert (pages["home"]["Visited"], pages["home"]["Signed up"]) == (40, 1)
    assert pages["not known"]["Visited"] is None


def test_the_funnel_is_a_page(as_ben: Client, enrollment: Enrollment) -> None:
    for period in ("week", "month"):
        page = as_ben.get(reverse("admin:bonus_funnel"), {"by": period}).content.decode()
        assert "Logged a workout" in page
        assert "not counted" in page


# --- clicks


@pytest.fixture
def counting(settings: Settings) -> None:
    settings.COUNT_CLICKS = True


@pytest.fixture
def opened(counting: None, confirmed: Confirmed, client: Client, clock: Clock) -> Enrollment:
    """Sam has agreed to the text about clicks, and opens the first mail's link."""
    mine = confirmed()
    mail.outbox.clear()
    delivery.run(clock)
    body = str(mail.outbox[0].body)
    link = next(word for word in body.split() if "/bonus/watch/" in word)
    page = client.get(link, follow=True).content.decode()
    assert "data-click=" in page
    return mine


def report(client: Client) -> int:
    address = reverse("bonus:click", args=[Step.objects.get(order=1).video.slug])
    return client.post(address).status_code


def test_without_the_setting_nothing_is_counted(
    enrollment: Enrollment, client: Client, clock: Clock
) -> None:
    mail.outbox.clear()
    delivery.run(clock)
    body = str(mail.outbox[0].body)
    link = next(word for word in body.split() if "/bonus/watch/" in word)
    assert "&mail" not in link
    page = client.get(f"{link}&mail=1", follow=True).content.decode()
    assert "data-click" not in page
    assert report(client) == 204
    assert not MailEvent.objects.exists()


def test_the_text_says_it_where_it_is_so(
    client: Client, counting: None, enrollment: Enrollment
) -> None:
    page = client.get(reverse("bonus:signup")).content.decode()
    assert "We count which videos you open from our emails" in page
    wording = {event.wording for event in enrollment.subscriber.consent_events.all()}
    assert wording == {"2026-11-b+clicks"}


def test_following_a_link_counts_nothing_and_a_person_counts_once(
    opened: Enrollment, client: Client, series: SeriesVersion, clock: Clock
) -> None:
    assert not MailEvent.objects.exists()
    assert [report(client) for _ in range(2)] == [204, 204]
    assert MailEvent.objects.get().kind == "clicked"
    assert numbers(series, clock).clicked == 1


def test_who_agreed_before_is_not_counted(
    enrollment: Enrollment, client: Client, clock: Clock, settings: Settings
) -> None:
    settings.COUNT_CLICKS = True
    delivery.run(clock)
    slug = Step.objects.get(order=1).video.slug
    assert not clicks.note(enrollment, slug, clock.now)
    assert not MailEvent.objects.exists()


def test_a_click_needs_the_readers_own_cookie(opened: Enrollment) -> None:
    assert report(Client()) == 403
    assert not MailEvent.objects.exists()


def test_counting_can_be_turned_off_and_is_forgotten(opened: Enrollment, client: Client) -> None:
    from bonus import links

    report(client)
    address = links.preferences_path(opened.subscriber)
    assert "Do not count mine" in client.get(address).content.decode()
    page = client.post(address, {"form": "clicks-off"}, follow=True).content.decode()
    assert "We count no clicks of yours any more" in page
    assert "Do not count mine" not in page
    assert not MailEvent.objects.exists()
    assert opened.subscriber.consent_events.latest("pk").kind == "clicks_off"
    report(client)
    assert not MailEvent.objects.exists()
