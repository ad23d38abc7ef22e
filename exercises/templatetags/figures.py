"""Figures in templates: stills, what the player needs, and the runner on the track."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from exercises import drawings, figure_files
from exercises.catalog import get_catalog
from exercises.figure.tempo import peak_time, phases

register = template.Library()


@register.simple_tag
def figure_still(
    slug: str,
    camera: str = "",
    side: str = "right",
    crop: str = "",
    label: str = "",
    pose: str = "",
) -> SafeString:
    """Draw an exercise; where it has no figure, a quiet stage with its plane's shape.

    camera: a name, "" for the best. crop: "card" closes in on the figure. label: for assistive
    technology, the figure's title by default. pose: one of the figure's faults.
    """
    picture = drawings.draw(slug, camera, side, crop, label, pose)
    return _empty_stage(slug, label) if picture is None else mark_safe(picture)  # noqa: S308  (ours)


@register.simple_tag
def figure_symbol(slug: str) -> SafeString:
    """Draw an exercise once under the name `still-<slug>`, for <use> to show it again."""
    picture = figure_still(slug, crop="card")
    return mark_safe(picture.replace("<svg ", f'<svg id="still-{slug}" ', 1))  # noqa: S308  (ours)


@register.simple_tag
def figure_file(slug: str, file: str, camera: str = "", side: str = "right") -> str:
    """Return the address of a figure's file (see figure_files.DRAWERS), nothing without one."""
    return figure_files.address(slug, file, camera, side)


@register.simple_tag
def figure_tempo(slug: str) -> dict[str, Any]:
    """Return the loop of a figure that moves: its phases, its length and its peak, in seconds."""
    figure = drawings.figure(slug)
    if figure is None or len(figure.timeline) < 2:
        return {}
    return {
        "phases": phases(figure.timeline),
        "seconds": round(figure.film.seconds, 3),
        "peak": peak_time(figure.timeline, figure.peak),
    }


@register.simple_tag
def fault_pose(slug: str, fault: str) -> str:
    """Return the pose of a figure that shows a fault, or nothing."""
    return drawings.fault_pose(slug, fault)


@register.simple_tag
def shows_level(slug: str, camera: str) -> bool:
    """Tell whether a figure shows the pelvis line in a camera."""
    return drawings.shows_level(slug, camera)


@register.inclusion_tag("exercises/_figure_on_track.html")
def figure_on_track(slug: str, label: str = "", lanes: bool = False) -> dict[str, Any]:
    """Draw a figure whose hip is the center of the track's lanes, which may bear their names."""
    found = drawings.poster(slug)
    inside, x, y = found or ("", 0.0, 0.0)
    return {
        "figure": mark_safe(inside),  # noqa: S308  (drawn by exercises.figure)
        "shift": f"translate({-x:.0f} {-y:.0f})",
        "label": label,
        "lanes": lanes,
    }


def _empty_stage(slug: str, label: str) -> SafeString:
    entry = get_catalog().get(slug)
    name = label or (entry.name if entry else slug.replace("-", " ").capitalize())
    plane = entry.planes[0] if entry else "frontal"
    return render_to_string("exercises/_figure_missing.html", {"name": name, "plane": plane})


@register.inclusion_tag("exercises/_article_figure.html")
def article_figure(slug: str) -> dict[str, Any]:
    """Show an exercise's figure in an article, with its name and plane."""
    return {"slug": slug, "entry": get_catalog().get(slug)}
