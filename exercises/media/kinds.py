"""What a file is, read from its first bytes; its name and what a browser calls it say nothing."""

from __future__ import annotations

import re

from exercises.media.limits import RefusedError

HEAD_BYTES = 512
TAKEN = "JPEG, PNG and WebP pictures and MP4, MOV, WebM and MKV videos are taken"

# Brands of ISO files that hold a still picture.
STILLS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"}
OTHERS = (
    (re.compile(rb"GIF8[79]a"), "a GIF"),
    (re.compile(rb"(II\*\0|MM\0\*)"), "a TIFF picture"),
    (re.compile(rb"BM.{4}\0\0\0\0", re.DOTALL), "a BMP picture"),
    (re.compile(rb"%PDF-"), "a PDF"),
    (re.compile(rb"RIFF....AVI ", re.DOTALL), "an AVI video"),
    (re.compile(rb"RIFF....WAVE|ID3|OggS|fLaC", re.DOTALL), "a sound file"),
    (re.compile(rb"PK\x03\x04"), "a ZIP archive"),
    (
        re.compile(
            rb"(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)?<svg", re.DOTALL | re.IGNORECASE
        ),
        "an SVG",
    ),
    (
        re.compile(rb"(\xef\xbb\xbf)?\s*<(!doctype|html|head|script|body)", re.IGNORECASE),
        "a web page",
    ),
)


def sniff(head: bytes) -> tuple[str, str]:
    """Return the kind (image or video) and the reader's name for it; RefusedError for all else."""
    if not head:
        raise RefusedError("This file is empty.")
    if head.startswith(b"\xff\xd8\xff"):
        return "image", "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image", "PNG"
    if re.match(rb"RIFF....WEBP", head, re.DOTALL):
        return "image", "WEBP"
    if head[4:8] == b"ftyp" and head[8:12] in STILLS:
        raise RefusedError(f"This is an HEIC or AVIF picture; {TAKEN}. Export it as JPEG.")
    if head[4:8] in (b"ftyp", b"moov", b"wide", b"mdat"):
        return "video", "mov"
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "video", "matroska"
    for pattern, name in OTHERS:
        if pattern.match(head):
            raise RefusedError(f"This is {name}; {TAKEN}.")
    raise RefusedError(f"This file is neither a picture nor a video that can be read; {TAKEN}.")
