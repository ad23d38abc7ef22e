"""A real worker makes films, and one that is killed midway loses nothing."""

from __future__ import annotations

import os
import signal
import urllib.request
from pathlib import Path

import pytest

from tests.copies import Copy, wait_until
from tests.exercises.media.files import film

pytestmark = pytest.mark.services

UPLOAD = """
from pathlib import Path
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from exercises.media import processing, tasks
from exercises.models import Exercise, ExerciseMedia, Media
media = Media(title="Film", license="cc0-1.0", uploaded_at=timezone.now(),
    captions="WEBVTT\\n\\n00:00.000 --> 00:01.000\\nHi\\n")
data = SimpleUploadedFile("film.mp4", Path({path!r}).read_bytes())
processing.take(media, data, "video", "mov", {{"width": 1, "height": 1}})
media.save()
ExerciseMedia.objects.create(exercise=Exercise.objects.get(slug="clamshell"), media=media)
tasks.hint(media.pk)
"""
PUBLISH = """
from django.utils import timezone
from exercises.models import Exercise
from exercises.publishing import release
row = Exercise.objects.get(slug="clamshell")
release.note_change(row, None, timezone.now())
release.publish(row, None, timezone.now())
"""
STATE = """
from exercises.models import Media
said = Media.objects.values("state", "attempts", "files", "reason", "original")[0]
"""
LEASE_ENDS = """
from datetime import timedelta
from django.utils import timezone
from exercises.models import Media
Media.objects.filter(state="processing").update(lease_until=timezone.now() - timedelta(1))
"""


def readers_of(copy: Copy) -> list[int]:
    """Return the processes in which the copy reads uploads."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if b"exercises.media.jail" in words and str(copy.var).encode() in words:
            found.append(int(folder.name))
    return found


def parent_of(pid: int) -> int:
    """Return the process that started another."""
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("PPid:"))


def test_a_worker_killed_midway_is_followed_by_another(copy: Copy, tmp_path: Path) -> None:
    path = film(tmp_path / "film.mp4", seconds=6, size=(960, 720), has_sound=False)
    copy.shell(UPLOAD.format(path=str(path)))

    wait_until(lambda: bool(readers_of(copy)), "the beginning of the work")
    os.kill(parent_of(readers_of(copy)[0]), signal.SIGKILL)
    wait_until(lambda: not readers_of(copy), "the end of what the worker had started")
    said = copy.wait_in_shell(STATE, "True", "the row")
    assert (said["state"], said["files"]) == ("processing", {})

    copy.shell(LEASE_ENDS)
    said = copy.wait_in_shell(STATE, "said['state'] == 'ready'", "the film", 180)
    assert (said["attempts"], said["reason"]) == (2, "")
    assert list((copy.var / "media" / "working").iterdir()) == []

    copy.shell(PUBLISH)
    name = said["files"]["renditions"][0]["name"]
    request = urllib.request.Request(f"{copy.site}/media/{name}", headers={"Range": "bytes=-10"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.status == 206
        assert answer.headers["Content-Type"] == "video/mp4"
        assert answer.read() == (copy.var / "media" / "files" / name).read_bytes()[-10:]
