"""Forward kinematics: from joint angles to frames and points in the room.

Source of the lengths: DESIGN_LANGUAGE.md 7.2, about 7.5 heads tall. Order of a ball joint is
flexion, abduction, rotation about the limb's own axis (the clinical order).
"""

import math

from exercises.figure.geometry import (
    IDENTITY,
    ORIGIN,
    Mat,
    Vec,
    add,
    bent,
    compose,
    rx,
    ry,
    rz,
    sub,
    then_rx,
    then_ry,
    then_rz,
    turn,
    up,
)
from exercises.figure.pose import Pose

type Frame = tuple[Mat, Vec]
type Frames = dict[str, Frame]

HIP_HALF = 0.050
LUMBAR = 0.070
THORAX = 0.222
SHOULDER_Y = 0.196
SHOULDER_HALF = 0.094
THIGH = 0.246
SHANK = 0.243
ANKLE_H = 0.039
UPPER_ARM = 0.168
FOREARM = 0.145
MIDFOOT: Vec = (0.0, -0.008, 0.030)
BALL: Vec = (0.004, -0.0255, 0.064)
"""Ball of the foot in the foot's frame; it rests on the floor when its height is BALL_R."""
BALL_R = 0.0135

BASES: dict[str, Mat] = {
    "standing": IDENTITY,
    "side_lying": rz(90),  # on the left side, head to screen left, right leg on top
    "side_lying_right": rz(-90),  # on the right side, head to screen right, left leg on top
    "supine": rx(90),  # on the back, head to screen left in the side camera
    "prone": rx(-90),  # face down, head to screen right
}

POINTS = ("sole", "ball", "ankle", "knee", "hip", "shoulder", "elbow", "hand")


def solve(pose: Pose, base: str = "standing") -> Frames:
    """All frames {name: (rotation in the room, origin)} with the pelvis at the origin.

    Frames: pelvis, plumb (pelvis heading, always level), thorax, head, room, and for each side
    thigh, shank, foot, fore, toes, arm, forearm, hand. Raises KeyError for an unknown base.
    """
    tilt, list_, heading = pose.three("pelvis")
    plumb = then_ry(BASES[base], heading)
    pelvis = then_rx(then_rz(plumb, list_), -tilt)
    thorax = _curved(pelvis, pose.three("spine"))
    chest = up(ORIGIN, pelvis, LUMBAR)
    frames: Frames = {
        "room": (IDENTITY, ORIGIN),
        "pelvis": (pelvis, ORIGIN),
        "plumb": (plumb, ORIGIN),
        "thorax": (thorax, chest),
        "head": (_curved(thorax, pose.three("neck")), up(chest, thorax, THORAX)),
    }
    for side, s in (("r", 1), ("l", -1)):
        _leg(frames, pose, side, s)
        _arm(frames, pose, side, s)
    return frames


def _curved(parent: Mat, angles: Vec) -> Mat:
    """Rotation of the part of the spine that stands on `parent`."""
    flexion, bend, twist = angles
    return then_rx(then_rz(then_ry(parent, twist), -bend), -flexion)


def ball_joint(parent: Mat, angles: Vec, s: int) -> Mat:
    """Rotation of a limb that hangs from `parent`; s is +1 on the right, -1 on the left."""
    return compose(parent, bent(angles[0], s * angles[1], s * angles[2]))


def _leg(frames: Frames, pose: Pose, side: str, s: int) -> None:
    pelvis, _ = frames["pelvis"]
    hip = turn(pelvis, (s * HIP_HALF, 0.0, 0.0))
    thigh = ball_joint(pelvis, pose.three(f"hip_{side}"), s)
    knee = up(hip, thigh, -THIGH)
    shank = then_rx(thigh, -pose.one(f"knee_{side}"))
    ankle = up(knee, shank, -SHANK)
    foot = then_rx(
        _heading(shank) if f"ankle_{side}" in pose.level else shank, pose.one(f"ankle_{side}")
    )
    fore = then_rx(foot, -pose.one(f"arch_{side}"))
    middle = add(ankle, turn(foot, (s * MIDFOOT[0], *MIDFOOT[1:])))
    ball = add(middle, turn(fore, sub((s * BALL[0], *BALL[1:]), MIDFOOT)))
    flat = f"toes_{side}" in pose.level
    toes = _heading(shank) if flat else then_rx(fore, pose.one(f"toes_{side}"))
    frames[f"thigh_{side}"] = (thigh, hip)
    frames[f"shank_{side}"] = (shank, knee)
    frames[f"foot_{side}"] = (foot, ankle)
    frames[f"fore_{side}"] = (fore, middle)
    frames[f"toes_{side}"] = (toes, ball)


def _heading(shank: Mat) -> Mat:
    """A level rotation that looks square to the knee's hinge.

    The hinge and not the shank's own front: that points at the floor when the shank lies down.
    """
    hx, hz = shank[0][0], shank[2][0]
    return ry(math.degrees(math.atan2(-hz, hx)))


def _arm(frames: Frames, pose: Pose, side: str, s: int) -> None:
    thorax, chest = frames["thorax"]
    shoulder = add(chest, turn(thorax, (s * SHOULDER_HALF, SHOULDER_Y, 0.0)))
    arm = ball_joint(thorax, pose.three(f"shoulder_{side}"), s)
    elbow = up(shoulder, arm, -UPPER_ARM)
    forearm = then_rx(arm, pose.one(f"elbow_{side}"))
    frames[f"arm_{side}"] = (arm, shoulder)
    frames[f"forearm_{side}"] = (forearm, elbow)
    frames[f"hand_{side}"] = (forearm, up(elbow, forearm, -FOREARM))


_FRAME_OF = {
    "ball": "toes",
    "ankle": "foot",
    "knee": "shank",
    "hip": "thigh",
    "shoulder": "arm",
    "elbow": "forearm",
    "hand": "hand",
}


def point(frames: Frames, name: str) -> Vec:
    """The place of an anchor point: pelvis, or one of POINTS with `_r` or `_l`.

    Raises KeyError for any other name.
    """
    if name == "pelvis":
        return frames["pelvis"][1]
    part, _, side = name.rpartition("_")
    if part == "sole":
        rotation, ankle = frames[f"foot_{side}"]
        return add(ankle, turn(rotation, (0.0, -ANKLE_H, 0.0)))
    return frames[f"{_FRAME_OF[part]}_{side}"][1]


def is_point(name: str) -> bool:
    """Whether `point` knows the name."""
    part, _, side = name.rpartition("_")
    return name == "pelvis" or (part in POINTS and side in ("r", "l"))


def shift(frames: Frames, by: Vec) -> Frames:
    """The same body moved by a vector; the room stays."""
    return {
        name: (rotation, origin if name == "room" else add(origin, by))
        for name, (rotation, origin) in frames.items()
    }
