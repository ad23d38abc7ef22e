"""A storyboard becomes a folder with a film, or nothing at all."""

from __future__ import annotations

import errno
import os
import wave
from array import array
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import pytest

from exercises.film import marks, tape
from exercises.film.errors import FilmError, StoppedError
from exercises.film.render import NAMES, render
from exercises.library.content import SceneContent, VideoContent
from exercises.media import captions
from tests.exercises.film.making import SMALL, Hum, board, scene

# Figures come with the library.
pytestmark = [pytest.mark.services, pytest.mark.django_db]


@pytest.fixture
def short() -> VideoContent:
    """Two cards."""
    return board(scene(2, narration="Stand tall."), scene(3, caption="Breathe"))


def boxes(path: Path) -> list[bytes]:
    """Return the names of a file's outermost boxes in their order."""
    data, at, found = path.read_bytes(), 0, []
    while at < len(data):
        found.append(data[at + 4 : at + 8])
        at += int.from_bytes(data[at : at + 4])
    return found


def test_a_film_with_voice(tmp_path: Path, short: VideoContent) -> None:
    facts = render(short, tmp_path / "clip", voice=Hum(), size=SMALL)
    assert sorted(path.name for path in (tmp_path / "clip").iterdir()) == sorted(NAMES)
    assert [path.name for path in tmp_path.iterdir()] == ["clip"]
    assert facts["length_s"] == 5
    film = tmp_path / "clip" / "film.mp4"
    order = boxes(film)
    assert order.index(b"moov") < order.index(b"mdat")
    with av.open(str(film)) as container:
        (picture,), (sound,) = container.streams.video, container.streams.audio
        assert (picture.codec_context.name, picture.width, picture.height) == ("h264", 160, 90)
        assert sound.codec_context.name == "aac"
        assert container.duration is not None
        assert container.duration / av.time_base == pytest.approx(5, abs=0.2)
    (cue,) = captions.read((tmp_path / "clip" / "captions.vtt").read_text())
    assert cue.text == "Stand tall."
    assert (tmp_path / "clip" / "transcript.txt").read_text() == "A clip\n\nStand tall.\n"


def test_a_silent_film_has_captions_and_no_sound(tmp_path: Path, short: VideoContent) -> None:
    assert render(short, tmp_path / "clip", size=SMALL)["sound"] == ""
    with av.open(str(tmp_path / "clip" / "film.mp4")) as container:
        assert not container.streams.audio
    assert captions.read((tmp_path / "clip" / "captions.vtt").read_text())


def test_a_figure_moves_and_its_loop_comes_round_again(tmp_path: Path) -> None:
    video = board(scene(12, exercise="pivot-step", camera="front", caption="Turn"))
    render(video, tmp_path / "clip", size=SMALL)
    with av.open(str(tmp_path / "clip" / "film.mp4")) as container:
        frames = [(frame.time, bytes(frame.planes[0])) for frame in container.decode(video=0)]
    times = [time for time, _ in frames]
    assert all(one < other for one, other in pairwise(times))
    assert times[0] == 0
    assert times[-1] < 12
    assert len(times) > 120  # two turns of 85 pictures, but for the card
    moving = [picture for time, picture in frames if 5 <= time < 8]
    assert max(_difference(moving[0], picture) for picture in moving) > 60
    # The second turn shows the very pictures of the first.
    assert _difference(frames[10][1], frames[10 + 85][1]) == 0


def _difference(one: bytes, other: bytes) -> int:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def test_the_same_storyboard_gives_the_same_film(tmp_path: Path, short: VideoContent) -> None:
    marks = {render(short, tmp_path / name, voice=Hum(), size=SMALL)["mark"] for name in "ab"}
    assert len(marks) == 1


