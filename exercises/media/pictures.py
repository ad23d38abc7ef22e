"""Pictures: checked, turned upright, and written anew without anything but their pixels.

Runs inside the jail alone (see `exercises.media.jail`).
"""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms, ImageOps

from exercises.media.limits import PICTURE_PIXELS, PICTURE_WIDTHS, RefusedError, check_pixels

QUALITY = 82
BROKEN = "This picture is damaged or ends too early."


def check(path: Path, reader: str) -> dict[str, Any]:
    """Return {"width", "height"} of the upright picture after reading every pixel, or refuse it."""
    picture = _read(path, reader)
    return {"width": picture.width, "height": picture.height}


def make(path: Path, reader: str, target: Path) -> dict[str, Any]:
    """Write the picture as WebP in at most two widths into `target`.

    Returns {"width", "height", "renditions": [{"file", "width", "height", "type"}]}, the largest
    first; file names are relative to `target`.
    """
    picture = _plain(_read(path, reader))
    widths = [width for width in PICTURE_WIDTHS if width < picture.width]
    if len(widths) < len(PICTURE_WIDTHS):
        widths.insert(0, picture.width)
    renditions = []
    for width in widths:
        height = max(1, round(picture.height * width / picture.width))
        small = picture.resize((width, height), Image.Resampling.LANCZOS)
        name = f"{width}.webp"
        small.save(target / name, "WEBP", quality=QUALITY, method=4)
        renditions.append({"file": name, "width": width, "height": height, "type": "image/webp"})
    return {"width": picture.width, "height": picture.height, "renditions": renditions}


def _read(path: Path, reader: str) -> Image.Image:
    """Return the first frame, turned upright; every byte that it needs has been read."""
    Image.MAX_IMAGE_PIXELS = PICTURE_PIXELS
    with warnings.catch_warnings():
        # The size is asked for below, with a sentence of our own.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            with Image.open(path, formats=[reader]) as probe:
                check_pixels(*probe.size)
                probe.verify()
            with Image.open(path, formats=[reader]) as picture:
                picture.load()
                return ImageOps.exif_transpose(picture)
        except Image.DecompressionBombError as error:
            raise RefusedError(
                f"This picture has more than {PICTURE_PIXELS // 1_000_000} million pixels."
            ) from error
        except (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError) as error:
            raise RefusedError(BROKEN) from error


def _plain(picture: Image.Image) -> Image.Image:
    """Return the picture in sRGB and without its profile, text and tags."""
    profile = picture.info.get("icc_profile")
    has_alpha = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    if profile and picture.mode in ("RGB", "CMYK"):
        try:
            srgb = ImageCms.createProfile("sRGB")
            found = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(picture, found, srgb, outputMode="RGB")
            picture = turned or picture
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a profile that cannot be read is left out
    picture = picture.convert("RGBA" if has_alpha else "RGB")
    picture.info = {}
    return picture
