"""What a figure costs: to draw, to send, and to move while somebody scrolls.

    make run (once, so that everything is installed), then: .venv/bin/python bench/figures.py

Draws every figure from its joint angles, with nothing remembered from before, and prints the
time of the processor and the size as shares of their limits. Then it opens the list in Chromium
as on a phone whose processor is four times slower, moves its cards and scrolls through them.
`--draw` leaves the browser out.
"""

from __future__ import annotations

import gzip
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import CDPSession, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from exercises.figure.animation import animated
from exercises.figure.draw import still
from exercises.figure.model import Figure, parse
from tests.copies import running_copy

FOLDER = ROOT / "exercises" / "content" / "figures"
ROUNDS = 7
STILL_MS, STILL_BYTES = 2.0, 4096
MOVING_MS, MOVING_BYTES = 15.0, 20_000
SLOWER, CARDS = 4, 24
FRAME_MS = 1000 / 60
PHONE: ViewportSize = {"width": 390, "height": 844}


def drawing(name: str, draw: Callable[[Figure], str], limit_ms: float, limit_bytes: int) -> None:
    """Print what the drawing of all figures takes, each the quickest of some rounds."""
    taken, sizes = list[tuple[float, str]](), list[tuple[int, str]]()
    for path in sorted(FOLDER.glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        if len(data["timeline"]) < 2:
            continue
        seconds = []
        for _ in range(ROUNDS):
            figure = parse(data)
            began = time.process_time()
            svg = draw(figure)
            seconds.append(time.process_time() - began)
        taken.append((min(seconds) * 1000, path.stem))
        sizes.append((len(gzip.compress(svg.encode())), path.stem))
    typical, (slowest, which) = statistics.median(ms for ms, _ in taken), max(taken)
    largest, whose = max(sizes)
    within = sum(ms <= limit_ms for ms, _ in taken)
    print(
        f"{name}: median {typical:.2f} ms, {typical / limit_ms:.0%} of the limit; slowest "
        f"{slowest:.2f} ms ({which}); {within} of {len(taken)} within {limit_ms:g} ms; largest "
        f"{largest} bytes gzipped ({whose}), {largest / limit_bytes:.0%} of the limit"
    )


WATCH = """() => {
  window.frames = [];
  let last = 0;
  const note = (now) => {
    if (last) window.frames.push(now - last);
    last = now;
    window.watching = requestAnimationFrame(note);
  };
  window.watching = requestAnimationFrame(note);
}"""


def scroll(page: Page, chromium: CDPSession) -> list[float]:
    """Scroll through the list without a stop; return the milliseconds between its frames."""
    page.evaluate("() => scrollTo(0, 0)")
    page.wait_for_timeout(500)
    page.evaluate(WATCH)
    gesture = {"x": 195, "y": 600, "yDistance": -3500, "speed": 1200, "gestureSourceType": "mouse"}
    chromium.send("Input.synthesizeScrollGesture", gesture)
    frames: list[float] = page.evaluate("() => (cancelAnimationFrame(window.watching), frames)")
    assert page.evaluate("() => scrollY") > 1000, "it did not scroll"
    return frames


def scrolling(site: str) -> None:
    """Print how even the frames are while the list is scrolled, with and without motion."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-background-networking", "--disable-sync"],
        )
        page = browser.new_page(viewport=PHONE, base_url=site)
        page.goto("/exercises/")
        cards = page.locator(".stage[data-motion]").count()
        assert cards >= CARDS, f"only {cards} cards"
        chromium = page.context.new_cdp_session(page)
        chromium.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        for name in ("standing still", "moving"):
            if name == "moving":
                page.click("[data-move-all]")
                scroll(page, chromium)  # fetches the motions
            frames = sorted(scroll(page, chromium))
            in_time = sum(ms < 1.5 * FRAME_MS for ms in frames) / len(frames)
            p50, p95, p99 = (frames[int(len(frames) * part)] for part in (0.5, 0.95, 0.99))
            print(
                f"{cards} cards {name}, processor {SLOWER} times slower: {len(frames)} frames, "
                f"p50 {p50:.1f} ms, p95 {p95:.1f} ms, p99 {p99:.1f} ms; "
                f"{in_time:.1%} without one left out"
            )
        browser.close()


def main() -> None:
    """Measure all of it."""
    drawing("still", still, STILL_MS, STILL_BYTES)
    drawing("moving", animated, MOVING_MS, MOVING_BYTES)
    if "--draw" in sys.argv:
        return
    with (
        tempfile.TemporaryDirectory(prefix="hipcoach-bench-") as name,
        running_copy(Path(name)) as copy,
    ):
        scrolling(copy.site)


if __name__ == "__main__":
    main()
