"""What the catalog holds: published works, ready to be shown without a query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from exercises import dose as dose_words
from exercises.library import rows
from exercises.library.content import (
    ArticleContent,
    Dose,
    Entry,
    ExerciseContent,
    ProgramContent,
    SourceContent,
    VideoContent,
    decode,
)
from exercises.markdown import Text, render
from exercises.media.entries import MediaEntry, read_media
from exercises.models import Article, Confidence, Exercise, Program, Publication, Source, Video
from exercises.programs import ProgramEntry, join
from exercises.vocabulary import Term, get_vocabulary


@dataclass(frozen=True, slots=True)
class Muscle:
    """A working muscle as it is named on a page."""

    label: str
    plain: str
    name: str


@dataclass(frozen=True, slots=True)
class Note:
    """A statement with its source and how sure it is, in words."""

    note: str
    confidence: str
    source: SourceContent


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """A published exercise; `pk` is its row's."""

    pk: int
    content: ExerciseContent
    notes: tuple[Note, ...]
    published_at: datetime
    media: tuple[MediaEntry, ...] = ()

    @property
    def slug(self) -> str:
        """Its address."""
        return self.content.slug

    @property
    def name(self) -> str:
        """Its name."""
        return self.content.name

    @property
    def url(self) -> str:
        """Its page."""
        return reverse("exercises:detail", args=[self.slug])

    @property
    def level(self) -> int:
        """1 to 5."""
        return self.content.level

    @property
    def level_label(self) -> str:
        """The level in a word."""
        return get_vocabulary().levels[str(self.level)].label

    @property
    def is_one_sided(self) -> bool:
        """Whether left and right are done and logged apart."""
        return self.content.dose.per_side

    @property
    def planes(self) -> tuple[str, ...]:
        """The planes of motion, the main one first."""
        return self.content.planes

    @property
    def traits(self) -> tuple[Term, ...]:
        """What kind of movement it is."""
        return tuple(get_vocabulary().traits[key] for key in self.content.traits)

    @property
    def dose(self) -> Dose:
        """Sets, reps or time, rest, tempo, effort."""
        return self.content.dose

    @property
    def dose_words(self) -> dict[str, str]:
        """The dose as a page says it."""
        return dose_words.words(self.dose)

    @property
    def primary_muscles(self) -> tuple[Muscle, ...]:
        """What does the work."""
        return tuple(_muscle(use) for use in self.content.primary_muscles)

    @property
    def secondary_muscles(self) -> tuple[Muscle, ...]:
        """What helps."""
        return tuple(_muscle(use) for use in self.content.secondary_muscles)

    @property
    def needs(self) -> str:
        """The equipment in words: "Mat and loop band, or chair"."""
        sets = [" and ".join(_kit(name) for name in kit) for kit in self.content.equipment_sets]
        text = ", or ".join(words for words in sets if words) or "nothing"
        return text[0].upper() + text[1:]

    @property
    def optional(self) -> str:
        """The equipment that may help, in words, or nothing."""
        return ", ".join(_kit(name) for name in self.content.equipment_optional)

    @property
    def film(self) -> MediaEntry | None:
        """The film of the exercise, where there is one."""
        return next((media for media in self.media if media.is_film), None)

    @property
    def pictures(self) -> tuple[MediaEntry, ...]:
        """The photographs of the exercise."""
        return tuple(media for media in self.media if not media.is_film)


@dataclass(frozen=True, slots=True)
class ArticleEntry:
    """A published article, rendered."""

    content: ArticleContent
    text: Text
    published_at: datetime

    @property
    def slug(self) -> str:
        """Its address."""
        return self.content.slug

    @property
    def url(self) -> str:
        """Its page."""
        return reverse("exercises:article", args=[self.slug])

    @property
    def title(self) -> str:
        """Its title."""
        return self.content.title

    @property
    def summary(self) -> str:
        """What it says, in a sentence or two."""
        return self.content.summary

    @property
    def minutes(self) -> int:
        """Reading time."""
        return self.content.minutes

    @property
    def checked_on(self) -> date:
        """When its sources were last checked."""
        return self.content.checked_on

    @property
    def figure(self) -> str:
        """The exercise whose figure stands beside its title in lists, or nothing."""
        return next((slug for part in self.text.parts for slug in part.slugs), "")

    @property
    def is_lead(self) -> bool:
        """Whether it stands on the home page."""
        return self.content.is_lead


