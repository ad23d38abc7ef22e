"""By what a film is known: the mark of its words, and the mark of the figures it shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from exercises import drawings
from exercises.figure.draw import still
from exercises.library.content import VideoContent

LOOKS = 4  # moments of a loop by which its drawing is known


def words(video: VideoContent) -> str:
    """Return the mark of all that a film shows and says: a film belongs to just these words."""
    said = {"title": video.title, "scenes": [asdict(scene) for scene in video.scenes]}
    return _mark(json.dumps(said, sort_keys=True))


def figures(video: VideoContent) -> str:
    """Return the mark of how the figures of a storyboard are drawn today."""
    return _mark("".join(_drawn(scene.exercise) for scene in video.scenes if scene.exercise))


def files(paths: Iterable[Path]) -> str:
    """Return the mark of files, by which their addresses may be kept for ever."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:16]


def has_figure(slug: str) -> bool:
    """Tell whether an exercise can be drawn."""
    return drawings.figure(slug) is not None


def _drawn(slug: str) -> str:
    figure = drawings.figure(slug)
    if figure is None:
        return ""
    moments = (figure.film.seconds * look / LOOKS for look in range(LOOKS))
    return "".join(still(figure, time=moment, label="") for moment in moments)


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
