"""Chromium in front of one running copy, and axe to look for barriers."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    ViewportSize,
    sync_playwright,
)

from tests.copies import ROOT, Copy, running_copy

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# As root Chromium needs --no-sandbox; the rest keeps it from calling anybody.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# A change of the theme fades where colors have a transition; half-way they are nobody's design.
SETTLE = """() => Promise.all(document.getAnimations()
    .filter((one) => one instanceof CSSTransition).map((one) => one.finished.catch(() => null)))"""
# A script whose session has ended elsewhere is told so by a status, which browsers write down.
SIGNED_OUT = "status of 401"
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    """One running copy for all browser tests."""
    with running_copy(Path(tmp_path_factory.mktemp("browser"))) as one:
        yield one


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium."""
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=ARGUMENTS
        )
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser: Browser, copy: Copy) -> Iterator[BrowserContext]:
    """A fresh browser window; a page's own errors fail the test."""
    window = browser.new_context(base_url=copy.site, viewport=PHONE, reduced_motion="reduce")
    errors: list[str] = []
    window.on("weberror", lambda error: errors.append(str(error.error)))
    window.on(
        "console",
        lambda message: (
            errors.append(message.text)
            if message.type == "error" and SIGNED_OUT not in message.text
            else None
        ),
    )
    yield window
    window.close()
    assert errors == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A tab on a phone's screen."""
    return context.new_page()


@pytest.fixture
def no_barriers() -> Callable[[Page], None]:
    """Fail when axe finds a violation in either theme, or when the page scrolls sideways."""
    source = AXE.read_text()
    run = (
        f"async () => (await axe.run({{runOnly: {json.dumps(AXE_TAGS)}}})).violations.map(v => "
        "[v.id, v.nodes.map(n => n.html.slice(0, 160) + ' ' + n.failureSummary)])"
    )

    def check(page: Page) -> None:
        if not page.evaluate("'axe' in window"):
            page.evaluate(f"() => {{ {source} }}")
        for theme, viewport in product(THEMES, (PHONE, DESKTOP)):
            page.emulate_media(color_scheme=theme)
            page.set_viewport_size(viewport)
            page.evaluate(SETTLE)
            found = page.evaluate(run)
            assert found == [], f"{page.url}, {theme}, at {viewport['width']}: {found}"
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 320, "height": 700})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 320, f"{page.url} is {wide} wide on a screen of 320"
        page.set_viewport_size(PHONE)

    return check
