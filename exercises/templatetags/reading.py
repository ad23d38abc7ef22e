"""Articles in templates: where one is, and what search engines read of it."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString

from exercises.catalog import get_catalog
from exercises.entries import ArticleEntry
from exercises.linked_data import data_block
from exercises.markdown import footnote_keys

register = template.Library()


@register.simple_tag
def article_url(slug: str) -> str:
    """Return an article's page, or the list where it is not published."""
    article = get_catalog().article(slug)
    return article.url if article else reverse("exercises:article_list")


@register.simple_tag
def article_data(article: ArticleEntry) -> SafeString:
    """Describe an article as JSON-LD (schema.org Article), with the studies that it cites."""
    return data_block(_article(article))


def _article(article: ArticleEntry) -> dict[str, Any]:
    address = f"{settings.SITE_URL}{article.url}"
    return {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": article.title,
        "description": article.summary,
        "url": address,
        "mainEntityOfPage": {
            "@type": "WebPage",
            "@id": address,
            "lastReviewed": article.checked_on.isoformat(),
        },
        "inLanguage": "en-US",
        "timeRequired": f"PT{article.minutes}M",
        "isAccessibleForFree": True,
        "publisher": {"@type": "Organization", "name": "HipCoach", "url": settings.SITE_URL},
        "citation": _citations(article),
    }


def _citations(article: ArticleEntry) -> list[dict[str, str]]:
    sources = get_catalog().sources
    cited = (sources[key] for key in footnote_keys(article.content.body) if key in sources)
    return [
        {"@type": "ScholarlyArticle", "name": source.citation}
        | ({"sameAs": source.url} if source.url else {})
        for source in cited
    ]
