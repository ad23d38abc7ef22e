"""Paint the icons of the installed app from the mark: `.venv/bin/python bin/app_icons.py`.

Chromium draws them, so the file names and sizes stand here once and the pictures are kept in
`frontend/glyphs/`. A maskable icon keeps its mark inside the circle that every phone leaves over.
"""

from __future__ import annotations

import os
from pathlib import Path

from check import find_chromium
from playwright.sync_api import sync_playwright

GLYPHS = Path(__file__).resolve().parent.parent / "frontend" / "glyphs"
PAPER = "#f6f1e6"
# Name -> pixels, and the share of the side that the mark takes.
ICONS = {
    "app-192.png": (192, 0.78),
    "app-512.png": (512, 0.78),
    "app-maskable-512.png": (512, 0.56),
    "apple-touch-180.png": (180, 0.7),
}


def main() -> None:
    """Paint all of them."""
    mark = (GLYPHS / "favicon.svg").read_text()
    with sync_playwright() as driver:
        path = os.environ.get("CHROMIUM") or find_chromium()
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for name, (side, share) in ICONS.items():
            tab = browser.new_page(viewport={"width": side, "height": side}, color_scheme="light")
            tab.set_content(
                f"<style>body{{margin:0;height:100vh;display:grid;place-items:center;"
                f"background:{PAPER}}}svg{{width:{share * 100}%;overflow:visible}}</style>{mark}"
            )
            tab.screenshot(path=GLYPHS / name)
            tab.close()
        browser.close()


if __name__ == "__main__":
    main()
