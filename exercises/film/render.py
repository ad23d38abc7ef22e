"""A storyboard becomes a film: a folder with the MP4, its poster, captions, text and facts.

The folder appears when all of it is there. Until then the work lies beside it under another name,
and an older film stays where it was; whatever ends the work takes that away again.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from exercises.film import frames, marks, speech, tape, track
from exercises.film.errors import FilmError
from exercises.film.frames import RATE, SIZE, Size
from exercises.film.shots import scene_shots
from exercises.film.speech import Voice
from exercises.library.content import VideoContent
from exercises.media import captions

type Told = Callable[[int], None]
"""Is called with the percentage done, and may raise to end the work."""

FILM, POSTER, CAPTIONS, TRANSCRIPT, FACTS = NAMES = (
    *("film.mp4", "poster.webp", "captions.vtt", "transcript.txt", "film.json"),
)
SPOKEN = 30  # percent of the work when all is said
LEFT_S = 3600  # longer than any film is worked on


def _nobody(percent: int) -> None:
    """Tell nobody."""


def render(
    video: VideoContent,
    target: Path,
    *,
    voice: AbstractContextManager[Voice | None] | None = None,
    audio: Path | None = None,
    stretch: bool = False,
    size: Size = SIZE,
    told: Told = _nobody,
) -> dict[str, Any]:
    """Make a film in the folder `target` and return its facts, which stand in film.json too.

    voice: who says the narration; with nobody, or with a recorded track `audio`, the captions
    follow the pace of reading. stretch: let scenes grow to what is said in them.
    Raises FilmError for what is wrong with the storyboard, the track or the disk.
    """
    check(video)
    target.parent.mkdir(parents=True, exist_ok=True)
    _sweep(target)
    working = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        facts = _make(video, working, voice or nullcontext(), audio, stretch, size, told)
        _publish(working, target)
    except OSError as error:
        raise FilmError("disk", error.strerror or str(error)) from error
    finally:
        shutil.rmtree(working, ignore_errors=True)
    return facts


def check(video: VideoContent) -> None:
    """Raise FilmError for the first scene that cannot be filmed."""
    clock = 0
    if not video.scenes:
        raise FilmError(f"{video.slug}: scenes", "there are none")
    for number, scene in enumerate(video.scenes, 1):
        place = f"{video.slug}: scenes[{number}]"
        if scene.duration_s < 1:
            raise FilmError(f"{place}.duration_s", f"must be at least 1, not {scene.duration_s}")
        if scene.start_s != clock:
            raise FilmError(f"{place}.start_s", f"must be {clock}, not {scene.start_s}")
        if not scene.caption.strip():
            raise FilmError(f"{place}.caption", "must not be empty")
        if scene.exercise and not marks.has_figure(scene.exercise):
            raise FilmError(f"{place}.exercise", f"{scene.exercise!r} has no figure")
        clock += scene.duration_s


def _make(
    video: VideoContent,
    working: Path,
    voice: AbstractContextManager[Voice | None],
    audio: Path | None,
    stretch: bool,
    size: Size,
    told: Told,
) -> dict[str, Any]:
    with voice as speaker:
        staged, lines = speech.speak(video, speaker, stretch, _speaking(video, told))
    length_s = staged.length_s
    sound = None
    if audio is not None:
        sound = track.read(audio, length_s)
    elif speaker is not None:
        sound = speech.sound(lines, speaker, length_s)
    shots = [
        shot
        for number in range(len(staged.scenes))
        for shot in scene_shots(staged, number, size, _teller(staged, number, told))
    ]
    tape.write(working / FILM, shots, size, sound)
    frames.title_card(staged, size).save(working / POSTER, "WEBP", quality=82)
    vtt = captions.write(speech.cues(lines, length_s)) if lines else "WEBVTT\n"
    (working / CAPTIONS).write_text(vtt, encoding="utf-8")
    (working / TRANSCRIPT).write_text(speech.transcript(staged), encoding="utf-8")
    facts = {
        "mark": marks.files(working / name for name in (FILM, POSTER, CAPTIONS)),
        "words": marks.words(video),
        "figures": marks.figures(video),
        "length_s": length_s,
        "width": size[0],
        "height": size[1],
        "sound": "track" if audio else "voice" if speaker else "",
    }
    (working / FACTS).write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    return facts


def _speaking(video: VideoContent, told: Told) -> Callable[[], None]:
    """Return what is called with each sentence, to tell how far the narration is."""
    sentences = max(1, len(video.narration.splitlines()))
    said = 0

    def tell() -> None:
        nonlocal said
        told(min(SPOKEN, SPOKEN * said // sentences))
        said += 1

    return tell


def _teller(video: VideoContent, number: int, told: Told) -> Callable[[], None]:
    """Return what a scene calls with each picture of its loop, to tell how far the film is."""
    scenes = len(video.scenes)
    seen = 0

    def tell() -> None:
        nonlocal seen
        seen += 1
        share = min(1.0, seen / (6 * RATE))  # a loop lasts some six seconds
        told(min(99, SPOKEN + round((100 - SPOKEN) * (number + share) / scenes)))

    return tell


def _sweep(target: Path) -> None:
    """Remove what a process that was killed has left beside the target."""
    for left in target.parent.glob(f".{target.name}-*"):
        if time.time() - left.stat().st_mtime > LEFT_S:
            shutil.rmtree(left, ignore_errors=True)


def _publish(working: Path, target: Path) -> None:
    """Put a finished folder in the place of the one before."""
    working.chmod(0o755)
    if not target.exists():
        working.replace(target)
        return
    before = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    target.replace(before / "old")
    try:
        working.replace(target)
    except OSError:
        (before / "old").replace(target)
        raise
    finally:
        shutil.rmtree(before, ignore_errors=True)
