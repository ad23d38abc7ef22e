"""What is held about a person is seen, taken along and erased: all of it."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import erasing, exports, privacy, tasks
from accounts.models import DataExport, Erasure, Letter, User
from bonus.models import Subscriber, Suppression
from exercises.models import ExerciseList
from tests.conftest import NOW
from training.models import HealthConsent, HipCheck, Run, SafetyCheck

pytestmark = pytest.mark.django_db
SECRET = "tell-tale-7731@example.com"
PAGE = "/accounts/privacy/"
# Models whose rows say nothing about a person by themselves, though they name a model that does.
APART = {"contenttypes.ContentType", "auth.Permission", "auth.Group"}


@pytest.fixture(autouse=True)
def private(settings: Any, tmp_path: Path) -> Path:
    settings.PRIVATE_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def vera() -> User:
    """A person with something in every room."""
    vera = User.objects.create_user(SECRET, "side-to-side-4-life", name="Vera Telltale")
    EmailAddress.objects.create(user=vera, email=SECRET, verified=True, primary=True)
    ExerciseList.objects.create(owner=vera, name="Telltale list", created_at=NOW)
    Run.objects.create(runner=vera, started_at=NOW, distance_m=8000, note="Telltale run")
    HipCheck.objects.create(runner=vera, started_at=NOW, first_side="left")
    SafetyCheck.objects.create(runner=vera, answer="none", at=NOW)
    HealthConsent.give(vera, NOW)
    Subscriber.objects.create(address=SECRET, state="active", confirmed_at=NOW, created_at=NOW)
    Letter.objects.create(to=SECRET, subject="Hello", created_at=NOW, available_at=NOW)
    return vera


@pytest.fixture
def as_vera(vera: User) -> Client:
    """A browser in which Vera has signed in, and just now proved once more that it is her."""
    browser = Client()
    browser.post("/accounts/login/", {"login": SECRET, "password": "side-to-side-4-life"})
    browser.post("/accounts/reauthenticate/", {"password": "side-to-side-4-life"})
    assert UserSession.objects.filter(user=vera).exists()
    return browser


def traces_of(user_pk: int) -> list[str]:
    """Return every column of the database that holds the address, the name or the id of Vera."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names of our own tables
            columns = [column[0] for column in cursor.description or ()]
            for row in cursor.fetchall():
                for name, value in zip(columns, row, strict=True):
                    is_theirs = name in ("user_id", "runner_id", "owner_id") and value == user_pk
                    if is_theirs or re.search("tell-?tale", str(value), re.IGNORECASE):
                        found.append(f"{table}.{name}")
    return found


def test_every_model_that_points_at_a_person_is_registered() -> None:
    named = {label for holding in privacy.holdings() for label in holding.models}
    known = {model._meta.label for model in apps.get_models()}
    assert named <= known, named - known

    def points_at(model: Any) -> set[str]:
        fields = (field for field in model._meta.get_fields() if field.concrete)
        return {field.related_model._meta.label for field in fields if field.related_model}

    persons = {"accounts.User", "bonus.Subscriber", "training.Workout", "training.HipCheck"}
    missing = {
        model._meta.label
        for model in apps.get_models()
        if points_at(model) & persons and model._meta.label not in named | APART
    }
    assert missing == set()


def test_the_page_shows_what_is_held_and_no_secret(as_vera: Client, vera: User) -> None:
    page = as_vera.get(PAGE).content.decode()
    for words in ("Telltale list", "Telltale run", SECRET, "Consent to keep them"):
        assert words in page
    assert vera.password not in page
    assert as_vera.get(PAGE)["Cache-Control"].startswith("max-age=0")


def test_a_visitor_and_another_runner_see_nothing_of_it(as_cleo: Client, vera: User) -> None:
    assert Client().get(PAGE)["Location"].startswith("/accounts/login/")
    assert "Telltale" not in as_cleo.get(PAGE).content.decode()


