"""From an upload to files for the web: nothing is lost, nothing is done twice."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from exercises.media import confine, processing, store
from exercises.media.limits import RefusedError
from exercises.models import Media
from hipcoach.celery import app
from tests.exercises.media.conftest import Make, files_in
from tests.exercises.media.files import picture

State = Media.State
pytestmark = pytest.mark.services


MADE = {
    "width": 20,
    "height": 10,
    "renditions": [{"file": "20.webp", "width": 20, "height": 10, "type": "image/webp"}],
}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Make files without decoding; returns what was asked for."""
    asked: list[str] = []

    def make(path: Path, kind: str, reader: str, target: Path, told: Any) -> dict[str, Any]:
        asked.append(path.read_bytes().hex()[-8:])
        told(50)
        (target / "20.webp").write_bytes(path.read_bytes()[::-1])
        return MADE

    monkeypatch.setattr(confine, "make", make)
    return asked


def test_a_picture_is_processed(uploaded: Make, now: datetime, media_root: Path) -> None:
    media = uploaded(picture(size=(1000, 500)))
    assert media.lacks() == ["processed files"]

    assert processing.process(media.pk, lambda: now) == "ready"

    media.refresh_from_db()
    assert (media.state, media.progress, media.reason) == (State.READY, 100, "")
    assert [one["width"] for one in media.files["renditions"]] == [1000, 800]
    assert [one["bytes"] for one in media.files["renditions"]] == [
        store.served(one["name"]).stat().st_size for one in media.files["renditions"]
    ]
    assert media.lacks() == []
    assert files_in(media_root) == {"incoming": 0, "originals": 1, "working": 0, "files": 2}


