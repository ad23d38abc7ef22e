"""The dry run: what each line of a file would do to the library, without writing anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify

from exercises.library import rows
from exercises.library.content import ExerciseContent
from exercises.library.errors import ContentError
from exercises.library.folder import SLUG
from exercises.library.parse import parse_exercise
from exercises.library.table import Table
from exercises.models import Exercise, Fault, Measure, Outcome
from exercises.port import cells
from exercises.port.columns import COLUMNS, Kind, empty_values, table_of, values_of
from exercises.port.files import Row, Sheet
from exercises.port.ladders import check_ladders
from exercises.port.lines import Line, Shelf
from exercises.port.mapping import NOUNS, Mapping, Words, like, near, read_defaults
from exercises.vocabulary import get_vocabulary

type Progress = Callable[[int], None]

LONGEST_SLUG = 80


def plan(
    sheet: Sheet, mapping: Mapping, shelf: Shelf, progress: Progress
) -> tuple[list[Line], dict[str, dict[str, int]]]:
    """Return every line of a file, and how often each unknown word stands in it."""
    words = Words(get_vocabulary(), mapping.words)
    reader = _Reader(mapping, shelf, words)
    lines = []
    for done, row in enumerate(sheet.rows, 1):
        lines.append(reader.line(row))
        progress(done)
    _check_repeats(lines, shelf)
    check_ladders(lines, shelf)
    for line in lines:
        if line.slug in shelf.archived and line.outcome == Outcome.CHANGED:
            line.refuse("slug", f"{line.name} is archived; open it again first")
    return lines, words.unknown


def brings_new(sheet: Sheet, mapping: Mapping) -> bool:
    """Tell whether a file has an entry that the library does not have."""
    known = set(Exercise.objects.values_list("slug", flat=True))
    headers = mapping.header_of()
    slug, name = headers.get("slug", ""), headers.get("name", "")
    return any(
        _slug(row.cells.get(slug), row.cells.get(name), Line(row.number)) not in known
        for row in sheet.rows
        if not row.problem
    )


class _Reader:
    """Reads rows, each against what the library says."""

    def __init__(self, mapping: Mapping, shelf: Shelf, words: Words) -> None:
        self.headers = mapping.header_of()
        self.defaults = dict(read_defaults(mapping))
        self.shelf = shelf
        self.words = words

    def line(self, row: Row) -> Line:
        """Read one row."""
        line = Line(row.number)
        if row.problem:
            line.errors.append(("", row.problem))
            return line
        said = self._said(row, line)
        line.slug = _slug(said.pop("slug", None), said.get("name"), line)
        line.before = self.shelf.contents.get(line.slug)
        line.name = line.before.name if line.before else ""
        if isinstance(said.get("name"), str):
            line.name = said["name"][:LONGEST_SLUG]
        line.given = frozenset(said)
        values = self._values(said, line)
        for name, column in COLUMNS.items():
            if column.words:
                values[name] = self._ours(line, name, values[name])
        _derive(values)
        self._parse(line, values)
        return line

    def _said(self, row: Row, line: Line) -> dict[str, Any]:
        """Return what the row says by column of ours, None where its cell is empty."""
        said = {}
        for name, header in self.headers.items():
            if header not in row.cells:
                continue
            kind = COLUMNS[name].kind
            try:
                # A level may be a word of the file's own, which is turned into a number below.
                said[name] = cells.read(Kind.TEXT if name == "level" else kind, row.cells[header])
            except ValueError as error:
                line.refuse(name, str(error))
        return said

    def _values(self, said: dict[str, Any], line: Line) -> dict[str, Any]:
        """Fill in what the row leaves open, so that a file with few columns changes just those."""
        current = values_of(line.before) if line.before else None
        values = current or {**empty_values(), "position": 0, **self.defaults}
        for name, value in said.items():
            if value is not None:
                values[name] = value
            elif current is None or COLUMNS[name].required or name in self.defaults:
                pass  # what the library says stays, or what all entries say
            else:
                values[name] = empty_values()[name]
        return values

    def _ours(self, line: Line, name: str, value: Any) -> Any:
        """Return the vocabulary's words for those of the file."""
        column = COLUMNS[name]
        if not value:
            return value
        if column.kind is Kind.TEXTS and isinstance(value, list):
            ours, strange = self.words.all_of(column.words, value)
        elif column.kind is Kind.SETS:
            pairs = [self.words.all_of(column.words, s) for s in value if isinstance(s, list)]
            ours = [inner for inner, _ in pairs]
            strange = [word for _, inner in pairs for word in inner]
        else:
            word = self.words.one(column.words, str(value).removesuffix(".0"))
            ours, strange = word, [] if word is not None else [value]  # type: ignore[assignment]
            if name == "level" and word:
                return int(word)
        for word in strange:
            close = ", ".join(near(column.words, str(word)))
            hint = f"; near: {close}" if close else ""
            line.refuse(name, f"{NOUNS[column.words]} {str(word)[:80]!r} is not known{hint}")
        return ours

    def _parse(self, line: Line, values: dict[str, Any]) -> None:
        """Let the content files' own checks say what else is wrong."""
        if line.errors:
            return
        try:
            table = Table(table_of(values), "")
            content = parse_exercise(line.slug, table, self.words.vocabulary, draft=True)
        except ContentError as error:
            for problem in error.problems:
                line.refuse(problem.field, problem.reason)
            return
        for number, note in enumerate(content.evidence, 1):
            if note.source not in self.shelf.sources:
                hint = like(note.source, self.shelf.sources)
                line.refuse(f"evidence[{number}]", f"source {note.source!r} is not known{hint}")
        for name, reason in _too_long(content):
            line.refuse(name, reason)
        line.after = content


