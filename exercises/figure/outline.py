"""Outlines of hulls: the convex outline of circles, as points for motion or arcs for stills."""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

type Circle = tuple[float, float, float]


TURN = 2 * math.pi


def num(x: float) -> str:
    """A coordinate as short text, one decimal."""
    text = f"{x:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def polygon(points: Iterable[tuple[float, float]], closed: bool = True) -> str:
    """Path data of a polygon or polyline."""
    return "M" + "L".join(f"{num(x)} {num(y)}" for x, y in points) + "Z" * closed


def curve(points: Sequence[tuple[float, float]]) -> str:
    """Path data of a smooth line from the first point to the last, bent towards those between."""
    spots = [f"{num(x)} {num(y)}" for x, y in points]
    if len(points) < 3:
        return "M" + "L".join(spots)
    middles = [
        f"{num((x + u) / 2)} {num((y + v) / 2)}" for (x, y), (u, v) in pairwise(points[1:-1])
    ]
    bends = zip(spots[1:-1], [*middles, spots[-1]], strict=True)
    return f"M{spots[0]}" + "".join(f"Q{bend} {end}" for bend, end in bends)


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
        arc = f"a{num(r)} {num(r)} 0 1 1 "
        return f"M{num(x - r)} {num(y)}{arc}{num(2 * r)} 0{arc}{num(-2 * r)} 0z"
    out: list[str] = []
    for (j, start), (_, end) in zip(runs, [*runs[1:], (0, runs[0][1] + TURN)], strict=True):
        x, y, r = circles[j]
        command = "L" if out else "M"
        out.append(f"{command}{num(x + r * math.cos(start))} {num(y + r * math.sin(start))}")
        if end - start > 0.02:
            tip = f"{num(x + r * math.cos(end))} {num(y + r * math.sin(end))}"
            out.append(f"A{num(r)} {num(r)} 0 {int(end - start > math.pi)} 1 {tip}")
    return "".join(out) + "z"


def _outer(circles: Sequence[Circle]) -> list[Circle]:
    """The circles that no other one covers, to half a unit's tenth; of twins the first."""
    out: list[Circle] = []
    for x, y, r in sorted(circles, key=lambda c: -c[2]):
        if not any(math.hypot(x - px, y - py) <= pr - r + 0.05 for px, py, pr in out):
            out.append((x, y, r))
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
            dx, dy = px - x, py - y
            if i == now:
                continue
            d = math.hypot(dx, dy)
            ahead = (math.atan2(dy, dx) - math.acos((r - pr) / d) - at) % TURN
            if ahead < nearest:
                nearest, follower = ahead, i
        if follower == now:
            return [(now, 0.0)]
        at += nearest
        if runs and (at >= runs[0][1] + TURN - 1e-9 or len(runs) > 2 * len(circles)):
            return runs
        now = follower
        runs.append((now, at))
