"""Figures that move: the player with the keyboard alone, the cards, and pages without script."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import DESKTOP
from tests.copies import Copy

pytestmark = pytest.mark.browser
Check = Callable[[Page], None]


def shape(figure: Locator) -> str:
    """What the body looks like at this moment."""
    return str(figure.locator(".f-body").first.evaluate("body => body.innerHTML"))


def moves(figure: Locator, page: Page, within_ms: int = 10_000) -> bool:
    """Tell whether the body changes, as soon as it does."""
    before = shape(figure)
    for _ in range(within_ms // 100):
        page.wait_for_timeout(100)
        if shape(figure) != before:
            return True
    return False


def rests(figure: Locator, page: Page) -> bool:
    return not moves(figure, page, 500)


def test_the_player_is_played_with_the_keyboard_alone(
    page: Page, copy: Copy, no_barriers: Check
) -> None:
    page.goto("/exercises/lateral-step-down/")
    figure, scrub = page.locator("[data-figure]"), page.get_by_label("Position in the movement")
    expect(scrub).to_have_attribute("aria-valuetext", "Down, 3.4 of 4.7 seconds")
    assert rests(figure, page), "with less motion asked for, nothing moves by itself"

    page.get_by_role("button", name="Play the movement").press("Space")
    pause = page.get_by_role("button", name="Pause the movement")
    expect(pause).to_be_visible()
    assert moves(figure, page)
    no_barriers(page)
    pause.press("Enter")
    assert rests(figure, page)

    scrub.focus()
    page.keyboard.press("Home")
    expect(scrub).to_have_attribute("aria-valuetext", re.compile("^0.0 of 4.7|^Stand, 0.0"))
    lit = page.locator(".tempo .now")
    expect(lit).to_have_count(1)
    start = shape(figure)
    page.keyboard.press("End")
    expect(lit).to_contain_text("Up")
    page.keyboard.press("PageDown")
    expect(lit).to_contain_text("Up")
    for _ in range(5):
        page.keyboard.press("PageDown")
    expect(lit).to_contain_text("Down")
    assert shape(figure) != start


def test_half_speed_and_the_moment_outlive_a_change_of_side(page: Page, copy: Copy) -> None:
    page.goto("/exercises/clamshell/")
    scrub = page.get_by_label("Position in the movement")
    scrub.focus()
    page.keyboard.press("Home")
    half = page.get_by_role("button", name="Half speed")
    half.press("Space")
    expect(half).to_have_attribute("aria-pressed", "true")
    right = shape(page.locator("[data-figure]"))
    page.get_by_role("link", name="Left").press("Enter")
    expect(page.get_by_role("link", name="Left")).to_have_attribute("aria-current", "true")
    expect(half).to_have_attribute("aria-pressed", "true")
    expect(scrub).to_have_value("0")
    expect(page.get_by_role("link", name="Left")).to_be_focused()
    assert shape(page.locator("[data-figure]")) != right


def test_a_figure_out_of_sight_stands_still(page: Page, copy: Copy) -> None:
    page.goto("/exercises/clamshell/")
    page.get_by_role("button", name="Play the movement").click()
    page.locator("footer").scroll_into_view_if_needed()
    expect(page.get_by_role("button", name="Play the movement")).to_have_count(1)
    assert rests(page.locator("[data-figure]"), page)


def test_cards_move_by_the_button_and_only_where_they_are_seen(
    page: Page, copy: Copy, no_barriers: Check
) -> None:
    page.goto("/exercises/")
    cards = page.locator(".stage[data-motion]")
    assert rests(cards.first, page)
    button = page.get_by_role("button", name="Move all")
    button.press("Space")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(cards.first).to_have_class(re.compile("moving"))
    page.wait_for_timeout(500)
    assert moves(cards.first, page)
    expect(cards.last).not_to_have_class(re.compile("moving"))
    no_barriers(page)
    cards.last.scroll_into_view_if_needed()
    expect(cards.last).to_have_class(re.compile("moving"))
    expect(cards.first).not_to_have_class(re.compile("moving"))
    button.press("Space")
    expect(page.locator(".stage.moving")).to_have_count(0)


def test_a_card_moves_while_it_has_the_focus(browser: Browser, copy: Copy) -> None:
    window = browser.new_context(base_url=copy.site, viewport=DESKTOP)
    page = window.new_page()
    page.goto("/exercises/")
    card = page.locator(".ex").first
    card.get_by_role("link").first.focus()
    expect(card.locator(".stage")).to_have_class(re.compile("moving"))
    page.locator("#q").focus()
    expect(card.locator(".stage")).not_to_have_class(re.compile("moving"))
    window.close()


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_without_script_the_movement_is_a_picture_by_itself(
    browser: Browser, copy: Copy, motion: Literal["no-preference", "reduce"]
) -> None:
    window = browser.new_context(
        base_url=copy.site, java_script_enabled=False, reduced_motion=motion
    )
    page = window.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/exercises/clamshell/")
    assert not [url for url in asked if "/figures/" in url], "it was not asked for yet"
    page.get_by_role("link", name="Show the movement").click()
    expect(page).to_have_url(re.compile(r"/moving\.svg$"))
    first = page.screenshot()
    assert len(first) > 5000, "it has its colors"
    page.wait_for_timeout(1800)
    assert (page.screenshot() == first) == (motion == "reduce")
    window.close()
