"""The camera: from the room (body heights) to the picture (1000 x 750 units). No perspective."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from reprlib import repr as short
from typing import Self

from exercises.figure.fields import Fields
from exercises.figure.flesh import Blob
from exercises.figure.geometry import Vec
from exercises.figure.outline import Circle
from exercises.figure.skeleton import Frame, Frames

WIDTH, HEIGHT = 1000, 750

type Axes = tuple[float, float, float, float, float, float, float, float]
"""How far a step along each axis of a frame goes across the picture, and where its origin is; then
the same down the picture."""

LIMBS = ("leg_l", "leg_r", "arm_l", "arm_r", "torso", "head")


@dataclass(frozen=True)
class Camera:
    """Where one picture of a figure is taken from.

    yaw and pitch in degrees; scale in units per body height; cx and ground are where x = 0 and
    y = 0 land. `quiet` limbs are pale, `over` pairs override the painter's order, limbs `behind`
    are hidden by what stands in the room, `show` may hold "level" (the pelvis line), `close` marks
    a close-up that may leave the picture.
    """

    name: str
    yaw: float
    pitch: float
    mirror: bool = False
    scale: float = 600
    cx: float = 500
    ground: float = 655
    lane: tuple[float, float] = (0.19, -0.17)
    quiet: frozenset[str] = frozenset()
    over: tuple[tuple[str, str], ...] = ()
    behind: frozenset[str] = frozenset()
    show: frozenset[str] = frozenset()
    close: bool = False

    @cached_property
    def turns(self) -> tuple[float, float, float, float]:
        """Cosine and sine of yaw, then of pitch."""
        yaw, pitch = math.radians(self.yaw), math.radians(self.pitch)
        return math.cos(yaw), math.sin(yaw), math.cos(pitch), math.sin(pitch)

    @classmethod
    def parse(cls, name: str, fields: Fields) -> Self:
        """Read one entry of `cameras`; raises FigureError."""
        over = []
        for pair in fields.items("over", ()):
            if not isinstance(pair, list | tuple) or len(pair) != 2 or not _all_limbs(pair):
                raise fields.fail("over", f"each entry is a pair of {', '.join(LIMBS)}")
            over.append((str(pair[0]), str(pair[1])))
        show = fields.texts("show")
        if set(show) - {"level"}:
            raise fields.fail("show", "only 'level' can be shown")
        return cls(
            name=name,
            yaw=fields.number("yaw", low=-180, high=180),
            pitch=fields.number("pitch", low=-30, high=60),
            mirror=fields.flag("mirror"),
            scale=fields.number("scale", 600.0, low=100, high=4000),
            cx=fields.number("cx", 500.0),
            ground=fields.number("ground", 655.0),
            lane=fields.pair("lane", (0.19, -0.17)),
            quiet=_limbs(fields, "quiet"),
            over=tuple(over),
            behind=_limbs(fields, "behind"),
            show=frozenset(show),
            close=fields.flag("close"),
        )


def _all_limbs(names: Iterable[object]) -> bool:
    return all(isinstance(name, str) and name in LIMBS for name in names)


def _limbs(fields: Fields, name: str) -> frozenset[str]:
    limbs = fields.texts(name)
    for limb in limbs:
        if limb not in LIMBS:
            raise fields.fail(name, f"there is no limb {short(limb)}")
    return frozenset(limbs)


def project(p: Vec, camera: Camera) -> Vec:
    """Point or direction in the room -> (screen right, screen up, nearness), in body heights."""
    c, s, cp, sp = camera.turns
    x, y, z = p
    u, d = -x * c + z * s, z * c + x * s
    return (-u if camera.mirror else u), y * cp - d * sp, d * cp + y * sp


@dataclass(frozen=True)
class View:
    """A camera, looked at as the right (flip False) or the left side (X -> 1000 - X)."""

    camera: Camera
    flip: bool = False

    def point(self, p: Vec) -> Vec:
        """(X, Y, nearness): picture units, Y down; nearness in body heights."""
        u, v, d = project(p, self.camera)
        x = self.camera.cx + u * self.camera.scale
        return (WIDTH - x if self.flip else x), self.camera.ground - v * self.camera.scale, d

    def circle(self, blob: tuple[float, float, float, float]) -> Circle:
        """A ball (x, y, z, radius) in the room -> a circle (X, Y, radius) in picture units."""
        x, y, _ = self.point(blob[:3])
        return x, y, blob[3] * self.camera.scale

    def axes(self, frames: Frames) -> dict[str, Axes]:
        """Each frame of a body as the picture has it, for `circles`."""
        return {name: self._axes(name, frame) for name, frame in frames.items()}

    def circles(self, axes: Mapping[str, Axes], blobs: Iterable[Blob]) -> list[Circle]:
        """What `circle` says of each blob of a body, by way of one projection for each frame."""
        scale = self.camera.scale
        return [
            (ux * x + uy * y + uz * z + u, vx * x + vy * y + vz * z + v, r * scale)
            for name, x, y, z, r in blobs
            for ux, uy, uz, u, vx, vy, vz, v in (axes[name],)
        ]

    def _axes(self, name: str, frame: Frame) -> Axes:
        """A frame's axes and origin as the picture has them: across, then down.

        Flesh is written for the right side: on a left frame the first axis points the other way.
        """
        cy, sy, cp, sp = self.camera.turns
        down = -self.camera.scale
        across = down if self.flip != self.camera.mirror else -down
        ((a, b, c), (d, e, f), (g, h, i)), origin = frame
        x, y, _ = self.point(origin)
        first = -1 if name.endswith("_l") else 1
        return (
            first * across * (g * sy - a * cy),
            across * (h * sy - b * cy),
            across * (i * sy - c * cy),
            x,
            first * down * (d * cp - (g * cy + a * sy) * sp),
            down * (e * cp - (h * cy + b * sy) * sp),
            down * (f * cp - (i * cy + c * sy) * sp),
            y,
        )
