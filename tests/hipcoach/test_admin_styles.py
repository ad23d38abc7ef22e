"""The admin's own templates use unfold's utilities, which its build has only in part."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import unfold
from django.conf import settings

STYLES = (
    Path(unfold.__file__).parent / "static" / "unfold" / "css" / "styles.css",
    *sorted((settings.BASE_DIR / "frontend" / "css").glob("*.css")),
)
TEMPLATES = sorted((settings.BASE_DIR / "templates" / "admin").rglob("*.html"))


@pytest.fixture(scope="module")
def known() -> set[str]:
    """Every class that a stylesheet of the admin has a rule for."""
    css = "".join(path.read_text(encoding="utf-8") for path in STYLES)
    return {re.sub(r"\\(.)", r"\1", name) for name in re.findall(r"\.((?:\\.|[\w-])+)", css)}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_every_class_has_a_rule(template: Path, known: set[str]) -> None:
    text = re.sub(r"{%.*?%}|{{.*?}}", " ", template.read_text(encoding="utf-8"), flags=re.DOTALL)
    used = {name for names in re.findall(r'class="([^"]*)"', text) for name in names.split()}
    assert used - known == set()
