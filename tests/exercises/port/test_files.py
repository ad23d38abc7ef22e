"""Files as they come: what is read, and what is refused with a sentence."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.test import Client

from exercises.models import ImportJob
from exercises.port.files import FileError, read_file
from exercises.port.mapping import guess
from tests.exercises.port.files import upload

TEXT = 'name;steps\nGenou plié;"Un\nDeux"\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_every_usual_encoding_and_delimiter_is_read(encoding: str, delimiter: str) -> None:
    sheet = read_file(TEXT.replace(";", delimiter).encode(encoding))
    assert sheet.headers == ("name", "steps")
    assert sheet.rows[0].cells == {"name": "Genou plié", "steps": "Un\nDeux"}
    assert sheet.rows[0].number == 2


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is empty."),
        (b" \n\n", "The file is empty."),
        (b"name,level\n", "The file has no entries."),
        (b"PK\x03\x04rest", "This is an Excel or zip file"),
        (b"\x89PNG\r\n", "This is a picture"),
        (b"name\nx\0y\n", "NUL bytes"),
        (b"\xff\xfen\x00a", "The file"),
        (b"a,b\nx\x81\x8d,y\n", "in no encoding"),
        (b'name\n"open\n', "The file is not CSV: line"),
        (b",level\nx,1\n", "Column 1 has no name"),
        (b"name,Name\nx,1\n", "Two columns have the name 'Name'"),
        (b"[{", "The file is not JSON"),
        (b"[" * 100_000, "too deep"),
        (b'[{"a": "\\ud800"}]', "The file is not JSON"),
        (b'{"a": 1}', "a list of entries"),
        (b"[1, 2]", "a list without entries"),
        (b"[]", "The file has no entries."),
        (b"name\n" + b"x\n" * 100_000, "more than 5000 entries"),
        (b"[" + b'{"a":1},' * 5001 + b'{"a":1}]', "more than 5000 entries"),
        (b"x" * (20 * 1024 * 1024 + 1), "larger than 20 MB"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(FileError, match=said.replace("'", ".")):
        read_file(data)


def test_a_huge_cell_is_named_and_the_other_lines_are_read() -> None:
    out = io.StringIO()
    csv.writer(out).writerows([["name"], ["x" * 10_000_000], ["Clamshell"]])
    bad, good = read_file(out.getvalue().encode()).rows
    assert bad.problem == "'name' has 10000000 characters; 20000 is the most"
    assert good.cells == {"name": "Clamshell"}


def test_a_line_of_the_wrong_length_is_named() -> None:
    rows = read_file(b"name,level\nA,1\nB\nC,1,2\nD,1,,\n").rows
    assert [row.problem for row in rows] == [
        "",
        "has 1 cell where the first row has 2",
        "has 3 cells where the first row has 2",
        "",
    ]


def test_inner_objects_become_columns() -> None:
    sheet = read_file(json.dumps({"exercises": [{"dose": {"reps": 8}, "Title": "A"}]}).encode())
    assert sheet.headers == ("dose.reps", "Title")
    assert guess(sheet.headers).columns == {"dose.reps": "reps", "Title": "name"}


def test_the_name_of_a_file_says_nothing(as_ben: Client) -> None:
    upload(as_ben, [{"name": "A"}], "table.csv")
    assert ImportJob.objects.latest("pk").format == "json"


def test_a_bad_file_is_said_beside_the_field(as_ben: Client) -> None:
    answer = upload(as_ben, b"\x89PNG", "picture.csv")
    assert "This is a picture" in answer.context["form"].errors["file"][0]
    assert not ImportJob.objects.exists()


def test_foreign_columns_are_guessed() -> None:
    headers = ["id", "title", "target", "secondaryMuscles", "equipment", "instructions", "force"]
    assert guess(headers).columns == {
        "id": "slug",
        "title": "name",
        "target": "primary_muscles",
        "secondaryMuscles": "secondary_muscles",
        "equipment": "equipment_sets",
        "instructions": "steps",
        "force": "",
    }
