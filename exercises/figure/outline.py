"""Outlines of hulls: the convex outline of circles, as points for motion or arcs for stills."""

import math
from collections.abc import Iterable, Sequence

type Circle = tuple[float, float, float]


def num(x: float) -> str:
    """A coordinate as short text, one decimal."""
    text = f"{x:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def polygon(points: Iterable[tuple[float, float]], closed: bool = True) -> str:
    """Path data of a polygon or polyline."""
    return "M" + "L".join(f"{num(x)} {num(y)}" for x, y in points) + "Z" * closed


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


PROBES = [(t, math.cos(t), math.sin(t)) for t in (2 * math.pi * i / 90 for i in range(90))]


def hull_arcs(circles: Sequence[Circle]) -> str:
    """Path data of the same outline, exact: arcs of the circles and the tangents between them."""
    runs: list[tuple[int, float]] = []
    for t, ux, uy in PROBES:
        reach = [x * ux + y * uy + r for x, y, r in circles]
        j = reach.index(max(reach))
        if not runs or runs[-1][0] != j:
            runs.append((j, t))
    if len(runs) > 1 and runs[0][0] == runs[-1][0]:
        runs.pop(0)
    if len(runs) == 1:
        x, y, r = circles[runs[0][0]]
        arc = f"a{num(r)} {num(r)} 0 1 1 "
        return f"M{num(x - r)} {num(y)}{arc}{num(2 * r)} 0{arc}{num(-2 * r)} 0z"
    cuts = [
        _tangent(circles[i], circles[j], t)
        for (i, _), (j, t) in zip([runs[-1], *runs[:-1]], runs, strict=True)
    ]
    out = ""
    for n, (j, _) in enumerate(runs):
        x, y, r = circles[j]
        start, end = cuts[n], cuts[(n + 1) % len(runs)]
        sweep = (end - start) % (2 * math.pi)
        if sweep > 2 * math.pi - 0.2:
            sweep = 0
        out += f"{'L' if out else 'M'}{num(x + r * math.cos(start))} {num(y + r * math.sin(start))}"
        if sweep > 0.02:
            end = start + sweep
            out += f"A{num(r)} {num(r)} 0 {int(sweep > math.pi)} 1 "
            out += f"{num(x + r * math.cos(end))} {num(y + r * math.sin(end))}"
    return out + "z"


def _tangent(a: Circle, b: Circle, near: float) -> float:
    """Direction of the common outer tangent's normal that is closest to the direction `near`."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    d, phi = math.hypot(dx, dy), math.atan2(dy, dx)
    w = math.acos(max(-1.0, min(1.0, (a[2] - b[2]) / d))) if d else 0.0
    return min((phi + w, phi - w), key=lambda q: abs(math.remainder(q - near, 2 * math.pi)))
