"""A contact sheet: every movement as a strip of pictures, drawn to pixels to be looked at."""

from collections.abc import Iterable, Iterator
from io import BytesIO

import resvg_py
from PIL import Image, ImageDraw, ImageFont

from exercises.figure.check import check
from exercises.figure.draw import still
from exercises.figure.model import Figure, Side
from exercises.figure.theme import DARK, LIGHT, plain_rules

WIDTH, HEIGHT = 480, 360
COLUMNS = 3
CAPTION, GAP = 34, 6

type Moment = tuple[int, float]
"""A row of the timeline and the share of its movement."""


def moments(figure: Figure) -> list[Moment]:
    """The start, then the middle and the end of each row, without those seen before."""
    asked = [(0, 1.0)] + [(i, u) for i in range(1, len(figure.timeline)) for u in (0.5, 1.0)]
    seen: list[list[tuple[float, ...]]] = []
    out = []
    for row, u in asked:
        frames = figure.film.frame(row, u)
        body = [tuple(round(v, 3) for v in origin) for _, origin in frames.values()]
        if body not in seen:
            seen.append(body)
            out.append((row, u))
    return out


def strip(
    figure: Figure,
    camera: str,
    side: Side = "right",
    *,
    dark: bool = False,
    crop: float | None = None,
) -> Image.Image:
    """One camera of a figure: its moments from left to right, its name and its problems below.

    crop: width / height of a card, as in `draw.still`.
    """
    shown = moments(figure)
    lines = -(-len(shown) // COLUMNS)
    height = lines * (HEIGHT + GAP) + CAPTION
    paper, ink = (DARK["st"], "white") if dark else ("white", "black")
    out = Image.new("RGB", (COLUMNS * (WIDTH + GAP), height), paper)
    for number, (row, u) in enumerate(shown):
        svg = still(figure, camera, side, row=row, share=u, ghost=False, crop=crop)
        place = number % COLUMNS * (WIDTH + GAP), number // COLUMNS * (HEIGHT + GAP)
        out.paste(picture(svg, dark), place)
    words = "; ".join([f"{figure.id}  {camera}", *check(figure).problems])
    pen, font = ImageDraw.Draw(out), ImageFont.load_default(20)
    pen.text((8, height - CAPTION + 4), words, fill=ink, font=font)
    return out


def picture(svg: str, dark: bool = False) -> Image.Image:
    """A still on its stage, in pixels."""
    colors = DARK if dark else LIGHT
    placed = svg.replace("<svg ", f'<svg width="{WIDTH}" height="{HEIGHT}" ', 1)
    file = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">'
        f"<style>{plain_rules(dark=dark)}</style>"
        f'<path fill="{colors["st"]}" d="M0 0H{WIDTH}V{HEIGHT}H0z"/>{placed}</svg>'
    )
    png = bytes(resvg_py.svg_to_bytes(svg_string=file, skip_system_fonts=True))
    return Image.open(BytesIO(png)).convert("RGB")


def pages(strips: Iterable[Image.Image], per_page: int) -> Iterator[Image.Image]:
    """Strips below each other, so many to a page."""
    waiting: list[Image.Image] = []
    for one in strips:
        waiting.append(one)
        if len(waiting) == per_page:
            yield _stack(waiting)
            waiting = []
    if waiting:
        yield _stack(waiting)


def _stack(strips: list[Image.Image]) -> Image.Image:
    out = Image.new("RGB", (strips[0].width, sum(one.height for one in strips)))
    y = 0
    for one in strips:
        out.paste(one, (0, y))
        y += one.height
    return out
