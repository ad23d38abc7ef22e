"""What a work still lacks before visitors may see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from exercises.figure.check import check
from exercises.figure.fields import FigureError
from exercises.figure.text import read
from exercises.models import Article, Exercise, Program, Publication, State, Video


def lacks(work: Publication) -> list[str]:
    """Return the missing parts, each as a phrase that follows "it lacks"."""
    return list(_CHECKS[type(work)](work))


def advice(work: Publication) -> list[str]:
    """Return what visitors would miss, though it may be published without, as sentences."""
    if isinstance(work, Exercise) and not work.figure:
        return ["It has no figure, so its page shows an empty stage."]
    return []


def _exercise(work: Exercise) -> Iterator[str]:
    parts = {
        "a plane": work.planes,
        "a working muscle": work.primary_muscles,
        "a set-up": work.setup.strip(),
        "steps": work.steps,
        "stop signs": work.stop_signs,
        "a source, or the tick that no study is known": work.no_known_study
        or work.evidence.exists(),
    }
    yield from (name for name, value in parts.items() if not value)
    if not (work.sets and getattr(work, work.measure)):
        yield "a dose"
    yield from _one_sided_steps(work)
    for use in work.media.select_related("media"):
        yield from (f"{part} for “{use.media}”" for part in use.media.lacks())
    yield from (f"a sound figure ({problem})" for problem in figure_problems(work.figure))


@lru_cache(maxsize=512)
def figure_problems(text: str) -> tuple[str, ...]:
    """Return why a figure may not be published; no figure has no problem."""
    try:
        return check(read(text)).problems if text else ()
    except FigureError as error:
        return (str(error),)


def _one_sided_steps(work: Exercise) -> Iterator[str]:
    """A step to an archived exercise could not be followed back.

    One to a draft waits: it goes live on both sides when the second of the two is published.
    """
    for field, steps in (("easier", work.steps_down), ("harder", work.steps_up)):
        for step in steps.select_related(field):
            other = getattr(step, field)
            if other.state == State.ARCHIVED:
                yield f"the other side of its step to {other}, which is archived"


def _article(work: Article) -> Iterator[str]:
    parts = {"a summary": work.summary.strip(), "a text": work.body.strip()}
    yield from (name for name, value in parts.items() if not value)


def _video(work: Video) -> Iterator[str]:
    parts = {"scenes": work.scenes, "a narration": work.narration.strip()}
    yield from (name for name, value in parts.items() if not value)
    if any(not scene["caption"] for scene in work.scenes):
        yield "a caption in every scene"


def _program(work: Program) -> Iterator[str]:
    parts = {
        "weeks": work.weeks,
        "entry marks": work.entry_marks,
        "exit marks": work.exit_marks,
    }
    yield from (name for name, value in parts.items() if not value)


_CHECKS: dict[type[Publication], Callable[[Any], Iterator[str]]] = {
    Exercise: _exercise,
    Article: _article,
    Video: _video,
    Program: _program,
}
