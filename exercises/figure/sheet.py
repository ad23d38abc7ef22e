"""A contact sheet of all figures: python -m exercises.figure.sheet OUT.html [--dark] [ID ...]."""

import json
import sys
from collections.abc import Iterable
from html import escape
from pathlib import Path

from exercises.figure.check import check
from exercises.figure.draw import still
from exercises.figure.model import Figure, parse
from exercises.figure.theme import RULES, variables

CONTENT = Path(__file__).resolve().parent.parent / "content" / "figures"
PAGE = """
body{margin:0;padding:16px;display:grid;grid-template-columns:repeat(auto-fill,minmax(300px,1fr));
gap:14px;font:15px sans-serif}
figure{margin:0}
figure svg{display:block;width:100%;border-radius:8px;background:var(--st)}
figcaption{padding:4px 2px}
b.bad{color:#c22}
"""


def load(path: Path) -> Figure:
    """Read one figure file. Raises FigureError (content) or json.JSONDecodeError (syntax)."""
    return parse(json.loads(path.read_text(encoding="utf-8")))


def sheet(figures: Iterable[Figure], dark: bool = False, crop: float | None = None) -> str:
    """One HTML page: every camera of every figure, ghost and peak, name and problems under it."""
    paper, ink = ("#0f1d19", "#f3ecdd") if dark else ("#f6f1e6", "#12302a")
    css = f"body{{background:{paper};color:{ink}}}{PAGE}{variables(dark)}{RULES}"
    out = ["<!doctype html><meta charset=utf-8><title>Figures</title>", f"<style>{css}</style>"]
    for figure in figures:
        problems = "".join(f"<br><b class=bad>{escape(p)}</b>" for p in check(figure).problems)
        name = f"<b>{escape(figure.title)}</b> {escape(figure.id)}"
        out += [
            f"<figure>{still(figure, camera, crop=crop)}"
            f"<figcaption>{name} {escape(camera)}{problems}</figcaption></figure>"
            for camera in figure.cameras
        ]
    return "\n".join(out)


def main(arguments: list[str]) -> int:
    """Write the sheet; ids choose figures, --crop shows them as on cards."""
    words = [a for a in arguments if not a.startswith("--")]
    if not words:
        print(__doc__)
        return 2
    paths = sorted(CONTENT.glob("*.json"))
    wanted = [p for p in paths if len(words) == 1 or p.stem in words[1:]]
    crop = 4 / 3 if "--crop" in arguments else None
    page = sheet((load(p) for p in wanted), "--dark" in arguments, crop)
    Path(words[0]).write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
