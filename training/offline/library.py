"""The library as a phone takes it along: one immutable piece for each state of the library."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from exercises import drawings, figure_files
from exercises.catalog import get_catalog
from exercises.entries import CatalogEntry
from exercises.figure.tempo import peak_time
from training import session


def exercises() -> dict[str, dict[str, Any]]:
    """Return every published exercise by its slug, without a dose, which is the runner's own."""
    return _exercises(get_catalog().token)


@lru_cache(maxsize=2)
def _exercises(token: str) -> dict[str, dict[str, Any]]:
    """Return them for one state of the library; `token` names it."""
    return {entry.slug: _shape(entry) for entry in get_catalog().entries}


def _shape(entry: CatalogEntry) -> dict[str, Any]:
    catalog, words = get_catalog(), entry.content
    return {
        "name": entry.name,
        "planes": list(entry.planes),
        "traits": list(words.traits),
        "level": entry.level,
        "measure": entry.dose.measure,
        "also": list(entry.dose.also),
        "laterality": words.laterality,
        "setup": words.setup,
        "steps": list(words.steps),
        "cues": list(words.cues),
        "stop_signs": list(words.stop_signs),
        "needs": entry.needs,
        "url": entry.url,
        "easier": [one.slug for one in catalog.easier(entry)],
        "harder": [one.slug for one in catalog.harder(entry)],
        "alike": [one.slug for one in session.alike(entry)],
        "figure": _figure(entry.slug),
    }


def _figure(slug: str) -> dict[str, Any] | None:
    """Return the addresses of a figure's files; "" where it does not move.

    By the working side, of which the other one is the mirror image.
    """
    figure = drawings.figure(slug)
    if figure is None:
        return None
    moves = len(figure.timeline) > 1
    return {
        "still": _files(slug, "still.svg"),
        "motion": _files(slug, "motion.json"),
        "seconds": round(figure.film.seconds, 3) if moves else 0,
        "peak": peak_time(figure.timeline, figure.peak) if moves else 0,
    }


def _files(slug: str, file: str) -> dict[str, str]:
    return {"right": figure_files.address(slug, file)}
