"""A sound track that somebody recorded, made fit for a film."""

from __future__ import annotations

from pathlib import Path

import av
from av.audio.resampler import AudioResampler
from av.error import FFmpegError

from exercises.film.errors import FilmError
from exercises.film.tape import Sound

RATE = 48_000
LONGEST_S = 3600
SLACK_S = 0.5  # an encoder's padding, which nobody hears


def read(path: Path, length_s: float) -> Sound:
    """Return the sound of a file, filled up with silence; FilmError where it outlasts the film."""
    samples = bytearray()
    resampler = AudioResampler("s16", "mono", RATE)
    try:
        with av.open(str(path), options={"protocol_whitelist": "file"}) as container:
            if not container.streams.audio:
                raise FilmError("audio", f"{path.name} has no sound")
            for frame in container.decode(audio=0):
                for part in resampler.resample(frame):
                    samples += bytes(part.planes[0])[: part.samples * 2]
                if len(samples) > LONGEST_S * RATE * 2:
                    raise FilmError("audio", f"{path.name} is longer than an hour")
            for part in resampler.resample(None):
                samples += bytes(part.planes[0])[: part.samples * 2]
    except (FFmpegError, OSError) as error:
        raise FilmError("audio", f"{path.name} cannot be read: {error.strerror}") from error
    over = len(samples) / 2 / RATE - length_s
    if over > SLACK_S:
        raise FilmError("audio", f"{path.name} is {over:.1f} s longer than the film")
    size = round(length_s * RATE) * 2
    return Sound(bytes(samples[:size].ljust(size, b"\0")), RATE)
