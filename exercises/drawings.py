"""The figures of the library, drawn once per process and view.

A figure is a JSON file named like its exercise; an exercise without one has no drawing yet.
"""

from __future__ import annotations

import hashlib
import json
import logging
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, cast

from exercises.figure.camera import View
from exercises.figure.draw import still
from exercises.figure.fields import FigureError
from exercises.figure.model import Figure, Side, parse
from exercises.figure.motion import Motion, motion
from exercises.figure.skeleton import point
from exercises.vocabulary import CONTENT

logger = logging.getLogger(__name__)

FOLDER = CONTENT / "figures"
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


def figure(slug: str) -> Figure | None:
    """Return a figure, or None where it has no file or cannot be read (which is logged)."""
    return _figure(slug) if slug in slugs() else None


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


@lru_cache(maxsize=2048)
def draw(slug: str, camera: str, side: str, crop: str, label: str, pose: str = "") -> str | None:
    """Return a figure's picture as SVG text, or None where there is none.

    An unknown camera or side gives the best camera and the right side.
    """
    found = figure(slug)
    if found is None:
        return None
    return still(
        found,
        camera if camera in found.cameras else None,
        side_named(side),
        label=label or found.title,
        pose=pose or None,
        ghost=not pose,
        arrows=not pose,
        crop=CROPS[crop],
    )


@lru_cache(maxsize=512)
def move(slug: str, camera: str, side: str) -> Motion | None:
    """Return a figure's motion for the player, or None where it has no drawing or stands still."""
    found = figure(slug)
    if found is None or len(found.timeline) < 2:
        return None
    return motion(found, camera if camera in found.cameras else None, side_named(side))


@cache
def poster(slug: str) -> tuple[str, float, float] | None:
    """Return a figure without its floor, as the inside of an <svg>, and where its hip is."""
    found = figure(slug)
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


@cache
def slugs() -> frozenset[str]:
    """Return the names of all figures."""
    return frozenset(path.stem for path in FOLDER.glob("*.json"))


@cache
def mark(slug: str) -> str:
    """Return the hash of a figure's data and of the code that draws it, nothing without a figure.

    It changes with every change of a drawing, and costs no drawing.
    """
    if slug not in slugs():
        return ""
    return hashlib.sha256(f"{_code()}{_source(slug)}".encode()).hexdigest()[:16]


@cache
def _code() -> str:
    files = sorted((Path(__file__).parent / "figure").glob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def _source(slug: str) -> str:
    return (FOLDER / f"{slug}.json").read_text(encoding="utf-8")


@cache
def _figure(slug: str) -> Figure | None:
    try:
        return parse(json.loads(_source(slug)))
    except (FigureError, ValueError):
        logger.exception("The figure of %s cannot be read.", slug)
        return None
