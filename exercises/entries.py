"""What the catalog holds: published works, ready to be shown without a query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from exercises import dose as dose_words
from exercises.library import rows
from exercises.library.content import (
    ArticleContent,
    Dose,
    ExerciseContent,
    SourceContent,
    VideoContent,
)
from exercises.markdown import Text, render
from exercises.models import Article, Confidence, Exercise, Source, Video
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
        return {
            "headline": dose_words.headline(self.dose),
            "sides": dose_words.sides(self.dose),
            "tempo": dose_words.tempo(self.dose),
            "effort": dose_words.effort(self.dose),
            "effort_means": dose_words.effort_means(self.dose),
            "tempo_means": dose_words.tempo_means(self.dose),
            "rest": dose_words.rest(self.dose),
        }

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


@dataclass(frozen=True, slots=True)
class ArticleEntry:
    """A published article, rendered."""

    content: ArticleContent
    text: Text

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
    sources: Mapping[str, SourceContent]


def read_entries() -> Entries:
    """Read all published works, in as many queries as there are tables."""
    sources = {row.key: rows.source_content(row) for row in Source.objects.all()}
    exercises = Exercise.objects.published().prefetch_related(*rows.RELATED)
    return Entries(
        exercises=tuple(_entry(row, sources) for row in exercises),
        articles=tuple(_article(row, sources) for row in Article.objects.published()),
        videos=tuple(
            VideoEntry(row.pk, rows.video_content(row)) for row in Video.objects.published()
        ),
        sources=sources,
    )


def _entry(row: Exercise, sources: Mapping[str, SourceContent]) -> CatalogEntry:
    content = rows.exercise_content(row)
    notes = tuple(
        Note(note.note, Confidence(note.confidence).label, sources[note.source])
        for note in content.evidence
    )
    return CatalogEntry(row.pk, content, notes)


def _article(row: Article, sources: Mapping[str, SourceContent]) -> ArticleEntry:
    content = rows.article_content(row)
    return ArticleEntry(content, render(content.body, sources))


def _muscle(use: str) -> Muscle:
    muscle = get_vocabulary().muscle(use)
    return Muscle(label=use[:1].upper() + use[1:], plain=muscle.plain, name=muscle.label)


def _kit(name: str) -> str:
    return get_vocabulary().equipment[name].label.lower()
