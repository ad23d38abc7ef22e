"""The library's part of the sitemap, read from the catalog without a query.

A new kind of published work is one more class with its `items` here, named in
`hipcoach/sitemaps.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.contrib.sitemaps import Sitemap

from exercises.catalog import get_catalog


class Page(Protocol):
    """A published work with a page."""

    @property
    def url(self) -> str:
        """Its page."""


class SiteMap[Item](Sitemap[Item]):
    """Pages under the site's public address, whatever address they were asked at."""

    def get_protocol(self, protocol: str | None = None) -> str:
        """Return http or https."""
        return settings.SITE_URL.split("://")[0]

    def get_domain(self, site: object = None) -> str:
        """Return the public host."""
        return settings.SITE_URL.split("://")[1]


class CatalogSitemap(SiteMap[Page]):
    """Published works of one kind."""

    def location(self, item: Page) -> str:
        """Return the page of a work."""
        return item.url

    def lastmod(self, item: Page) -> datetime | None:
        """Return when a work was last published, where the catalog says so."""
        return getattr(item, "published_at", None)


class ExerciseSitemap(CatalogSitemap):
    """Every published exercise."""

    def items(self) -> Sequence[Page]:
        """Return them."""
        return get_catalog().entries


class ArticleSitemap(CatalogSitemap):
    """Every published article."""

    def items(self) -> Sequence[Page]:
        """Return them."""
        return get_catalog().articles


class ProgramSitemap(CatalogSitemap):
    """Every published program."""

    def items(self) -> Sequence[Page]:
        """Return them."""
        return get_catalog().programs
