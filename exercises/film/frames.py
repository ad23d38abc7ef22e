"""The pictures of a film: cards of words, and figures that move under a band with their caption.

Everything is laid out for 1280 x 720 pixels in the light theme; a smaller film is a smaller
picture of the same. Subtitles are the player's, so the foot of every picture is left to them.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import cast

import resvg_py
from PIL import Image

from exercises import drawings
from exercises.figure.camera import View
from exercises.figure.draw import still, viewbox
from exercises.figure.model import Figure, Side
from exercises.figure.outline import num
from exercises.figure.theme import LIGHT, TRACK, plain_rules
from exercises.film.words import Face, lines, write
from exercises.library.content import SceneContent, VideoContent
from exercises.pictures import MARK

type Size = tuple[int, int]

WIDTH, HEIGHT = SIZE = (1280, 720)
RATE = 25  # pictures a second
BAND = 104
FLOOR = 134  # pixels under the figure, for the lane and the subtitles
MARGIN = 56
SURFACE, LINE, INK, INK_2, ON_TRACK = "#fffcf5", "#d9cfbc", "#12302a", "#41564e", "#fffaf0"
LANES = "".join(f'<circle r="{r}"/>' for r in range(96, 400, 80))
SVG = f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">'


def title_card(video: VideoContent, size: Size = SIZE) -> Image.Image:
    """Return the picture that a film opens with, which is its poster too."""
    hero = next((scene.exercise for scene in video.scenes if scene.exercise), "")
    image = _track(hero)
    write(image, video.title, _fitting(video.title, 96), (MARGIN, 52, 500), ON_TRACK)
    return _sized(image, size)


def card(caption: str, size: Size = SIZE) -> Image.Image:
    """Return a scene's picture that is its caption."""
    image = _track("")
    face = _fitting(caption, 88)
    step = round(face.size * 1.06)
    top = (HEIGHT - len(lines(caption, face, 620)) * step) // 2 - 24
    write(image, caption, face, (MARGIN, top, 620), ON_TRACK)
    return _sized(image, size)


def figure_of(scene: SceneContent) -> Figure:
    """Return a scene's figure; KeyError where the exercise has no drawing."""
    figure = drawings.figure(scene.exercise)
    if figure is None:
        raise KeyError(scene.exercise)
    return figure


def figure_frames(scene: SceneContent, figure: Figure, size: Size = SIZE) -> Iterator[Image.Image]:
    """Yield one loop of a scene's figure, picture by picture; a held pose is drawn once."""
    camera = scene.camera if scene.camera in figure.cameras else next(iter(figure.cameras))
    side = cast(Side, scene.side)
    band = _sized(_band(scene.caption, figure.title), (size[0], round(size[1] * BAND / HEIGHT)))
    box = _box(figure, camera, side)
    before, image = "", None
    for number in range(loop_length(figure)):
        drawn = still(figure, camera, side, time=number / RATE, label="")
        if image is None or drawn != before:
            before, image = drawn, _under(band, drawn, box, size)
        yield image


def loop_length(figure: Figure) -> int:
    """Return how many pictures one loop has; a figure that stands still has one."""
    return max(1, round(figure.film.seconds * RATE))


def _box(figure: Figure, camera: str, side: Side) -> str:
    """Return the viewBox that holds the whole loop, with the floor well above the subtitles."""
    view = View(figure.camera(camera), flip=side == "left")
    high = HEIGHT - BAND - FLOOR
    x, y, w, h = viewbox(figure, view, figure.film.every(6), figure.arcs[camera], WIDTH / high)
    return " ".join(num(v) for v in (x, y, w, h * (HEIGHT - BAND) / high))


def _under(band: Image.Image, drawn: str, box: str, size: Size) -> Image.Image:
    """Return a figure's drawing with the band of its caption above."""
    width, height = size[0], size[1] - band.height
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="{box}"><style>{plain_rules()}</style>'
    )
    body = drawn[drawn.index("</title>") + len("</title>") :]
    image = Image.new("RGB", size)
    image.paste(band)
    image.paste(_raster(opening + body, LIGHT["st"]), (0, band.height))
    return image


def _band(caption: str, name: str) -> Image.Image:
    """Return the band with a scene's caption and the exercise's name."""
    image = Image.new("RGB", (WIDTH, BAND), SURFACE)
    image.paste(LINE, (0, BAND - 2, WIDTH, BAND))
    label = Face(27, 500)
    length = round(label.font.getlength(name))
    write(image, name, label, (WIDTH - MARGIN - length, 36, WIDTH), INK_2)
    room = WIDTH - length - 3 * MARGIN
    face = next(
        (
            f
            for f in (Face(s, 740, True) for s in (46, 40, 34))
            if f.font.getlength(caption) <= room
        ),
        Face(28, 740, True),
    )
    rows = len(lines(caption, face, room))
    top = (BAND - rows * round(face.size * 1.06)) // 2 - 4
    write(image, caption, face, (MARGIN, top, room), INK)
    return image


def _track(slug: str) -> Image.Image:
    """Return the terracotta panel: lanes round a runner's hip, or round nobody's, and the mark."""
    inside, x, y = drawings.poster(slug) or ("", 0.0, 0.0)
    runner = f'<g transform="translate({num(-x)} {num(-y)})">{inside}</g>'
    lanes = f'<g fill="none" stroke="{ON_TRACK}" stroke-opacity=".55" stroke-width="3">{LANES}</g>'
    mark = MARK.replace("translate(40 36)", f"translate({MARGIN - 8} {HEIGHT - 112})")
    mark = "".join(_whitened(mark))
    # A card leaves more room to its words than a title to its runner.
    middle = f"translate({860 if slug else 960} {HEIGHT // 2 + 20})"
    return _raster(
        f"{SVG}<style>{plain_rules(on_track=True)}</style>"
        f'<g transform="{middle}">{lanes}{runner}</g>{mark}</svg>',
        TRACK["st"],
    )


def _whitened(mark: str) -> Iterator[str]:
    """Yield the parts of the mark as it stands on the panel: in one color."""
    parts = mark.split("#")
    yield parts[0]
    yield from (f"{ON_TRACK}{part[6:]}" for part in parts[1:])


def _fitting(text: str, largest: int) -> Face:
    """Return the headline's face at a size whose longest word and lines fit a card."""
    longest = max(len(word) for word in text.split())
    return Face(min(largest, 900 // max(longest, 8), 360 // (1 + len(text) // 18)), 780, True)


def _raster(svg: str, background: str) -> Image.Image:
    drawn = resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, background=background)
    return Image.open(io.BytesIO(bytes(drawn))).convert("RGB")


def _sized(image: Image.Image, size: Size) -> Image.Image:
    return image if image.size == size else image.resize(size)
