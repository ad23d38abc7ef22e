"""Lines over time as coordinates; templates/training/progress/_chart.html draws them.

Drawn by the server and not by a library of the browser: docs/architecture.md says why. A chart is
made once for a wide and once for a narrow screen, so that its words keep their size.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from training import pain
from training.assessments.symmetry import MARK
from training.progress.sided import Point, Sided
from training.progress.sums import Hurt

WIDE, MEDIUM, NARROW = 560, 430, 310
EDGE, RIGHT = 40, 66  # room for numbers on the left and for names on the right
SQUARE = 9.0
APART = 19  # two names nearer than this would touch


@dataclass(frozen=True, slots=True)
class Text:
    """Words at a place; `anchor` as in SVG."""

    x: float
    y: float
    words: str
    css: str = ""
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points."""

    css: str
    points: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A point."""

    css: str
    x: float
    y: float
    r: float = 4.5


@dataclass(frozen=True, slots=True)
class Box:
    """A band over the whole width, or a small square."""

    css: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Chart:
    """A whole picture."""

    width: int
    height: int
    areas: tuple[Line, ...] = ()
    boxes: tuple[Box, ...] = ()
    grid: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    bars: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    dots: tuple[Dot, ...] = ()
    squares: tuple[Box, ...] = ()
    texts: tuple[Text, ...] = ()


class Draw[T](Protocol):
    """Draws something at a width; None where there is nothing to draw."""

    def __call__(self, of: T, width: int, /) -> Chart | None:
        """Draw it."""


@dataclass(frozen=True, slots=True)
class Scale:
    """From a value to a place; `start` and `end` are places."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return the place of a value."""
        if self.high == self.low:
            return (self.start + self.end) / 2
        share = (value - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)


def ticks(low: float, high: float, most: int = 4) -> list[float]:
    """Return round numbers from below `low` to above `high`, `most` steps or fewer."""
    reach = max(high - low, 1e-9)
    power = 10 ** math.floor(math.log10(reach / most))
    step = next(power * one for one in (1, 2, 2.5, 5, 10, 20) if reach <= power * one * most)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [round(step * number, 6) for number in range(first, last + 1)]


def sides(shown: Sided, width: int) -> Chart | None:
    """Draw both sides over time with the noise band, and below the share with the 90% line."""
    points = [one for one in shown.drawn if one.left is not None or one.right is not None]
    if not points:
        return None
    top, bottom = 32, 138
    values = [value for one in points for value in (one.left, one.right) if value is not None]
    noise = shown.noise or 0.0
    steps = ticks(max(0.0, min(values) - noise), max(values) or 1.0)
    x = _days([one.day for one in points], width)
    y = Scale(steps[0], steps[-1], bottom, top)
    grid, texts = _grid(steps, y, width, "")
    texts.append(Text(0, 12, shown.measure, "t"))
    areas = [_band(points, x, y, noise)] if noise else []
    lines, dots, ends = [], list[Dot](), list[Text]()
    for side, css in (("right", "r"), ("left", "l")):
        found = [(x.at(one.day.toordinal()), getattr(one, side)) for one in points]
        places = [(at, y.at(value)) for at, value in found if value is not None]
        if not places:
            continue
        lines.append(Line(f"ln {side}", _points(places)))
        dots += [Dot(css, *place) for place in places]
        last = [value for _, value in found if value is not None][-1]
        words = f"{side.capitalize()} {last:g}"
        ends.append(Text(width - RIGHT + 12, places[-1][1] + 4, words, "t"))
    texts += _apart(ends)
    days = [one.day for one in points]
    below = (
        _share(points, x, width, bottom)
        if any(one.share for one in points)
        else Chart(width, bottom + 34)
    )
    return Chart(
        width,
        below.height,
        areas=tuple(areas),
        grid=(*grid, *below.grid),
        marks=below.marks,
        bars=below.bars,
        lines=(*lines, *below.lines),
        dots=(*dots, *below.dots),
        texts=(*texts, *below.texts, *_first_and_last(days, width, below.height - 6)),
    )


def _share(points: Sequence[Point], x: Scale, width: int, above: int) -> Chart:
    """Draw the panel of the lower side's share, with the 90% line, below a height."""
    top, bottom = above + 62, above + 148
    found = [
        (x.at(one.day.toordinal()), one.share, one.spread or 0.0)
        for one in points
        if one.share is not None
    ]
    lowest = min(share - spread for _, share, spread in found)
    low = max(0.0, min(60.0, math.floor(lowest / 20) * 20.0))
    y = Scale(low, 100, bottom, top)
    grid, texts = _grid([low, (low + 100) / 2, 100], y, width, "%")
    texts.append(Text(0, above + 40, "Lower side, share of the higher", "t"))
    places = [(at, y.at(share)) for at, share, _ in found]
    bars = (
        f"M{at} {y.at(min(100.0, share + spread))}V{y.at(max(low, share - spread))}"
        for at, share, spread in found
        if spread
    )
    last = Text(width - RIGHT + 12, places[-1][1] + 4, f"{found[-1][1]:.0f}%", "t")
    mark = Text(width - RIGHT + 12, y.at(MARK) + 4, "90% mark", "goal-t")
    return Chart(
        width,
        bottom + 34,
        grid=tuple(grid),
        marks=(f"M{EDGE} {y.at(MARK)}H{width - RIGHT}",),
        bars=tuple(bars),
        lines=(Line("ln", _points(places)),),
        dots=tuple(Dot("s", *place) for place in places),
        texts=(*texts, *_apart([mark, last])),
    )


