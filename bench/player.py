"""How fast the player answers a finger, and how far its clock strays.

    make run (once, so that everything is installed), then: .venv/bin/python bench/player.py

Drives the player in Chromium as on a phone whose processor is four times slower. A tap's answer is
what the browser itself measures (Event Timing): from the touch until the next picture, in steps of
8 ms. Then a hold runs for ten minutes and its end is compared with the browser's monotonic clock,
which the player does not use. `--seconds 60` makes it shorter.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Route, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.copies import running_copy

SLOWER, ROUNDS = 4, 8
TAP_MS, DRIFT_MS = 100, 100
PHONE: ViewportSize = {"width": 390, "height": 844}
COOKIE = """
from django.conf import settings
from django.test import Client
from django.utils import timezone
from accounts.models import User
from training.demo.plans import make_plan
from training.models import HealthConsent
now = timezone.now()
user = User.objects.create_user("bench@example.com", "side-to-side-4-life")
HealthConsent.give(user, now)
make_plan(user, now, 1)
client = Client()
client.force_login(user)
print(client.cookies[settings.SESSION_COOKIE_NAME].value)
"""
# Keeps the longest of each kind of tap: pointer, click and change belong to one.
WATCH = """() => {
  window.answers = new Map();
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) {
      if (!one.interactionId) continue;
      answers.set(one.interactionId, Math.max(one.duration, answers.get(one.interactionId) ?? 0));
    }
  }).observe({ type: "event", durationThreshold: 16, buffered: true });
}"""
KEPT = "async () => (await (await caches.open('figures-1')).keys()).length"
HOLD = """(seconds) => new Promise((done) => {
  const began = performance.now();
  const look = () => {
    if (document.querySelector("[data-pain]")?.closest(".view")) {
      return done(performance.now() - began - seconds * 1000);
    }
    requestAnimationFrame(look);
  };
  look();
})"""


def open_player(context: BrowserContext, query: str, ready: str) -> Page:
    """Open the player on a slow phone and wait for its first screen."""
    page = context.new_page()
    page.goto(f"/training/player/{query}")
    page.get_by_role("button", name=ready).wait_for()
    kept = -1
    while kept != (now := page.evaluate(KEPT)):  # drawings are fetched ahead once
        kept = now
        page.wait_for_timeout(1000)
    slow = context.new_cdp_session(page)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return page


def taps(context: BrowserContext) -> None:
    """Print how long each kind of tap takes until it is seen."""
    page = open_player(context, "?session=3-1&line=single-leg-bridge:9", "Start, left side first")
    page.evaluate(WATCH)
    found: dict[str, list[float]] = {}

    def tap(name: str, act: Callable[[], None]) -> None:
        page.evaluate("answers.clear()")
        act()
        page.wait_for_timeout(500)
        # Nothing is noted below 16 ms.
        found.setdefault(name, []).append(page.evaluate("Math.max(16, ...answers.values())"))

    def press(name: str) -> Callable[[], None]:
        return page.get_by_role("button", name=name).first.click

    def tile(name: str, value: str) -> Callable[[], None]:
        return page.locator(f".view input[name={name}][value='{value}'] + span").first.click

    tap("start of the session", press("Start, left side first"))
    for number in range(ROUNDS):
        side = ("left", "right")[number % 2]
        if number == 0:
            tap("start of a set", press(f"Start {side} side"))
        tap("start now, without the count", press("Start now"))
        tap("one more", press("Done: more"))
        tap("set done", press(f"{side.capitalize()} done"))
        tap("pain", tile("pain", "1"))
        tap("effort", tile("effort", "2"))
        tap("something hurts", press("Something hurts"))
        tap("go on", press("Go on as planned"))
        tap("start of a set", press(f"Start {('right', 'left')[number % 2]} side"))
    for name, taken in found.items():
        print(
            f"{name}: median {statistics.median(taken):.0f} ms, slowest {max(taken):.0f} ms "
            f"of {len(taken)} ({max(taken) / TAP_MS:.0%} of the limit)"
        )
    page.close()


def drift(context: BrowserContext, seconds: int) -> None:
    """Print how far the end of a long hold is from the browser's monotonic clock."""

    def longer(route: Route) -> None:
        pack = route.fetch().json()
        pack["exercises"]["side-plank"]["dose"]["amount"] = seconds
        pack["sessions"] = []
        pack["repeat"] = []
        route.fulfill(json=pack)

    context.route("**/training/offline/pack.json", longer)
    context.add_init_script(
        "if (location.host) localStorage.setItem('hipcoach-player', "
        + json.dumps(json.dumps({"ready": 0}))
        + ")"
    )
    page = open_player(context, "?exercise=side-plank", "Start, left side first")
    page.get_by_role("button", name="Start, left side first").click()
    button = page.get_by_role("button", name="Start left side")
    button.wait_for()
    page.set_default_timeout((seconds + 60) * 1000)
    # Pressed in the page, so that no driver stands between the press and the clock.
    page.evaluate(f"window.hold = ({HOLD})")
    found = page.evaluate(
        """async (seconds) => {
          document.querySelector("[data-do=main]").click();
          return window.hold(seconds);
        }""",
        seconds,
    )
    print(
        f"a hold of {seconds} s ended {found:+.0f} ms from the monotonic clock, the next look at "
        f"the clock and the new screen included (limit {DRIFT_MS} ms)"
    )


def main() -> None:
    """Open the phone of a runner with a session today and measure on it."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--seconds", type=int, default=600)
    seconds = wanted.parse_args().seconds
    with (
        tempfile.TemporaryDirectory(prefix="hipcoach-bench-") as name,
        running_copy(Path(name)) as copy,
        sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        context = browser.new_context(
            base_url=copy.site, viewport=PHONE, has_touch=True, is_mobile=True
        )
        cookie = copy.shell(COOKIE).strip()
        context.add_cookies([{"name": "session", "value": cookie, "url": copy.site}])
        taps(context)
        drift(context, seconds)
        browser.close()


if __name__ == "__main__":
    main()
