"""A film made fit for the web: H.264 and AAC in MP4, its index first, in at most two sizes.

The picture is turned upright, at most 30 a second, 8 bits, never larger than it came; the sound is
stereo at most. One pass over the file writes both sizes. Runs inside the jail alone.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.audio.frame import AudioFrame
from av.container import InputContainer
from av.error import FFmpegError
from av.packet import Packet
from av.video.frame import VideoFrame

from exercises.media.films import BROKEN, opened, picture_of, seconds_of
from exercises.media.limits import FILM_SECONDS, RefusedError, check_film
from exercises.media.writing import THREADS, Writing

# A file of a phone may have a bad packet or two; one with more is damaged.
BAD_PACKETS = 10
# The sound of before the first picture, about 40 seconds of it.
EARLY_FRAMES = 2000

type Told = Callable[[int], None]


def make(path: Path, reader: str, target: Path, told: Told) -> dict[str, Any]:
    """Write poster and renditions into `target`, telling the percentage done on the way.

    Returns {"width", "height", "length_s", "poster", "renditions"} as in `pictures.make`.
    """
    with opened(path, reader) as container:
        return Film(container, target, told).make()


class Film:
    """One pass over a file: decoded once, written in every size."""

    def __init__(self, container: InputContainer, target: Path, told: Told) -> None:
        """Prepare the pass."""
        self.container, self.target, self.told = container, target, told
        self.pictures = picture_of(container)
        self.sounds = next(iter(container.streams.audio), None)
        self.stated = seconds_of(container)
        self.writing: Writing | None = None
        self.early: list[AudioFrame] = []
        self.poster: VideoFrame | None = None
        self.seconds = 0.0
        self.bad = 0

    def make(self) -> dict[str, Any]:
        """Write everything and return it; RefusedError for a film that ends too early."""
        check_film(self.pictures.width, self.pictures.height, self.stated)
        self.pictures.thread_count = THREADS
        wanted = [self.pictures, *([self.sounds] if self.sounds else [])]
        for packet in self.container.demux(wanted):
            for frame in self._decoded(packet):
                if frame.pts is None or frame.time_base is None:
                    continue
                if isinstance(frame, VideoFrame):
                    self._see(frame)
                elif isinstance(frame, AudioFrame):
                    self._hear(frame)
        if self.writing is not None:
            self._note(self.writing.see(None))
        if self.writing is None or self.poster is None or self.seconds < 0.9 * self.stated - 1:
            raise RefusedError(BROKEN)
        self.writing.end()
        large = self.writing.renditions[0]
        still = self.poster.reformat(large.width, large.height, "rgb24")
        still.to_image().save(self.target / "poster.webp", "WEBP", quality=80)  # type: ignore[no-untyped-call]  # PyAV leaves Pillow's types out
        return {
            "width": large.width,
            "height": large.height,
            "length_s": max(1, round(self.seconds)),
            "poster": "poster.webp",
            "renditions": [rendition.told() for rendition in self.writing.renditions],
        }

    def _decoded(self, packet: Packet[Any]) -> list[Any]:
        try:
            return list(packet.decode())
        except FFmpegError as error:
            self.bad += 1
            if self.bad > BAD_PACKETS:
                raise RefusedError(BROKEN) from error
            return []

    def _see(self, frame: VideoFrame) -> None:
        if self.writing is None:
            start = Fraction(self.container.start_time or 0, av.time_base)
            self.writing = Writing(self.target, frame, self.pictures, self.sounds, start)
            for sound in self.early:
                self.writing.hear(sound)
        self._note(self.writing.see(frame))

    def _note(self, written: Any) -> None:
        """Remember how far the film is, choose its poster, and tell."""
        for seconds, frame in written:
            self.seconds = seconds
            if seconds > FILM_SECONDS + 1:
                check_film(1, 1, seconds)
            if self.poster is None or seconds <= min(1.0, self.stated / 10):
                self.poster = frame
            self.told(min(99, int(100 * seconds / self.stated)) if self.stated else 0)

    def _hear(self, frame: AudioFrame) -> None:
        if self.writing is not None:
            self.writing.hear(frame)
            return
        self.early.append(frame)
        if len(self.early) > EARLY_FRAMES:
            raise RefusedError("This video has sound and hardly any pictures.")
