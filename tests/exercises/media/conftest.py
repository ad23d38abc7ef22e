"""A place for files that is this test's own, and rows as an editor would have made them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from exercises.media import kinds, processing, store
from exercises.models import Media
from tests.exercises.media.files import film, picture

type Make = Callable[..., Media]

CAPTIONS = "WEBVTT\n\n00:00:00.000 --> 00:00:01.500\nOpen the knee &amp; <i>not</i> the pelvis.\n"


@pytest.fixture(autouse=True)
def media_root(settings: Settings, tmp_path: Path) -> Path:
    """An empty folder for all files."""
    root = tmp_path / "media"
    settings.MEDIA_ROOT = root
    (root / "incoming").mkdir(parents=True)
    settings.FILE_UPLOAD_TEMP_DIR = str(root / "incoming")
    return root


@pytest.fixture
def uploaded(db: None, now: datetime, media_root: Path) -> Make:
    """Return a function that saves a row with its upload, complete in every word."""

    def make(data: bytes | None = None, **fields: object) -> Media:
        data = picture() if data is None else data
        kind, reader = kinds.sniff(data[: kinds.HEAD_BYTES])
        words = {
            "title": "Clamshell from the side",
            "author": "Ben Coach",
            "license": Media.License.CC_BY,
            "alt": "Ben lies on his side with bent knees." if kind == "image" else "",
            "captions": CAPTIONS if kind == "video" else "",
        }
        media = Media(uploaded_at=now, **{**words, **fields})
        facts = {"width": 320, "height": 200}
        processing.take(media, SimpleUploadedFile("../evil.html", data), kind, reader, facts)
        media.save()
        return media

    return make


@pytest.fixture(scope="session")
def small_film(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A film of one second."""
    path = tmp_path_factory.mktemp("film") / "small.mp4"
    return film(path, seconds=1, size=(160, 120)).read_bytes()


def files_in(root: Path) -> dict[str, int]:
    """Return how many files lie in each folder."""
    return {
        name: sum(1 for _ in store.folder(name).iterdir())
        for name in ("incoming", "originals", "working", "files")
    }
