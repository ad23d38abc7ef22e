"""The pages of an import, its worker, and that a refused file writes nothing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from tests.conftest import NOW
from tests.training.conftest import log_run
from tests.training.imports import files
from tests.training.imports.files import START
from training.imports import jobs, tasks
from training.models import ImportState, Run, RunImport

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def send(browser: Client, data: bytes, name: str = "runs.zip", unit: str = "km") -> str:
    """Upload a file; the worker of the tests reads it at once. Return the page of the import."""
    fields = {"file": SimpleUploadedFile(name, data), "unit": unit}
    return browser.post("/training/runs/import/", fields, follow=True).content.decode()


def test_a_whole_export_is_imported_once(as_ana: Client, ana: User, tmp_path: Path) -> None:
    data = files.strava(40)
    assert "40 runs added." in send(as_ana, data)
    again = send(as_ana, data)
    assert "No new runs." in again
    assert "40 were in your log already." in again
    assert Run.objects.of(ana).count() == 40
    assert list((tmp_path / "originals").iterdir()) == []


def test_a_typed_run_is_recognised(as_ana: Client, ana: User) -> None:
    log_run(ana, 8100, started_at=START + timedelta(seconds=40))
    assert "1 was in your log already." in send(as_ana, files.fit())


def test_a_deleted_run_does_not_come_back(as_ana: Client, ana: User) -> None:
    send(as_ana, files.fit())
    Run.objects.get().remove(NOW)
    assert "No new runs." in send(as_ana, files.fit())
    assert not Run.objects.of(ana).exists()


def test_another_runners_run_is_not_known(as_ana: Client, as_cleo: Client) -> None:
    send(as_ana, files.fit())
    assert "1 run added." in send(as_cleo, files.fit())


def test_a_run_that_is_a_jump_says_so_in_the_log(as_ana: Client, ana: User) -> None:
    log_run(ana, 5000, started_at=START - timedelta(days=5))
    send(as_ana, files.fit())
    assert "Longer than your recent longest run" in as_ana.get("/training/").content.decode()


def test_a_hostile_zip_writes_nothing(as_ana: Client, ana: User) -> None:
    data = files.zipped({"a.fit": files.fit(), "../b.fit": files.fit(sub_sport=1)})
    page = send(as_ana, data)
    assert "Nothing was imported." in page
    assert "a place outside itself" in page
    assert not Run.objects.exists()


def test_what_could_not_be_read_is_named(as_ana: Client) -> None:
    page = send(as_ana, files.zipped({"a.fit": files.fit(), "<b>.gpx": b"<gpx>"}))
    assert "1 run added." in page
    assert "&lt;b&gt;.gpx" in page


def test_nothing_but_four_facts_is_kept(as_ana: Client) -> None:
    send(as_ana, files.gpx(kind="trail_running"), "morning at home.gpx")
    run = Run.objects.get()
    assert (run.note, run.pain_score, run.sport) == ("", None, "trail")
    assert (run.started_at, run.duration_s, run.distance_m) == (START, 270, 900)


@pytest.mark.parametrize(("name", "data"), [("", b""), ("empty.gpx", b"")])
def test_a_form_without_a_file_says_so(as_ana: Client, name: str, data: bytes) -> None:
    fields = {"file": SimpleUploadedFile(name, data), "unit": "km"} if name else {"unit": "km"}
    page = as_ana.post("/training/runs/import/", fields).content.decode()
    assert "The file is empty." in page or "Choose a file." in page
    assert not RunImport.objects.exists()


@pytest.fixture
def waiting(ana: User) -> RunImport:
    """An import that no worker has yet."""
    return jobs.upload(ana, SimpleUploadedFile("x.fit", files.fit()), "km", NOW)


def test_a_waiting_import_asks_again(as_ana: Client, waiting: RunImport) -> None:
    address = f"/training/runs/import/{waiting.pk}/"
    page = as_ana.get(address).content.decode()
    assert f'hx-get="{address}"' in page
    part = as_ana.get(address, headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith('<div class="stack gap-4" id="state"')
    jobs.work(waiting.pk, uuid4(), lambda: NOW)
    assert "hx-get" not in as_ana.get(address).content.decode()


def test_an_import_is_read_by_one_worker(waiting: RunImport) -> None:
    assert jobs.work(waiting.pk, uuid4(), lambda: NOW)
    assert not jobs.work(waiting.pk, uuid4(), lambda: NOW)
    assert Run.objects.count() == 1


def test_an_import_whose_worker_died_is_taken_up(waiting: RunImport) -> None:
    held = {"state": ImportState.READING, "claim": uuid4(), "lease_until": NOW + jobs.LEASE}
    RunImport.objects.update(**held)
    assert jobs.waiting(NOW) == []
    assert jobs.waiting(NOW + jobs.LEASE) == [waiting.pk]
    RunImport.objects.update(lease_until=NOW)
    assert tasks.resume() == 1
    assert Run.objects.count() == 1


def test_an_import_that_never_ends_is_given_up(waiting: RunImport) -> None:
    RunImport.objects.update(attempts=jobs.ATTEMPTS)
    jobs.work(waiting.pk, uuid4(), lambda: NOW)
    waiting.refresh_from_db()
    assert waiting.state == ImportState.FAILED
    assert "without an end" in waiting.reason


def test_a_lost_file_is_said(waiting: RunImport, tmp_path: Path) -> None:
    (tmp_path / "originals" / waiting.stored).unlink()
    jobs.work(waiting.pk, uuid4(), lambda: NOW)
    waiting.refresh_from_db()
    assert waiting.reason == "The file is gone; send it again."


def test_old_imports_are_forgotten(waiting: RunImport) -> None:
    jobs.work(waiting.pk, uuid4(), lambda: NOW)
    RunImport.objects.update(made_at=NOW - jobs.KEPT - timedelta(seconds=1))
    assert tasks.purge() == 1
    assert Run.objects.count() == 1


@pytest.mark.parametrize("who", ["as_cleo", "as_ben"])
def test_others_find_no_import(
    request: pytest.FixtureRequest, waiting: RunImport, who: str
) -> None:
    browser: Client = request.getfixturevalue(who)
    assert browser.get(f"/training/runs/import/{waiting.pk}/").status_code == 404


def test_visitors_are_sent_to_sign_in(client: Client, waiting: RunImport) -> None:
    for address in ("/training/runs/import/", f"/training/runs/import/{waiting.pk}/"):
        assert client.get(address)["Location"].startswith("/accounts/login/")
