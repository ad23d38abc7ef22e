"""A content folder as a whole: every file read, every reference between files checked."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from exercises.figure.fields import FigureError
from exercises.figure.text import compact, load, read
from exercises.ladder import check_ladder
from exercises.library.content import (
    ArticleContent,
    ExerciseContent,
    Library,
    ProgramContent,
    SourceContent,
    VideoContent,
)
from exercises.library.errors import ContentError, Problem
from exercises.library.parse import parse_article, parse_exercise, parse_source, parse_video
from exercises.library.programs import parse_program
from exercises.library.table import Table
from exercises.markdown import figure_slugs, footnote_keys
from exercises.vocabulary import CONTENT, Vocabulary, get_vocabulary, read_vocabulary

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
FRONT_MATTER = "+++\n"


def read_library(folder: Path) -> Library:
    """Read and check all files; ContentError names every problem, none hides another file's."""
    reader = _Reader(folder)
    figures = reader.figures()
    library = Library(
        sources=reader.sources(),
        exercises={
            slug: replace(exercise, figure=figures.get(slug, ""))
            for slug, exercise in reader.each("exercises", ".toml", reader.exercise).items()
        },
        articles=reader.each("articles", ".md", reader.article),
        videos=reader.each("videos", ".toml", reader.video),
        programs=reader.each("programs", ".toml", reader.program),
    )
    # References are only worth checking between files that could be read.
    problems = reader.problems or list(_broken_references(library))
    if problems:
        raise ContentError(problems)
    return library


class _Reader:
    """Reads file by file and collects what is wrong."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.words = self.vocabulary()

    def each[Content](
        self, part: str, suffix: str, read: Callable[[Path, str], Content]
    ) -> dict[str, Content]:
        """Read the files of a folder by their slugs."""
        found: dict[str, Content] = {}
        paths = sorted((self.folder / part).glob(f"*{suffix}"))
        if not paths:
            self.problems.append(Problem(part, "(folder)", f"holds no {suffix} file"))
        for path in paths:
            name = f"{part}/{path.name}"
            try:
                if not SLUG.fullmatch(path.stem):
                    raise ContentError.at(name, "(name)", "may hold a-z, 0-9 and single hyphens")
                found[path.stem] = read(path, name)
            except ContentError as error:
                self.problems.extend(error.problems)
        return found

    def vocabulary(self) -> Vocabulary:
        """Read vocabulary.toml; where it is broken, the other files are held against our own.

        Pages take their words from the site's own folder, so a word that it lacks is refused.
        """
        name, ours = "vocabulary.toml", get_vocabulary()
        try:
            words = read_vocabulary(_toml(_text(self.folder / name, name), name))
        except ContentError as error:
            self.problems.extend(error.problems)
            return ours
        except KeyError as error:
            self.problems.append(Problem(name, str(error.args[0]), "is missing"))
            return ours
        except (AttributeError, TypeError) as error:
            self.problems.append(Problem(name, "(file)", f"is not a vocabulary: {error}"))
            return ours
        for kind in ("planes", "traits", "equipment", "muscles", "assessments"):
            for word in getattr(words, kind).keys() - getattr(ours, kind).keys():
                reason = f"{word!r} is not known to this site, whose words are in {CONTENT / name}"
                self.problems.append(Problem(name, kind, reason))
        return words

    def sources(self) -> dict[str, SourceContent]:
        """Read sources.toml."""
        name = "sources.toml"
        try:
            tables = _toml(_text(self.folder / name, name), name)
            return {
                key: parse_source(key, Table(data, name, f"{key}.")) for key, data in tables.items()
            }
        except ContentError as error:
            self.problems.extend(error.problems)
            return {}

    def figures(self) -> dict[str, str]:
        """Read the figures' files by exercise, each as compact text; a folder may have none."""
        found = {}
        for path in sorted((self.folder / "figures").glob("*.json")):
            name = f"figures/{path.name}"
            try:
                text = compact(load(_text(path, name)))
                read(text)
                found[path.stem] = text
            except ContentError as error:
                self.problems.extend(error.problems)
            except FigureError as error:
                self.problems.append(Problem(name, error.field, error.reason))
        return found

    def exercise(self, path: Path, name: str) -> ExerciseContent:
        """Read an exercise's file."""
        table = Table(_toml(_text(path, name), name), name)
        return parse_exercise(path.stem, table, self.words)

    def article(self, path: Path, name: str) -> ArticleContent:
        """Read an article's file: TOML between two lines of +++, then Markdown."""
        text = _text(path, name)
        head, fence, body = text.removeprefix(FRONT_MATTER).partition(f"\n{FRONT_MATTER}")
        if not text.startswith(FRONT_MATTER) or not fence:
            raise ContentError.at(name, "(front matter)", "must stand between two lines of +++")
        return parse_article(path.stem, Table(_toml(head, name), name), body)

    def video(self, path: Path, name: str) -> VideoContent:
        """Read a video's file."""
        return parse_video(path.stem, Table(_toml(_text(path, name), name), name), self.words)

    def program(self, path: Path, name: str) -> ProgramContent:
        """Read a program's file."""
        return parse_program(path.stem, Table(_toml(_text(path, name), name), name), self.words)


