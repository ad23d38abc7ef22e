"""Support looks at a log only while its runner lets it, and every look is written down."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.test import Client

from accounts import privacy, support
from accounts.models import AuditEntry, SupportConsent, User
from hipcoach import roles
from tests.conftest import NOW, browser_of, make_person
from training.models import HealthConsent, Run, TrainingPreferences, Workout

pytestmark = pytest.mark.django_db


@pytest.fixture
def sue(db: None) -> User:
    """Sue of the support."""
    roles.load()
    sue = make_person("sue@example.com", "Sue Support", is_staff=True)
    sue.groups.add(Group.objects.get(name="Support"))
    return sue


@pytest.fixture
def logged(ana: User) -> User:
    """Ana, with a log that has pain and words in it."""
    HealthConsent.give(ana, NOW)
    Workout.objects.create(runner=ana, started_at=NOW, note="It ached all night")
    Run.objects.create(runner=ana, started_at=NOW, distance_m=8123, pain_score=7, note="It ached")
    TrainingPreferences.objects.create(runner=ana)
    return ana


def log_of(consent: SupportConsent) -> str:
    return f"/training/supported/{consent.pk}/"


def test_the_runner_opens_it_and_support_sees_no_health(
    as_ana: Client, logged: User, sue: User
) -> None:
    as_ana.post("/accounts/support/", {"days": "3"})
    consent = SupportConsent.objects.get()
    assert consent.until == NOW + timedelta(days=3)
    client = browser_of(sue)
    assert logged.email in client.get("/admin/accounts/supportconsent/").content.decode()

    page = client.get(log_of(consent)).content.decode()
    assert "8123" in page
    for hidden in ("ached", "Pain score", ">7<"):
        assert hidden not in page

    entry = AuditEntry.objects.get(about=logged)
    assert (entry.who, entry.at) == (sue, NOW)
    mine = as_ana.get("/accounts/support/").content.decode()
    assert "Sue Support" in mine
    assert "Looked at the log" in mine


def test_without_consent_after_it_and_once_taken_back_there_is_no_such_log(
    as_ana: Client, logged: User, sue: User
) -> None:
    consent = support.give(logged, 1, NOW)
    client = browser_of(sue)
    assert client.get(log_of(consent)).status_code == 200
    as_ana.post("/accounts/support/end/")
    assert client.get(log_of(consent)).status_code == 404
    assert client.get(f"/training/supported/{uuid4()}/").status_code == 404
    later = support.give(logged, 1, NOW - timedelta(days=2))
    assert client.get(log_of(later)).status_code == 404
    assert AuditEntry.objects.filter(about=logged).count() == 1


@pytest.mark.parametrize("who", ["runner", "editor", "second step"])
def test_nobody_else_gets_in(who: str, logged: User, cleo: User, sue: User, settings: Any) -> None:
    consent = support.give(logged, 1, NOW)
    person = cleo
    if who == "editor":
        person = make_person("ed@example.com", "Ed", is_staff=True)
    if who == "second step":
        settings.ADMIN_SECOND_STEP = True
        person = sue
    assert browser_of(person).get(log_of(consent)).status_code == 404
    assert not AuditEntry.objects.filter(about=logged).exists()


def test_a_superuser_needs_consent_too(as_ben: Client, logged: User) -> None:
    assert as_ben.get(f"/training/supported/{uuid4()}/").status_code == 404


def test_a_new_consent_ends_the_one_before_and_none_is_for_long(ana: User) -> None:
    first = support.give(ana, 7, NOW)
    support.give(ana, 1, NOW)
    first.refresh_from_db()
    assert first.ended_at == NOW
    with pytest.raises(ValueError, match="30"):
        support.give(ana, 30, NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        SupportConsent.objects.create(user=ana, given_at=NOW, until=NOW + timedelta(days=30))


def test_audit_entries_are_written_once(ana: User, sue: User) -> None:
    entry = AuditEntry.objects.create(at=NOW, who=sue, did="Looked", about=ana)
    for change in (
        entry.save,
        entry.delete,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(did="Nothing"),
    ):
        with pytest.raises(TypeError, match="never"):
            change()
    assert AuditEntry.objects.get().did == "Looked"


def test_what_is_done_in_the_admin_about_people_is_written_down(
    as_ben: Client, ben: User, ana: User
) -> None:
    page = f"/admin/accounts/user/{ana.pk}/change/"
    as_ben.get(page)
    sent = {"name": "Ana", "time_zone": "UTC", "is_active": "on"}
    assert as_ben.post(page, sent).status_code == 302
    done = list(AuditEntry.objects.order_by("pk").values_list("who", "did", "about"))
    assert done == [
        (ben.pk, f"Opened accounts_user_change {ana.pk}", ana.pk),
        (ben.pk, f"Sent accounts_user_change {ana.pk}", ana.pk),
    ]


def test_what_was_refused_is_not(sue: User, ana: User) -> None:
    browser_of(sue).post(f"/admin/accounts/user/{ana.pk}/change/", {"name": "x"})
    assert not AuditEntry.objects.exists()


def test_erasing_a_runner_takes_their_entries_and_erasing_support_leaves_no_name(
    ana: User, cleo: User, sue: User
) -> None:
    AuditEntry.objects.create(at=NOW, who=sue, did="Looked", about=ana)
    AuditEntry.objects.create(at=NOW, who=sue, did="Looked", about=cleo)
    kind = ContentType.objects.get_for_model(User)
    LogEntry.objects.create(
        user=sue, action_flag=2, content_type=kind, object_id=str(ana.pk), object_repr=ana.email
    )
    privacy.erase(ana, NOW)
    assert AuditEntry.objects.get().about == cleo
    assert LogEntry.objects.get().object_repr == "(erased)"
    privacy.erase(sue, NOW)
    assert AuditEntry.objects.get().who is None
    assert (
        "Somebody who has left our team"
        in browser_of(cleo).get("/accounts/support/").content.decode()
    )