def test_a_film_is_processed(
    uploaded: Make, small_film: bytes, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    media = uploaded(small_film)

    assert processing.process(media.pk, lambda: now) == "ready"

    media.refresh_from_db()
    assert (media.kind, media.length_s, media.width) == ("video", 1, 160)
    assert media.files["poster"].endswith(".webp")
    assert media.files["renditions"][0]["type"] == "video/mp4"
    assert media.said == "Open the knee & not the pelvis."


def test_no_name_comes_from_a_person(uploaded: Make, now: datetime, media_root: Path) -> None:
    media = uploaded()
    processing.process(media.pk, lambda: now)
    assert not [path for path in media_root.rglob("*") if "evil" in path.name]


def test_a_task_delivered_twice_works_once(uploaded: Make, now: datetime, quick: list[str]) -> None:
    media = uploaded()
    assert processing.process(media.pk, lambda: now) == "ready"
    assert processing.process(media.pk, lambda: now) == "not to be had"
    assert len(quick) == 1


def test_two_workers_never_hold_one_upload(uploaded: Make, now: datetime) -> None:
    media = uploaded()
    assert processing.claim(media.pk, now) is not None
    assert processing.claim(media.pk, now) is None


def test_one_film_at_a_time_and_pictures_beside_it(
    uploaded: Make, small_film: bytes, now: datetime
) -> None:
    one, two, still = uploaded(small_film), uploaded(small_film), uploaded()
    assert set(processing.waiting()) in ({one.pk, still.pk}, {two.pk, still.pk})

    assert processing.claim(one.pk, now)
    assert processing.claim(two.pk, now) is None
    assert processing.waiting() == [still.pk]
    assert processing.claim(still.pk, now)
    two.refresh_from_db()
    assert (two.state, two.claims) == (State.UPLOADED, 1)


def test_a_killed_workers_upload_is_taken_up_again(
    uploaded: Make, now: datetime, quick: list[str], media_root: Path
) -> None:
    media = uploaded()
    dead = processing.claim(media.pk, now)
    assert dead is not None
    (store.folder("working") / f"{media.pk}-{dead.claims}").mkdir()

    assert processing.release(now + timedelta(seconds=59)) == 0
    assert processing.release(now + processing.LEASE) == 1
    assert processing.waiting() == [media.pk]
    assert processing.process(media.pk, lambda: now) == "ready"
    assert files_in(media_root)["working"] == 0

    with pytest.raises(processing.ClaimLostError):
        processing.finish(dead, {"files": {}})
    assert not processing.fail(dead, "late")
    media.refresh_from_db()
    assert media.state == State.READY


def test_progress_is_written_and_renews_the_lease(
    uploaded: Make, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    media, seen = uploaded(), []
    moments = iter(range(0, 1000, 30))

    def make(path: Path, kind: str, reader: str, target: Path, told: Any) -> dict[str, Any]:
        for percent in (10, 70):
            told(percent)
            row = Media.objects.get(pk=media.pk)
            seen.append((row.progress, row.lease_until))
        raise RefusedError("enough")

    monkeypatch.setattr(confine, "make", make)
    processing.process(media.pk, lambda: now + timedelta(seconds=next(moments)))

    assert seen == [(10, now + timedelta(seconds=120)), (70, now + timedelta(seconds=150))]


def test_what_kills_every_worker_fails_in_the_end(uploaded: Make, now: datetime) -> None:
    media = uploaded()
    for _ in range(processing.ATTEMPTS):
        assert processing.claim(media.pk, now)
        processing.release(now + processing.LEASE)

    media.refresh_from_db()
    assert (media.state, media.reason) == (State.FAILED, "Processing was interrupted 3 times.")


def test_a_refusal_is_the_reason_and_nothing_is_left(
    uploaded: Make, now: datetime, monkeypatch: pytest.MonkeyPatch, media_root: Path
) -> None:
    media = uploaded()

    def make(path: Path, kind: str, reader: str, target: Path, told: Any) -> dict[str, Any]:
        (target / "half.webp").write_bytes(b"half")
        raise RefusedError("The server's disk is full.")

    monkeypatch.setattr(confine, "make", make)
    assert processing.process(media.pk, lambda: now) == "failed"

    media.refresh_from_db()
    assert (media.state, media.reason) == (State.FAILED, "The server's disk is full.")
    assert files_in(media_root) == {"incoming": 0, "originals": 1, "working": 0, "files": 0}


def test_a_disk_that_fills_up_at_the_end_is_a_reason_too(
    uploaded: Make, now: datetime, quick: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    media = uploaded()

    def full(path: Path) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "keep", full)
    assert processing.process(media.pk, lambda: now) == "failed"
    media.refresh_from_db()
    assert media.reason == "The server's disk: No space left on device."


def test_an_original_that_is_gone_is_a_reason(uploaded: Make, now: datetime) -> None:
    media = uploaded()
    store.original(media.original).unlink()
    assert processing.process(media.pk, lambda: now) == "failed"


def test_a_failed_one_is_tried_again(uploaded: Make, now: datetime, quick: list[str]) -> None:
    media = uploaded()
    claimed = processing.claim(media.pk, now)
    assert claimed is not None
    processing.fail(claimed, "The server's disk is full.")

    assert processing.retry(media)
    assert processing.process(media.pk, lambda: now) == "ready"
    assert not processing.retry(media)


def replace(media: Media, data: bytes) -> None:
    facts = {"width": 1, "height": 1}
    processing.take(media, SimpleUploadedFile("b.jpg", data), "image", "JPEG", facts)
    media.save()


def test_the_old_files_stay_until_the_new_are_whole(
    uploaded: Make, now: datetime, quick: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    media = uploaded()
    processing.process(media.pk, lambda: now)
    media.refresh_from_db()
    before = media.files

    replace(media, picture(size=(50, 50)))
    assert Media.objects.get(pk=media.pk).files == before
    claimed = processing.claim(media.pk, now)
    assert claimed is not None
    processing.fail(claimed, "Damaged.")
    assert Media.objects.get(pk=media.pk).files == before
    assert Media.objects.get(pk=media.pk).lacks() == []

    processing.retry(media)
    processing.process(media.pk, lambda: now)
    assert Media.objects.get(pk=media.pk).files != before


def test_a_newer_file_ends_the_work_on_the_older(
    uploaded: Make, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    media = uploaded()

    def make(path: Path, kind: str, reader: str, target: Path, told: Any) -> dict[str, Any]:
        replace(Media.objects.get(pk=media.pk), picture(size=(50, 50)))
        told(50)
        raise AssertionError("the work went on")

    monkeypatch.setattr(confine, "make", make)
    assert processing.process(media.pk, lambda: now) == "lost"
    media.refresh_from_db()
    assert media.state == State.UPLOADED


def test_only_old_files_that_no_row_names_are_cleaned_away(
    uploaded: Make, now: datetime, quick: list[str], media_root: Path
) -> None:
    media = uploaded(captions="WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n")
    processing.process(media.pk, lambda: now)
    old = (now - timedelta(days=2)).timestamp()
    orphans = []
    for place in ("incoming", "originals", "files"):
        orphans.append(store.folder(place) / "orphan")
        orphans[-1].write_bytes(b"x")
    (store.folder("working") / "dead-1").mkdir()
    for path in media_root.rglob("*"):
        os.utime(path, (old, old))
    young = store.folder("files") / "young"
    young.write_bytes(b"x")
    os.utime(young, (now.timestamp(), now.timestamp()))

    assert processing.remove_orphans(now) == 4

    assert young.exists()
    assert not any(path.exists() for path in orphans)
    media.refresh_from_db()
    assert store.original(media.original).exists()
    assert all(store.served(name).exists() for name in media.names)
    assert len(media.names) == 2


def test_an_upload_that_fails_on_its_way_leaves_nothing(media_root: Path) -> None:
    upload = SimpleUploadedFile("a.jpg", b"x")

    def broken(chunk_size: int | None = None) -> Iterator[Any]:
        yield b"x"
        raise OSError(28, "No space left on device")

    upload.chunks = broken  # type: ignore[method-assign]  # a disk that fills up
    with pytest.raises(OSError, match="No space"):
        store.receive(upload)
    assert files_in(media_root)["originals"] == 0


def test_a_worker_knows_the_tasks(db: None) -> None:
    app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert {"exercises.media.tasks.resume", "exercises.media.tasks.clean"} <= scheduled
    assert scheduled | {"exercises.media.tasks.process"} <= set(app.tasks)
