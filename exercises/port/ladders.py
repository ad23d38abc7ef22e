"""The ladder that a file asks for: steps named from either side, checked with the library's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from exercises.ladder import OPPOSITE, find_loop
from exercises.library.content import ExerciseContent, Texts
from exercises.port.lines import Line, Shelf, same
from exercises.port.mapping import like


def check_ladders(lines: list[Line], shelf: Shelf) -> None:
    """Give both ends of each step to their lines, and refuse steps that cannot stand.

    A line that has no column for one side keeps what it has there, apart from what the other
    lines of the file say about it.
    """
    file = {line.slug: line for line in lines if line.after is not None}
    named = {*shelf.contents, *(line.slug for line in lines)}
    for line in file.values():
        for side in OPPOSITE:
            for other in _neighbors(line, side):
                if reason := _refusal(line, side, other, file, named):
                    line.refuse(side, reason)
    for line in file.values():
        for side in OPPOSITE:
            if side in line.given:
                _mirror(line, side, file)
    _check_levels(file, shelf)
    _check_loop(file, shelf)


def _neighbors(line: Line, side: str) -> tuple[str, ...]:
    return tuple(getattr(line.after, side))


def _refusal(line: Line, side: str, other: str, file: dict[str, Line], named: set[str]) -> str:
    """Say why a line may not name a neighbor, or nothing."""
    if other not in named:
        return f"{other!r} is no exercise, here or in the library{like(other, named)}"
    there = file.get(other)
    if there is None or side not in line.given or OPPOSITE[side] not in there.given:
        return ""
    if line.slug in _neighbors(there, OPPOSITE[side]):
        return ""
    return f"{other!r} (line {there.number}) does not name this exercise under {OPPOSITE[side]}"


def _mirror(line: Line, side: str, file: dict[str, Line]) -> None:
    """Let those neighbors in the file that do not say it themselves name this line too."""
    opposite = OPPOSITE[side]
    before = getattr(line.before, side) if line.before else ()
    wanted = _neighbors(line, side)
    for other in dict.fromkeys((*before, *wanted)):
        there = file.get(other)
        if there is None or there.after is None or opposite in there.given:
            continue
        rest = tuple(slug for slug in _neighbors(there, opposite) if slug != line.slug)
        if other in wanted:
            rest = (*rest, line.slug)
        after = _with(there.after, opposite, rest)
        there.after = there.after if same(after, there.after) else after


def _with(content: ExerciseContent, side: str, slugs: Texts) -> ExerciseContent:
    return replace(content, easier=slugs) if side == "easier" else replace(content, harder=slugs)


def _check_levels(file: dict[str, Line], shelf: Shelf) -> None:
    for line in file.values():
        if same(line.before, line.after):
            continue
        for low, high in _steps(line):
            levels = [_content(slug, file, shelf) for slug in (low, high)]
            if levels[0] and levels[1] and levels[0].level > levels[1].level:
                side = "harder" if low == line.slug else "easier"
                line.refuse(
                    side,
                    f"{low!r} is level {levels[0].level}, above {high!r} at {levels[1].level}",
                )


def _check_loop(file: dict[str, Line], shelf: Shelf) -> None:
    """Refuse a ladder that would run in a circle, by the names along it."""
    changed = {line.slug for line in file.values() if not same(line.before, line.after)}
    edges = {edge for edge in shelf.edges if not changed.intersection(edge)}
    for slug in changed:
        edges.update(_steps(file[slug]))
    if loop := find_loop(sorted(edges)):
        slug = next((slug for slug in loop if slug in changed), "")
        if slug:
            file[slug].refuse("harder", f"the ladder would run in a circle: {' → '.join(loop)}")


def _steps(line: Line) -> Iterator[tuple[str, str]]:
    yield from ((other, line.slug) for other in _neighbors(line, "easier"))
    yield from ((line.slug, other) for other in _neighbors(line, "harder"))


def _content(slug: str, file: dict[str, Line], shelf: Shelf) -> ExerciseContent | None:
    line = file.get(slug)
    return line.after if line else shelf.contents.get(slug)
