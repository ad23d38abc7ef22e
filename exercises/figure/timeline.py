"""Time: rows of poses, easing, anchors and hand-over.

The author never positions the pelvis. Each row names an anchor point; the whole body is moved so
that this point stays where it is, so nothing can slide.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Self

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


class Way(NamedTuple):
    """Share u (0 to 1) of the way from one pose to another, by way of a third one or none."""

    start: str
    end: str
    via: str | None
    u: float

    def ahead(self) -> Self:
        """The same place between the poses on the way that begins with the lower name."""
        if self.start <= self.end:
            return self
        return self._replace(start=self.end, end=self.start, u=1 - self.u)


class Bodies:
    """Bodies between poses, each solved once: most movements go back the way they came."""

    def __init__(self, base: str, poses: Mapping[str, Pose]) -> None:
        self.base, self.poses = base, poses
        self._solved: dict[Way, Frames] = {}
        self._placed: dict[tuple[Way, Anchor], Frames] = {}

    def at(self, way: Way, anchor: Anchor) -> Frames:
        """The body there with its anchor in its place. Asked again, it is the same object."""
        if (way, anchor) not in self._placed:
            if way not in self._solved:
                self._solved[way] = self._solve(way)
            self._placed[way, anchor] = place(self._solved[way], anchor)
        return self._placed[way, anchor]

    def _solve(self, way: Way) -> Frames:
        start, end = self.poses[way.start], self.poses[way.end]
        pose = between(start, end, way.u, self.poses[way.via] if way.via else None)
        return solve(pose, self.base)


class Playback:
    """A timeline made ready to be looked at, at any row and any share of it."""

    def __init__(
        self, base: str, anchor: Anchor, poses: Mapping[str, Pose], rows: tuple[Row, ...]
    ) -> None:
        self.base, self.poses, self.rows = base, poses, rows
        first = rows[0].anchor or anchor.point
        self.anchors = [Anchor(first, anchor.x, anchor.y, anchor.z)]
        """The anchor of each row, as the row starts."""
        bodies = self._bodies()
        self._ends = [bodies.at(self._way(0, 1.0), self.anchors[0])]
        for i, row in enumerate(rows[1:], 1):
            before, previous = self.anchors[-1], self._ends[-1]
            name = row.anchor or before.point
            if name != before.point:
                self.anchors.append(Anchor(name, *point(previous, name)))
            elif (to := rows[i - 1].to) is not None:
                self.anchors.append(Anchor(name, *to))
            else:
                self.anchors.append(before)
            self._ends.append(bodies.at(self._way(i, 1.0), self._anchor(i, 1.0)))

    def _bodies(self) -> Bodies:
        return Bodies(self.base, self.poses)

    def _way(self, row: int, u: float) -> Way:
        pose = self.rows[row].pose
        if not row or u >= 1:
            return Way(pose, pose, None, 1.0)
        return Way(self.rows[row - 1].pose, pose, self.rows[row].via, u)

    def _anchor(self, row: int, u: float) -> Anchor:
        """Where a row's anchor is at share u of its movement."""
        anchor, to = self.anchors[row], self.rows[row].to
        if not row or to is None:
            return anchor
        spot = mix((anchor.x, anchor.y or 0.0, anchor.z), to, u)
        arc = 4 * self.rows[row].arc * u * (1 - u)
        return Anchor(anchor.point, *add(spot, (0.0, arc, 0.0)))

    def frame(self, row: int, u: float = 1.0) -> Frames:
        """The body at share u (0 to 1, before easing) of a row's movement."""
        if not row or u >= 1:
            return self._ends[row]
        return self._bodies().at(self._way(row, u), self._anchor(row, u))

    def single(self, pose: str) -> Frames:
        """One pose by name at the first anchor, for faults."""
        return place(solve(self.poses[pose], self.base), self.anchors[0])

    def samples(self, row: int, n: int) -> list[Frames]:
        """The n + 1 bodies equally spaced in u over a row, of row 0 always its one body."""
        return self._samples(row, n, self._bodies())

    def loop(self, n: int) -> list[list[Frames]]:
        """The samples of every row. A body that is there twice is the same object."""
        bodies = self._bodies()
        return [self._samples(row, n, bodies) for row in range(len(self.rows))]

    def _samples(self, row: int, n: int, bodies: Bodies) -> list[Frames]:
        if not row:
            return [self._ends[0]]
        inner = [
            bodies.at(self._way(row, k / n).ahead(), self._anchor(row, k / n)) for k in range(1, n)
        ]
        return [self._ends[row - 1], *inner, self._ends[row]]

    def every(self, n: int = 6) -> Iterator[Frames]:
        """The first body and n bodies of each later row: the whole loop, evenly per row."""
        yield self.frame(0)
        for samples in self.loop(n)[1:]:
            yield from samples[1:]

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
