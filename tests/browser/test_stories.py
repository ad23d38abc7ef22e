"""The four stories of the house, in a browser, against the real parts."""

from __future__ import annotations

import re
import urllib.request
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP
from tests.copies import Copy, code_in, link_in, wait_until

pytestmark = pytest.mark.browser
PASSWORD = "side-to-side-4-life"
Check = Callable[[Page], None]


def new_address(name: str) -> str:
    """Return an address that no other test has used."""
    return f"{name}-{uuid.uuid4().hex[:8]}@example.com"


def expect_page(page: Page, heading: str) -> None:
    """Wait until the page with this heading has taken the place of the one before."""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def sign_up(page: Page, copy: Copy, address: str, no_barriers: Check) -> None:
    """Make an account and verify its address by mail."""
    page.goto("/")
    page.get_by_role("link", name="Sign in").click()
    expect_page(page, "Welcome back")
    no_barriers(page)
    page.get_by_role("link", name=re.compile("Create an account|Sign up")).first.click()
    expect_page(page, "Keep both sides in view")
    no_barriers(page)
    page.get_by_label("Email").fill(address)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name=re.compile("Create|Sign up")).click()
    expect_page(page, "Check your inbox")
    no_barriers(page)
    page.locator("input[name=code]").fill(code_in(copy.wait_for_mail(address)))
    page.get_by_role("button", name="Go on").click()
    expect_page(page, "Today")


def test_a_visitor_gets_the_first_bonus_video(page: Page, copy: Copy, no_barriers: Check) -> None:
    address = new_address("visitor")
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Running trains one direction")
    no_barriers(page)

    page.get_by_role("link", name=re.compile("Read the article")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("hips while running")
    no_barriers(page)

    page.goto("/")
    page.wait_for_timeout(2500)  # nobody fills in a form faster than this
    page.get_by_label("Get the free bonus training").fill(address)
    page.get_by_role("button", name="Send me video 1").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Check your inbox")
    no_barriers(page)

    page.goto(link_in(copy.wait_for_mail(address), "/bonus/confirm/"))
    no_barriers(page)
    page.get_by_role("button", name=re.compile("Confirm|Yes")).click()
    expect(page).to_have_url(re.compile("/bonus/watch/"))

    first = copy.wait_for_mail(address, 2)
    page.goto(link_in(first, "/bonus/watch/"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Three planes")
    no_barriers(page)
    watch_the_film(page, copy)


def watch_the_film(page: Page, copy: Copy) -> None:
    """Play a scene with its captions, come back to the same place, and fetch the film's end."""
    page.get_by_role("button", name=re.compile("forward and back")).click()
    film = page.locator("video")
    wait_until(lambda: film.evaluate("v => v.currentTime > 11.5"), "the film plays")
    assert film.evaluate("v => v.textTracks[0].mode") == "showing"
    assert "March tall" in film.evaluate("v => v.textTracks[0].activeCues[0].text")
    film.evaluate("v => v.pause()")
    left = film.evaluate("v => v.currentTime")

    page.reload()
    wait_until(lambda: film.evaluate("v => v.currentTime > 5"), "the film goes on where it was")
    assert abs(film.evaluate("v => v.currentTime") - left) < 1

    address = film.evaluate("v => v.currentSrc")
    request = urllib.request.Request(address, headers={"Range": "bytes=-1000"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.status == 206
        assert len(answer.read()) == 1000
        whole = int(answer.headers["Content-Range"].split("/")[1])
        assert answer.headers["Content-Range"] == f"bytes {whole - 1000}-{whole - 1}/{whole}"


def test_a_runner_logs_a_workout_of_two_exercises(
    page: Page, copy: Copy, no_barriers: Check
) -> None:
    sign_up(page, copy, new_address("runner"), no_barriers)

    page.goto("/exercises/")
    no_barriers(page)
    page.get_by_role("link", name="Clamshell", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Clamshell")
    no_barriers(page)
    page.get_by_role("link", name=re.compile("^Log")).first.click()
    expect_page(page, "Log a workout")
    no_barriers(page)
    log_two_exercises(page)

    page.goto("/training/")
    no_barriers(page)
    lines = page.get_by_role("article").get_by_role("listitem")
    # The first set is what was typed, left then right; the others are the dose.
    for name, both_sides in (("Clamshell", r"12, 15.*14, 15"), ("Side plank", r"31, .*37, ")):
        expect(lines.filter(has_text=name)).to_have_text(re.compile(both_sides, re.DOTALL))


def log_two_exercises(page: Page) -> None:
    """Fill in left and right sets of two exercises and save."""
    first = page.get_by_role("region", name="Exercise 1")
    expect(first.get_by_label("Exercise")).to_contain_text("Clamshell")
    one_set = first.get_by_role("group", name="Clamshell, Set 1")
    one_set.get_by_role("group", name="Left", exact=True).first.get_by_label("Reps").fill("12")
    one_set.get_by_role("group", name="Right", exact=True).first.get_by_label("Reps").fill("14")

    page.get_by_role("button", name="Add an exercise").click()
    second = page.get_by_role("region", name="Exercise 2")
    expect(second).to_be_visible()
    # A driver is quicker than any hand: htmx binds what it has added when it takes this mark away.
    expect(page.locator(".htmx-added")).to_have_count(0)
    second.get_by_label("Exercise").select_option(label="Side plank")
    one_set = second.get_by_role("group", name="Side plank, Set 1")
    one_set.get_by_role("group", name="Left", exact=True).first.get_by_label("Seconds").fill("31")
    one_set.get_by_role("group", name="Right", exact=True).first.get_by_label("Seconds").fill("37")
    page.get_by_role("button", name="Save workout").click()
    expect(page).to_have_url(re.compile(r"/training/workouts/[0-9a-f-]{36}/$"))


def test_an_editor_publishes_a_change(page: Page, copy: Copy, no_barriers: Check) -> None:
    address = new_address("editor")
    page.goto(copy.manage("admin_link", address).strip())
    no_barriers(page)
    page.get_by_role("textbox", name="New password", exact=True).fill(PASSWORD)
    page.get_by_role("textbox", name="New password, again").fill(PASSWORD)
    page.get_by_role("button", name="Save password").click()
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(address)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()

    mark = uuid.uuid4().hex[:6]
    cue = f"Keep the heels together, {mark}."
    page.set_viewport_size(DESKTOP)
    page.goto("/admin/exercises/exercise/?q=clamshell")
    page.get_by_role("link", name="Clamshell", exact=True).click()
    page.get_by_role("textbox", name="Cues 1").fill(cue)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("body")).to_contain_text("Visitors see the published words")
    stranger = page.context.browser.new_page()  # type: ignore[union-attr]  # a context has one
    stranger.goto(f"{copy.site}/exercises/clamshell/")
    expect(stranger.get_by_role("main")).not_to_contain_text(cue)

    page.goto("/admin/exercises/exercise/?q=clamshell")
    page.get_by_role("link", name="Clamshell", exact=True).click()
    page.get_by_role("link", name="Review and publish").click()
    expect(page.locator("ins")).to_contain_text(mark)
    page.get_by_role("button", name="Publish now").click()
    expect(page.locator("body")).to_contain_text("Clamshell is published.")
    stranger.goto(f"{copy.site}/exercises/clamshell/")
    expect(stranger.get_by_role("main")).to_contain_text(cue)
    stranger.close()
