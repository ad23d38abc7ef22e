import json
from pathlib import Path

import pytest

from exercises.figure import sheet as module
from exercises.figure.model import parse
from exercises.figure.sheet import main, sheet
from exercises.figure.theme import DARK
from tests.exercises.figure.figures import squat


def test_a_sheet_shows_every_camera_and_says_what_is_wrong() -> None:
    good = parse(squat())
    bad = parse(squat(id="bad", anchor={"point": "sole_r", "at": [0, 0.3, 0]}))
    page = sheet([good, bad])
    assert page.count("<svg") == 4
    assert "Squat &lt;test&gt; &amp; more" in page
    assert page.count("the body floats") == 2


def test_the_command_writes_all_figures_or_the_ones_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CONTENT", tmp_path)
    for name in ("squat", "other"):
        (tmp_path / f"{name}.json").write_text(json.dumps(squat(id=name)), encoding="utf-8")
    out = tmp_path / "sheet.html"
    assert main([str(out), "--dark"]) == 0
    page = out.read_text(encoding="utf-8")
    assert page.count("<svg") == 4
    assert " other " in page and DARK["st"] in page
    assert main([str(out), "squat"]) == 0
    assert out.read_text(encoding="utf-8").count("<svg") == 2


def test_without_a_name_it_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "contact sheet" in capsys.readouterr().out
