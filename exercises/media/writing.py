"""Writing a film for the web: one picture after the other, in at most two sizes.

Runs inside the jail alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.filter import Graph
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace
from av.video.stream import VideoStream

from exercises.media.films import is_on_its_side
from exercises.media.limits import FILM_HEIGHTS, FILM_RATE

CLOCK = Fraction(1, 90_000)
SOUND_RATE = 48_000
THREADS = 2
QUALITY = {"crf": "23", "preset": "veryfast"}
TURNS = {90: ("transpose", "cclock"), -90: ("transpose", "clock")}


class Rendition:
    """One MP4 file that is being written."""

    def __init__(self, path: Path, size: tuple[int, int], layout: str) -> None:
        """Begin a file; without a layout of loudspeakers it has no sound."""
        self.path, (self.width, self.height) = path, size
        self.container = av.open(
            str(path), "w", format="mp4", options={"movflags": "+faststart", "fflags": "+bitexact"}
        )
        self.picture = self.container.add_stream("libx264", rate=FILM_RATE, options=QUALITY)
        self.picture.width, self.picture.height = size
        self.picture.pix_fmt = "yuv420p"
        self.picture.codec_context.time_base = CLOCK
        self.picture.codec_context.gop_size = 2 * FILM_RATE
        self.picture.codec_context.thread_count = THREADS
        self.picture.codec_context.color_range = ColorRange.MPEG
        self.picture.codec_context.colorspace = Colorspace.ITU709
        self.sound: AudioStream | None = None
        if layout:
            self.sound = self.container.add_stream("aac", rate=SOUND_RATE, layout=layout)
            self.sound.bit_rate = 96_000

    def show(self, frame: VideoFrame | None) -> None:
        """Write a picture, or None after the last one."""
        if frame is not None:
            pts, time_base = frame.pts, frame.time_base
            frame = frame.reformat(
                self.width,
                self.height,
                "yuv420p",
                dst_colorspace=Colorspace.ITU709,
                dst_color_range=ColorRange.MPEG,
            )
            frame.pts, frame.time_base = pts, time_base
            frame.pict_type = 0
        self.container.mux(self.picture.encode(frame))

    def play(self, frame: AudioFrame | None) -> None:
        """Write sound, or None after the last of it."""
        if self.sound is not None:
            self.container.mux(self.sound.encode(frame))

    def told(self) -> dict[str, Any]:
        """Return what a page must know about this file."""
        size = {"width": self.width, "height": self.height}
        return {"file": self.path.name, "type": "video/mp4", **size}


class Writing:
    """All renditions of a film, and the way of its pictures and its sound to them."""

    def __init__(
        self,
        target: Path,
        first: VideoFrame,
        pictures: VideoStream,
        sounds: AudioStream | None,
        start: Fraction,
    ) -> None:
        """Begin the files; the first picture knows its size. `start` is the film's, in seconds."""
        self.start, self.last = start, -1
        self.form = (first.width, first.height, first.format.name)
        self.graph = _upright(first, pictures)
        layout = ""
        if sounds is not None:
            layout = "mono" if sounds.channels == 1 else "stereo"
        self.resampler = AudioResampler("fltp", layout or "mono", SOUND_RATE, frame_size=1024)
        self.renditions = [
            Rendition(target / f"{min(size)}.mp4", size, layout)
            for size in sizes(*_shape(first, pictures))
        ]

    def see(self, frame: VideoFrame | None) -> Sequence[tuple[float, VideoFrame]]:
        """Write a picture, or None after the last; return what was written, with its second."""
        if frame is not None and (frame.width, frame.height, frame.format.name) != self.form:
            pts, time_base = frame.pts, frame.time_base
            frame = frame.reformat(*self.form)
            frame.pts, frame.time_base = pts, time_base
        self.graph.vpush(frame)
        written: list[tuple[float, VideoFrame]] = []
        while True:
            try:
                upright = self.graph.vpull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return written
            moment = _moment(upright) - self.start
            pts = round(moment / CLOCK)
            if pts <= self.last:
                continue
            self.last = pts
            upright.pts, upright.time_base = pts, CLOCK
            for rendition in self.renditions:
                rendition.show(upright)
            written.append((float(moment), upright))

    def hear(self, frame: AudioFrame | None) -> None:
        """Write sound, or None after the last of it."""
        if frame is not None:
            moment = max(Fraction(0), _moment(frame) - self.start)
            frame.pts, frame.time_base = round(moment * SOUND_RATE), Fraction(1, SOUND_RATE)
        for part in self.resampler.resample(frame):
            for rendition in self.renditions:
                rendition.play(part)

    def end(self) -> None:
        """Write what is still on its way and close the files."""
        if self.renditions[0].sound is not None:
            self.hear(None)
        for rendition in self.renditions:
            rendition.show(None)
            rendition.play(None)
            rendition.container.close()


def sizes(width: int, height: int) -> list[tuple[int, int]]:
    """Return the sizes to be made, the largest first: 720p and 360p, but none larger than it is.

    The number before the p is the shorter side, so that a film held upright counts alike.
    """
    short = min(width, height)
    shorts = [min(short, FILM_HEIGHTS[0])]
    if short > FILM_HEIGHTS[1]:
        shorts.append(FILM_HEIGHTS[1])
    return [(_even(width * side / short), _even(height * side / short)) for side in shorts]


def _even(length: float) -> int:
    """H.264 counts its pixels in pairs."""
    return max(2, 2 * round(length / 2))


def _shape(frame: VideoFrame, stream: VideoStream) -> tuple[int, int]:
    """Return width and height of the picture as it is to be seen: square pixels, upright."""
    ratio = stream.sample_aspect_ratio
    width = round(frame.width * ratio) if ratio and 0 < ratio < 10 else frame.width
    return (frame.height, width) if is_on_its_side(frame.rotation) else (width, frame.height)


def _moment(frame: VideoFrame | AudioFrame) -> Fraction:
    """Return when a frame is due, in seconds of its file."""
    base = frame.time_base or CLOCK
    return (frame.pts or 0) * Fraction(base.numerator, base.denominator)


def _upright(frame: VideoFrame, stream: VideoStream) -> Graph:
    """Return the graph that turns a picture upright and leaves out what is too many a second."""
    graph = Graph()
    steps = [
        graph.add_buffer(
            width=frame.width,
            height=frame.height,
            format=frame.format,
            time_base=frame.time_base or stream.time_base,
        )
    ]
    if frame.rotation in TURNS:
        steps.append(graph.add(*TURNS[frame.rotation]))
    elif abs(frame.rotation) == 180:
        steps += [graph.add("hflip"), graph.add("vflip")]
    if (stream.average_rate or 0) > FILM_RATE + 1:
        steps.append(graph.add("fps", str(FILM_RATE)))
    steps.append(graph.add("buffersink"))
    graph.link_nodes(*steps).configure()
    return graph
