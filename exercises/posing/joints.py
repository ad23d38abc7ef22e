"""The joints of a pose as an editor meets them: fields with limits, handles, mirrored poses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from exercises.figure.geometry import Vec, add, turn
from exercises.figure.limits import LIMITS, SOLE_LIMIT
from exercises.figure.pose import DEFAULTS, Pose
from exercises.figure.skeleton import Frames, point
from exercises.figure.words import joint

type Angle = tuple[str, int]
"""The key of a joint and the number of its angle."""

TRUNK = ("pelvis", "spine", "neck")
GROUPS = (
    ("Trunk", TRUNK),
    ("Right leg", ("hip_r", "knee_r", "ankle_r", "toes_r", "arch_r")),
    ("Left leg", ("hip_l", "knee_l", "ankle_l", "toes_l", "arch_l")),
    ("Right arm", ("shoulder_r", "elbow_r")),
    ("Left arm", ("shoulder_l", "elbow_l")),
)
HEAD: Vec = (0.0, 0.1, 0.0)
"""The middle of the head in its frame."""

_LIMB = {
    "knee": (("hip", 0), ("hip", 1)),
    "ankle": (("knee", 0), ("hip", 2)),
    "ball": (("ankle", 0),),
    "elbow": (("shoulder", 0), ("shoulder", 1)),
    "hand": (("elbow", 0), ("shoulder", 2)),
}
# Over a foot or knee that stays put, the hip comes down or forward while the pelvis keeps its tilt.
_STANCE: tuple[tuple[str, int], ...] = (("hip", 0), ("knee", 0), ("hip", 1))


def fields() -> list[dict[str, Any]]:
    """Return every joint in groups, with the names, limits and defaults of its angles."""
    return [{"label": label, "joints": [_field(key) for key in keys]} for label, keys in GROUPS]


def _field(key: str) -> dict[str, Any]:
    name = joint(key)
    return {
        "key": key,
        "label": name[0].upper() + name[1:],
        "axes": [
            {"name": axis, "low": low, "high": high, "default": default}
            for (axis, low, high), default in zip(LIMITS[key], DEFAULTS[key], strict=True)
        ],
        "may_be_level": key.startswith(("ankle", "toes")),
        "sole": {"low": SOLE_LIMIT[1], "high": SOLE_LIMIT[2]} if key[:5] == "ankle" else None,
    }


def handles(anchor: str) -> Iterator[tuple[str, tuple[Angle, ...]]]:
    """Yield what can be dragged, with the angles that it moves, while `anchor` stays put."""
    yield "head", (("neck", 0), ("neck", 1))
    yield "chest", (("spine", 0), ("spine", 1))
    part, _, standing = anchor.rpartition("_")
    on_leg = part in ("sole", "ball", "ankle", "knee")
    if on_leg:
        yield f"hip_{standing}", tuple((f"{key}_{standing}", axis) for key, axis in _STANCE)
    elif anchor != "pelvis":
        yield "pelvis", (("pelvis", 0), ("pelvis", 1))
    for name, moved in _LIMB.items():
        for side in "rl":
            stays = on_leg and side == standing and name == "ankle" and part != "knee"
            if f"{name}_{side}" != anchor and not stays:
                yield f"{name}_{side}", tuple((f"{key}_{side}", axis) for key, axis in moved)


@dataclass(frozen=True, slots=True)
class Turned:
    """An angle of a pose in degrees: what it is called, its value, and how far it may go."""

    name: str
    value: float
    low: float
    high: float

    def __str__(self) -> str:
        """Say it, and whether it can go no further."""
        stops = ", its limit" if self.value in (self.low, self.high) else ""
        return f"{self.name} {round(self.value, 1):g}{stops}"


def turned(pose: Pose, angle: Angle) -> Turned:
    """Return one angle of a pose; a foot that is measured against the floor has a pitch."""
    key, axis = angle
    name, low, high = SOLE_LIMIT if key in pose.level else LIMITS[key][axis]
    return Turned(f"{joint(key)} {name}", pose.angles[key][axis], low, high)


def label(handle: str) -> str:
    """Name a handle."""
    return joint(handle.replace("ball", "forefoot"))


def place_of(frames: Frames, handle: str) -> Vec:
    """Return where a handle is in the room."""
    rotation, origin = frames["head"]
    if handle == "head":
        return add(origin, turn(rotation, HEAD))
    return origin if handle == "chest" else point(frames, handle)


def mirrored(pose: Mapping[str, Any]) -> dict[str, Any]:
    """Return a pose's JSON object with left and right exchanged."""
    return {_other(key): _turned(key, value) for key, value in pose.items()}


def evened(pose: Mapping[str, Any]) -> dict[str, Any]:
    """Return a pose's JSON object whose left limbs do what its right ones do."""
    kept = {key: value for key, value in pose.items() if not key.endswith("_l")}
    return kept | {_other(key): value for key, value in kept.items() if key.endswith("_r")}


def _other(key: str) -> str:
    swapped = {"_r": "_l", "_l": "_r"}
    return key[:-2] + swapped.get(key[-2:], key[-2:])


def _turned(key: str, value: Any) -> Any:
    if key not in TRUNK or not isinstance(value, list):
        return value
    return [angle if axis == 0 else -angle for axis, angle in enumerate(value)]
