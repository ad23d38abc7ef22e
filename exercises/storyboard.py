"""The film of a video, and its storyboard with the drawn figures: `components/storyboard.html`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.safestring import mark_safe

from exercises import drawings
from exercises.catalog import get_catalog
from exercises.film import shelf
from exercises.library.content import VideoContent


def of(video: VideoContent) -> dict[str, Any]:
    """Return what the storyboard component and the page around it need."""
    catalog = get_catalog()
    slugs = dict.fromkeys(scene.exercise for scene in video.scenes if scene.exercise)
    return {
        "title": video.title,
        "length_s": video.length_s,
        "file": shelf.find(video),
        "scenes": list(_scenes(video)),
        "planes": video.planes,
        "transcript": [line for line in video.narration.splitlines() if line.strip()],
        "exercises": [entry for slug in slugs if (entry := catalog.get(slug))],
    }


def _scenes(video: VideoContent) -> Iterator[dict[str, Any]]:
    for scene in video.scenes:
        slug, camera = scene.exercise, scene.camera
        picture = drawings.draw(slug, camera, scene.side, "", "") if slug else None
        yield {
            "start_s": scene.start_s,
            "duration_s": scene.duration_s,
            "caption": scene.caption,
            # The library's own drawing, made from numbers; its label is escaped there.
            "svg": mark_safe(picture) if picture else None,  # noqa: S308  (drawn by us)
            "motion": drawings.move(slug, camera, scene.side) if picture else None,
        }
