"""What a file is, is read from its bytes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from exercises.media.kinds import sniff
from exercises.media.limits import RefusedError, check_bytes, check_film, check_pixels
from tests.exercises.media.files import picture


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_known_by_its_first_bytes(form: str) -> None:
    assert sniff(picture(form)) == ("image", form)


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (b"", "This file is empty."),
        (picture("GIF"), "This is a GIF;"),
        (picture("TIFF"), "This is a TIFF picture;"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC or AVIF"),
        (b"\0\0\0\x18ftypavif\0\0\0\0", "HEIC or AVIF"),
        (b'<?xml version="1.0"?>\n<svg onload="alert(1)">', "This is an SVG;"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", "This is an SVG;"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "This is a web page;"),
        (b"%PDF-1.7", "This is a PDF;"),
        (b"PK\x03\x04", "This is a ZIP archive;"),
        (b"ID3\x04", "This is a sound file;"),
        (b"#EXTM3U\nfile:///etc/passwd", "neither a picture nor a video"),
        (b"just words", "neither a picture nor a video"),
    ],
)
def test_everything_else_is_named_and_refused(head: bytes, said: str) -> None:
    with pytest.raises(RefusedError, match=r"taken|empty") as refusal:
        sniff(head)
    assert said in str(refusal.value)


def test_each_limit_says_what_was_measured_and_what_is_allowed() -> None:
    cases: tuple[tuple[Callable[[], None], str], ...] = (
        (lambda: check_bytes("image", 12_000_001), "13 MB; at most 12 MB"),
        (lambda: check_bytes("video", 612_000_000), "612 MB; at most 500 MB"),
        (lambda: check_pixels(8000, 5001), "8000 by 5001 pixels; at most 40 million"),
        (lambda: check_film(5000, 100, 1), "5000 by 100 pixels; at most 4096"),
        (lambda: check_film(0, 100, 1), "0 by 100 pixels"),
        (lambda: check_film(640, 480, 1230), "20.5 minutes; at most 20 minutes"),
    )
    for ask, said in cases:
        with pytest.raises(RefusedError) as refusal:
            ask()
        assert said in str(refusal.value)


def test_what_is_just_within_the_limits_is_taken() -> None:
    check_bytes("image", 12_000_000)
    check_bytes("video", 500_000_000)
    check_pixels(8000, 5000)
    check_film(4096, 4096, 1200)
