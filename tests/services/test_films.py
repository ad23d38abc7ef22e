"""A real worker renders the film that an editor ordered, and serves it in parts."""

from __future__ import annotations

import urllib.request

import pytest

from tests.copies import Copy

pytestmark = pytest.mark.services

ORDER = """
from django.utils import timezone
from exercises.film import jobs, tasks
from exercises.models import Video
scenes = [
    {"start_s": 0, "duration_s": 3, "exercise": "", "camera": "card", "caption": "Rest",
     "narration": "", "side": "right"},
    {"start_s": 3, "duration_s": 5, "exercise": "pivot-step", "camera": "front", "caption": "Turn",
     "narration": "Turn.", "side": "left"},
]
video = Video.objects.create(slug="clip", title="A clip", length_s=8, scenes=scenes,
    narration="Turn.")
tasks.hint(jobs.order(video, None, timezone.now()).pk)
"""
STATE = """
from exercises.film import shelf
from exercises.library.rows import video_content
from exercises.models import Video
video = Video.objects.get(slug="clip")
film, job = shelf.find(video_content(video)), video.film_jobs.get()
said = [job.state, job.reason, film.url if film else ""]
"""


def test_a_worker_renders_what_an_editor_ordered(copy: Copy) -> None:
    copy.shell(ORDER)
    ended = "said[0] not in ('waiting', 'rendering')"
    said = copy.wait_in_shell(STATE, ended, "the film is rendered", 120)
    assert said[:2] == ["done", ""]
    request = urllib.request.Request(copy.site + said[2], headers={"Range": "bytes=-500"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.status == 206
        assert len(answer.read()) == 500
