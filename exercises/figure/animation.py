"""A movement as one looping SVG file that needs no script: paths that change shape by themselves.

Whoever asks for less motion sees the start and the teaching pose side by side instead.
"""

import math
from collections.abc import Callable
from html import escape
from itertools import pairwise

from exercises.figure.camera import HEIGHT, WIDTH, View
from exercises.figure.draw import arrow, backdrop, body, still
from exercises.figure.model import Figure, Side
from exercises.figure.motion import Motion, motion
from exercises.figure.outline import TURN, Circle
from exercises.figure.painter import parts
from exercises.figure.theme import RULES, variables

CORNERS = 16
"""Corners of an outline; it keeps their number, so that one shape can become the next."""
DIRECTIONS = [(math.cos(TURN * i / CORNERS), math.sin(TURN * i / CORNERS)) for i in range(CORNERS)]
PIECES = 4
"""Straight pieces that a row's movement is cut into: a limb that turns by 90 degrees seems 2 %
shorter in their middle, which nobody sees."""
WHEN: dict[str, Callable[[float], float]] = {
    "smooth": lambda u: math.acos(1 - 2 * u) / math.pi,
    "linear": lambda u: u,
    "settle": lambda u: 1 - (1 - u) ** (1 / 3),
}
"""Share of a row's time at which it has come the share u of its way: `timeline.EASE` backward."""
CALM = (
    ".pair{display:none}"
    "@media (prefers-reduced-motion:reduce){.moving{display:none}.pair{display:inline}}"
)

type Known = dict[tuple[Circle, ...], tuple[int, int, str]]
type Moment = tuple[float, list[int]]
"""Seconds into the loop, and the flat centers of all circles then (as in `motion.MotionRow`)."""


def animated(
    figure: Figure, camera: str | None = None, side: Side = "right", *, label: str | None = None
) -> str:
    """A complete SVG file of one loop, in light or dark as the reader's system has it.

    Arguments as in `draw.still`. Raises KeyError for an unknown camera, ValueError for a figure
    of a single pose.
    """
    if len(figure.timeline) < 2:
        raise ValueError(f"{figure.id} does not move")
    view = View(figure.camera(camera), flip=side == "left")
    arrows = "".join(arrow(figure, view, arc) for arc in figure.arcs[view.camera.name])
    moving = backdrop(figure, view) + body(figure, view, _paths(figure, view)) + arrows
    content = f'<g class="moving">{moving}</g><g class="pair">{_pair(figure, camera, side)}</g>'
    text = escape(f"{figure.title}, {side} side" if label is None else label, quote=True)
    dark = f"@media (prefers-color-scheme:dark){{{variables(dark=True)}}}"
    style = f"{variables()}{dark}{RULES}{CALM}".replace("\n", "")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="f" viewBox="0 0 {WIDTH} {HEIGHT}"'
        f' role="img" aria-label="{text}"><title>{text}</title><style>{style}</style>'
        f'<path fill="var(--st)" d="M0 0H{WIDTH}V{HEIGHT}H0z"/>{content}</svg>'
    )


def _pair(figure: Figure, camera: str | None, side: Side) -> str:
    """The two key poses, each closed in on in its half of the picture."""
    half = WIDTH // 2
    crop = half / HEIGHT
    pictures = []
    for x, row in ((0, 0), (half, figure.peak)):
        plain = still(figure, camera, side, row=row, label="", ghost=False, arrows=False, crop=crop)
        place = f'<svg x="{x}" width="{half}" height="{HEIGHT}" '
        named = ' role="img" aria-label=""><title></title>'
        pictures.append(plain.replace("<svg ", place, 1).replace(named, ">", 1))
    return "".join(pictures)


def _paths(figure: Figure, view: View) -> list[str]:
    data = motion(figure, view.camera.name, "left" if view.flip else "right", PIECES)
    moments = _moments(data)
    total = moments[-1][0]
    times = ";".join(_short(t / total) for t, _ in moments)
    timing = f'attributeName="d" dur="{total:g}s" repeatCount="indefinite" keyTimes="{times}"'
    known: Known = {}
    out = []
    for part, hulls in zip(parts(figure, view.camera), data["parts"], strict=True):
        drawn: dict[int, str] = {}
        shapes = []
        for _, flat in moments:
            if id(flat) not in drawn:
                drawn[id(flat)] = "".join([_outline(h, flat, data["r"], known) for h in hulls])
            shapes.append(drawn[id(flat)])
        first = shapes[0]
        if len(set(shapes)) == 1:
            out.append(f'<path class="{part.css}" d="{first}"/>')
        else:
            way = f'<animate {timing} values="{";".join(shapes)}"/>'
            out.append(f'<path class="{part.css}" d="{first}">{way}</path>')
    return out


def _moments(data: Motion) -> list[Moment]:
    """Every sample of the loop with its time; samples that a row borrows are the same objects."""
    rows = data["rows"]
    now = rows[0]["hold"]
    out: list[Moment] = [(0.0, rows[1]["f"][0])] if now else []
    for row in rows[1:]:
        samples = row.get("f") or rows[row.get("same", row.get("back", 0))]["f"]
        ahead = samples[::-1] if "back" in row else samples
        ease = WHEN[row["ease"]]
        # a row begins where the one before has ended
        out += [(now + row["move"] * ease(k / PIECES), ahead[k]) for k in range(PIECES + 1)][
            bool(out) :
        ]
        now += row["move"]
        if row["hold"]:
            now += row["hold"]
            out.append((now, ahead[-1]))
    return out


def _outline(hull: list[int], flat: list[int], radii: list[float], known: Known) -> str:
    """Path data of the outline of some circles, in whole units.

    The first corner absolute, the others as steps: short numbers, of which many are alike. A foot
    that stands or a head that is only carried along has the same steps in every moment.
    """
    x, y = flat[2 * hull[0]], flat[2 * hull[0] + 1]
    form = tuple([(flat[2 * i] - x, flat[2 * i + 1] - y, radii[i]) for i in hull])
    if form not in known:
        known[form] = _steps(form)
    dx, dy, steps = known[form]
    return f"M{x + dx} {y + dy}l{steps}z"


def _steps(circles: tuple[Circle, ...]) -> tuple[int, int, str]:
    """The first corner of an outline by support mapping, and the steps to the other ones."""
    reaches = [[x * u + y * v + r for u, v in DIRECTIONS] for x, y, r in circles]
    corners = []
    for (u, v), reach in zip(DIRECTIONS, zip(*reaches, strict=True), strict=True):
        x, y, r = circles[reach.index(max(reach))]
        corners.append((round(x + r * u), round(y + r * v)))
    steps = " ".join([f"{c - a} {d - b}" for (a, b), (c, d) in pairwise(corners)])
    return (*corners[0], steps)


def _short(share: float) -> str:
    return f"{share:.4f}".rstrip("0").rstrip(".")
