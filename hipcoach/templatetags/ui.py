"""The small words of the design language as template tags: icons, planes, sides, levels, laps.

They are builtins (see settings), so no template loads them. Larger components are includes
under templates/components/; docs and every state are on /styleguide/.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.core.paginator import Page, Paginator
from django.templatetags.static import static
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from accounts.browsers import browser_name

register = template.Library()

PLANES = {"sagittal": "front and back", "frontal": "side to side", "transverse": "rotation"}
SIDES = {"left": ("L", "Left", "l"), "right": ("R", "Right", "r"), "both": ("L+R", "Both", "both")}
LEVELS = 5
MESSAGE_ICONS = {"ok": "circle-check", "warn": "triangle-alert", "stop": "octagon-alert"}
MESSAGE_KINDS = {"success": "ok", "warning": "warn", "error": "stop"}

_sprite = SimpleLazyObject(lambda: static("icons.svg"))


@register.simple_tag
def icon(name: str, label: str = "", css: str = "ic") -> SafeString:
    """Draw an icon of the sprite (frontend/icons.json); without a label it is decoration."""
    use = format_html('<use href="{}#{}"></use>', str(_sprite), name)
    if label:
        return format_html('<svg class="{}" role="img" aria-label="{}">{}</svg>', css, label, use)
    return format_html('<svg class="{}" aria-hidden="true">{}</svg>', css, use)


@register.simple_tag
def plane(name: str, pill: bool = False, short: bool = False) -> SafeString:
    """Name a plane of motion by shape, word and, unless short, plain words."""
    name = str(name).lower()
    if name not in PLANES:
        raise ValueError(f"no such plane: {name!r}")
    return format_html(
        '<span class="plane p-{}{}">{}{}{}</span>',
        name,
        " pill" if pill else "",
        icon(f"plane-{name}", css="gl"),
        name.capitalize(),
        "" if short else format_html(" <small>{}</small>", PLANES[name]),
    )


@register.simple_tag
def plane_glyph(name: str) -> SafeString:
    """Draw only the plane's shape in its hue; its word must stand beside it."""
    return icon(f"plane-{name}", css=f"gl p-{name}")


@register.simple_tag
def side(name: str, word: bool = False) -> SafeString:
    """Mark a side: left is solid, right is striped. With word, the name follows the badge."""
    letter, title, css = SIDES[str(name).lower()]
    if word:
        return format_html(
            '<span class="side {}" aria-hidden="true">{}</span> {}', css, letter, title
        )
    return format_html(
        '<span class="side {}"><span aria-hidden="true">{}</span>'
        '<span class="visually-hidden">{}</span></span>',
        css,
        letter,
        title,
    )


@register.simple_tag
def level(value: int) -> SafeString:
    """Show a level from 1 to 5 as rising bars, with "Level 2 of 5" as their words."""
    bars = format_html_join(
        "", "<i{}></i>", ((_on(n <= int(value)),) for n in range(1, LEVELS + 1))
    )
    return format_html(
        '<span class="level" role="img" aria-label="Level {} of {}">{}</span>', value, LEVELS, bars
    )


def _on(yes: bool) -> SafeString:
    return mark_safe(' class="on"') if yes else mark_safe("")


@register.inclusion_tag("components/lap.html")
def lap(number: str, text: str, share: int = 0, rest: bool = False) -> dict[str, Any]:
    """Draw a timer as one lap; `share` of 100 has been run."""
    return {"number": number, "text": text, "share": share, "rest": rest}


@register.filter
def message_kind(tags: str) -> str:
    """Translate Django's message levels into the kinds of a note: ok, warn, stop or none."""
    return next((MESSAGE_KINDS[tag] for tag in tags.split() if tag in MESSAGE_KINDS), "")


@register.filter
def message_icon(kind: str) -> str:
    """Return the icon that says a note's kind by shape."""
    return MESSAGE_ICONS.get(kind, "info")


@register.filter
def seconds(value: float) -> str:
    """Write a number of seconds as a clock does: 95 becomes 1:35."""
    minutes, rest = divmod(int(value), 60)
    return f"{minutes}:{rest:02d}"


@register.filter
def page_numbers(page: Page[Any]) -> list[tuple[int | str, bool]]:
    """List the numbers round a page and the ends; True marks one that a phone can do without."""
    pages = page.paginator.num_pages
    kept = {1, page.number, pages, Paginator.ELLIPSIS}
    return [
        (number, pages > 5 and number not in kept)
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]


@register.filter
def words(value: str, separator: str = " ") -> list[str]:
    """Split a line into a list, for loops over fixed words."""
    return value.split(separator)


register.filter("browser", browser_name)
