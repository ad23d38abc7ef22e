"""The exercise list in a browser: with the keyboard, back and forth."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP
from tests.copies import Copy

pytestmark = pytest.mark.browser
Check = Callable[[Page], None]


def test_filters_keep_the_focus_and_the_back_button_takes_them_off(
    page: Page, copy: Copy, no_barriers: Check
) -> None:
    page.set_viewport_size(DESKTOP)
    page.goto("/exercises/")
    page.locator("#plane-frontal").focus()
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile(r"\?plane=frontal$"))
    expect(page.locator("#plane-frontal")).to_be_focused()
    expect(page.get_by_role("status")).to_have_text("37 of 64 exercises")

    page.locator("#level-1").focus()
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile(r"\?plane=frontal&level=1$"))
    page.go_back()
    expect(page.locator("#plane-frontal")).to_be_checked()
    expect(page.locator("#level-1")).not_to_be_checked()
    no_barriers(page)


def test_typing_finds_at_once_and_stays_in_the_field(
    page: Page, copy: Copy, no_barriers: Check
) -> None:
    page.goto("/exercises/")
    page.locator("#q").press_sequentially("clam shel")
    expect(page).to_have_url(re.compile(r"\?q=clam\+shel$"))
    expect(page.get_by_role("heading", level=3).first).to_have_text("Clamshell")
    expect(page.locator("#q")).to_be_focused()
    no_barriers(page)


def test_an_empty_list_shows_the_way_out(page: Page, copy: Copy, no_barriers: Check) -> None:
    page.goto("/exercises/?q=clam+shell&posture=standing")
    no_barriers(page)
    page.get_by_role("link", name=re.compile("^Standing.*2 left")).click()
    expect(page.locator("#count")).to_have_text("2 of 64 exercises")