@pytest.mark.parametrize(
    ("scenes", "said"),
    [
        ([scene(0)], r"clip: scenes\[1\]\.duration_s: must be at least 1, not 0"),
        ([scene(2), scene(-1)], r"clip: scenes\[2\]\.duration_s: must be at least 1, not -1"),
        ([scene(1, exercise="no-such")], r"clip: scenes\[1\]\.exercise: 'no-such' has no figure"),
        ([scene(1, caption=" ")], r"clip: scenes\[1\]\.caption: must not be empty"),
        ([], r"clip: scenes: there are none"),
        ([scene(1, narration="x" * 90)], r"clip: scenes\[1\]\.narration: is 4\.5 s longer than"),
    ],
)
def test_what_makes_no_film_names_its_place(
    tmp_path: Path, scenes: list[SceneContent], said: str
) -> None:
    with pytest.raises(FilmError, match=said):
        render(board(*scenes), tmp_path / "clip", voice=Hum(), size=SMALL)
    assert not list(tmp_path.iterdir())


def test_a_full_disk_leaves_the_old_film_and_nothing_else(
    tmp_path: Path, short: VideoContent, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = render(short, tmp_path / "clip", size=SMALL)

    def full(*args: Any) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tape, "write", full)
    with pytest.raises(FilmError, match="disk: No space left on device"):
        render(short, tmp_path / "clip", voice=Hum(), size=SMALL)
    assert [path.name for path in tmp_path.iterdir()] == ["clip"]
    assert marks.files(tmp_path / "clip" / name for name in NAMES[:3]) == before["mark"]


def test_who_is_told_may_end_the_work(tmp_path: Path, short: VideoContent) -> None:
    def told(percent: int) -> None:
        if percent:
            raise StoppedError

    with pytest.raises(StoppedError):
        render(short, tmp_path / "clip", size=SMALL, told=told)
    assert not list(tmp_path.iterdir())


def test_the_percentage_rises_and_never_says_done(tmp_path: Path, short: VideoContent) -> None:
    seen: list[int] = []
    render(short, tmp_path / "clip", size=SMALL, told=seen.append)
    assert seen == sorted(seen)
    assert 50 <= seen[-1] < 100


def test_a_new_film_takes_the_place_of_the_old(tmp_path: Path, short: VideoContent) -> None:
    render(short, tmp_path / "clip", size=SMALL)
    facts = render(board(scene(1)), tmp_path / "clip", size=SMALL)
    assert facts["length_s"] == 1
    assert [path.name for path in tmp_path.iterdir()] == ["clip"]


def test_what_a_killed_process_left_is_swept_away_in_time(
    tmp_path: Path, short: VideoContent
) -> None:
    old, young, other = (tmp_path / name for name in (".clip-old", ".clip-young", ".other-old"))
    for folder in (old, young, other):
        folder.mkdir()
    for folder in (old, other):
        os.utime(folder, (0, 0))
    render(short, tmp_path / "clip", size=SMALL)
    assert [folder.exists() for folder in (old, young, other)] == [False, True, True]


def recording(path: Path, seconds: float) -> Path:
    """Write a WAV file of a hum."""
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes(Hum().say("x" * round(20 * seconds)))
    return path


def test_a_track_of_ones_own(tmp_path: Path, short: VideoContent) -> None:
    track = recording(tmp_path / "said.wav", 3)
    assert render(short, tmp_path / "clip", audio=track, size=SMALL)["sound"] == "track"
    with av.open(str(tmp_path / "clip" / "film.mp4")) as container:
        peak = max(max(array("f", bytes(f.planes[0]))) for f in container.decode(audio=0))
    assert peak > 0.1


@pytest.mark.parametrize(
    ("seconds", "said"), [(8, "audio: said.wav is 3.0 s longer than the film")]
)
def test_a_track_longer_than_the_film(
    tmp_path: Path, short: VideoContent, seconds: int, said: str
) -> None:
    track = recording(tmp_path / "said.wav", seconds)
    with pytest.raises(FilmError, match=said):
        render(short, tmp_path / "clip", audio=track, size=SMALL)


def test_a_track_that_is_no_sound(tmp_path: Path, short: VideoContent) -> None:
    (tmp_path / "said.wav").write_text("no sound at all")
    with pytest.raises(FilmError, match=r"audio: said\.wav cannot be read"):
        render(short, tmp_path / "clip", audio=tmp_path / "said.wav", size=SMALL)
    with pytest.raises(FilmError, match=r"audio: none\.wav cannot be read"):
        render(short, tmp_path / "clip", audio=tmp_path / "none.wav", size=SMALL)
