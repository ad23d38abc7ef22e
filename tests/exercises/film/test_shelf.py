"""The films that come with the house, and how any film is found and served."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from exercises import storyboard
from exercises.film import marks, shelf
from exercises.film.render import render
from exercises.library.content import Library, VideoContent
from exercises.media import captions
from exercises.vocabulary import CONTENT
from tests.exercises.film.making import SMALL, Hum, board, scene
from tests.exercises.film.test_render import boxes

pytestmark = pytest.mark.django_db  # figures come with the library


VIDEOS = sorted(path.stem for path in (CONTENT / "videos").glob("*.toml"))
LARGEST, LARGEST_OF_ALL = 2_500_000, 25_000_000
AGAIN = "render it again: bin/manage.py render_film"


def facts_of(slug: str) -> dict[str, Any]:
    """Return what a shipped film says of itself."""
    found = shelf.facts(shelf.SHIPPED / slug)
    assert found, f"{slug} has no film; {AGAIN} {slug}"
    return found


@pytest.mark.parametrize("slug", VIDEOS)
def test_a_storyboard_has_its_film(slug: str, files: Library) -> None:
    video, facts = files.videos[slug], facts_of(slug)
    assert facts["words"] == marks.words(video), f"{slug} says something else now; {AGAIN} {slug}"
    assert facts["mark"] == marks.files(shelf.SHIPPED / slug / name for name in shelf.SERVED)
    assert facts["length_s"] == video.length_s
    assert facts["sound"] == "voice"


@pytest.mark.parametrize("slug", VIDEOS)
def test_a_shipped_film_can_be_played_at_once(slug: str, files: Library) -> None:
    path = shelf.SHIPPED / slug / "film.mp4"
    assert path.stat().st_size < LARGEST
    order = boxes(path)
    assert order.index(b"moov") < order.index(b"mdat")
    with av.open(str(path)) as container:
        (picture,), (sound,) = container.streams.video, container.streams.audio
        assert (picture.codec_context.name, sound.codec_context.name) == ("h264", "aac")
        assert (picture.width, picture.height, picture.format.name) == (1280, 720, "yuv420p")
        assert container.duration is not None
        seconds = container.duration / av.time_base
    assert seconds == pytest.approx(files.videos[slug].length_s, abs=0.2)


@pytest.mark.parametrize("slug", VIDEOS)
def test_the_captions_say_every_word_of_the_narration_in_time(slug: str, files: Library) -> None:
    video = files.videos[slug]
    cues = captions.read((shelf.SHIPPED / slug / "captions.vtt").read_text(encoding="utf-8"))
    assert captions.plain(cues) == video.narration.replace("\n", " ")
    assert cues[-1].end <= video.length_s
    for one, other in pairwise(cues):
        assert one.end <= other.start


def test_all_shipped_films_together_stay_small() -> None:
    every = [path for path in shelf.SHIPPED.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in every) < LARGEST_OF_ALL
    assert {path.parent.name for path in every} == set(VIDEOS)


# --- finding and serving -------------------------------------------------------------------------


@pytest.fixture
def video() -> VideoContent:
    """A storyboard that comes with no film."""
    return board(scene(1, narration="Hi."))


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    """A media folder of this test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def made(media: Path, video: VideoContent) -> Iterator[dict[str, Any]]:
    """The facts of a film that an editor rendered."""
    target = shelf.made(video.slug, marks.words(video))
    yield render(video, target, voice=Hum(), size=SMALL, stretch=True)


def test_without_a_film_there_is_none(media: Path, video: VideoContent) -> None:
    assert shelf.find(video) is None


def test_a_film_belongs_to_its_words(made: dict[str, Any], video: VideoContent) -> None:
    found = shelf.find(video)
    assert found
    assert (found.width, found.height) == SMALL
    assert shelf.find(replace(video, title="Another title")) is None


@pytest.mark.django_db
def test_a_storyboard_brings_its_film(made: dict[str, Any], video: VideoContent) -> None:
    assert storyboard.of(video)["file"] == shelf.find(video)


@pytest.mark.django_db
def test_the_last_bytes_of_a_film(
    client: Client, made: dict[str, Any], video: VideoContent
) -> None:
    found = shelf.find(video)
    assert found
    whole = b"".join(client.get(found.url))
    response = client.get(found.url, headers={"Range": "bytes=-100"})
    assert response.status_code == 206
    assert b"".join(response) == whole[-100:]
    assert response["Content-Range"] == f"bytes {len(whole) - 100}-{len(whole) - 1}/{len(whole)}"
    assert response["Content-Type"] == "video/mp4"
    assert "immutable" in response["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["film.json", "transcript.txt", "..", ".", "film.mp4x"])
def test_nothing_else_is_served(
    client: Client, made: dict[str, Any], video: VideoContent, name: str
) -> None:
    assert client.get(f"/films/{video.slug}/{made['mark']}/{name}").status_code == 404


@pytest.mark.django_db
def test_a_wrong_mark_finds_nothing(client: Client, made: dict[str, Any]) -> None:
    assert client.get("/films/clip/0123456789abcdef/film.mp4").status_code == 404


# --- the command ---------------------------------------------------------------------------------


def test_the_check_says_what_is_out_of_date(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    slug = "video-side-to-side"
    call_command("render_film", slug, check=True, out=tmp_path)
    assert capsys.readouterr().out == f"{slug}: has no film\n"
    (tmp_path / slug).mkdir()
    stale = {"words": "", "figures": ""}
    (tmp_path / slug / "film.json").write_text(json.dumps(stale))
    call_command("render_film", slug, check=True, out=tmp_path)
    assert "its words have changed" in capsys.readouterr().out


def test_an_unknown_storyboard_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no storyboard no-such"):
        call_command("render_film", "no-such", out=tmp_path)
    assert not list(tmp_path.iterdir())