@dataclass(frozen=True, slots=True)
class VideoEntry:
    """A published video; `pk` is its row's."""

    pk: int
    content: VideoContent

    @property
    def slug(self) -> str:
        """Its key."""
        return self.content.slug

    @property
    def title(self) -> str:
        """Its title."""
        return self.content.title


@dataclass(frozen=True, slots=True)
class Entries:
    """Everything that is published, in its order."""

    exercises: tuple[CatalogEntry, ...]
    articles: tuple[ArticleEntry, ...]
    videos: tuple[VideoEntry, ...]
    programs: tuple[ProgramEntry, ...]
    sources: Mapping[str, SourceContent]
    moved: Mapping[str, str]


def read_entries() -> Entries:
    """Read the live words of all published works, in one query for each table."""
    sources = {row.key: rows.source_content(row) for row in Source.objects.all()}
    media = read_media()
    exercises = tuple(
        sorted(
            (
                _entry(pk, content, published_at, sources, media)
                for pk, content, published_at in _lives(Exercise, ExerciseContent)
            ),
            key=lambda entry: (entry.content.position, entry.content.name),
        )
    )
    by_slug = {entry.slug: entry for entry in exercises}
    return Entries(
        exercises=exercises,
        articles=tuple(
            _article(content, at, sources)
            for _, content, at in _in_order(_lives(Article, ArticleContent))
        ),
        videos=tuple(
            VideoEntry(pk, content) for pk, content, _ in _in_order(_lives(Video, VideoContent))
        ),
        programs=tuple(
            join(pk, content, by_slug)
            for pk, content, _ in _in_order(_lives(Program, ProgramContent))
        ),
        sources=sources,
        moved=dict(
            Exercise.objects.filter(merged_into__isnull=False).values_list(
                "slug", "merged_into__slug"
            )
        ),
    )


def _lives[Content: Entry](
    model: type[Publication], kind: type[Content]
) -> Iterator[tuple[int, Content, datetime]]:
    """Yield (pk, live words, published when), read in pieces so that memory does not peak."""
    found: Any = model.objects.published().values_list("pk", "live", "published_at")
    for pk, live, published_at in found.iterator(chunk_size=200):
        yield pk, decode(kind, live), published_at


def _in_order[Content: (ArticleContent, VideoContent, ProgramContent)](
    lives: Iterable[tuple[int, Content, datetime]],
) -> list[tuple[int, Content, datetime]]:
    return sorted(lives, key=lambda row: (row[1].position, row[1].title))


def draft_entry(row: Exercise) -> CatalogEntry:
    """Return the editors' copy as visitors would see it."""
    sources = {row.key: rows.source_content(row) for row in Source.objects.all()}
    return _entry(
        row.pk, rows.exercise_content(row), row.changed_at or row.created_at, sources, read_media()
    )


def draft_article(row: Article) -> ArticleEntry:
    """Return the editors' copy of an article as visitors would see it."""
    sources = {row.key: rows.source_content(row) for row in Source.objects.all()}
    return _article(rows.article_content(row), row.changed_at or row.created_at, sources)


def _entry(
    pk: int,
    content: ExerciseContent,
    published_at: datetime,
    sources: Mapping[str, SourceContent],
    media: Mapping[str, MediaEntry],
) -> CatalogEntry:
    notes = tuple(
        Note(note.note, Confidence(note.confidence).label, sources[note.source])
        for note in content.evidence
        if note.source in sources
    )
    shown = tuple(media[key] for key in content.media if key in media)
    return CatalogEntry(pk, content, notes, published_at, shown)


def _article(
    content: ArticleContent, published_at: datetime, sources: Mapping[str, SourceContent]
) -> ArticleEntry:
    return ArticleEntry(content, render(content.body, sources), published_at)


def _muscle(use: str) -> Muscle:
    muscle = get_vocabulary().muscle(use)
    return Muscle(label=use[:1].upper() + use[1:], plain=muscle.plain, name=muscle.label)


def _kit(name: str) -> str:
    return get_vocabulary().equipment[name].label.lower()
