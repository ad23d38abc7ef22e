"""Byte ranges of HTTP (RFC 9110, part 14): one range is answered; several, or nonsense, are not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

ONE = re.compile(r"bytes=[ \t]*(\d{0,18})-(\d{0,18})[ \t]*", re.IGNORECASE)
CHUNK = 64 * 1024


class UnsatisfiableError(ValueError):
    """A range that begins behind the end of the file."""


def parse(header: str, size: int) -> tuple[int, int] | None:
    """Return the first and last byte that a Range header asks for.

    None means the whole file, which RFC 9110 allows as the answer to several ranges and asks for as
    the answer to a header that cannot be read. UnsatisfiableError where no byte is in the range.
    """
    found = ONE.fullmatch(header)
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        length = min(int(found[2]), size)
        if not length:
            raise UnsatisfiableError
        return size - length, size - 1
    first = int(found[1])
    last = int(found[2]) if found[2] else size - 1
    if last < first and found[2]:
        return None
    if first >= size:
        raise UnsatisfiableError
    return first, min(last, size - 1)


def respond(request: HttpRequest, path: Path, content_type: str, etag: str) -> HttpResponseBase:
    """Answer with a file or the part of it that is asked for: 200, 206, 304 or 416.

    OSError where there is no such file.
    """
    size = path.stat().st_size
    headers = {"ETag": etag, "Accept-Ranges": "bytes"}
    if etag in [mark.strip() for mark in request.headers.get("If-None-Match", "").split(",")]:
        return HttpResponse(status=304, headers=headers)
    wanted = request.headers.get("Range", "")
    if request.headers.get("If-Range", etag) != etag:
        wanted = ""
    try:
        part = parse(wanted, size)
    except UnsatisfiableError:
        return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    first, last = part or (0, size - 1)
    response = StreamingHttpResponse(
        _bytes(path, first, last - first + 1) if request.method == "GET" else (),
        status=206 if part else 200,
        content_type=content_type,
        headers={**headers, "Content-Length": str(last - first + 1)},
    )
    if part:
        response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response


def _bytes(path: Path, first: int, length: int) -> Iterator[bytes]:
    """Yield a part of a file, which is open only while somebody reads."""
    with path.open("rb") as file:
        file.seek(first)
        while length > 0 and (chunk := file.read(min(CHUNK, length))):
            length -= len(chunk)
            yield chunk
