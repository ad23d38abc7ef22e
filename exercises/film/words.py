"""Words drawn into the pictures of a film, in the two faces of the house."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from PIL import ImageDraw, ImageFont
from PIL.Image import Image

from exercises.film.errors import FilmError

# The very files that the pages load; FreeType reads the variable faces as they are.
PACKAGES = settings.BASE_DIR / "node_modules" / "@fontsource-variable"
FACES = (
    "bricolage-grotesque/files/bricolage-grotesque-latin-opsz-normal.woff2",
    "atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2",
)


@dataclass(frozen=True, slots=True)
class Face:
    """A face at a size in pixels and a weight; the display face is the house's headline."""

    size: int
    weight: int
    display: bool = False

    @property
    def font(self) -> ImageFont.FreeTypeFont:
        """The font, loaded once."""
        return _font(self)


@lru_cache(maxsize=16)
def _font(face: Face) -> ImageFont.FreeTypeFont:
    path = PACKAGES / FACES[0 if face.display else 1]
    try:
        font = ImageFont.truetype(str(path), face.size)
    except OSError as error:
        raise FilmError("fonts", f"{path.name} is not there; `make run` brings it") from error
    font.set_variation_by_axes([min(96, face.size), face.weight] if face.display else [face.weight])
    return font


def lines(text: str, face: Face, width: int) -> list[str]:
    """Break a text into lines of at most so many pixels; a longer word stands alone."""
    found: list[str] = []
    for word in text.split():
        longer = f"{found[-1]} {word}" if found else word
        if found and face.font.getlength(longer) <= width:
            found[-1] = longer
        else:
            found.append(word)
    return found


def write(image: Image, text: str, face: Face, place: tuple[int, int, int], color: str) -> int:
    """Write a text from (x, y) in lines of a width; return where the next line would begin."""
    x, y, width = place
    draw = ImageDraw.Draw(image)
    step = round(face.size * (1.06 if face.display else 1.3))
    for line in lines(text, face, width):
        draw.text((x, y), line, font=face.font, fill=color)
        y += step
    return y
