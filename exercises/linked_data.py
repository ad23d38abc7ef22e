"""What an exercise's page says to machines: schema.org, as JSON-LD.

It says how the movement is done, and nothing about what it does for anybody's health: schema.org's
`ExercisePlan` is a medical type, so the page is a `WebPage` about a `HowTo`.
"""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from exercises import pictures
from exercises.entries import CatalogEntry

# A data block ends at the first "</script>", whatever quotes it stands in.
ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def exercise_data(entry: CatalogEntry) -> dict[str, Any]:
    """Return a page's data as schema.org has it."""
    url = f"{settings.SITE_URL}{entry.url}"
    how: dict[str, Any] = {
        "@type": "HowTo",
        "name": entry.name,
        "description": entry.content.setup,
        "step": [
            {"@type": "HowToStep", "position": number, "text": step}
            for number, step in enumerate(entry.content.steps, 1)
        ],
    }
    if entry.content.aliases:
        how["alternateName"] = list(entry.content.aliases)
    if any(entry.content.equipment_sets):
        how["tool"] = {"@type": "HowToTool", "name": entry.needs}
    page: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "@id": url,
        "url": url,
        "name": entry.name,
        "inLanguage": "en-US",
        "isPartOf": {"@type": "WebSite", "name": "HipCoach", "url": f"{settings.SITE_URL}/"},
        "breadcrumb": _breadcrumb(entry),
        "mainEntity": how,
    }
    if picture := pictures.url(entry.slug):
        how["image"] = page["primaryImageOfPage"] = f"{settings.SITE_URL}{picture}"
    if sources := [note.source for note in entry.notes]:
        page["citation"] = list(dict.fromkeys(source.url or source.citation for source in sources))
    return page


def data_block(data: dict[str, Any]) -> SafeString:
    """Write data as JSON that may stand inside a script element; the browser never runs it."""
    text = json.dumps(data, ensure_ascii=False).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308  (escaped above)


def _breadcrumb(entry: CatalogEntry) -> dict[str, Any]:
    trail = (("Exercises", reverse("exercises:list")), (entry.name, entry.url))
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": number,
                "name": name,
                "item": f"{settings.SITE_URL}{path}",
            }
            for number, (name, path) in enumerate(trail, 1)
        ],
    }
