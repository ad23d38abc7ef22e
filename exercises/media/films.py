"""Films: what is inside a file, told by FFmpeg's libraries. Runs inside the jail alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import av
from av.container import InputContainer
from av.error import FFmpegError
from av.stream import Disposition
from av.video.stream import VideoStream

from exercises.media.limits import RefusedError, check_film

BROKEN = "This video is damaged or ends too early."


@contextmanager
def opened(path: Path, reader: str) -> Iterator[InputContainer]:
    """Open a film with the one reader that its first bytes name, and let it reach no other file."""
    try:
        with av.open(str(path), format=reader, options={"protocol_whitelist": "file"}) as container:
            yield container
    except OSError as error:
        # Errors of the disk and of the memory are FFmpegErrors too, and say more than "damaged".
        if error.errno:
            raise
        raise RefusedError(BROKEN) from error
    except FFmpegError as error:
        raise RefusedError(BROKEN) from error


def picture_of(container: InputContainer) -> VideoStream:
    """Return the stream of moving pictures; a cover in a sound file is none."""
    for stream in container.streams.video:
        if not stream.disposition & Disposition.attached_pic:
            return stream
    raise RefusedError("This file has sound and no moving pictures.")


def seconds_of(container: InputContainer) -> float:
    """Return the length that the file states, or 0 where it states none."""
    return max(0.0, (container.duration or 0) / av.time_base)


def check(path: Path, reader: str) -> dict[str, Any]:
    """Return {"width", "height", "length_s", "codec"} after reading the first picture.

    Width and height are those of the upright picture; length_s is 0 where the file states none.
    """
    with opened(path, reader) as container:
        stream = picture_of(container)
        if stream.codec_context is None:
            raise RefusedError("This video is in a format that cannot be read.")
        seconds = seconds_of(container)
        check_film(stream.width, stream.height, seconds)
        stream.thread_count = 2
        frame = next(container.decode(stream), None)
        if frame is None:
            raise RefusedError(BROKEN)
        sides = (frame.width, frame.height)
        width, height = sides[::-1] if is_on_its_side(frame.rotation) else sides
        return {
            "width": width,
            "height": height,
            "length_s": round(seconds),
            "codec": stream.codec_context.name,
        }


def is_on_its_side(rotation: int) -> bool:
    """Tell whether a picture is turned by a quarter."""
    return rotation % 180 != 0