def hurt(found: Sequence[Hurt], width: int) -> Chart | None:
    """Draw the pain of each session and of the morning after over the three zones.

    The mornings are squares on a dashed line, so that they differ from discs without color.
    """
    if not found:
        return None
    found = _worst_of_months(found)
    top, bottom = 40, 176
    x, y = _days([one.day for one in found], width), Scale(0, 10, bottom, top)
    inner = width - RIGHT - EDGE
    edges = (0, pain.FINE_TO + 0.5, pain.EASE_TO + 0.5, 10)
    names = ("0-2 fine", "3-5 ease", "6+ stop")
    boxes, texts = [], list[Text]()
    for number, name in enumerate(names):
        low, high = y.at(edges[number]), y.at(edges[number + 1])
        kind = list(pain.Zone)[number].kind
        boxes.append(Box(f"z-{kind}", EDGE, high, inner, round(low - high, 1)))
        texts.append(Text(width - RIGHT + 8, (low + high) / 2 + 4, name, "t"))
    texts += [Text(EDGE - 8, y.at(step) + 4, str(step), "", "end") for step in (0, 5, 10)]
    days = [x.at(one.day.toordinal()) for one in found]
    during = _places(days, [one.score for one in found], y)
    after = _places(days, [one.morning for one in found], y)
    texts += _first_and_last([one.day for one in found], width, bottom + 24)
    texts.append(Text(EDGE + 14, 16, "In the session", "t"))
    dots, squares = [Dot("p", EDGE + 4, 12), *(Dot("p", *at) for at in during)], list[Box]()
    if after:
        texts.append(Text(EDGE + 144, 16, "Next morning", "t"))
        squares = [_square(EDGE + 134, 12), *(_square(*place) for place in after)]
    drawn = (("ln", during), ("ln after", after))
    return Chart(
        width,
        bottom + 30,
        boxes=tuple(boxes),
        lines=tuple(Line(css, _points(places)) for css, places in drawn if places),
        dots=tuple(dots),
        squares=tuple(squares),
        texts=tuple(texts),
    )


def _places(
    days: Sequence[float], values: Sequence[int | None], y: Scale
) -> list[tuple[float, float]]:
    pairs = zip(days, values, strict=True)
    return [(at, y.at(value)) for at, value in pairs if value is not None]


def _square(x: float, y: float) -> Box:
    return Box("m", round(x - SQUARE / 2, 1), round(y - SQUARE / 2, 1), SQUARE, SQUARE)


def _worst_of_months(found: Sequence[Hurt]) -> Sequence[Hurt]:
    """Return at most 60 points: where there are more, the worst of each month."""
    if len(found) <= 60:
        return found
    months: dict[date, Hurt] = {}
    for one in found:
        month = one.day.replace(day=1)
        before = months.get(month, Hurt(month, None, one.what))
        months[month] = Hurt(
            before.day,
            _most(before.score, one.score),
            one.what,
            _most(before.morning, one.morning),
        )
    return list(months.values())


def _most(*values: int | None) -> int | None:
    return max((value for value in values if value is not None), default=None)


def _days(days: Sequence[date], width: int) -> Scale:
    low, high = days[0].toordinal(), days[-1].toordinal()
    return Scale(low, high, EDGE + 8, width - RIGHT - 4)


def _grid(steps: Sequence[float], y: Scale, width: int, unit: str) -> tuple[list[str], list[Text]]:
    paths = [f"M{EDGE} {y.at(step)}H{width - RIGHT}" for step in steps]
    texts = [Text(EDGE - 8, y.at(step) + 4, f"{step:g}{unit}", "", "end") for step in steps]
    return paths, texts


def _band(points: Sequence[Point], x: Scale, y: Scale, noise: float) -> Line:
    """Shade from the higher side down by the noise: what lies inside is no clear difference."""
    tops = [
        (x.at(one.day.toordinal()), max(one.left, one.right))
        for one in points
        if one.left is not None and one.right is not None
    ]
    if len(tops) == 1:  # one sitting is a band too
        tops = [(tops[0][0] - 8, tops[0][1]), (tops[0][0] + 8, tops[0][1])]
    down = [(at, max(y.low, value - noise)) for at, value in reversed(tops)]
    return Line("band", _points([(at, y.at(value)) for at, value in (*tops, *down)]))


def _points(places: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in places)


def _apart(texts: list[Text]) -> list[Text]:
    """Move two names that would touch away from each other."""
    if len(texts) != 2:
        return texts
    high, low = sorted(texts, key=lambda text: text.y)
    gap = APART - (low.y - high.y)
    if gap <= 0:
        return texts
    return [
        Text(high.x, round(high.y - gap / 2, 1), high.words, high.css),
        Text(low.x, round(low.y + gap / 2, 1), low.words, low.css),
    ]


def _first_and_last(days: Sequence[date], width: int, y: float) -> list[Text]:
    year = days[0].year != days[-1].year
    first, last = (_short(day, year) for day in (days[0], days[-1]))
    middle = (EDGE + width - RIGHT) / 2
    if first == last:
        return [Text(middle, y, last, "", "middle")]
    return [Text(EDGE, y, first), Text(width - RIGHT, y, last, "", "end")]


def _short(day: date, year: bool) -> str:
    return f"{day:%b %Y}" if year else f"{day:%b} {day.day}"
