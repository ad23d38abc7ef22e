"""From a dragged handle to joint angles: damped least squares in the plane of the picture.

The angles that a handle moves take small steps against its distance from the pointer, each one the
shortest that does it (Wampler 1986, doi 10.1109/TSMC.1986.289285), and stop at their limits. So a
limb that points at the camera does not whirl, and no angle ever leaves what a body can do. An angle
that hardly shows from where the camera stands is left alone: dragging in a side view swings a leg
forward and never aside.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from exercises.figure.camera import View
from exercises.figure.limits import LIMITS, SOLE_LIMIT
from exercises.figure.model import Figure
from exercises.figure.pose import FLAT, Pose
from exercises.figure.skeleton import Frames, solve
from exercises.figure.timeline import Anchor, place
from exercises.posing.joints import Angle, handles, place_of

type Spot = tuple[float, float]
"""A place in the picture, in its units."""

STEPS = 16
LONGEST_STEP = 20.0
DAMPING = 0.15
"""Of a handle's way for one degree, in picture units, as a share: small is quick, large is calm."""
PLAIN_TO_SEE = 0.35
"""Angles that move the handle less than this share of what the best one does are left alone."""
NEAR = 0.5
NUDGE = 0.5
LEAST = 0.05
"""Picture units for one degree, below which a handle cannot be said to move."""


@dataclass(frozen=True)
class Moment:
    """One pose of a figure at the end of the first row that takes it; None where no row does."""

    figure: Figure
    name: str
    row: int | None

    @classmethod
    def of(cls, figure: Figure, name: str) -> Moment:
        """Find the moment of a pose."""
        rows = (number for number, row in enumerate(figure.timeline) if row.pose == name)
        return cls(figure, name, next(rows, None))

    @property
    def anchor(self) -> Anchor:
        """The point that stays put, and where."""
        anchor = self.figure.film.anchors[self.row or 0]
        to = self.figure.timeline[self.row].to if self.row else None
        return Anchor(anchor.point, *to) if to else anchor

    @property
    def pose(self) -> Pose:
        """The pose as it is."""
        return self.figure.poses[self.name]

    def frames(self, pose: Pose) -> Frames:
        """Return the body in another pose at this moment."""
        return place(solve(pose, self.figure.base), self.anchor)


def drag(
    moment: Moment, data: Mapping[str, Any], view: View, handle: str, to: Spot
) -> dict[str, Any]:
    """Return a pose's JSON object with the angles that bring a handle to a spot, or nearest to it.

    data: the pose as it stands in the figure. Raises KeyError for a handle that there is not.
    """
    pose = moment.pose
    angles = _seen(moment, view, handle)
    for _ in range(STEPS):
        here = _spot(moment, pose, view, handle)
        way = (to[0] - here[0], to[1] - here[1])
        if abs(way[0]) + abs(way[1]) < NEAR:
            break
        slopes = [_slope(moment, pose, view, handle, angle, here) for angle in angles]
        pose = _turned(pose, angles, _step(slopes, way))
    return _written(data, pose, {key for key, _ in angles})


def _seen(moment: Moment, view: View, handle: str) -> list[Angle]:
    angles = dict(handles(moment.anchor.point))[handle]
    here = _spot(moment, moment.pose, view, handle)
    reach = [math.hypot(*_slope(moment, moment.pose, view, handle, a, here)) for a in angles]
    least = max(PLAIN_TO_SEE * max(reach), LEAST)
    return [angle for angle, way in zip(angles, reach, strict=True) if way >= least]


def _spot(moment: Moment, pose: Pose, view: View, handle: str) -> Spot:
    x, y, _ = view.point(place_of(moment.frames(pose), handle))
    return x, y


def _slope(moment: Moment, pose: Pose, view: View, handle: str, angle: Angle, here: Spot) -> Spot:
    """How far the handle goes for one degree more, by trying."""
    key, axis = angle
    values = list(pose.angles[key])
    values[axis] += NUDGE
    there = _spot(moment, replace(pose, angles={**pose.angles, key: tuple(values)}), view, handle)
    return (there[0] - here[0]) / NUDGE, (there[1] - here[1]) / NUDGE


def _step(slopes: Sequence[Spot], way: Spot) -> list[float]:
    """Return J' (J J' + d I)^-1 way in degrees, for the slopes J; no angle moves far at once."""
    damping = DAMPING**2 * max((x * x + y * y for x, y in slopes), default=0.0) + 1e-9
    a = sum(x * x for x, _ in slopes) + damping
    b = sum(x * y for x, y in slopes)
    c = sum(y * y for _, y in slopes) + damping
    det = a * c - b * b
    u, v = (c * way[0] - b * way[1]) / det, (a * way[1] - b * way[0]) / det
    turns = [x * u + y * v for x, y in slopes]
    most = max(map(abs, turns), default=0.0)
    share = min(1.0, LONGEST_STEP / most) if most else 0.0
    return [turn * share for turn in turns]


def _turned(pose: Pose, angles: Sequence[Angle], turns: Sequence[float]) -> Pose:
    changed = dict(pose.angles)
    for (key, axis), turn in zip(angles, turns, strict=True):
        limit = SOLE_LIMIT if key in pose.level else LIMITS[key][axis]
        values = list(changed[key])
        values[axis] = min(limit[2], max(limit[1], values[axis] + turn))
        changed[key] = tuple(values)
    return replace(pose, angles=changed)


def _written(data: Mapping[str, Any], pose: Pose, keys: set[str]) -> dict[str, Any]:
    """Write the angles of some joints as a figure's file would, to a tenth of a degree."""
    said = dict(data)
    for key in sorted(keys):
        values = [_plain(angle) for angle in pose.angles[key]]
        if key in pose.level:
            sole = key.replace("ankle", "sole")
            said.pop(sole, None)
            said.pop(key, None)
            said[sole if values[0] else key] = values[0] or FLAT
        else:
            said[key] = values if len(values) > 1 else values[0]
    return said


def _plain(angle: float) -> float:
    tenth = round(angle, 1)
    return int(tenth) if tenth == int(tenth) else tenth
