"""What an upload may measure, and the sentence that says so when it measures more."""

from __future__ import annotations

MEGABYTE = 1_000_000
PICTURE_BYTES = 12 * MEGABYTE
PICTURE_PIXELS = 40_000_000
PICTURE_WIDTHS = (1600, 800)
FILM_BYTES = 500 * MEGABYTE
FILM_SECONDS = 20 * 60
FILM_SIDE = 4096
FILM_HEIGHTS = (720, 360)
FILM_RATE = 30

CHECK_SECONDS = 20
# A film on one slow core may take three times its own length.
WORK_SECONDS = 60 * 60
STALL_SECONDS = 45
MEMORY_BYTES = 3_000 * MEGABYTE
MADE_BYTES = 1_500 * MEGABYTE


class RefusedError(Exception):
    """A file that is not taken; the message is a sentence for the editor."""


def check_bytes(kind: str, size: int) -> None:
    """Refuse a file that is empty or too large for its kind."""
    most = PICTURE_BYTES if kind == "image" else FILM_BYTES
    noun = "picture" if kind == "image" else "video"
    if size > most:
        # Rounded up, so that the number said is never one that would be allowed.
        measured, allowed = -(-size // MEGABYTE), most // MEGABYTE
        raise RefusedError(f"This {noun} has {measured} MB; at most {allowed} MB are taken.")


def check_pixels(width: int, height: int) -> None:
    """Refuse a picture with more pixels than a page can ever show."""
    if width * height > PICTURE_PIXELS:
        raise RefusedError(
            f"This picture measures {width} by {height} pixels; "
            f"at most {PICTURE_PIXELS // 1_000_000} million in all are taken."
        )


def check_film(width: int, height: int, seconds: float) -> None:
    """Refuse a film that is too large or too long; 0 seconds means that nobody knows yet."""
    if not (0 < width <= FILM_SIDE and 0 < height <= FILM_SIDE):
        raise RefusedError(
            f"This video measures {width} by {height} pixels; at most {FILM_SIDE} a side are taken."
        )
    if seconds > FILM_SECONDS:
        raise RefusedError(
            f"This video lasts {seconds / 60:.1f} minutes; "
            f"at most {FILM_SECONDS // 60} minutes are taken."
        )
