"""The author's test: a figure that slides, sinks, floats or leaves the picture is not published."""

import math
from dataclasses import dataclass

from exercises.figure.camera import HEIGHT, WIDTH, View
from exercises.figure.contact import gap
from exercises.figure.draw import bounds
from exercises.figure.flesh import skin
from exercises.figure.model import Figure
from exercises.figure.skeleton import Frames, point

DRIFT = 0.002
TOUCH = 0.01
"""How far a contact may be from its surface, slip on it or sink into it, in body heights."""
SAMPLES = 8


@dataclass(frozen=True)
class Report:
    """What was measured, in body heights, and what is wrong with it (empty when all is well).

    drift: of the anchors over the floor. slip: of the `keep` points. off: the farthest that an
    anchor or a `keep` point is from its surface. sink: deepest flesh under its floor. float_:
    highest the whole body hovers. gap: last pose against first. handover: height of a new anchor
    over the old one.
    """

    drift: float
    slip: float
    off: float
    sink: float
    float_: float
    gap: float
    handover: float
    problems: tuple[str, ...]


def check(figure: Figure) -> Report:
    """Measure a figure over its whole loop and in its faults (DESIGN_LANGUAGE.md 7.4)."""
    film, rows = figure.film, figure.timeline
    drift = slip = off = handover = 0.0
    deep, hover = 0.0, 0.0
    bodies: list[Frames] = []
    for i, row in enumerate(rows):
        frames = film.samples(i, SAMPLES) if i else [film.frame(0)]
        bodies += frames[-SAMPLES:]
        anchor = film.anchors[i].point
        flying = bool(i and row.to is not None)
        if not flying:
            drift = max(drift, _drift(frames, anchor))
            for name in row.keep:
                first = point(frames[0], name)
                slip = max(slip, *(math.dist(first, point(f, name)) for f in frames))
            for name in {*row.keep, anchor} - {"pelvis"}:
                off = max(off, *(abs(gap(f, name, figure.blocks)) for f in frames))
        for f in frames:
            low = _clearance(figure, f)
            deep = min(deep, low)
            if not flying:
                hover = max(hover, low)
        old = film.anchors[i - 1].point if i else anchor
        if "pelvis" not in (old, anchor) and old != anchor:
            before = film.frame(i - 1)
            handover = max(handover, abs(_height(before, anchor) - _height(before, old)))
    for name in figure.faults:
        bodies.append(film.single(name))
        deep = min(deep, _clearance(figure, bodies[-1]))
    last = math.dist(film.frame(0)["pelvis"][1], film.frame(len(rows) - 1)["pelvis"][1])
    problems = [
        f"{what}: {value:.3f} H, allowed {limit:g}"
        for what, value, limit in (
            ("an anchor slides", drift, DRIFT),
            ("a kept point slips", slip, TOUCH),
            ("a contact is off its surface", off, TOUCH),
            ("flesh sinks under its floor", -deep, TOUCH),
            ("the body floats", hover, TOUCH),
            ("the last pose is not the first", last, DRIFT),
            ("a new anchor is off the floor", handover, TOUCH),
        )
        if value > limit
    ]
    problems += _leaves(figure, bodies)
    return Report(drift, slip, off, -deep, hover, last, handover, tuple(problems))


def _leaves(figure: Figure, bodies: list[Frames]) -> list[str]:
    """Which cameras lose part of the body or an arrow out of the picture at some moment."""
    out = []
    for name, camera in figure.cameras.items():
        if camera.close:
            continue
        x, y, w, h = bounds(figure, View(camera), bodies, figure.arcs[name])
        if x < 0 or y < 0 or x + w > WIDTH or y + h > HEIGHT:
            box = f"x {x:.0f} to {x + w:.0f}, y {y:.0f} to {y + h:.0f}"
            out.append(f"camera {name}: the figure leaves the picture, {box}")
    return out


def _height(frames: Frames, name: str) -> float:
    """Height of the lowest flesh about an anchor: soles as they are, the ball less its radius."""
    return point(frames, name)[1] - (0.0135 if name.startswith("ball") else 0.0)


def _drift(frames: list[Frames], anchor: str) -> float:
    x0, _, z0 = point(frames[0], anchor)
    spots = [point(f, anchor) for f in frames]
    return max(math.hypot(x - x0, z - z0) for x, _, z in spots)


def _clearance(figure: Figure, frames: Frames) -> float:
    """Height of the lowest flesh over what is under it: the floor or a block's top."""
    standing = [b for b in figure.blocks if b.kind not in ("wall", "mat")]
    out = []
    for x, y, z, r in skin(frames):
        floor = max((b.top for b in standing if b.holds_up(x, z) and y > b.inside), default=0.0)
        out.append(y - r - floor)
    return min(out)
