"""What a new figure begins with: a quiet body on the floor, or the figure of another exercise."""

from __future__ import annotations

from typing import Any

from exercises.figure.fields import FigureError
from exercises.figure.text import compact, load
from exercises.models import Exercise

ARMS = {"shoulder_r": [8, 6, 0], "shoulder_l": [8, 6, 0]}
SOLES = {"ankle_r": "flat", "ankle_l": "flat"}
MAT = {"type": "mat", "at": [0, -0.012, 0.02], "size": [1.24, 0.012, 0.4]}
FRONT = {"yaw": 0, "pitch": 8, "mirror": True}
SIDE = {"yaw": 90, "pitch": 8, "quiet": ["leg_l", "arm_l"]}
LYING = {"pitch": 14, "scale": 740, "ground": 640, "lane": [0.3, -0.26]}

BASES: dict[str, tuple[str, dict[str, Any]]] = {
    "standing": (
        "Standing",
        {
            "base": "standing",
            "anchor": {"point": "sole_r", "at": [0.05, 0, 0]},
            "cameras": {"front": FRONT, "side": SIDE},
            "pose": {**ARMS, **SOLES},
        },
    ),
    "supine": (
        "On the back",
        {
            "base": "supine",
            "anchor": {"point": "pelvis", "at": [0, None, 0]},
            "kit": [MAT | {"size": [0.44, 0.012, 1.24]}],
            "cameras": {"side": {**SIDE, **LYING}},
            "pose": {"hip_r": [45, 0, 0], "hip_l": [45, 0, 0], "knee_r": 88, "knee_l": 88},
        },
    ),
    "side_lying": (
        "On the left side",
        {
            "base": "side_lying",
            "anchor": {"point": "pelvis", "at": [0, None, 0]},
            "kit": [MAT],
            "cameras": {"front": {**FRONT, **LYING, "cx": 525, "quiet": ["leg_l"]}},
            "pose": {
                "hip_r": [30, -1, 0],
                "hip_l": [30, 3, 0],
                "knee_r": 52,
                "knee_l": 52,
                "shoulder_l": [8, 166, 0],
                "elbow_l": 64,
                "neck": [6, -15, 0],
                "shoulder_r": [26, 12, -58],
                "elbow_r": 96,
                "spine": [4, 1, 0],
            },
        },
    ),
    "prone": (
        "Face down",
        {
            "base": "prone",
            "anchor": {"point": "pelvis", "at": [0, None, 0]},
            "kit": [MAT | {"size": [0.44, 0.012, 1.24]}],
            "cameras": {"side": {**SIDE, **LYING}},
            "pose": {"ankle_r": -60, "ankle_l": -60, "neck": [-10, 0, 0]},
        },
    ),
}


def choices() -> list[tuple[str, str]]:
    """Return what a figure can begin with, as (value, label): bodies first, then exercises."""
    bodies = [(key, label) for key, (label, _) in BASES.items()]
    drawn = Exercise.objects.exclude(figure="").order_by("name").values_list("slug", "name")
    return [*bodies, *((slug, f"As in {name}") for slug, name in drawn)]


def begin(start: str, row: Exercise) -> str:
    """Return the text of a new figure of an exercise, or nothing for a start that there is not."""
    if start in BASES:
        return compact(own(_quiet(start, row), row))
    other = Exercise.objects.filter(slug=start).exclude(figure="").first()
    try:
        return compact(own(load(other.figure), row)) if other else ""
    except FigureError:
        return ""


def own(data: dict[str, Any], row: Exercise) -> dict[str, Any]:
    """Return a figure's JSON object under the name of its exercise."""
    name = {"id": row.slug, "title": row.name}
    return name | data | name


def _quiet(start: str, row: Exercise) -> dict[str, Any]:
    """Two poses that are still alike: from here on the second one is made to differ."""
    body = dict(BASES[start][1])
    pose = body.pop("pose")
    return {
        **body,
        "planes": list(row.planes) or ["sagittal"],
        "muscles": [],
        "poses": {"start": pose, "peak": pose},
        "timeline": [
            {"pose": "start", "hold": 0.5},
            {"pose": "peak", "move": 2, "hold": 1, "label": "Lift"},
            {"pose": "start", "move": 2, "label": "Lower"},
        ],
        "peak": 1,
    }
