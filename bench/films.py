"""How long a film of three minutes takes without its narration, and how much memory.

.venv/bin/python bench/films.py [STORYBOARD ...]
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hipcoach.settings")
os.environ.setdefault("HIPCOACH_MODE", "test")

import django

django.setup()

from exercises.film.render import FILM, render
from exercises.library.folder import read_library
from exercises.vocabulary import CONTENT

THREE_MINUTES = ("video-three-planes", "video-fit-it-in")


def measure(slug: str, folder: Path) -> None:
    """Render a silent film of 1280 x 720 pixels and say what it took."""
    start, worked = time.perf_counter(), time.process_time()
    facts = render(read_library(CONTENT).videos[slug], folder / slug)
    took, worked = time.perf_counter() - start, time.process_time() - worked
    size = (folder / slug / FILM).stat().st_size / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{slug}: {facts['length_s']} s of film in {took:.1f} s ({worked:.1f} s of processor),"
        f" {size:.2f} MB; the process at its largest: {peak:.0f} MB"
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for slug in sys.argv[1:] or THREE_MINUTES:
            measure(slug, Path(folder))
