"""The published library in memory: one immutable snapshot per process.

Each call of `get_catalog` compares the snapshot's token with the current one (see
`exercises.models.version`); after a change the next call in any process takes a new snapshot. A
warm call costs one read of the cache and no query.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from django.utils.safestring import SafeString

from exercises.bits import mask_of
from exercises.entries import ArticleEntry, CatalogEntry, VideoEntry, read_entries
from exercises.facets import Facet, FacetIndex, Suggestion
from exercises.filters import Filters
from exercises.kept import Kept
from exercises.library.content import SourceContent
from exercises.models import CatalogVersion, Exercise
from exercises.programs import ProgramEntry
from exercises.search import MOST_WORDS, SearchIndex
from exercises.spelling import words_of
from exercises.vocabulary import get_vocabulary

# Bounds of what one snapshot remembers: results of queries (up to 40 kB each at 5,000 entries), and
# what was drawn of it: a list has 250 kB, a card 9 kB, the page around a list 15 kB.
MOST_QUERIES, MOST_LISTS, MOST_CARDS, MOST_PAGES = 128, 32, 256, 64
MOST_NEAR = 4
MOST_SLUG = 100
LONG_WORD = 4

_lock = threading.Lock()
_snapshot: Catalog | None = None


class Catalog:
    """All that visitors may see; nothing in it changes."""

    def __init__(self, token: str) -> None:
        """Read the published library from the database."""
        library = read_entries()
        self.token = token
        self.entries: tuple[CatalogEntry, ...] = library.exercises
        self.articles: tuple[ArticleEntry, ...] = library.articles
        self.videos: tuple[VideoEntry, ...] = library.videos
        self.programs: tuple[ProgramEntry, ...] = library.programs
        self.sources: Mapping[str, SourceContent] = library.sources
        self._moved = library.moved
        self.files = frozenset(
            name for entry in self.entries for media in entry.media for name in media.names
        )
        self._by_slug = {entry.slug: entry for entry in self.entries}
        contents = [entry.content for entry in self.entries]
        self._facets = FacetIndex(contents)
        self._index = SearchIndex(contents, get_vocabulary())
        self._found_before: Kept[list[int]] = Kept(MOST_QUERIES)
        self._orders = {
            "level": sorted(range(len(contents)), key=lambda n: contents[n].level),
            "name": sorted(range(len(contents)), key=lambda n: contents[n].name.casefold()),
        }
        self.lists: Kept[bytes] = Kept(MOST_LISTS)
        self.cards: Kept[SafeString] = Kept(MOST_CARDS)
        self.pages: Kept[list[bytes]] = Kept(MOST_PAGES)

    def get(self, slug: str) -> CatalogEntry | None:
        """Return a published exercise, or None."""
        return self._by_slug.get(slug)

    def moved(self, slug: str) -> CatalogEntry | None:
        """Return the exercise that one of this slug was merged into, or None."""
        return self.get(self._moved.get(slug, ""))

    def article(self, slug: str) -> ArticleEntry | None:
        """Return a published article, or None."""
        return next((article for article in self.articles if article.slug == slug), None)

    def video(self, slug: str) -> VideoEntry | None:
        """Return a published video, or None."""
        return next((video for video in self.videos if video.slug == slug), None)

    def program(self, slug: str) -> ProgramEntry | None:
        """Return a published program, or None."""
        return next((program for program in self.programs if program.slug == slug), None)

    def programs_with(self, slug: str) -> tuple[ProgramEntry, ...]:
        """Return the published programs that use an exercise."""
        return tuple(program for program in self.programs if program.uses(slug))

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
        return tuple(self.entries[number] for number in self._numbers(query))

    def near(self, slug: str) -> tuple[CatalogEntry, ...]:
        """Return the exercises that somebody may have meant by an address that does not exist."""
        return self.search(slug)[:MOST_NEAR]

    def near_articles(self, slug: str) -> list[ArticleEntry]:
        """Return the articles that somebody may have meant by an address that does not exist."""
        return _near(slug, self.articles)

    def near_programs(self, slug: str) -> list[ProgramEntry]:
        """Return the programs that somebody may have meant by an address that does not exist."""
        return _near(slug, self.programs)

    def filter(self, filters: Filters) -> tuple[CatalogEntry, ...]:
        """Return the exercises of a choice, by relevance or in the order that it asks for."""
        mask = self._facets.admit(filters)
        numbers: Sequence[int] = range(len(self.entries))
        if filters.query:
            numbers = self._numbers(filters.query)
        if filters.sort:
            numbers, mask = self._orders[filters.sort], mask & self._found(filters)
        return tuple(self.entries[number] for number in numbers if mask >> number & 1)

    def facets(self, filters: Filters) -> tuple[Facet, ...]:
        """Return every facet with the counts that its values have under the other facets."""
        return self._facets.facets(filters, self._found(filters))

    def suggestions(self, filters: Filters) -> tuple[Suggestion, ...]:
        """Return which single filter to drop so that something is found, the best first."""
        return self._facets.suggestions(filters, self._found(filters))

    def _numbers(self, query: str) -> list[int]:
        normal = " ".join(words_of(query)[:MOST_WORDS])
        return self._found_before.get(normal, lambda: self._index.find(normal))

    def _found(self, filters: Filters) -> int:
        everyone = self._facets.everyone
        return mask_of(self._numbers(filters.query)) if filters.query else everyone

    def _published(self, slugs: tuple[str, ...]) -> tuple[CatalogEntry, ...]:
        return tuple(self._by_slug[slug] for slug in slugs if slug in self._by_slug)


def _near[Entry: (ArticleEntry, ProgramEntry)](slug: str, entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries whose slug is spelled alike, or which say a long word of it."""
    typed = slug.lower()[:MOST_SLUG]
    words = {word for word in words_of(typed) if len(word) >= LONG_WORD}
    by_slug = {entry.slug: entry for entry in entries}
    near = get_close_matches(typed, by_slug, MOST_NEAR, cutoff=0.6)
    near += [e.slug for e in entries if words.intersection(words_of(f"{e.slug} {e.title}"))]
    return [by_slug[slug] for slug in dict.fromkeys(near)][:MOST_NEAR]


def name_of(exercise: Exercise) -> str:
    """Return the name that visitors see, or the row's own where it is not on the site."""
    entry = get_catalog().get(exercise.slug)
    return entry.name if entry else exercise.name


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
