"""Exercises as files: whatever leaves comes back as it was."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.test import Client
from django.urls import reverse

from exercises.models import Exercise, ImportState
from exercises.port import cells
from exercises.port.columns import COLUMNS, Kind
from exercises.port.resources import export
from tests.exercises.making import make_exercise
from tests.exercises.port.files import check

pytestmark = pytest.mark.filterwarnings("ignore:Overriding get_action_choices")


@pytest.mark.parametrize("form", ["csv", "json"])
def test_all_64_come_back_without_a_change(whole_library: None, as_ben: Client, form: str) -> None:
    job = check(as_ben, export(form), f"all.{form}")
    assert job.state == ImportState.CHECKED
    assert job.tally() == {"error": 0, "new": 0, "changed": 0, "same": Exercise.objects.count()}
    assert job.total == 64


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Kind.TEXT, "=HYPERLINK(1)"),
        (Kind.TEXT, "'=1"),
        (Kind.TEXT, "''-1"),
        (Kind.TEXT, "'tis"),
        (Kind.TEXTS, ["one; two"]),
        (Kind.TEXTS, ["[not JSON"]),
        (Kind.TEXTS, ["=1", "+2"]),
        (Kind.TEXTS, []),
        (Kind.SETS, [[], ["mat", "wall"]]),
        (Kind.FAULTS, [{"fault": "a | b", "fix": "c"}]),
        (Kind.FAULTS, [{"fault": "a; b", "fix": "c | d"}]),
        (Kind.NOTES, [{"source": "x", "confidence": "memory", "note": "two\nlines"}]),
    ],
)
def test_a_cell_reads_back_as_it_was(kind: Kind, value: object) -> None:
    cell = cells.write(kind, value)
    assert not cell.startswith(("=", "+", "-", "@"))
    assert (cells.read(kind, cells.arm(cell)) or []) == value


def test_a_formula_is_no_formula_any_more(library: None, as_ben: Client) -> None:
    make_exercise("evil", setup="=cmd|' /C calc'!A0", aliases=["@SUM(A1)"], cues=["-1"])
    text = export("csv", Exercise.objects.filter(slug="evil")).decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(text)))
    assert row["setup"] == "'=cmd|' /C calc'!A0"
    assert row["aliases"] == "'@SUM(A1)"
    assert check(as_ben, text).tally()["same"] == 1


def test_the_list_exports_the_chosen_ones(library: None, as_ben: Client) -> None:
    chosen = Exercise.objects.filter(slug__in=["clamshell", "step-up"])
    data = {"action": "export_chosen_json", "_selected_action": [str(row.pk) for row in chosen]}
    answer = as_ben.post(reverse("admin:exercises_exercise_changelist"), data)
    assert "attachment" in answer["Content-Disposition"]
    assert {entry["slug"] for entry in json.loads(answer.content)} == {"clamshell", "step-up"}


@pytest.mark.parametrize("form", ["csv", "json"])
def test_the_list_exports_all(library: None, as_ben: Client, form: str) -> None:
    page = as_ben.get(reverse("admin:exercises_exercise_changelist")).content.decode()
    address = reverse(f"admin:exercises_exercise_export_all_{form}")
    assert address in page
    answer = as_ben.get(address).content.decode("utf-8-sig")
    assert all(name in answer for name in COLUMNS)
    assert answer.count("clamshell")


def test_ana_the_runner_exports_nothing(library: None, as_ana: Client) -> None:
    answer = as_ana.get(reverse("admin:exercises_exercise_export_all_csv"))
    assert answer.status_code in (302, 403)
    assert "attachment" not in answer.headers.get("Content-Disposition", "")
