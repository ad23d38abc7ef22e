"""The figures of the library, drawn once per process, version and view.

An exercise's figure is part of its published words, so its text comes from the catalog and what was
drawn is kept by that text: a newly published figure is another text. A figure that belongs to no
published exercise comes from the content files.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, cast

from django.utils.html import escape

from exercises.catalog import get_catalog
from exercises.figure.camera import View
from exercises.figure.draw import still
from exercises.figure.fields import FigureError
from exercises.figure.model import Figure, Side
from exercises.figure.motion import Motion, motion
from exercises.figure.skeleton import point
from exercises.figure.small import small
from exercises.figure.text import read
from exercises.vocabulary import CONTENT

logger = logging.getLogger(__name__)

FOLDER = CONTENT / "figures"
UNNAMED = "name-of-the-figure"
CROPS: dict[str, float | None] = {"": None, "card": 4 / 3}
SIDES = ("left", "right")
# The pose that shows a fault of these words, in the figures that have that pose.
FAULT_POSES = {
    "back rounds": "round",
    "hips sag": "sag",
    "knee drifts in": "knee_in",
    "knee past and inside the toes": "knee_in",
    "pelvis drops on the free side": "drop",
    "pelvis opens": "open",
    "trunk leans": "lean",
}


# Inside `instead_of_live`: the slug and text of a draft.
_draft: ContextVar[tuple[str, str] | None] = ContextVar("draft", default=None)


@contextmanager
def instead_of_live(slug: str, draft: str) -> Iterator[None]:
    """Let an editor's request, and nobody else's, see a draft in place of the published figure."""
    mark = _draft.set((slug, draft))
    try:
        yield
    finally:
        _draft.reset(mark)


def text(slug: str) -> str:
    """Return a figure's text, or nothing where there is none."""
    draft = _draft.get()
    if draft and draft[0] == slug:
        return draft[1]
    entry = get_catalog().get(slug)
    return entry.content.figure if entry else _files().get(slug, "")


def figure(slug: str) -> Figure | None:
    """Return a figure, or None where there is none or it cannot be read (which is logged)."""
    return figure_of(text(slug))


def cameras(slug: str) -> tuple[str, ...]:
    """Return the names of a figure's cameras, its best one first."""
    found = figure(slug)
    return tuple(found.cameras) if found else ()


def shows_level(slug: str, camera: str) -> bool:
    """Tell whether a figure shows the pelvis line in a camera."""
    found = figure(slug)
    return bool(found and camera in found.cameras and "level" in found.cameras[camera].show)


def fault_pose(slug: str, fault: str) -> str:
    """Return the pose of a figure that shows a fault, or nothing."""
    found, pose = figure(slug), FAULT_POSES.get(fault.casefold(), "")
    return pose if found and pose in found.faults else ""


def draw(slug: str, camera: str, side: str, crop: str, label: str, pose: str = "") -> str | None:
    """Return a figure's picture as SVG text, or None where there is none.

    An unknown camera or side gives the best camera and the right side.
    """
    words = text(slug)
    picture, found = _draw(words, camera, side, crop, pose), figure_of(words)
    if picture is None or found is None:
        return None
    return picture.replace(UNNAMED, escape(label or found.title))


def move(slug: str, camera: str, side: str) -> Motion | None:
    """Return a figure's motion for the player, or None where it has no drawing or stands still."""
    return _move(text(slug), camera, side)


def poster(slug: str) -> tuple[str, float, float] | None:
    """Return a figure without its floor, as the inside of an <svg>, and where its hip is."""
    return _poster(text(slug))


@lru_cache(maxsize=128)
def figure_of(text: str) -> Figure | None:
    """Return the figure of a text, or None for no text and for a broken one (which is logged)."""
    try:
        return read(text) if text else None
    except FigureError:
        logger.exception("A figure cannot be read: %s", text[:80])
        return None


@lru_cache(maxsize=1024)
def _draw(text: str, camera: str, side: str, crop: str, pose: str) -> str | None:
    """Draw a picture that nobody has named yet, so that all who show it share it."""
    found = figure_of(text)
    if found is None:
        return None
    picture = still(
        found,
        camera if camera in found.cameras else None,
        side_named(side),
        label=UNNAMED,
        pose=pose or None,
        ghost=not pose,
        arrows=not pose,
        crop=CROPS[crop],
    )
    return small(picture) if crop == "card" else picture


@lru_cache(maxsize=512)
def _move(text: str, camera: str, side: str) -> Motion | None:
    found = figure_of(text)
    if found is None or len(found.timeline) < 2:
        return None
    return motion(found, camera if camera in found.cameras else None, side_named(side))


@lru_cache(maxsize=64)
def _poster(text: str) -> tuple[str, float, float] | None:
    found = figure_of(text)
    if found is None:
        return None
    picture = still(found, tone="track", label="")
    inside = picture[picture.index("</title>") + len("</title>") : -len("</svg>")]
    hip = point(found.film.frame(found.peak), "hip_r")
    x, y, _ = View(found.camera()).point(hip)
    return inside, x, y


def side_named(name: str) -> Side:
    """Return a side by its name, the right one for any other word."""
    return cast(Literal["left", "right"], name if name in SIDES else "right")


def slugs() -> frozenset[str]:
    """Return the names of the figures in the content files."""
    return frozenset(_files())


def shipped(slug: str) -> Figure | None:
    """Return a figure as its content file has it, or None."""
    return figure_of(_files().get(slug, ""))


def mark(slug: str) -> str:
    """Return the hash of a figure's data and of the code that draws it, nothing without a figure.

    It changes with every change of a drawing, and costs no drawing.
    """
    return mark_of(text(slug))


@lru_cache(maxsize=2048)
def mark_of(text: str) -> str:
    """Return the same hash for a figure's text."""
    return hashlib.sha256(f"{_code()}{text}".encode()).hexdigest()[:16] if text else ""


@cache
def _code() -> str:
    files = sorted((Path(__file__).parent / "figure").glob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


@cache
def _files() -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.json")}
