"""From a program's file to its entry: weeks of seven days, sessions line by line."""

from __future__ import annotations

from collections.abc import Mapping

from exercises.library.content import (
    DayContent,
    Dose,
    LineContent,
    ProgramContent,
    WeekContent,
)
from exercises.library.parse import check_dose
from exercises.library.table import Table
from exercises.models import Measure
from exercises.vocabulary import Vocabulary

KINDS = ("strength", "run", "rest", "assessment")
BANDS = ("light", "medium", "heavy")
DAYS = 7


def parse_program(slug: str, table: Table, words: Vocabulary) -> ProgramContent:
    """Read one file of programs/; the exercises that it names are checked later."""
    weights = {weight.line("name"): weight.line("guide") for weight in table.tables("weights")}
    program = ProgramContent(
        slug=slug,
        title=table.line("title"),
        tagline=table.line("tagline"),
        position=table.number("position", 0, 30000),
        level=table.number("level", 1, 5),
        goal=table.line("goal"),
        equipment=table.texts("equipment", words.equipment),
        equipment_note=table.line("equipment_note"),
        entry_marks=table.texts("entry_marks", required=True),
        exit_marks=table.texts("exit_marks", required=True),
        following=table.line("following", ""),
        less_time=table.line("less_time", ""),
        maintenance=table.line("maintenance", ""),
        weeks=tuple(_week(week, words, weights) for week in table.tables("weeks")),
    )
    table.done()
    if not program.weeks:
        raise table.fail("weeks", "must not be empty")
    if program.weeks[-1].days[-1].kind != "assessment":
        raise table.fail(f"weeks[{len(program.weeks)}].days[{DAYS}].kind", "must be a re-test")
    return program


def _week(table: Table, words: Vocabulary, weights: Mapping[str, str]) -> WeekContent:
    week = WeekContent(
        focus=table.line("focus"),
        is_deload=table.flag("is_deload"),
        days=tuple(_day(day, words, weights) for day in table.tables("days")),
    )
    if len(week.days) != DAYS:
        raise table.fail("days", f"must be {DAYS}, not {len(week.days)}")
    table.done()
    return week


def _day(table: Table, words: Vocabulary, weights: Mapping[str, str]) -> DayContent:
    day = DayContent(
        kind=table.choice("kind", KINDS),
        title=table.line("title"),
        minutes=table.optional_number("minutes", 1, 300),
        note=table.line("note", ""),
        lines=tuple(_line(line, weights) for line in table.tables("lines")),
        tests=table.texts("tests", words.assessments, absent=()),
    )
    if bool(day.lines) != (day.kind == "strength"):
        raise table.fail("lines", f"do not fit a day of {day.kind}")
    if bool(day.tests) != (day.kind == "assessment"):
        raise table.fail("tests", f"do not fit a day of {day.kind}")
    if day.minutes is None and (day.lines or day.tests):
        raise table.fail("minutes", "is missing")
    table.done()
    return day


def _line(table: Table, weights: Mapping[str, str]) -> LineContent:
    band = table.choice("band", BANDS, "")
    weight = table.choice("weight", weights, "")
    if band and weight:
        raise table.fail("weight", "stands beside a band; give one of them")
    line = LineContent(
        exercise=table.line("exercise"),
        dose=_dose(table),
        load="band" if band else "weight" if weight else "bodyweight",
        band=band,
        guide=weights[weight] if weight else "",
        note=table.line("note", ""),
    )
    table.done()
    return line


def _dose(table: Table) -> Dose:
    """Read a line's dose; what it measures is what it has an amount of."""
    amounts = {
        "reps": table.optional_number("reps", 1, 100),
        "hold_seconds": table.optional_number("hold_seconds", 1, 300),
        "distance_m": table.optional_number("distance_m", 1, 400),
    }
    measures = [field for field in Measure.values if amounts[field] is not None]
    if len(measures) != 1:
        raise table.fail("reps", f"exactly one of {', '.join(Measure.values)} must be given")
    dose = Dose(
        measure=measures[0],
        also=(),
        sets=table.number("sets", 1, 10),
        **amounts,
        per_side=table.flag("per_side"),
        rest_seconds=table.number("rest_seconds", 0, 600),
        tempo=table.line("tempo", ""),
        target_rir=table.optional_number("target_rir", 0, 10),
        target_rpe=table.optional_number("target_rpe", 0, 10),
    )
    return check_dose(dose, table)
