"""The facets of the list as HTML: boxes beside the results, chips on a phone.

Written with strings and not with templates: a list has 170 boxes and chips whose counts differ from
choice to choice, and a template takes ten times as long for them as finding the exercises does.
Everything that does not depend on the choice is drawn once, by templates.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from html import escape

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from exercises.facets import Facet, Option


def boxes(facet: Facet, options: Iterable[Option]) -> SafeString:
    """Return a check box for each option; one that would leave nothing cannot be checked."""
    return mark_safe("".join(_box(facet.name, option) for option in options))  # noqa: S308  (ours)


def chips(facet: Facet) -> SafeString:
    """Return a link for each option that switches it on or off."""
    return mark_safe("".join(_chip(facet.name, one) for one in facet.options))  # noqa: S308  (ours)


def _box(facet: str, option: Option) -> str:
    name = f"{facet}-{option.term.key}"
    state = "checked" if option.chosen else "" if option.count else "disabled"
    return (
        f'<div class="form-check"><input class="form-check-input" id="{name}" type="checkbox"'
        f' name="{facet}" value="{option.term.key}" {state}>'
        f'<label class="form-check-label" for="{name}">{_face(facet, option.term.key, "box")}'
        f'{escape(option.term.label)} <span class="n">{option.count}'
        f'<span class="visually-hidden"> exercise{"" if option.count == 1 else "s"}</span></span>'
        "</label></div>\n"
    )


def _chip(facet: str, option: Option) -> str:
    face, label = _face(facet, option.term.key, "chip"), escape(option.term.label)
    if not (option.count or option.chosen):
        zero = '<span class="tnum">0</span>'
        return f'<span class="chip" role="link" aria-disabled="true">{face}{label} {zero}</span>\n'
    address = escape(f"{_list_url()}{option.address}")
    count = f'<span class="muted tnum">{option.count}</span>'
    on, current, after = (
        (" on", 'aria-current="true"', _face("", "", "remove"))
        if option.chosen
        else ("", "", count)
    )
    return (
        f'<a class="chip{on}" id="chip-{facet}-{option.term.key}" href="{address}"'
        f' hx-get="{address}" {current}>{face}{label} {after}</a>\n'
    )


@cache
def _face(facet: str, key: str, where: str) -> str:
    """Return the sign before a label: a plane's shape, a level's bars, or nothing."""
    context = {"facet": facet, "key": key, "where": where}
    return render_to_string("exercises/_face.html", context).strip()


@cache
def _list_url() -> str:
    return reverse("exercises:list")
