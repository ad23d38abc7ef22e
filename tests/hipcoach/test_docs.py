"""The documents point at things that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_relative_link_leads_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", document.read_text()):
        assert (document.parent / target).exists(), target


SECTIONS = dict(zip(range(1, 18), (5, 4, 7, 4, 4, 8, 6, 4, 2, 7, 7, 3, 4, 3, 4, 5, 3), strict=True))
ROW = re.compile(r"^\| V(\d+)\.(\d+)[^|]*\| (met|not applicable|open) \| ([^|]+) \|$", re.MULTILINE)
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
STANDARD = (ROOT / "docs" / "security.md").read_text()


def test_every_section_of_the_standard_has_a_row() -> None:
    """OWASP ASVS 5.0.0 has 17 chapters with so many sections."""
    wanted = {(c, s) for c, count in SECTIONS.items() for s in range(1, count + 1)}
    assert {(int(c), int(s)) for c, s, _, _ in ROW.findall(STANDARD)} == wanted
    assert len(ROW.findall(STANDARD)) == len(re.findall(r"^\| V\d", STANDARD, re.MULTILINE))


def test_no_row_is_without_evidence() -> None:
    for chapter, section, state, words in ROW.findall(STANDARD):
        assert len(words) > 15, f"V{chapter}.{section}"
        assert state != "met" or NAMED.search(words), f"V{chapter}.{section}"


@pytest.mark.parametrize(("path", "name"), sorted(set(NAMED.findall(STANDARD))))
def test_every_named_test_exists(path: str, name: str) -> None:
    assert re.search(rf"^(async )?def {name}\(", (ROOT / path).read_text(), re.MULTILINE)