def test_a_copy_holds_everything_and_is_its_owners_alone(
    as_vera: Client, as_cleo: Client, vera: User, private: Path
) -> None:
    as_vera.post(f"{PAGE}export/")
    as_vera.post(f"{PAGE}export/")
    assert DataExport.objects.count() == 1

    tasks.make_exports()
    export = DataExport.objects.get()
    assert Letter.objects.filter(subject="Your data is ready").count() == 1
    address = reverse("accounts:download", args=[export.pk])
    as_cleo.post("/accounts/reauthenticate/", {"password": "correct horse battery"})
    assert as_cleo.get(address).status_code == 404
    assert Client().get(address)["Location"].startswith("/accounts/login/")

    answer = as_vera.get(address)
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]  # a FileResponse
    assert {f"{holding.key}.json" for holding in privacy.holdings()} <= set(archive.namelist())
    log = json.loads(archive.read("log.json"))
    assert log["Runs"][0]["note"] == "Telltale run"
    everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert vera.password not in everything

    exports.purge(timezone.now() + timedelta(days=8))
    assert list((private / "exports").iterdir()) == []
    assert as_vera.get(address).status_code == 404


def test_a_stolen_session_alone_neither_takes_nor_erases(as_ana: Client, ana: User) -> None:
    for address in (f"{PAGE}erase/", reverse("accounts:download", args=[uuid4()])):
        assert as_ana.get(address)["Location"].startswith("/accounts/reauthenticate/")
    as_ana.post(f"{PAGE}erase/")
    assert not Erasure.objects.exists()


def test_a_worker_that_was_killed_is_followed_by_another(vera: User) -> None:
    exports.ask(vera, NOW)
    assert exports.claim(NOW)
    assert exports.claim(NOW + timedelta(minutes=1)) is None
    assert exports.claim(NOW + timedelta(minutes=16))


def test_erasing_waits_a_week_and_the_mail_calls_it_off(as_vera: Client, vera: User) -> None:
    page = as_vera.get(f"{PAGE}erase/").content.decode()
    assert "What stays" in page
    as_vera.post(f"{PAGE}erase/")
    as_vera.post(f"{PAGE}erase/")
    (letter,) = (one for one in mail.outbox if "will be erased" in one.subject)
    link = re.search(r"http\S+(/accounts/privacy/erase/cancel/\S+)", str(letter.body))
    assert link

    assert erasing.run(NOW) == 0
    stranger = Client()
    assert "Keep my account" in stranger.get(link[1]).content.decode()
    assert Erasure.objects.exists()  # opening changes nothing
    stranger.post(link[1])
    assert not Erasure.objects.exists()
    assert "Nothing to call off" in stranger.get(link[1]).content.decode()
    assert stranger.get(f"{PAGE}erase/cancel/forged/").status_code == 404
    assert User.objects.filter(pk=vera.pk).exists()


def test_erased_is_gone_from_every_table_file_and_session(
    as_vera: Client, vera: User, private: Path, django_capture_on_commit_callbacks: Any
) -> None:
    as_vera.post(f"{PAGE}export/")
    tasks.make_exports()
    LogEntry.objects.create(user=vera, action_flag=2, object_repr="Telltale")
    erasure = erasing.ask(vera, NOW)
    pk = vera.pk
    assert traces_of(pk)

    with django_capture_on_commit_callbacks(execute=True):
        assert erasing.run(erasure.due_at) == 1

    assert traces_of(pk) == []
    assert [path for path in private.rglob("*") if path.is_file()] == []
    assert as_vera.get(PAGE)["Location"].startswith("/accounts/login/")
    assert mail.outbox == []


def test_a_suppression_outlives_the_account(vera: User) -> None:
    subscriber = Subscriber.objects.get(address=SECRET)
    Suppression.objects.create(address_hash=subscriber.address_hash, reason="bounced", at=NOW)
    privacy.erase(vera, NOW)
    assert Suppression.objects.get().address_hash == subscriber.address_hash
