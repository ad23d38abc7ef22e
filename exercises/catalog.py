"""The published library in memory: one immutable snapshot per process.

Each call of `get_catalog` compares the snapshot's token with the current one (see
`exercises.models.version`); after a change the next call in any process takes a new snapshot. A
warm call costs one read of the cache and no query.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass

from exercises.entries import ArticleEntry, CatalogEntry, VideoEntry, read_entries
from exercises.filters import FACETS, Filters, known_values
from exercises.library.content import SourceContent
from exercises.models import CatalogVersion
from exercises.search import SearchIndex
from exercises.vocabulary import Term, get_vocabulary

_lock = threading.Lock()
_snapshot: Catalog | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a facet: what it would leave if it stood alone, and where to switch it."""

    term: Term
    count: int
    chosen: bool
    address: str


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with its values under the current choice."""

    name: str
    label: str
    options: tuple[Option, ...]

    @property
    def chosen(self) -> int:
        """How many of its values are chosen."""
        return sum(option.chosen for option in self.options)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A filter that stands in the way, and what would be found without it."""

    label: str
    filters: Filters
    count: int


class Catalog:
    """All that visitors may see; nothing in it changes."""

    def __init__(self, token: str) -> None:
        """Read the published library from the database."""
        library = read_entries()
        self.token = token
        self.entries: tuple[CatalogEntry, ...] = library.exercises
        self.articles: tuple[ArticleEntry, ...] = library.articles
        self.videos: tuple[VideoEntry, ...] = library.videos
        self.sources: Mapping[str, SourceContent] = library.sources
        self.files = frozenset(
            name for entry in self.entries for media in entry.media for name in media.names
        )
        self._by_slug = {entry.slug: entry for entry in self.entries}
        self._index = SearchIndex([entry.content for entry in self.entries], get_vocabulary())

    def get(self, slug: str) -> CatalogEntry | None:
        """Return a published exercise, or None."""
        return self._by_slug.get(slug)

    def article(self, slug: str) -> ArticleEntry | None:
        """Return a published article, or None."""
        return next((article for article in self.articles if article.slug == slug), None)

    def video(self, slug: str) -> VideoEntry | None:
        """Return a published video, or None."""
        return next((video for video in self.videos if video.slug == slug), None)

    @property
    def lead_article(self) -> ArticleEntry | None:
        """The article on the home page: the marked one, or else the first."""
        leads = (article for article in self.articles if article.is_lead)
        return next(leads, self.articles[0] if self.articles else None)

    def easier(self, entry: CatalogEntry) -> tuple[CatalogEntry, ...]:
        """Return the published exercises that lead to this one."""
        return self._published(entry.content.easier)

    def harder(self, entry: CatalogEntry) -> tuple[CatalogEntry, ...]:
        """Return the published exercises that this one leads to."""
        return self._published(entry.content.harder)

    def search(self, query: str) -> tuple[CatalogEntry, ...]:
        """Return the exercises that a query means, best first."""
        return tuple(self.entries[number] for number in self._index.find(query))

    def filter(self, filters: Filters) -> tuple[CatalogEntry, ...]:
        """Return the exercises of a choice, by relevance or in the order that it asks for."""
        found = self.search(filters.query) if filters.query else self.entries
        found = tuple(entry for entry in found if filters.admit(entry.content))
        if filters.sort == "level":
            return tuple(sorted(found, key=lambda entry: entry.level))
        if filters.sort == "name":
            return tuple(sorted(found, key=lambda entry: entry.name))
        return found

    def facets(self, filters: Filters) -> tuple[Facet, ...]:
        """Return every facet with the counts that its values have under the other facets."""
        found = self.search(filters.query) if filters.query else self.entries
        known = known_values(get_vocabulary())
        facets = []
        for name, label in FACETS.items():
            rest = filters.without(name)
            pool = [entry for entry in found if rest.admit(entry.content)]
            chosen = filters.chosen.get(name, ())
            options = [
                Option(
                    term,
                    _count(pool, name, key),
                    key in chosen,
                    filters.toggle(name, key).address(),
                )
                for key, term in known[name].items()
                if name != "trait" or term.facet or key in chosen
            ]
            facets.append(Facet(name, label, tuple(options)))
        return tuple(facets)

    def suggestions(self, filters: Filters) -> tuple[Suggestion, ...]:
        """Return which single filter to drop so that something is found, the best first."""
        ways = [(term.label, filters.without(facet, term.key)) for facet, term in filters.pairs()]
        if filters.query:
            ways.append((f"“{filters.query}”", filters.without("q")))
        found = [Suggestion(label, way, len(self.filter(way))) for label, way in ways]
        return tuple(sorted((s for s in found if s.count), key=lambda s: -s.count))

    def _published(self, slugs: tuple[str, ...]) -> tuple[CatalogEntry, ...]:
        return tuple(self._by_slug[slug] for slug in slugs if slug in self._by_slug)


def _count(pool: list[CatalogEntry], facet: str, value: str) -> int:
    alone = Filters().only(facet, value)
    return sum(alone.admit(entry.content) for entry in pool)


def get_catalog() -> Catalog:
    """Return the current snapshot, taking a new one where the library has changed."""
    global _snapshot
    token = CatalogVersion.current()
    snapshot = _snapshot
    if snapshot is None or snapshot.token != token:
        with _lock:
            if _snapshot is None or _snapshot.token != token:
                _snapshot = Catalog(token)
            snapshot = _snapshot
    return snapshot
