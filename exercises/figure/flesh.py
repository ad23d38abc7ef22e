"""Flesh on the bones: blobs and hulls.

A blob is (frame, x, y, z, radius) in body heights. A hull is a list of blobs whose convex outline
is drawn; a part is a list of hulls, drawn as one path. Limb blobs are written for the right side;
on frames that end in `_l` the x is mirrored by `world_blob`.
"""

import math
from collections.abc import Iterable

from exercises.figure.geometry import add, turn
from exercises.figure.skeleton import Frames

type Blob = tuple[str, float, float, float, float]
type Hull = tuple[Blob, ...]
type Hulls = tuple[Hull, ...]

LEG: Hulls = (
    (
        ("thigh", 0, 0, 0, 0.051),
        ("thigh", 0, -0.10, 0.004, 0.047),
        ("shank", 0, 0.006, 0.003, 0.0335),
    ),
    (
        ("shank", 0, 0.006, 0.003, 0.0335),
        ("shank", 0.002, -0.070, -0.008, 0.0350),
        ("foot", 0, 0.012, -0.001, 0.0200),
    ),
)
SHOE: Hulls = (
    (
        ("foot", 0, 0.002, -0.004, 0.0215),
        ("foot", 0, -0.0225, -0.021, 0.0165),
        ("toes", 0, 0, 0, 0.0135),
    ),
    (
        ("foot", 0, 0.002, -0.004, 0.0215),
        ("fore", 0.002, -0.008, 0.010, 0.0165),
        ("toes", 0, 0, 0, 0.0135),
    ),
    (("toes", 0, 0, 0, 0.0135), ("toes", -0.003, -0.0025, 0.031, 0.0110)),
)
BARE: Hulls = (
    (("foot", 0, 0.004, -0.006, 0.0200), ("foot", 0, -0.0245, -0.021, 0.0145)),
    (
        ("foot", 0, 0.004, -0.006, 0.0200),
        ("fore", 0, 0.002, 0.004, 0.0135),
        ("fore", 0, -0.008, 0.028, 0.0080),
        ("toes", 0, 0.003, -0.006, 0.0105),
    ),
    (("toes", 0, 0.003, -0.006, 0.0105), ("toes", 0, -0.002, 0, 0.0115)),
    (
        ("toes", 0, -0.002, 0, 0.0115),
        ("toes", 0, -0.0045, 0.018, 0.0080),
        ("toes", 0, -0.0055, 0.033, 0.0080),
    ),
)
"""A bare foot whose arch is open to the floor, for close-ups."""
SHORT: Hulls = (
    (
        ("thigh", 0, 0.004, -0.002, 0.0545),
        ("thigh", 0, -0.070, 0.002, 0.0525),
        ("thigh", 0, -0.096, 0.004, 0.0512),
    ),
)
ARM: Hulls = (
    (
        ("arm", 0, -0.002, 0, 0.0300),
        ("arm", 0, -0.055, 0, 0.0275),
        ("forearm", 0, 0, 0, 0.0210),
    ),
    (
        ("forearm", 0, 0, 0, 0.0210),
        ("forearm", 0, -0.035, 0, 0.0222),
        ("hand", 0, 0, 0, 0.0145),
    ),
    (
        ("hand", 0, 0.004, 0, 0.0145),
        ("hand", 0, -0.022, 0.005, 0.0170),
        ("hand", 0, -0.044, 0.006, 0.0115),
    ),
)


def _pairs(frame: str, *blobs: tuple[float, float, float, float]) -> Hull:
    return tuple((frame, s * x, y, z, r) for s in (1, -1) for x, y, z, r in blobs)


TORSO: Hulls = (
    _pairs(
        "thorax",
        (0.088, 0.188, 0, 0.0290),
        (0.018, 0.226, -0.004, 0.0200),
        (0.052, 0.140, 0.006, 0.048),
    ),
    _pairs("thorax", (0.050, 0.150, 0.008, 0.052), (0.036, 0.04, 0.002, 0.047)),
    _pairs("thorax", (0.036, 0.05, 0.002, 0.047)) + _pairs("pelvis", (0.044, 0.040, 0, 0.049)),
    (
        ("thorax", 0, 0.212, -0.004, 0.030),
        ("head", 0, 0.02, 0.003, 0.0255),
        ("head", 0, 0.058, 0.006, 0.0255),
    ),
)
HIPS: Hulls = (
    _pairs(
        "pelvis",
        (0.040, 0.052, 0.000, 0.0515),
        (0.048, 0.000, -0.002, 0.0560),
        (0.040, -0.004, -0.026, 0.0520),
    ),
)
HEAD: Hulls = (
    (
        ("head", 0, 0.112, 0.000, 0.0525),
        ("head", 0, 0.078, 0.015, 0.0370),
        ("head", 0, 0.057, 0.026, 0.0225),
    ),
)


def sided(hulls: Iterable[Hull], side: str) -> Hulls:
    """Hulls written without a side, on the frames of side "r" or "l"."""
    return tuple(tuple((f"{f}_{side}", x, y, z, r) for f, x, y, z, r in hull) for hull in hulls)


def _body(foot: Hulls) -> dict[str, Hulls]:
    limbs = {"leg": LEG, "shoe": foot, "short": SHORT, "arm": ARM}
    both = {f"{name}_{s}": sided(hulls, s) for s in "rl" for name, hulls in limbs.items()}
    return {"torso": TORSO, "hips": HIPS, "head": HEAD} | both


BODY = _body(SHOE)
BAREFOOT = _body(BARE)


def world_blob(frames: Frames, blob: Blob) -> tuple[float, float, float, float]:
    """A blob in the room: (x, y, z, radius)."""
    name, x, y, z, r = blob
    rotation, origin = frames[name]
    p = add(origin, turn(rotation, (-x if name.endswith("_l") else x, y, z)))
    return (*p, r)


_SKIN = tuple({blob for hulls in BODY.values() for hull in hulls for blob in hull})


def skin(frames: Frames) -> list[tuple[float, float, float, float]]:
    """Every ball of the body, in the room."""
    return [world_blob(frames, blob) for blob in _SKIN]


def lowest(frames: Frames) -> float:
    """Height of the lowest flesh above the floor, negative below it."""
    out = math.inf
    for name, x, y, z, r in _SKIN:
        rotation, origin = frames[name]
        a, b, c = rotation[1]
        height = origin[1] + a * (-x if name.endswith("_l") else x) + b * y + c * z - r
        out = min(out, height)
    return out
