"""Where a body touches the room: how far a named point's flesh is from what can hold it up."""

import math
from functools import cache

from exercises.figure.flesh import BODY, Blob, world_blob
from exercises.figure.geometry import Vec
from exercises.figure.kit import Block
from exercises.figure.skeleton import Frames

TOUCHING = {
    "sole": ("foot", "fore", "toes"),
    "ball": ("fore", "toes"),
    "ankle": ("foot", "fore", "toes"),
    "hip": ("thigh",),
    "elbow": ("arm", "forearm"),
    "hand": ("hand",),
    "shoulder": ("thorax",),
}
"""Frames whose flesh rests where the point rests. An ankle on a bench lies on the foot's instep."""
KNEECAP_Y = 0.006
"""A knee rests on the ball at the shank's head, not on the calf."""


def gap(frames: Frames, point: str, blocks: tuple[Block, ...]) -> float:
    """Distance of a point's flesh from the nearest surface of the room, in H; negative inside it.

    point: a name of `skeleton.POINTS` with its side. Surfaces are the floor and all sides of the
    blocks; mats lie in the floor. The pelvis is no such point (KeyError): it rests on nothing.
    """
    boxes = [box for block in blocks if block.kind != "mat" for box in block.boxes]
    balls = (world_blob(frames, blob) for blob in _flesh(point))
    return min(
        min([y, *(_outside((x, y, z), at, size) for at, size in boxes)]) - r for x, y, z, r in balls
    )


@cache
def _flesh(point: str) -> tuple[Blob, ...]:
    part, _, side = point.rpartition("_")
    skin = {blob for hulls in BODY.values() for hull in hulls for blob in hull}
    if part == "knee":
        return tuple(b for b in skin if b[0] == f"shank_{side}" and b[2] == KNEECAP_Y)
    names = {"thorax" if name == "thorax" else f"{name}_{side}" for name in TOUCHING[part]}
    return tuple(blob for blob in skin if blob[0] in names)


def _outside(p: Vec, at: Vec, size: Vec) -> float:
    """Distance of a point from a box (base center, size); negative inside the box."""
    middle = (at[0], at[1] + size[1] / 2, at[2])
    over = [abs(p[i] - middle[i]) - size[i] / 2 for i in range(3)]
    return math.hypot(*(max(v, 0.0) for v in over)) + min(max(over), 0.0)
