"""Plane arrows. The path is computed from the motion, so it cannot disagree with it."""

import math
from dataclasses import dataclass
from typing import Self

from exercises.figure.camera import View
from exercises.figure.fields import Fields
from exercises.figure.geometry import ORIGIN, Vec, add, turn
from exercises.figure.skeleton import is_point, point
from exercises.figure.timeline import Playback

type Polyline = list[tuple[float, float]]

GLYPHS = {
    "sagittal": "M-8 -10L11 0L-8 10Z",
    "frontal": "M-14 0L0 -10L14 0L0 10Z",
    "transverse": "M-10 0A10 10 0 1 1 10 0A10 10 0 1 1 -10 0Z",
}
PLANES = tuple(GLYPHS)
HEAD = 26
STEPS = 6
"""Pieces of an arrow's path on each row."""


@dataclass(frozen=True)
class Orbit:
    """An arc round the vertical through a frame: radius and height in H, angles in degrees.

    With `local` the circle lies in the frame and not in the room.
    """

    about: str
    r: float
    y: float
    start: float
    end: float
    local: bool = False


@dataclass(frozen=True)
class Arc:
    """One arrow; see DESIGN_LANGUAGE.md 7.9 for the meaning of each field."""

    plane: str
    track: str = ""
    rows: tuple[int, int] | None = None
    about: str = ""
    push: float = 0
    shift: Vec = ORIGIN
    bulge: float = 0
    stretch: float = 0
    span: tuple[float, float] = (0, 1)
    orbit: Orbit | None = None

    @classmethod
    def parse(cls, fields: Fields, last_row: int) -> Self:
        """Read one entry of a camera's `arcs`; raises FigureError."""
        plane = fields.choice("plane", PLANES)
        if fields.has("orbit"):
            o = Fields(fields.raw("orbit"), fields.path("orbit"))
            orbit = Orbit(
                about=o.text("about"),
                r=o.number("r", low=0.01, high=2),
                y=o.number("y", 0.0),
                start=o.number("from"),
                end=o.number("to"),
                local=o.flag("local"),
            )
            o.end()
            fields.end()
            return cls(plane, orbit=orbit)
        track, about = fields.text("track"), fields.text("about", "")
        for name in filter(None, (track, about)):
            if not is_point(name):
                raise fields.fail("track", f"there is no point {name!r}")
        push = fields.number("push", 0.0)
        if push and not about:
            raise fields.fail("push", "it needs `about`, the joint to move away from")
        rows = None
        if fields.has("rows"):
            first, last = fields.pair("rows")
            if not 1 <= first <= last <= last_row:
                raise fields.fail("rows", f"rows run from 1 to {last_row}")
            rows = (int(first), int(last))
        arc = cls(
            plane=plane,
            track=track,
            rows=rows,
            about=about,
            push=push,
            shift=fields.vector("shift", ORIGIN),
            bulge=fields.number("bulge", 0.0, low=-2, high=2),
            stretch=fields.number("stretch", 0.0, low=0, high=8),
            span=fields.pair("span", (0.0, 1.0)),
        )
        if not 0 <= arc.span[0] < arc.span[1] <= 1:
            raise fields.fail("span", "it runs from a lower to a higher share of 0 to 1")
        fields.end()
        return arc


def arc_path(arc: Arc, film: Playback, peak: int, view: View) -> Polyline:
    """The arrow as points in picture units, tail first. `peak` is the figure's teaching row."""
    if arc.orbit:
        return _orbit(arc.orbit, film, peak, view)
    first, last = arc.rows or (peak, peak)
    pts: Polyline = []
    for row in range(max(first, 1), last + 1):
        # a bow needs its chord alone
        for frames in film.samples(row, 1 if arc.bulge else STEPS)[1 if pts else 0 :]:
            x, y, _ = view.point(add(point(frames, arc.track), arc.shift))
            if arc.push:
                ax, ay, _ = view.point(point(frames, arc.about))
                k = arc.push * view.camera.scale / (math.hypot(x - ax, y - ay) or 1)
                x, y = x + (x - ax) * k, y + (y - ay) * k
            pts.append((x, y))
    if arc.bulge:
        pts = _bow(pts[0], pts[-1], arc.bulge * (-1 if view.flip else 1))
    if arc.stretch:
        mx, my = sum(p[0] for p in pts) / len(pts), sum(p[1] for p in pts) / len(pts)
        pts = [(mx + (x - mx) * arc.stretch, my + (y - my) * arc.stretch) for x, y in pts]
    n = len(pts) - 1
    return pts[round(arc.span[0] * n) : round(arc.span[1] * n) + 1]


def _orbit(o: Orbit, film: Playback, peak: int, view: View) -> Polyline:
    rotation, center = film.frame(peak)[o.about]
    pts: Polyline = []
    for i in range(STEPS + 1):
        a = math.radians(o.start + (o.end - o.start) * i / STEPS)
        v = (o.r * math.sin(a), o.y, o.r * math.cos(a))
        x, y, _ = view.point(add(center, turn(rotation, v) if o.local else v))
        pts.append((x, y))
    return pts


def _bow(a: tuple[float, float], b: tuple[float, float], height: float, n: int = 20) -> Polyline:
    dx, dy = b[0] - a[0], b[1] - a[1]
    return [
        (
            a[0] + dx * i / n - dy * height * math.sin(math.pi * i / n),
            a[1] + dy * i / n + dx * height * math.sin(math.pi * i / n),
        )
        for i in range(n + 1)
    ]


def head(pts: Polyline) -> Polyline:
    """The open arrow head: wing, tip, wing. The tip is the last point of the path."""
    x, y = pts[-1]
    far = (p for p in reversed(pts[:-1]) if math.hypot(p[0] - x, p[1] - y) > HEAD * 0.8)
    bx, by = next(far, pts[0])
    a = math.atan2(y - by, x - bx)
    wings = [(x - HEAD * math.cos(a + s), y - HEAD * math.sin(a + s)) for s in (0.55, -0.55)]
    return [wings[0], (x, y), wings[1]]