def _text(path: Path, name: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError.at(name, "(file)", f"cannot be read: {error}") from error


def _toml(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ContentError.at(name, "(file)", f"is not TOML: {error}") from error


def _broken_references(library: Library) -> Iterator[Problem]:
    yield from _ladder_problems(library)
    yield from _repeats("name", ((e.slug, e.name) for e in library.exercises.values()))
    for exercise in library.exercises.values():
        for number, note in enumerate(exercise.evidence, 1):
            if note.source not in library.sources:
                field, reason = f"evidence[{number}].source", f"{note.source!r} is not known"
                yield Problem(f"exercises/{exercise.slug}.toml", field, reason)
    for video in library.videos.values():
        for number, scene in enumerate(video.scenes, 1):
            if scene.exercise and scene.exercise not in library.exercises:
                field, reason = f"scenes[{number}].exercise", f"{scene.exercise!r} is not known"
                yield Problem(f"videos/{video.slug}.toml", field, reason)
    for article in library.articles.values():
        yield from _article_problems(article, library)
    for program in library.programs.values():
        yield from _program_problems(program, library)
    leads = [article.slug for article in library.articles.values() if article.is_lead]
    for slug in leads[1:]:
        yield Problem(f"articles/{slug}.md", "is_lead", f"is true for {leads[0]} already")


def _ladder_problems(library: Library) -> Iterator[Problem]:
    for slug, field, reason in check_ladder(library.exercises):
        yield Problem(f"exercises/{slug}.toml", field, reason)


def _repeats(field: str, pairs: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for slug, value in pairs:
        if value in seen:
            yield Problem(f"exercises/{slug}.toml", field, f"is also that of {seen[value]}")
        seen[value] = slug


def _article_problems(article: ArticleContent, library: Library) -> Iterator[Problem]:
    name = f"articles/{article.slug}.md"
    for key in footnote_keys(article.body):
        if key not in library.sources:
            yield Problem(name, f"[^{key}]", "is no footnote of the text and no source")
    for slug in figure_slugs(article.body):
        if slug not in library.exercises:
            yield Problem(name, f"{{{{figure {slug}}}}}", "is no exercise")


def _program_problems(program: ProgramContent, library: Library) -> Iterator[Problem]:
    name = f"programs/{program.slug}.toml"
    if program.following and program.following not in library.programs:
        yield Problem(name, "following", f"{program.following!r} is not known")
    for week, content in enumerate(program.weeks, 1):
        for day, session in enumerate(content.days, 1):
            for line, one in enumerate(session.lines, 1):
                if one.exercise not in library.exercises:
                    field = f"weeks[{week}].days[{day}].lines[{line}].exercise"
                    yield Problem(name, field, f"{one.exercise!r} is not known")
