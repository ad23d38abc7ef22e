"""Real pictures and films, made for a test in a fraction of a second."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame
from PIL import Image

TRACK_ROTATED = struct.pack(">9i", 0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000)
TRACK_PLAIN = struct.pack(">9i", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)


def picture(form: str = "JPEG", size: tuple[int, int] = (320, 200), **options: object) -> bytes:
    """Return a picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", size, (30, 60, 220))
    image.paste((220, 40, 30), (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def picture_on_its_side_with_a_place() -> bytes:
    """Return a JPEG of 320 x 200 that is to be turned, and that says where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Phone of Ben"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    return picture(exif=exif)


def bomb() -> bytes:
    """Return a PNG of a few kilobytes that would fill 2.5 gigabytes."""
    side = 29_000

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 4_000_000, 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def film(
    path: Path,
    seconds: float = 2,
    size: tuple[int, int] = (640, 480),
    rate: int = 25,
    has_picture: bool = True,
    has_sound: bool = True,
) -> Path:
    """Write a film: MP4, MOV, MKV or WebM by the name of the path."""
    is_webm = path.suffix == ".webm"
    with av.open(str(path), "w") as container:
        if has_picture:
            video = container.add_stream("libvpx" if is_webm else "libx264", rate=rate)
            video.width, video.height = size
            video.pix_fmt = "yuv420p"
            video.codec_context.thread_count = 1
        if has_sound:
            audio = container.add_stream("libopus" if is_webm else "aac", rate=48_000)
        if has_picture:
            for number in range(int(seconds * rate)):
                shade = 40 + number * 3 % 200
                image = Image.new("RGB", size, (shade, 90, 255 - shade))
                image.paste((220, 40, 30), (0, 0, size[0] // 2, size[1] // 4))
                frame = VideoFrame.from_image(image)  # type: ignore[no-untyped-call]  # PyAV leaves Pillow's types out
                frame.pts, frame.time_base = number, Fraction(1, rate)
                container.mux(video.encode(frame))
            container.mux(video.encode(None))
        if has_sound:
            step = 960 if is_webm else 1024
            layout_form = audio.codec_context.format.name
            for number in range(int(seconds * 48_000 / step)):
                sound = AudioFrame(layout_form, audio.codec_context.layout, step)
                for plane in sound.planes:
                    plane.update(bytes(plane.buffer_size))
                sound.sample_rate, sound.pts = 48_000, number * step
                sound.time_base = Fraction(1, 48_000)
                container.mux(audio.encode(sound))
            container.mux(audio.encode(None))
    return path


def turned(path: Path) -> Path:
    """Mark a film as recorded with the telephone upright: to be turned by a quarter."""
    data = path.read_bytes()
    assert data.count(TRACK_PLAIN) >= 1
    where = data.index(TRACK_PLAIN, data.index(b"tkhd"))
    path.write_bytes(data[:where] + TRACK_ROTATED + data[where + len(TRACK_PLAIN) :])
    return path


def changed(path: Path, change: Callable[[bytes], bytes]) -> Path:
    """Write a file anew with its bytes changed."""
    path.write_bytes(change(path.read_bytes()))
    return path
