"""A film as it is written: H.264 and AAC in one MP4 whose index comes first.

A figure's loop is encoded once. Where it comes round again its packets are repeated with later
times, which costs neither drawing nor encoding, and no picture is kept: memory holds packets alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.audio.frame import AudioFrame
from av.codec.context import CodecContext, Flags
from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace
from PIL.Image import Image

from exercises.film.frames import RATE, Size

CLOCK = Fraction(1, RATE)
# Flat colors and outlines: large quantizers show little, and long runs of B-frames pay.
QUALITY = {
    "crf": "33",
    "preset": "medium",
    "tune": "animation",
    "x264-params": "keyint=infinite:scenecut=0:bframes=6:rc-lookahead=12:stitchable=1",
}
REORDERED = 2  # pictures by which decoding runs ahead with x264's pyramid of B-frames
THREADS = 2
SOUND_BITS = 40_000


@dataclass(frozen=True, slots=True)
class Coded:
    """An encoded picture; `pts` counts pictures of 1/25 s from the beginning of its take."""

    data: bytes
    pts: int
    is_key: bool


@dataclass(frozen=True, slots=True)
class Take:
    """A stretch that stands on its own, `length` pictures long."""

    coded: tuple[Coded, ...]
    length: int


def take(pictures: Iterable[tuple[int, Image]], length: int, size: Size) -> Take:
    """Encode pictures, each with its number from 0 on; numbers left out show the one before."""
    encoder = _encoder(size)
    coded: list[Coded] = []
    for number, picture in pictures:
        drawn = VideoFrame.from_image(picture)  # type: ignore[no-untyped-call]  # PyAV leaves Pillow's types out
        frame = drawn.reformat(
            format="yuv420p", dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG
        )
        frame.pts, frame.time_base, frame.pict_type = number, CLOCK, 0
        coded += map(_coded, encoder.encode(frame))
    coded += map(_coded, encoder.encode(None))
    return Take(tuple(coded), length)


def write(path: Path, shots: list[tuple[Take, int]], size: Size, sound: Sound | None) -> int:
    """Write takes, each as often as said, with their sound; return the pictures' number.

    OSError where the disk refuses.
    """
    options = {"movflags": "+faststart", "fflags": "+bitexact"}
    with av.open(str(path), "w", format="mp4", options=options) as container:
        # This encoder is never given a picture: it writes the head that all takes share.
        picture = container.add_stream("libx264", rate=RATE, options=QUALITY)
        _set_up(picture.codec_context, size)
        voice = None
        if sound is not None:
            voice = container.add_stream("aac", rate=sound.rate, layout="mono")
            voice.bit_rate = SOUND_BITS
        packets, length = _line_up(shots)
        for packet in packets:
            packet.stream = picture
            container.mux(packet)
        if sound is not None and voice is not None:
            for frame in sound.frames():
                container.mux(voice.encode(frame))
            container.mux(voice.encode(None))
    return length


@dataclass(frozen=True, slots=True)
class Sound:
    """Mono sound: samples of 16 bits, `rate` of them a second."""

    samples: bytes
    rate: int

    def frames(self, step: int = 1024) -> Iterable[AudioFrame]:
        """Yield the sound in pieces as an encoder takes them; silence fills up the last."""
        for start in range(0, len(self.samples), 2 * step):
            part = self.samples[start : start + 2 * step].ljust(2 * step, b"\0")
            frame = AudioFrame(format="s16", layout="mono", samples=step)
            frame.planes[0].update(part)
            frame.rate, frame.pts = self.rate, start // 2
            frame.time_base = Fraction(1, self.rate)
            yield frame


def _encoder(size: Size) -> VideoCodecContext:
    encoder = CodecContext.create("libx264", "w")
    encoder.options = QUALITY
    encoder.flags |= Flags.global_header
    _set_up(encoder, size)
    return encoder


def _set_up(encoder: VideoCodecContext, size: Size) -> None:
    encoder.width, encoder.height = size
    encoder.pix_fmt = "yuv420p"
    encoder.time_base, encoder.framerate = CLOCK, Fraction(RATE)
    encoder.thread_count = THREADS
    encoder.color_range, encoder.colorspace = ColorRange.MPEG, Colorspace.ITU709


def _coded(packet: Packet[Any]) -> Coded:
    return Coded(bytes(packet), packet.pts or 0, packet.is_keyframe)


def _line_up(shots: list[tuple[Take, int]]) -> tuple[list[Packet[Any]], int]:
    """Return all packets in the order of decoding, timed for the film, and its length.

    Decoding follows a clock of its own: the n-th packet is due when the picture is shown that
    stands REORDERED places before the n-th.
    """
    placed: list[tuple[int, Coded]] = []
    start = 0
    for shot, times in shots:
        for _ in range(times):
            placed += [(start + one.pts, one) for one in shot.coded]
            start += shot.length
    shown = sorted(pts for pts, _ in placed)
    ends = [*shown[1:], start]
    lasting = {pts: end - pts for pts, end in zip(shown, ends, strict=True)}
    due = [*range(shown[0] - REORDERED, shown[0]), *shown]
    packets = []
    for number, (pts, one) in enumerate(placed):
        packet = Packet(one.data)
        packet.pts, packet.dts, packet.time_base = pts, due[number], CLOCK
        packet.duration = lasting[pts]
        packet.is_keyframe = one.is_key
        packets.append(packet)
    # A file is as long as its decoding, which stops a little before the last picture has gone.
    packets[-1].duration = start - due[len(placed) - 1]
    return packets, start
