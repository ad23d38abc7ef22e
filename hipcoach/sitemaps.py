"""The sitemap: everything that is for everybody."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from exercises.sitemaps import ArticleSitemap, ExerciseSitemap, ProgramSitemap, SiteMap


class HouseSitemap(SiteMap[str]):
    """The pages that are no work of the library."""

    def items(self) -> Sequence[str]:
        """Return their names."""
        return (
            "home",
            "exercises:list",
            "exercises:program_list",
            "exercises:article_list",
            "bonus:signup",
            "privacy",
        )

    def location(self, item: str) -> str:
        """Return the address of a name."""
        return reverse(item)


SITEMAPS = {
    "house": HouseSitemap,
    "exercises": ExerciseSitemap,
    "programs": ProgramSitemap,
    "articles": ArticleSitemap,
}
