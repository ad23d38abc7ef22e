"""People come in from a file with the proof of their consent, or not at all."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from bonus import consent, conservation, delivery, preferences, suppression
from bonus.models import (
    ConsentEvent,
    Delivery,
    Enrollment,
    SeriesVersion,
    Subscriber,
    SubscriberImport,
    Suppression,
)
from bonus.port import jobs
from exercises.port.files import FileError
from tests.bonus.conftest import Clock, Confirmed

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]

HEAD = "email,first name,time zone,consent date,consent place,consent method,consent wording\n"
PROOF = "2025-03-31,Spring Run,own signature,Send me videos"
ADD = "admin:bonus_subscriberimport_add"


def checked(text: str, clock: Clock, **more: object) -> SubscriberImport:
    said: dict[str, object] = {"start": "ask", "spread_hours": 0, "defaults": {}, "by": None}
    job = jobs.upload("list.csv", text.encode(), now=clock.now, **{**said, **more})  # type: ignore[arg-type]  # overridden by tests
    jobs.work(job.pk, uuid4(), clock)
    job.refresh_from_db()
    return job


def imported(text: str, clock: Clock, **more: object) -> SubscriberImport:
    job = checked(text, clock, **more)
    assert jobs.start_import(job), [line.errors for line in job.lines.all()]
    jobs.work(job.pk, uuid4(), clock)
    job.refresh_from_db()
    return job


def line(address: str, name: str = "Ana", zone: str = "Europe/Berlin") -> str:
    return f"{address},{name},{zone},{PROOF}\n"


def test_the_dry_run_writes_nothing(series: SeriesVersion, clock: Clock) -> None:
    job = checked(HEAD + line("Ana@Example.com"), clock)
    assert (job.state, job.tally) == ("checked", {"new": 1})
    assert job.lines.get().address == "ana@example.com"
    assert not Subscriber.objects.exists()


def test_the_proof_stays_with_the_person(series: SeriesVersion, clock: Clock, ben: User) -> None:
    imported(HEAD + line("ana@example.com"), clock, by=ben)
    event = ConsentEvent.objects.get()
    assert (event.kind, event.wording) == ("imported", "imported")
    assert event.proof == {
        "when": "2025-03-31",
        "where": "Spring Run",
        "how": "own signature",
        "wording": "Send me videos",
        "file": "list.csv",
        "line": 2,
        "by": "ben@example.com",
    }


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (line("nonsense"), "does not look like an email address"),
        (line("ana@example.com", "http://x.example"), "Use letters only"),
        (line("ana@example.com", '"Sam\r\nBcc: all@example.com"'), "Use letters only"),
        (line("ana@example.com", zone="Mars/Olympus"), "is not known"),
        ("ana@example.com,Ana,,01.02.2025,x,x,x\n", "must be a day such as 2025-03-31"),
        ("ana@example.com,Ana,,2027-02-01,x,x,x\n", "lies in the future"),
        ("ana@example.com,Ana,,2025-02-01,,x,x\n", "Where consent was given is missing"),
        ("ana@example.com,Ana,,2025-02-01,x,x,\n", "Words agreed to is missing"),
        ("ana@example.com,Ana\n", "has 2 cells where the first row has 7"),
    ],
)
def test_a_line_with_a_mistake_stops_the_whole_file(
    series: SeriesVersion, clock: Clock, row: str, reason: str
) -> None:
    job = checked(HEAD + line("good@example.com") + row, clock)
    assert job.tally == {"new": 1, "error": 1}
    assert reason in " ".join(job.lines.get(outcome="error").errors)
    assert not jobs.start_import(job)
    assert not Subscriber.objects.exists()


def test_what_is_said_for_all_lines_fills_the_gaps(series: SeriesVersion, clock: Clock) -> None:
    said = {"when": "2024-01-01", "where": "fair", "how": "form", "wording": "Yes"}
    imported("email,consent place\nana@example.com,shop\n", clock, defaults=said)
    proof = ConsentEvent.objects.get().proof
    assert (proof["where"], proof["when"], proof["wording"]) == ("shop", "2024-01-01", "Yes")


def test_who_left_was_erased_or_is_suppressed_is_never_added_again(
    confirmed: Confirmed, clock: Clock
) -> None:
    for name in ("left", "erased", "blocked", "here"):
        confirmed(f"{name}@example.com")
    people = {one.address.split("@")[0]: one for one in Subscriber.objects.all()}
    consent.stop(people["left"].pk, network="", now=clock.now)
    preferences.erase(people["erased"].pk, clock.now)
    suppression.refuse(people["blocked"], Suppression.Reason.COMPLAINED, clock.now)
    suppression.refuse_address("hash@example.com", Suppression.Reason.BOUNCED, clock.now)
    names = ("left", "erased", "blocked", "hash", "here", "new", "NEW")
    job = imported(HEAD + "".join(line(f"{name}@example.com") for name in names), clock)
    assert job.tally == {"left": 2, "suppressed": 2, "known": 1, "new": 1, "repeated": 1}
    assert ConsentEvent.objects.filter(kind="imported").count() == 1
    assert Subscriber.objects.get(address="left@example.com").state == "unsubscribed"
    assert not Subscriber.objects.filter(address__in=["erased@example.com", "hash@example.com"])


def test_who_stops_between_the_dry_run_and_the_button_is_left_alone(
    confirmed: Confirmed, clock: Clock
) -> None:
    job = checked(HEAD + line("sam@example.com") + line("new@example.com"), clock)
    sam = confirmed().subscriber
    consent.stop(sam.pk, network="", now=clock.now)
    jobs.start_import(job)
    jobs.work(job.pk, uuid4(), clock)
    job.refresh_from_db()
    assert job.tally == {"new": 1, "left": 1}
    sam.refresh_from_db()
    assert sam.state == "unsubscribed"


def test_by_default_each_is_asked_first_and_the_mails_are_spread(
    series: SeriesVersion, clock: Clock
) -> None:
    text = HEAD + "".join(line(f"r{n}@example.com") for n in range(4))
    imported(text, clock, spread_hours=4)
    times = Delivery.objects.order_by("available_at").values_list("available_at", flat=True)
    assert [each - clock.now for each in times] == [timedelta(hours=n) for n in range(4)]
    mail.outbox.clear()
    delivery.run(clock)
    (first,) = mail.outbox
    assert "You agreed on 2025-03-31 to hear from us (Spring Run)." in str(first.body)
    assert "was typed in" not in str(first.body)
    assert not Enrollment.objects.exists()


def test_who_signs_up_meanwhile_need_not_wait(series: SeriesVersion, clock: Clock) -> None:
    text = HEAD + line("r0@example.com") + line("sam@example.com")
    imported(text, clock, spread_hours=100)
    consent.ask("sam@example.com", first_name="", time_zone="", network="", now=clock.now)
    mail.outbox.clear()
    delivery.run(clock)
    assert {m.to[0] for m in mail.outbox} == {"r0@example.com", "sam@example.com"}
    sams = next(m for m in mail.outbox if m.to == ["sam@example.com"])
    assert "was typed in" in str(sams.body)


def test_an_operator_may_begin_at_once(series: SeriesVersion, clock: Clock) -> None:
    imported(
        HEAD + line("r0@example.com") + line("r1@example.com"),
        clock,
        start="at_once",
        spread_hours=2,
    )
    assert conservation.check(clock.now).errors == []
    mail.outbox.clear()
    delivery.run(clock)
    assert [m.to for m in mail.outbox] == [["r0@example.com"]]
    body = " ".join(str(mail.outbox[0].body).split())
    assert "You asked for this series at Spring Run on March 31, 2025." in body
    clock.pass_(hours=1)
    delivery.run(clock)
    assert len(mail.outbox) == 2


def test_an_imported_person_confirms_like_any_other(series: SeriesVersion, clock: Clock) -> None:
    imported(HEAD + line("sam@example.com"), clock)
    mail_row = Delivery.objects.get()
    delivery.run(clock)
    consent.confirm(mail_row.pk, network="", now=clock.now)
    assert Subscriber.objects.get().state == "active"


def test_addresses_do_not_stay_behind(series: SeriesVersion, clock: Clock) -> None:
    job = imported(HEAD + line("sam@example.com"), clock)
    assert (job.state, bytes(job.upload), job.lines.count()) == ("done", b"", 0)


def test_an_import_is_forgotten_after_a_week(series: SeriesVersion, clock: Clock) -> None:
    checked(HEAD + line("sam@example.com"), clock)
    assert jobs.purge(clock.now + timedelta(days=6)) == 0
    assert jobs.purge(clock.now + timedelta(days=8)) == 1


def test_pressed_twice_it_imports_once(series: SeriesVersion, clock: Clock) -> None:
    job = checked(HEAD + line("sam@example.com"), clock)
    assert [jobs.start_import(job) for _ in range(2)] == [True, False]
    assert [jobs.work(job.pk, uuid4(), clock) for _ in range(2)] == [True, False]
    assert ConsentEvent.objects.count() == 1


@pytest.mark.parametrize("data", ["", "name\nAna\n", "email\n", "\0", "%PDF"])
def test_a_file_that_is_no_list_says_so(clock: Clock, data: str) -> None:
    with pytest.raises(FileError):
        checked(data, clock)


def upload(client: Client, text: str, **more: str) -> str:
    said = {"start": "ask", "spread_hours": "24", **more}
    file = SimpleUploadedFile("list.csv", text.encode())
    return client.post(reverse(ADD), {**said, "file": file}, follow=True).content.decode()


def test_an_operator_sees_line_by_line_and_imports(as_ben: Client, series: object) -> None:
    page = upload(as_ben, HEAD + line("sam@example.com") + line("sam@example.com"))
    assert "1 person would be added. Nothing is written yet." in page
    assert "Stands in the file twice" in page
    job = SubscriberImport.objects.get()
    start = reverse("admin:bonus_subscriberimport_import", args=[job.pk])
    assert as_ben.get(start).status_code == 405
    assert "1 person was imported" in as_ben.post(start, follow=True).content.decode()
    assert Subscriber.objects.get().source == "import"


def test_a_mistake_is_said_beside_its_line(as_ben: Client, series: object) -> None:
    page = upload(as_ben, "email\nnonsense\n", when="01.02.2025")
    assert "It must be a day such as 2025-03-31" in page
    page = upload(as_ben, "email\nnonsense\n")
    assert "Day of consent is missing: without it there is no proof of consent." in page
    assert "No column is named address or email." in upload(as_ben, "x\n1\n")


def test_looking_at_subscribers_is_not_enough_to_import(series: object, cleo: User) -> None:
    cleo.is_staff = True
    cleo.save()
    cleo.user_permissions.set(Permission.objects.filter(codename="view_subscriber"))
    client = Client()
    client.force_login(cleo)
    assert client.get(reverse(ADD)).status_code == 403
    people = client.get(reverse("admin:bonus_subscriber_changelist")).content.decode()
    assert reverse(ADD) not in people


def test_json_and_a_moment_are_read_too(series: SeriesVersion, clock: Clock) -> None:
    entry = {
        "Email": "sam@example.com",
        "subscribed at": "2025-03-31T12:00:00",
        "source": "=cmd()",
        "how": "form",
        "wording": "Yes",
    }
    imported(json.dumps([entry]), clock)
    assert ConsentEvent.objects.get().proof["when"] == "2025-03-31"
