"""Settings, the calendar's private address, and the mail of a training day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from accounts.models import Letter, User
from exercises.models import Program
from tests.conftest import NOW
from training import calendars, feed, planning, reminders
from training.forms.plan import TermsForm
from training.models import Enrollment, SafetyCheck, TrainingPreferences

pytestmark = pytest.mark.django_db
SETTINGS = "/training/settings/"
TODAY = NOW.date()
FORM = {
    "weight_unit": "lb",
    "distance_unit": "mi",
    "sessions_a_week": "2",
    "running_days": ["1", "6"],
    "long_run_day": "6",
    "equipment": ["mat"],
    "reminder_hour": "7",
}


@pytest.fixture
def enrolled(ana: User, program: Program) -> Enrollment:
    return Enrollment.objects.create(
        runner=ana,
        program=program.slug,
        start_on=TODAY,
        strength_days=[0, 3],
        running_days=[],
        created_at=NOW,
    )


@pytest.fixture
def reminded(enrolled: Enrollment) -> TrainingPreferences:
    """Ana wants a mail at noon, UTC."""
    return TrainingPreferences.objects.create(
        runner=enrolled.runner, reminder_hour=12, reminder_key="stopstopstopstop"
    )


def test_settings_are_kept(as_ana: Client, ana: User) -> None:
    as_ana.post(SETTINGS, FORM)
    kept = TrainingPreferences.objects.get()
    assert (kept.runner, kept.distance_unit, kept.sessions_a_week) == (ana, "mi", 2)
    assert (kept.running_days, kept.long_run_day, kept.equipment) == ([1, 6], 6, ["mat"])
    assert (kept.reminder_hour, len(kept.reminder_key or "")) == (7, 16)


def test_settings_fill_the_next_program_and_run(
    as_ana: Client, ana: User, program: Program
) -> None:
    SafetyCheck.objects.create(runner=ana, answer="none", at=NOW)
    as_ana.post(SETTINGS, FORM)
    start = as_ana.get(f"/training/plan/start/{program.slug}/").content.decode()
    assert start.count("checked") == 4
    assert '<option value="mi" selected>' in as_ana.get("/training/runs/new/").content.decode()


@pytest.mark.parametrize("sessions", [1, 2, 3])
@pytest.mark.parametrize("long_run_day", [None, *range(7)])
def test_the_days_that_are_offered_may_be_taken(sessions: int, long_run_day: int | None) -> None:
    days = calendars.strength_days(sessions, long_run_day)
    assert len(days) == sessions
    form = TermsForm({"strength_days": days, "long_run_day": long_run_day})
    assert form.is_valid(), form.errors


@pytest.mark.parametrize(
    "changed",
    [{"sessions_a_week": "4"}, {"reminder_hour": "3"}, {"equipment": ["rack"]}],
)
def test_settings_out_of_range_are_refused(as_ana: Client, changed: dict[str, object]) -> None:
    as_ana.post(SETTINGS, {**FORM, **changed})
    assert not TrainingPreferences.objects.exists()


def test_the_calendar_has_a_private_address_that_can_be_closed(
    as_ana: Client, client: Client, ana: User, enrolled: Enrollment
) -> None:
    assert feed.address(TrainingPreferences.of(ana)) == ""
    as_ana.post(f"{SETTINGS}calendar/open/")
    first = TrainingPreferences.objects.get().calendar_key
    answer = client.get(f"/training/calendar/{first}.ics")
    events = Calendar.from_ical(answer.content).events
    assert [event["summary"] for event in events[:1]] == ["Strength session"]
    assert [event.start for event in events[:2]] == [date(2026, 11, 23), date(2026, 11, 26)]
    as_ana.post(f"{SETTINGS}calendar/open/")
    assert client.get(f"/training/calendar/{first}.ics").status_code == 404
    second = TrainingPreferences.objects.get().calendar_key
    as_ana.post(f"{SETTINGS}calendar/close/")
    assert client.get(f"/training/calendar/{second}.ics").status_code == 404


@pytest.mark.parametrize("key", ["None", "x", "0" * 43])
@pytest.mark.usefixtures("reminded")
def test_no_other_address_shows_a_calendar(client: Client, key: str) -> None:
    assert client.get(f"/training/calendar/{key}.ics").status_code == 404


def test_a_closed_account_shows_no_calendar(client: Client, ana: User) -> None:
    feed.open_feed(ana)
    key = TrainingPreferences.objects.get().calendar_key
    User.objects.update(is_active=False)
    assert client.get(f"/training/calendar/{key}.ics").status_code == 404


def test_events_keep_their_identity_when_the_plan_moves(ana: User, enrolled: Enrollment) -> None:
    before = Calendar.from_ical(feed.feed(ana, NOW)).events
    found = planning.current(ana, NOW)
    assert found is not None
    planning.shift(found, 1, NOW)
    after = Calendar.from_ical(feed.feed(ana, NOW)).events
    assert before[0]["uid"] == after[0]["uid"]
    assert before[0].start != after[0].start


def test_a_warning_sign_takes_the_sessions_out(ana: User, enrolled: Enrollment) -> None:
    SafetyCheck.objects.create(runner=ana, answer="now", at=NOW)
    assert Calendar.from_ical(feed.feed(ana, NOW)).events == []


# --- the reminder ---


def test_a_session_day_writes_one_letter(reminded: TrainingPreferences) -> None:
    assert reminders.run(NOW) == 1
    assert reminders.run(NOW + timedelta(minutes=10)) == 0
    letter = Letter.objects.get()
    assert (letter.to, letter.subject) == ("ana@example.com", reminders.SUBJECT)
    assert "/training/r/stopstopstopstop/" in letter.headers["List-Unsubscribe"]
    assert "/training/today/" in letter.text


def test_two_workers_write_one_letter(reminded: TrainingPreferences) -> None:
    first, second = reminders.due(NOW).get(), reminders.due(NOW).get()
    assert (reminders.remind(first, NOW), reminders.remind(second, NOW)) == (True, False)
    assert Letter.objects.count() == 1


@pytest.mark.parametrize("word", ["pain", "Clamshell", "left", "Session A", "Foundation"])
def test_nothing_of_the_training_itself_stands_in_the_letter(
    reminded: TrainingPreferences, word: str
) -> None:
    reminders.run(NOW)
    letter = Letter.objects.get()
    assert word not in letter.subject
    assert word not in letter.text


@pytest.mark.parametrize(("hour", "count"), [(9, 0), (10, 1), (11, 1), (12, 1), (13, 0), (22, 0)])
def test_only_the_runners_hour_counts(reminded: TrainingPreferences, hour: int, count: int) -> None:
    TrainingPreferences.objects.update(reminder_hour=hour)
    assert reminders.run(NOW) == count


def test_the_hour_is_on_the_runners_clock(reminded: TrainingPreferences) -> None:
    User.objects.update(time_zone="America/New_York")
    assert reminders.run(NOW) == 0
    assert reminders.run(NOW + timedelta(hours=5)) == 1


def test_a_day_on_which_clocks_change_gets_one_letter(reminded: TrainingPreferences) -> None:
    Enrollment.objects.update(start_on=date(2026, 10, 25), strength_days=[6])
    User.objects.update(time_zone="Europe/Berlin")
    TrainingPreferences.objects.update(reminder_hour=5)
    night = datetime(2026, 10, 24, 22, tzinfo=UTC)
    assert sum(reminders.run(night + timedelta(minutes=10 * n)) for n in range(150)) == 1


def test_a_rest_day_writes_nothing(reminded: TrainingPreferences) -> None:
    Enrollment.objects.update(strength_days=[3])
    assert reminders.run(NOW) == 0


def test_a_warning_sign_writes_nothing(reminded: TrainingPreferences) -> None:
    SafetyCheck.objects.create(runner=reminded.runner, answer="soon", at=NOW)
    assert reminders.run(NOW) == 0


def test_a_dropped_program_writes_nothing(reminded: TrainingPreferences) -> None:
    Enrollment.objects.update(ended_on=TODAY, end="dropped")
    assert reminders.run(NOW) == 0


def test_looking_at_the_link_stops_nothing(client: Client, reminded: TrainingPreferences) -> None:
    assert "Stop these emails?" in client.get("/training/r/stopstopstopstop/").content.decode()
    assert TrainingPreferences.objects.get().reminder_hour == 12


def test_one_click_stops_it_without_signing_in(reminded: TrainingPreferences) -> None:
    browser = Client(enforce_csrf_checks=True)
    data = {"List-Unsubscribe": "One-Click"}
    answer = browser.post("/training/r/stopstopstopstop/", data)
    assert "No more emails on training days" in answer.content.decode()
    assert TrainingPreferences.objects.get().reminder_hour is None
    assert reminders.run(NOW) == 0


def test_an_old_link_says_the_same_and_stops_nobody_else(
    client: Client, reminded: TrainingPreferences
) -> None:
    assert client.post("/training/r/someoneelsesold1/").status_code == 200
    assert TrainingPreferences.objects.get().reminder_hour == 12


@pytest.mark.parametrize("address", ["", "calendar/open/", "calendar/close/"])
def test_a_strangers_settings_are_her_own(
    as_cleo: Client, reminded: TrainingPreferences, address: str
) -> None:
    feed.open_feed(reminded.runner)
    before = TrainingPreferences.objects.filter(runner=reminded.runner).values().get()
    as_cleo.post(f"{SETTINGS}{address}", FORM)
    assert TrainingPreferences.objects.filter(runner=reminded.runner).values().get() == before


# --- before the first session ---


def test_the_first_safety_questions_ask_how_a_runner_trains(as_ana: Client, ana: User) -> None:
    shown = as_ana.get("/training/safety/").content.decode()
    for label in ("Loads in", "Runs in", "Strength sessions a week", "Running days", "At home"):
        assert label in shown
    as_ana.post("/training/safety/", {**FORM, "answer": "none", "consent": "on"})
    kept = TrainingPreferences.objects.get()
    assert (kept.weight_unit, kept.distance_unit, kept.equipment) == ("lb", "mi", ["mat"])
    assert (kept.sessions_a_week, kept.running_days, kept.long_run_day) == (2, [1, 6], 6)
    assert kept.reminder_hour is None
    assert "Loads in" not in as_ana.get("/training/safety/").content.decode()


def test_an_answer_alone_is_enough_before_the_first_session(as_ana: Client) -> None:
    as_ana.post("/training/safety/", {"answer": "none", "consent": "on"})
    assert SafetyCheck.objects.exists()
    kept = TrainingPreferences.objects.get()
    assert (kept.weight_unit, kept.distance_unit, kept.sessions_a_week) == ("kg", "km", 3)


def test_a_broken_first_step_keeps_nothing(as_ana: Client) -> None:
    as_ana.post("/training/safety/", {"answer": "none", "consent": "on", "equipment": ["rack"]})
    assert not SafetyCheck.objects.exists()
    assert not TrainingPreferences.objects.exists()


def test_safety_questions_later_leave_the_reminder_alone(
    as_ana: Client, reminded: TrainingPreferences
) -> None:
    as_ana.post("/training/safety/", {"answer": "none", "consent": "on"})
    reminded.refresh_from_db()
    assert reminded.reminder_hour == 12
