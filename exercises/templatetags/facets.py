"""Facets in templates; see exercises/boxes.py."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from exercises import boxes
from exercises.facets import Facet, Option

register = template.Library()


@register.simple_tag
def facet_boxes(facet: Facet, options: Iterable[Option]) -> SafeString:
    """Draw a check box for each option."""
    return boxes.boxes(facet, options)


@register.simple_tag
def facet_chips(facet: Facet) -> SafeString:
    """Draw a link for each option of a facet."""
    return boxes.chips(facet)
