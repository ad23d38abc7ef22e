"""A pose: every joint angle of the body, checked against the joint's limits.

`limits.LIMITS` is the list of angle keys. All numbers are degrees; signs as in DESIGN_LANGUAGE.md
7.3.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from reprlib import repr as short

from exercises.figure.limits import LIMITS, SOLE_LIMIT, Limit

DEFAULTS: dict[str, tuple[float, ...]] = {
    **{key: (0.0,) * len(axes) for key, axes in LIMITS.items()},
    "shoulder_r": (0.0, 8.0, 0.0),
    "shoulder_l": (0.0, 8.0, 0.0),
    "elbow_r": (12.0,),
    "elbow_l": (12.0,),
}
FLAT = "flat"


class PoseError(ValueError):
    """A pose that no body can take. `joint`, `value` and `limit` say which angle and why."""

    def __init__(self, joint: str, value: object, limit: str) -> None:
        super().__init__(f"{joint}: {short(value)} is not allowed, {limit}")
        self.joint, self.value, self.limit = joint, value, limit


@dataclass(frozen=True)
class Pose:
    """Joint angles by key, complete.

    `level` names the ankles and toes whose angle is the pitch to the floor (toes up positive)
    and not the angle of the joint.
    """

    angles: Mapping[str, tuple[float, ...]]
    level: frozenset[str] = frozenset()

    @classmethod
    def of(cls, data: Mapping[str, object]) -> "Pose":
        """Read the JSON form: key -> number, [flexion, abduction, rotation] or "flat".

        `"ankle_r": "flat"` keeps the sole level, `"sole_r": -30` keeps it at that pitch to the
        floor, `"toes_r": "flat"` keeps the toes level. Omitted keys take their default.
        Raises PoseError for an unknown key, a value that is not a number, or one past its limit.
        """
        angles = dict(DEFAULTS)
        level = set()
        for key, value in data.items():
            joint, _, side = key.partition("_")
            if joint == "sole" and side in ("r", "l"):
                if f"ankle_{side}" in data:
                    raise PoseError(key, value, f"give sole_{side} or ankle_{side}, not both")
                angles[f"ankle_{side}"] = _angles(key, value, (SOLE_LIMIT,))
                level.add(f"ankle_{side}")
            elif joint in ("ankle", "toes") and value == FLAT and key in LIMITS:
                level.add(key)
            elif key in LIMITS:
                angles[key] = _angles(key, value, LIMITS[key])
            else:
                raise PoseError(key, value, "there is no such joint")
        return cls(angles, frozenset(level))

    def one(self, key: str) -> float:
        """The angle of a hinge: knee, ankle, toes, arch or elbow."""
        return self.angles[key][0]

    def three(self, key: str) -> tuple[float, float, float]:
        """The three angles of pelvis, spine, neck, hip or shoulder."""
        a, b, c = self.angles[key]
        return a, b, c


def _angles(key: str, value: object, axes: Sequence[Limit]) -> tuple[float, ...]:
    many = isinstance(value, list | tuple)
    given = list(value) if isinstance(value, list | tuple) else [value]
    if len(given) != len(axes) or many != (len(axes) > 1):
        raise PoseError(key, value, f"it takes {len(axes)} angle{'s' * (len(axes) > 1)}")
    out = []
    for number, (name, low, high) in zip(given, axes, strict=True):
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise PoseError(f"{key} {name}", number, "it takes degrees as a number")
        if not low <= number <= high:  # NaN is not either
            raise PoseError(f"{key} {name}", number, f"the limit is {low:g} to {high:g} degrees")
        out.append(float(number))
    return tuple(out)


def between(a: Pose, b: Pose, u: float, via: Pose | None = None) -> Pose:
    """The pose at share u (0 to 1) of the way from a to b, number by number.

    With `via` the way is a parabola through that pose at u = 1/2.
    Raises PoseError when a foot is level in one pose and not in the other.
    """
    for other in (b, via):
        if other is not None and (odd := a.level ^ other.level):
            joint = min(odd)
            raise PoseError(joint, FLAT, "a foot is level in every pose of a figure or in none")
    if via is None:
        wa, wv, wb = 1 - u, 0.0, u
    else:
        wa, wv, wb = (1 - u) * (1 - 2 * u), 4 * u * (1 - u), u * (2 * u - 1)
    mid = (via or a).angles
    angles: dict[str, tuple[float, ...]] = {}
    for key, p in a.angles.items():
        m, q = mid[key], b.angles[key]
        if p == q == m:
            angles[key] = p
        else:
            angles[key] = tuple([wa * x + wv * y + wb * z for x, y, z in zip(p, m, q, strict=True)])
    return Pose(angles, a.level)
