"""The author's helper: which joint angles bring a foot or a hand to a place in the room.

Two-bone inverse kinematics, solved exactly: a limb of two segments reaches a target with its knee
or elbow in a given direction. Nothing at run time depends on it; figures are stored as angles.
"""

import math

from exercises.figure.geometry import (
    Mat,
    Vec,
    add,
    compose,
    cross,
    dot,
    scale,
    sub,
    transpose,
    turn,
    unit,
)
from exercises.figure.skeleton import (
    FOREARM,
    HIP_HALF,
    LUMBAR,
    SHANK,
    SHOULDER_HALF,
    SHOULDER_Y,
    THIGH,
    UPPER_ARM,
    Frame,
)

type Angles = tuple[Vec, float]
"""([flexion, abduction, rotation], knee or elbow flexion), degrees."""


class ReachError(ValueError):
    """A target that is too far from, or too near to, the joint the limb hangs on."""


def reach_leg(pelvis: Frame, side: str, ankle: Vec, knee: Vec) -> Angles:
    """Hip and knee angles that put the ankle at a place; `knee` is the direction it points.

    pelvis: (rotation, origin in the room). Raises ReachError when the leg cannot get there.
    """
    rotation, origin = pelvis
    s = 1 if side == "r" else -1
    hip = add(origin, turn(rotation, (s * HIP_HALF, 0, 0)))
    along, bend, flexion = _two_bones(hip, ankle, knee, THIGH, SHANK)
    # the knee points forward: the limb's z looks to the side the knee is on
    z = unit(sub(bend, scale(along, dot(bend, along))))
    return _angles(rotation, along, z, s), flexion


def reach_arm(thorax: Frame, side: str, wrist: Vec, elbow: Vec) -> Angles:
    """Shoulder and elbow angles that put the wrist at a place; `elbow` is where it points.

    thorax: (rotation, origin in the room). Raises ReachError when the arm cannot get there.
    """
    rotation, origin = thorax
    s = 1 if side == "r" else -1
    shoulder = add(origin, turn(rotation, (s * SHOULDER_HALF, SHOULDER_Y, 0)))
    along, bend, flexion = _two_bones(shoulder, wrist, elbow, UPPER_ARM, FOREARM)
    # the elbow points backward: the limb's z looks away from it
    z = scale(unit(sub(bend, scale(along, dot(bend, along)))), -1)
    return _angles(rotation, along, z, s), flexion


def chest(pelvis: Frame, spine: Mat) -> Frame:
    """The thorax frame over a pelvis, for a spine rotation relative to the pelvis."""
    rotation, origin = pelvis
    return compose(rotation, spine), add(origin, turn(rotation, (0, LUMBAR, 0)))


def _two_bones(joint: Vec, end: Vec, pole: Vec, a: float, b: float) -> tuple[Vec, Vec, float]:
    """(direction of the first bone, bend direction, flexion at the middle joint)."""
    way = sub(end, joint)
    d = math.sqrt(dot(way, way))
    if not abs(a - b) < d <= a + b + 1e-9:
        raise ReachError(f"the target is {d:.3f} H away, the limb reaches {a + b:.3f} H")
    d = min(d, a + b)
    e = unit(way)
    h = unit(sub(pole, scale(e, dot(pole, e))))
    first = math.acos(max(-1.0, min(1.0, (a * a + d * d - b * b) / (2 * a * d))))
    inner = math.acos(max(-1.0, min(1.0, (a * a + b * b - d * d) / (2 * a * b))))
    along = add(scale(e, math.cos(first)), scale(h, math.sin(first)))
    bend = add(scale(e, -math.sin(first)), scale(h, math.cos(first)))
    return along, bend, 180 - math.degrees(inner)


def _angles(parent: Mat, along: Vec, z: Vec, s: int) -> Vec:
    """Flexion, abduction and rotation of a limb along `along` with its front towards z."""
    y = scale(along, -1)
    x = cross(y, z)
    m = compose(transpose(parent), transpose((x, y, z)))
    flexion = math.degrees(math.atan2(-m[2][1], m[1][1]))
    abduction = math.degrees(math.asin(max(-1.0, min(1.0, -m[0][1]))))
    rotation = math.degrees(math.atan2(m[0][2], m[0][0]))
    return flexion, s * abduction, s * rotation
