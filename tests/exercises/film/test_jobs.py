"""A film from an editor's button to the shelf."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from exercises.film import jobs, marks, shelf, tasks, voice
from exercises.film import render as rendering
from exercises.film.errors import FilmError
from exercises.library.rows import video_content
from exercises.models import FilmJob, FilmState, Video
from tests.conftest import NOW
from tests.exercises.film.making import SMALL

pytestmark = pytest.mark.django_db
ONE, OTHER = UUID(int=1), UUID(int=2)
CARD = {"exercise": "", "camera": "card", "caption": "Rest", "narration": "", "side": "right"}


class Clock:
    """Moves on by two seconds with each look."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=2)
        return self.now


@pytest.fixture(autouse=True)
def small(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A media folder of this test's own, no voice, and tiny pictures."""
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setattr(voice, "is_here", lambda: False)

    def render(*args: Any, **options: Any) -> dict[str, Any]:
        return rendering.render(*args, **options, size=SMALL)

    monkeypatch.setattr(jobs, "render", render)


def make_video(slug: str = "clip", *scenes: dict[str, Any]) -> Video:
    """Make a draft of scenes; one card without any."""
    placed, clock = [], 0
    for one in scenes or ({"duration_s": 1},):
        placed.append({**CARD, **one, "start_s": clock})
        clock += one["duration_s"]
    return Video.objects.create(slug=slug, title="A clip", length_s=clock, scenes=placed)


def state_of(job: FilmJob) -> str:
    job.refresh_from_db()
    return job.state


def film_of(video: Video) -> shelf.Film | None:
    return shelf.find(video_content(video))


def test_what_is_ordered_is_rendered(ben: User) -> None:
    video = make_video()
    job = jobs.order(video, ben, NOW)
    assert jobs.waiting(NOW) == [job.pk]
    assert jobs.work(job.pk, ONE, Clock())
    assert state_of(job) == FilmState.DONE
    assert job.progress == 100
    assert film_of(video)


def test_pressed_twice_there_is_one_film_to_make(ben: User) -> None:
    video = make_video()
    assert jobs.order(video, ben, NOW) == jobs.order(video, ben, NOW)


def test_a_film_is_made_once_by_whoever_comes_first(ben: User) -> None:
    job = jobs.order(make_video(), ben, NOW)
    assert jobs.work(job.pk, ONE, Clock())
    assert not jobs.work(job.pk, OTHER, Clock())


def test_one_film_at_a_time(ben: User) -> None:
    busy, idle = (jobs.order(make_video(slug), ben, NOW) for slug in ("busy", "idle"))
    held = {"state": FilmState.RENDERING, "claim": OTHER, "lease_until": NOW + jobs.LEASE}
    FilmJob.objects.filter(pk=busy.pk).update(**held)
    assert jobs.waiting(NOW) == []
    assert not jobs.work(idle.pk, ONE, Clock())
    assert state_of(idle) == FilmState.WAITING


def test_a_canceled_film_ends_at_the_next_word_of_progress(
    ben: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    video = make_video("clip", {"duration_s": 1}, {"duration_s": 1})
    job = jobs.order(video, ben, NOW)
    render = rendering.render

    def cancel_midway(*args: Any, told: Any, **options: Any) -> Any:
        def tell(percent: int) -> None:
            if percent >= 50:
                assert jobs.cancel(job, NOW)
            told(percent)

        return render(*args, told=tell, size=SMALL, **options)

    monkeypatch.setattr(jobs, "render", cancel_midway)
    assert jobs.work(job.pk, ONE, Clock())
    assert state_of(job) == FilmState.CANCELED
    assert film_of(video) is None
    assert not jobs.cancel(job, NOW)


def test_a_failure_says_why_and_the_old_film_stays(ben: User) -> None:
    video = make_video()
    assert jobs.work(jobs.order(video, ben, NOW).pk, ONE, Clock())
    before = film_of(video)
    job = jobs.order(video, ben, NOW)
    FilmJob.objects.filter(pk=job.pk).update(attempts=jobs.ATTEMPTS)
    assert jobs.work(job.pk, ONE, Clock())
    assert state_of(job) == FilmState.FAILED
    assert job.reason == "worker: the work stopped 3 times without an end"
    assert film_of(video) == before


def test_a_storyboard_that_makes_no_film_is_not_taken(ben: User) -> None:
    video = make_video("clip", {"duration_s": 1, "exercise": "no-such", "camera": "front"})
    with pytest.raises(FilmError, match="'no-such' has no figure"):
        jobs.order(video, ben, NOW)
    assert not FilmJob.objects.exists()


def test_what_a_dead_worker_held_waits_again(ben: User) -> None:
    job = jobs.order(make_video(), ben, NOW)
    held = {"state": FilmState.RENDERING, "claim": OTHER, "lease_until": NOW + jobs.LEASE}
    FilmJob.objects.filter(pk=job.pk).update(**held)
    assert jobs.waiting(NOW) == []
    assert jobs.waiting(NOW + jobs.LEASE) == [job.pk]
    assert jobs.work(job.pk, ONE, Clock())
    assert state_of(job) == FilmState.DONE


def test_a_film_belongs_to_the_words_it_was_asked_for(ben: User) -> None:
    video = make_video()
    job = jobs.order(video, ben, NOW)
    asked = video_content(video)
    Video.objects.filter(pk=video.pk).update(title="Another title")
    video.refresh_from_db()
    assert jobs.work(job.pk, ONE, Clock())
    assert shelf.find(asked)
    assert film_of(video) is None


def test_films_of_words_that_are_gone_are_deleted(ben: User) -> None:
    video = make_video()
    jobs.work(jobs.order(video, ben, NOW).pk, ONE, Clock())
    folder = shelf.made(video.slug, marks.words(video_content(video)))
    assert jobs.clean(NOW) == 0
    Video.objects.filter(pk=video.pk).update(title="Another title")
    assert jobs.clean(NOW + jobs.KEPT * 2) == 1
    assert not folder.exists()
    assert not FilmJob.objects.exists()


# --- the editors' pages --------------------------------------------------------------------------


def fields_of(*scenes: dict[str, Any], initial: int = 0) -> dict[str, Any]:
    """Return the fields of the form of a video with these scenes."""
    data = {"title": "A clip", "planes": "", "position": 1, "slug": "clip", "_save": "Save"}
    data |= {"scenes-TOTAL_FORMS": len(scenes), "scenes-INITIAL_FORMS": initial}
    for number, one in enumerate(scenes):
        data |= {f"scenes-{number}-{name}": value for name, value in {**CARD, **one}.items()}
    return data


def test_an_editor_writes_a_new_video(library: None, as_ben: Client) -> None:
    scenes = (
        {"duration_s": 20, "caption": "Second", "narration": "Two. \n\nThree.", "ORDER": 2},
        {"duration_s": 10, "exercise": "clamshell", "camera": "front", "side": "left", "ORDER": 1},
        {"caption": "", "camera": "card"},
    )
    address = reverse("admin:exercises_video_add")
    assert as_ben.get(address).status_code == 200
    as_ben.post(address, fields_of(*scenes))
    video = Video.objects.get(slug="clip")
    assert [(s["start_s"], s["caption"], s["side"]) for s in video.scenes] == [
        (0, "Rest", "left"),
        (10, "Second", "right"),
    ]
    assert video.length_s == 30
    assert video.narration == "Two.\nThree."


@pytest.mark.parametrize(
    ("scene", "said"),
    [
        ({"duration_s": 0}, "Scene 1, duration_s: Ensure this value is greater than or equal to 1"),
        ({"duration_s": -5}, "Scene 1, duration_s: Ensure this value is greater than or equal to"),
        ({"duration_s": 9, "caption": ""}, "Scene 1, caption: This field is required"),
        ({"duration_s": 9, "exercise": "no-such"}, "Scene 1, exercise: Select a valid choice"),
        (
            {"duration_s": 9, "exercise": "clamshell", "camera": "back"},
            "Scene 1, camera: clamshell is drawn from: front",
        ),
    ],
)
def test_a_scene_that_makes_no_sense_is_named(
    library: None, as_ben: Client, scene: dict[str, Any], said: str
) -> None:
    page = as_ben.post(reverse("admin:exercises_video_add"), fields_of(scene)).content.decode()
    assert said in page
    assert not Video.objects.filter(slug="clip").exists()


def test_a_video_lasts_an_hour_at_most(library: None, as_ben: Client) -> None:
    scenes = [{"duration_s": 600}] * 6 + [{"duration_s": 1}]
    page = as_ben.post(reverse("admin:exercises_video_add"), fields_of(*scenes)).content.decode()
    assert "It lasts 3601 s; at most 3600 s are taken." in page


def test_saving_a_form_that_nobody_changed_changes_nothing(library: None, as_ben: Client) -> None:
    said = {"narration": "Open the top knee.", "exercise": "clamshell", "camera": "front"}
    video = make_video("clip", {"duration_s": 9, **said}, {"duration_s": 2})
    video.narration = "Open the top knee."
    video.save()
    before = video_content(video)
    scenes = [{**scene, "ORDER": number} for number, scene in enumerate(video.scenes, 1)]
    data = fields_of(*scenes, initial=len(scenes))
    data |= {"title": video.title, "planes": "\n".join(video.planes), "position": video.position}
    as_ben.post(reverse("admin:exercises_video_change", args=[video.pk]), data)
    video.refresh_from_db()
    assert video_content(video) == before


def test_the_button_asks_once_and_can_be_taken_back(
    as_ben: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    video = make_video()
    told: list[int] = []
    monkeypatch.setattr(tasks, "hint", told.append)
    address = reverse("admin:exercises_video_film", args=[video.pk])
    assert "These words have no film yet" in as_ben.get(address).content.decode()
    for _ in range(2):
        assert as_ben.post(address).status_code == 302
    job = FilmJob.objects.get()
    assert "Waiting: 0 %" in as_ben.get(address).content.decode()
    as_ben.post(address, {"cancel": ""})
    assert state_of(job) == FilmState.CANCELED
    assert "The last try was canceled" in as_ben.get(address).content.decode()
    assert connection.in_atomic_block  # so the hints wait for a commit that never comes here
    assert told == []


def test_a_stranger_renders_nothing(client: Client) -> None:
    video = make_video()
    assert client.post(reverse("admin:exercises_video_film", args=[video.pk])).status_code == 302
    assert not FilmJob.objects.exists()
