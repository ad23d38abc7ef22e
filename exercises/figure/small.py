"""A picture for a small place, such as a card: the same to the eye in two thirds of the text.

Whole units, of which a card's pixel shows two or three; steps instead of places, each the
difference of two rounded places, so that no error adds up.
"""

import math
import re
from itertools import pairwise

FLAT = 1.0
"""An arc that rises less than this over its chord, in units, is drawn as the chord."""
SHORT = 1.5
"""A line shorter than this, in units, is left to its neighbor."""
_PATHS = re.compile(r' d="([^"]*)"')
_COMMANDS = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_LONG_BEND = re.compile(r"(?:Q[^A-Za-z]*){12,}")
_PLACED = re.compile(r"translate\((\S+) (\S+)\) scale\((\S+) (\S+)\)")
_GHOST = re.compile(r'<g class="f-ghost"><path d="([^"]*)"/></g>')


def small(svg: str) -> str:
    """A still with small path data, without those outlines of its ghost that the body covers."""
    svg = _PATHS.sub(lambda found: f' d="{small_path(found[1])}"', svg)
    svg = _PLACED.sub(_placed, svg)
    body = svg.partition('<g class="f-body">')[2]
    return _GHOST.sub(lambda found: _ghost(found[1], body), svg)


def _placed(found: re.Match[str]) -> str:
    across, down = (round(float(number)) for number in found.groups()[:2])
    scale = found[3] if found[3] == found[4] else f"{found[3]} {found[4]}"
    return f"translate({across} {down})scale({scale})"


def _ghost(path: str, body: str) -> str:
    outlines = [f"{outline}z" for outline in path.split("z")[:-1]]
    seen = "".join(outline for outline in outlines if outline not in body)
    return f'<g class="f-ghost"><path d="{seen}"/></g>' if seen else ""


def small_path(path: str) -> str:
    """Path data in whole units and steps, of what `outline` and `draw` write."""
    out = []
    x = y = 0
    for command, text in _COMMANDS.findall(_LONG_BEND.sub(_thinned, path)):
        numbers = [round(float(number)) for number in text.split()]
        if command in "Zz":
            out.append("z")
            continue
        if command in "HV":
            numbers, command = [numbers[0], y] if command == "H" else [x, numbers[0]], "L"
        elif command == "a":
            numbers[-2:] = x + numbers[-2], y + numbers[-1]
            command = "A"
        *before, to_x, to_y = numbers
        step = (to_x - x, to_y - y)
        length = math.hypot(*step)
        if command == "M":
            out.append("M" + _packed(to_x, to_y))
        elif command == "Q":
            out.append("q" + _packed(before[0] - x, before[1] - y, *step))
        elif command == "A" and (before[3] or _rise(before[0], length) >= FLAT):
            radius, _, _, large, sweep = before
            out.append(f"a{radius} {radius} 0 {large}{sweep}{_packed(*step)}")
        elif length < SHORT:
            continue  # the next step starts from here and still ends in its place
        else:
            out.append(_line(*step))
        x, y = to_x, to_y
    return "".join(out)


def _thinned(found: re.Match[str]) -> str:
    """A bend of many pieces with every second one of its handles."""
    pieces = [tuple(map(float, piece.split())) for piece in found[0].split("Q")[1:]]
    handles = [piece[:2] for piece in pieces][::2]
    joints = [((a + c) / 2, (b + d) / 2) for (a, b), (c, d) in pairwise(handles)]
    ends = [*joints, pieces[-1][2:]]
    return "".join(f"Q{a} {b} {c} {d}" for (a, b), (c, d) in zip(handles, ends, strict=True))


def _rise(radius: float, chord: float) -> float:
    """How far the lesser arc over a chord is from it."""
    half = min(chord / 2, radius)
    return radius - math.sqrt(radius * radius - half * half)


def _line(x: int, y: int) -> str:
    if not y:
        return f"h{x}" if x else ""
    return "l" + _packed(x, y) if x else f"v{y}"


def _packed(*numbers: int) -> str:
    return " ".join(map(str, numbers)).replace(" -", "-")
