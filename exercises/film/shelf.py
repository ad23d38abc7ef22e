"""Where finished films lie, and whether they still show what their storyboards say.

    exercises/content/films/<video>/         the films that come with the house
    MEDIA_ROOT/films/<video>/<words>/        those that editors have rendered, one for each wording

A film is shown only with the very words it was rendered from. Those of visitors and those of a
draft may therefore have a film each, and publishing the draft brings its film along.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse

from exercises.film import marks
from exercises.film.render import CAPTIONS, FACTS, FILM, POSTER
from exercises.library.content import VideoContent
from exercises.vocabulary import CONTENT

SHIPPED = CONTENT / "films"
SERVED = (FILM, POSTER, CAPTIONS)


@dataclass(frozen=True, slots=True)
class Film:
    """A film's addresses; width and height in pixels."""

    url: str
    poster_url: str
    captions_url: str
    width: int
    height: int


def find(video: VideoContent) -> Film | None:
    """Return the film of just these words, or None where nobody has rendered it."""
    words = marks.words(video)
    for folder in (made(video.slug, words), SHIPPED / video.slug):
        found = facts(folder)
        if found and found["words"] == words:
            url, poster, captions = (
                reverse("exercises:film", args=[video.slug, found["mark"], name]) for name in SERVED
            )
            return Film(url, poster, captions, found["width"], found["height"])
    return None


def file(slug: str, mark: str, name: str) -> Path | None:
    """Return where a film's file lies, or None where there is none of this mark."""
    folders = (folder for folder in _folders(slug) if (facts(folder) or {}).get("mark") == mark)
    folder = next(folders, None) if name in SERVED else None
    return folder / name if folder else None


def made(slug: str, words: str) -> Path:
    """Return the folder of a film that an editor renders."""
    return Path(settings.MEDIA_ROOT) / "films" / slug / words


def facts(folder: Path) -> dict[str, Any] | None:
    """Return what a film's folder says of it (see `render.render`), or None without a film."""
    try:
        found: dict[str, Any] = json.loads((folder / FACTS).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return found


def state(video: VideoContent, folder: Path) -> str:
    """Return in words whether the film in a folder shows what the storyboard says."""
    found = facts(folder)
    if found is None:
        return "has no film"
    if found["words"] != marks.words(video):
        return "its words have changed since it was rendered"
    if found["figures"] != marks.figures(video):
        return "a figure is drawn otherwise since it was rendered"
    return "up to date"


def clean(known: dict[str, set[str]]) -> int:
    """Delete the films of words that nobody has any more; `known` has a video's, by its slug."""
    count = 0
    for folder in (Path(settings.MEDIA_ROOT) / "films").glob("*/*"):
        words = folder.name.lstrip(".").split("-")[0]  # also of one that is being rendered
        if words not in known.get(folder.parent.name, set()):
            shutil.rmtree(folder, ignore_errors=True)
            count += 1
    return count


def _folders(slug: str) -> Iterator[Path]:
    yield SHIPPED / slug
    rendered = made(slug, "")
    if rendered.is_dir():
        yield from sorted(path for path in rendered.iterdir() if not path.name.startswith("."))
