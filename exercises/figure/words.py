"""A figure in words, one line for each fact, so that two versions can be laid side by side."""

from collections.abc import Iterator, Mapping
from typing import Any

from exercises.figure.limits import LIMITS

SIDES = {"_r": "right ", "_l": "left "}


def lines(data: Mapping[str, Any]) -> list[str]:
    """Say all that a figure's JSON object holds, which `model.parse` has accepted."""
    said = []
    for name, value in data.items():
        if name == "poses":
            said += [line for pose, angles in value.items() for line in _pose(pose, angles)]
        elif name == "timeline":
            said += [f"Row {number}: {_row(row)}" for number, row in enumerate(value)]
        elif name == "cameras":
            said += [line for camera, facts in value.items() for line in _camera(camera, facts)]
        else:
            said.append(f"{name.capitalize()}: {_plain(value)}")
    return said


def joint(key: str) -> str:
    """Name an angle key: knee_r is "right knee"."""
    name, side = (key[:-2], SIDES[key[-2:]]) if key[-2:] in SIDES else (key, "")
    return f"{side}{name}"


def _pose(name: str, angles: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"Pose {name}: {joint(key)} {_angles(key, given)}" for key, given in angles.items())


def _angles(key: str, given: Any) -> str:
    if not isinstance(given, list):
        return _plain(given)
    axes = [axis for axis, *_ in LIMITS.get(key, ())] or [""] * len(given)
    return ", ".join(
        f"{axis} {_plain(angle)}".strip() for axis, angle in zip(axes, given, strict=False)
    )


def _row(row: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {_plain(value)}" for name, value in row.items())


def _camera(name: str, facts: Mapping[str, Any]) -> Iterator[str]:
    for fact, value in facts.items():
        if fact == "arcs":
            yield from (f"Camera {name}: arrow {_row(arc)}" for arc in value)
        else:
            yield f"Camera {name}: {fact} {_plain(value)}"


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return _row(value)
    if isinstance(value, list):
        return ", ".join(map(_plain, value))
    return f"{value:g}" if isinstance(value, float) else str(value)
