"""The kinds of entries: how each is found, read from its rows and written to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from exercises.library import rows
from exercises.library.content import (
    ArticleContent,
    Entry,
    ExerciseContent,
    ProgramContent,
    SourceContent,
    VideoContent,
)
from exercises.models import Article, Exercise, Program, Publication, Source, Video


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of entry; `file` names its file by key, `related` what reading many prefetches."""

    noun: str
    model: type[Source | Publication]
    content: type[Entry]
    key: str
    file: str
    read: Callable[[Any], Any]
    write: Callable[[Any, Any], None]
    related: tuple[str, ...] = ()

    def rows(self) -> Any:
        """Return all rows of this kind, with what reading them needs."""
        return self.model._default_manager.prefetch_related(*self.related)


SOURCES = Kind(
    "sources",
    Source,
    SourceContent,
    "key",
    "sources.toml",
    rows.source_content,
    rows.write_plain,
)
EXERCISES = Kind(
    "exercises",
    Exercise,
    ExerciseContent,
    "slug",
    "exercises/{}.toml",
    rows.exercise_content,
    rows.write_exercise,
    rows.RELATED,
)
ARTICLES = Kind(
    "articles",
    Article,
    ArticleContent,
    "slug",
    "articles/{}.md",
    rows.article_content,
    rows.write_plain,
)
VIDEOS = Kind(
    "videos",
    Video,
    VideoContent,
    "slug",
    "videos/{}.toml",
    rows.video_content,
    rows.write_plain,
)
PROGRAMS = Kind(
    "programs",
    Program,
    ProgramContent,
    "slug",
    "programs/{}.toml",
    rows.program_content,
    rows.write_plain,
)
WORKS: dict[type[Publication], Kind] = {
    Exercise: EXERCISES,
    Article: ARTICLES,
    Video: VIDEOS,
    Program: PROGRAMS,
}


def kind_of(work: Publication) -> Kind:
    """Return the kind of a work."""
    return WORKS[type(work)]
