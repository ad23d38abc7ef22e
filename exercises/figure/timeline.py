"""Time: rows of poses, easing, anchors and hand-over.

The author never positions the pelvis. Each row names an anchor point; the whole body is moved so
that this point stays where it is, so nothing can slide.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from exercises.figure.fields import Fields
from exercises.figure.flesh import lowest
from exercises.figure.geometry import Vec, add, mix, sub
from exercises.figure.pose import Pose, between
from exercises.figure.skeleton import Frames, is_point, point, shift, solve

EASE: dict[str, Callable[[float], float]] = {
    "smooth": lambda t: 0.5 - 0.5 * math.cos(math.pi * t),
    "linear": lambda t: t,
    "settle": lambda t: 1 - (1 - t) ** 3,
}


@dataclass(frozen=True)
class Anchor:
    """A point and its place. Height None: the lowest flesh rests on the floor."""

    point: str
    x: float
    y: float | None
    z: float

    @classmethod
    def parse(cls, fields: Fields) -> Self:
        """Read `anchor`; raises FigureError."""
        name = fields.text("point")
        if not is_point(name):
            raise fields.fail("point", f"there is no anchor point {name!r}")
        at = fields.raw("at")
        if not isinstance(at, list | tuple) or len(at) != 3:
            raise fields.fail("at", "it must be [x, y or null, z]")
        free = at[1] is None
        spot = Fields({"at": [at[0], 0 if free else at[1], at[2]]}, fields.where).vector("at")
        fields.end()
        return cls(name, spot[0], None if free else spot[1], spot[2])


@dataclass(frozen=True)
class Row:
    """One line of a timeline: go to `pose` in `move` seconds, stay for `hold` seconds.

    via: pose passed half-way. anchor: point that stays put (None: as before). to: the anchor
    travels there instead of staying, over a parabola `arc` high. keep: further points that must
    not slip (the author's test looks at them). label: the phase, such as "Lower".
    """

    pose: str
    move: float = 0
    hold: float = 0
    ease: str = "smooth"
    label: str = ""
    anchor: str | None = None
    via: str | None = None
    to: Vec | None = None
    arc: float = 0
    keep: tuple[str, ...] = ()

    @classmethod
    def parse(cls, fields: Fields, poses: Mapping[str, Pose], first: bool) -> Self:
        """Read one row; raises FigureError."""
        anchor = fields.text("anchor") if fields.has("anchor") else None
        keep = fields.texts("keep")
        for name in (anchor, *keep):
            if name is not None and not is_point(name):
                raise fields.fail("anchor", f"there is no anchor point {name!r}")
        row = cls(
            pose=fields.choice("pose", poses),
            move=0 if first else fields.number("move", low=0.1, high=20),
            hold=fields.number("hold", 0.0, low=0, high=60),
            ease=fields.choice("ease", EASE, "smooth"),
            label=fields.text("label", ""),
            anchor=anchor,
            via=fields.choice("via", poses) if fields.has("via") else None,
            to=fields.vector("to") if fields.has("to") else None,
            arc=fields.number("arc", 0.0, low=0, high=1),
            keep=keep,
        )
        fields.end()
        return row


def place(frames: Frames, anchor: Anchor) -> Frames:
    """Move the whole body so that the anchor point is at its place."""
    target = (anchor.x, anchor.y or 0.0, anchor.z)
    frames = shift(frames, sub(target, point(frames, anchor.point)))
    if anchor.y is None:
        frames = shift(frames, (0.0, -lowest(frames), 0.0))
    return frames


class Playback:
    """A timeline made ready to be looked at, at any row and any share of it."""

    def __init__(
        self, base: str, anchor: Anchor, poses: Mapping[str, Pose], rows: tuple[Row, ...]
    ) -> None:
        self.base, self.poses, self.rows = base, poses, rows
        first = rows[0].anchor or anchor.point
        self.anchors = [Anchor(first, anchor.x, anchor.y, anchor.z)]
        """The anchor of each row, as the row starts."""
        self._ends = [self._frame(0, 1.0)]
        for i, row in enumerate(rows[1:], 1):
            before, previous = self.anchors[-1], self._ends[-1]
            name = row.anchor or before.point
            if name != before.point:
                self.anchors.append(Anchor(name, *point(previous, name)))
            elif (to := rows[i - 1].to) is not None:
                self.anchors.append(Anchor(name, *to))
            else:
                self.anchors.append(before)
            self._ends.append(self._frame(i, 1.0))

    def _frame(self, row: int, u: float) -> Frames:
        r = self.rows[row]
        anchor = self.anchors[row]
        pose = self.poses[r.pose]
        if row:
            start = self.poses[self.rows[row - 1].pose]
            pose = between(start, pose, u, self.poses[r.via] if r.via else None)
            if r.to is not None:
                spot = mix((anchor.x, anchor.y or 0.0, anchor.z), r.to, u)
                anchor = Anchor(anchor.point, *add(spot, (0.0, 4 * r.arc * u * (1 - u), 0.0)))
        return place(solve(pose, self.base), anchor)

    def frame(self, row: int, u: float = 1.0) -> Frames:
        """The body at share u (0 to 1, before easing) of a row's movement."""
        return self._ends[row] if u >= 1 else self._frame(row, u)

    def single(self, pose: str) -> Frames:
        """One pose by name at the first anchor, for faults."""
        return place(solve(self.poses[pose], self.base), self.anchors[0])

    def samples(self, row: int, n: int) -> list[Frames]:
        """The n + 1 bodies equally spaced in u over a row."""
        return [self.frame(row, k / n) for k in range(n + 1)]

    def every(self, n: int = 6) -> Iterator[Frames]:
        """The first body and n bodies of each later row: the whole loop, evenly per row."""
        yield self.frame(0)
        for row in range(1, len(self.rows)):
            yield from self.samples(row, n)[1:]

    @property
    def seconds(self) -> float:
        """Length of one loop."""
        return sum(r.move + r.hold for r in self.rows)

    def at(self, t: float) -> Frames:
        """The body t seconds into the loop (t wraps round)."""
        t = t % self.seconds if self.seconds else 0.0
        for i, row in enumerate(self.rows):
            if i and t < row.move:
                return self.frame(i, EASE[row.ease](t / row.move))
            t -= row.move if i else 0
            if t <= row.hold:
                return self.frame(i)
            t -= row.hold
        return self.frame(len(self.rows) - 1)