def _slug(slug: Any, name: Any, line: Line) -> str:
    """Return the address; one that is none, as of a foreign data set, is made into one."""
    said = slug if isinstance(slug, str) else name if isinstance(name, str) else ""
    made = said if SLUG.fullmatch(said) else slugify(said.replace("_", " ")).strip("-_")
    if not made:
        line.refuse(
            "slug", "is missing" if not said else f"no address can be made of {said[:60]!r}"
        )
    elif len(made) > LONGEST_SLUG:
        line.refuse("slug", f"must have at most {LONGEST_SLUG} characters")
        return ""
    return made


def _derive(values: dict[str, Any]) -> None:
    """Say what follows from the rest: what is measured, and whether the dose is per side."""
    filled = [name for name in Measure.values if values[name] is not None]
    if not values["measure"] and len(filled) == 1:
        values["measure"] = filled[0]
    if values["per_side"] is None:
        values["per_side"] = values["laterality"] == "unilateral"
    for name in ("measure", "laterality"):
        values[name] = values[name] or None  # so that it is missing, and not an unknown word


def _too_long(content: ExerciseContent) -> Iterable[tuple[str, str]]:
    """Yield what a column of the database would refuse."""
    row = Exercise()
    rows.fill(row, content)
    models: list[tuple[str, Any]] = [("", row)]
    models += [("faults", Fault(fault=one.fault, fix=one.fix)) for one in content.faults]
    for place, model in models:
        may_lack = {f.name for f in model._meta.fields if f.is_relation}
        if not place:
            may_lack |= {f.name for f in model._meta.fields if not getattr(model, f.name)}
        try:
            model.clean_fields(exclude=may_lack)
        except ValidationError as error:
            for name, reasons in error.message_dict.items():
                yield place or name, " ".join(reasons)


def _check_repeats(lines: list[Line], shelf: Shelf) -> None:
    """Refuse a slug or a name that two entries would have."""
    slugs: dict[str, int] = {}
    names = {content.name: slug for slug, content in shelf.contents.items()}
    for line in lines:
        if not line.slug:
            continue
        if line.slug in slugs:
            line.refuse("slug", f"{line.slug!r} is also in line {slugs[line.slug]}")
            continue
        slugs[line.slug] = line.number
        if line.after is None:
            continue
        owner = names.setdefault(line.after.name, line.slug)
        if owner != line.slug:
            line.refuse("name", f"is also that of {owner!r}")
