"""What the style guide shows of components that need more than words: films."""

from __future__ import annotations

from typing import Any

from exercises import storyboard
from exercises.catalog import get_catalog
from exercises.library.content import SceneContent, VideoContent

STORYBOARD = VideoContent(
    slug="sample",
    title="A film of drawn scenes",
    position=0,
    length_s=16,
    planes=("frontal",),
    narration="",
    scenes=(
        SceneContent(0, 4, "", "card", "One side at a time"),
        SceneContent(4, 6, "lateral-step-down", "front", "Lower on the right leg", side="right"),
        SceneContent(10, 6, "lateral-step-down", "side", "Lower on the left leg", side="left"),
    ),
)
"""A card, and a figure from both sides in both cameras. Nobody has rendered it."""


def drawn_film() -> dict[str, Any]:
    """Return a film that is played from its drawings."""
    return storyboard.of(STORYBOARD)


def rendered_film() -> dict[str, Any] | None:
    """Return the first published video that has a film, or None where none has."""
    films = (storyboard.of(video.content) for video in get_catalog().videos)
    return next((film for film in films if film["file"]), None)
