"""Outlines of hulls: the convex outline of circles, as points for motion or arcs for stills."""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import acos, atan2, cos, hypot, sin
from operator import itemgetter

type Circle = tuple[float, float, float]


TURN = 2 * math.pi


def num(x: float) -> str:
    """A coordinate as short text, one decimal."""
    text = f"{x:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def shortened(path: str) -> str:
    """Path data whose numbers all have one decimal, written as `num` writes each."""
    return path.replace("-0.0", "0").replace(".0", "")


def polygon(points: Iterable[tuple[float, float]], closed: bool = True) -> str:
    """Path data of a polygon or polyline."""
    return shortened("M" + "L".join([f"{x:.1f} {y:.1f}" for x, y in points]) + "Z" * closed)


def curve(points: Sequence[tuple[float, float]]) -> str:
    """Path data of a smooth line from the first point to the last, bent towards those between."""
    spots = [f"{x:.1f} {y:.1f}" for x, y in points]
    if len(points) < 3:
        return shortened("M" + "L".join(spots))
    middles = [f"{(x + u) / 2:.1f} {(y + v) / 2:.1f}" for (x, y), (u, v) in pairwise(points[1:-1])]
    bends = zip(spots[1:-1], [*middles, spots[-1]], strict=True)
    return shortened(f"M{spots[0]}" + "".join([f"Q{bend} {end}" for bend, end in bends]))


def hull(circles: Sequence[Circle], k: int = 40) -> list[tuple[float, float]]:
    """The outline as k points (support mapping), the same number for every pose.

    For k directions the circle that reaches furthest gives the point.
    """
    pts = []
    for i in range(k):
        ux, uy = math.cos(2 * math.pi * i / k), math.sin(2 * math.pi * i / k)
        x, y, r = max(circles, key=lambda c: c[0] * ux + c[1] * uy + c[2])
        pts.append((x + r * ux, y + r * uy))
    return pts


def hull_arcs(circles: Sequence[Circle]) -> str:
    """Path data of the same outline, exact: arcs of the circles and the tangents between them."""
    circles = _outer(circles)
    runs = _runs(circles)
    if len(runs) == 1:
        x, y, r = circles[runs[0][0]]
        arc = f"a{r:.1f} {r:.1f} 0 1 1 "
        return shortened(f"M{x - r:.1f} {y:.1f}{arc}{2 * r:.1f} 0{arc}{-2 * r:.1f} 0z")
    angles = [angle for _, angle in runs] + [runs[0][1] + TURN]
    ways = [(cos(angle), sin(angle)) for angle in angles]
    out: list[str] = []
    for k, (j, start) in enumerate(runs):
        x, y, r = circles[j]
        (u, v), (p, q) = ways[k], ways[k + 1]
        out.append(f"{'L' if k else 'M'}{x + r * u:.1f} {y + r * v:.1f}")
        turned = angles[k + 1] - start
        if turned > 0.02:
            large = int(turned > math.pi)
            out.append(f"A{r:.1f} {r:.1f} 0 {large} 1 {x + r * p:.1f} {y + r * q:.1f}")
    return shortened("".join(out)) + "z"


def _outer(circles: Sequence[Circle]) -> list[Circle]:
    """The circles that no other one covers, to half a unit's tenth; of twins the first."""
    out: list[Circle] = []
    for circle in sorted(circles, key=itemgetter(2), reverse=True):
        x, y, r = circle
        for px, py, pr in out:
            if hypot(x - px, y - py) <= pr - r + 0.05:
                break
        else:
            out.append(circle)
    return out


def _runs(circles: Sequence[Circle]) -> list[tuple[int, float]]:
    """Which circle reaches furthest from which direction on, once round from the first change."""
    now = max(range(len(circles)), key=lambda i: (circles[i][0] + circles[i][2], circles[i][1]))
    at = 0.0
    runs: list[tuple[int, float]] = []
    while True:
        x, y, r = circles[now]
        nearest, follower = math.inf, now
        for i, (px, py, pr) in enumerate(circles):
            if i == now:
                continue
            dx, dy = px - x, py - y
            ahead = (atan2(dy, dx) - acos((r - pr) / hypot(dx, dy)) - at) % TURN
            if ahead < nearest:
                nearest, follower = ahead, i
        if follower == now:
            return [(now, 0.0)]
        at += nearest
        if runs and (at >= runs[0][1] + TURN - 1e-9 or len(runs) > 2 * len(circles)):
            return runs
        now = follower
        runs.append((now, at))
