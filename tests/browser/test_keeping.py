"""What a reader keeps and prints, in a browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from exercises.vocabulary import CONTENT
from tests.browser.test_stories import new_address, sign_up
from tests.copies import Copy

pytestmark = pytest.mark.browser
Check = Callable[[Page], None]
SLUGS = sorted(path.stem for path in (CONTENT / "exercises").glob("*.toml"))


def pages_of(page: Page, paper: str) -> int:
    """Print the page and return how many sheets of paper it takes."""
    return len(re.findall(rb"/Type /Page\b", page.pdf(format=paper)))


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("count", range(1, 9))
def test_up_to_eight_exercises_fit_one_page(page: Page, count: int, paper: str) -> None:
    # The longest texts are the hardest to fit, so take those that say the most.
    longest = sorted(SLUGS, key=_words, reverse=True)
    page.goto("/exercises/sheet/?" + "&".join(f"exercise={s}" for s in islice(longest, count)))
    expect(page.locator(".handout-lines > li")).to_have_count(count)
    assert pages_of(page, paper) == 1


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_an_exercise_is_printed_on_two_pages_at_most(page: Page, paper: str) -> None:
    for slug in ("clamshell", "lateral-step-down", "side-lying-hip-abduction"):
        page.goto(f"/exercises/{slug}/")
        assert pages_of(page, paper) <= 2, slug


def test_a_runner_keeps_sorts_and_prints(page: Page, copy: Copy, no_barriers: Check) -> None:
    page.goto("/exercises/sheet/?exercise=clamshell&exercise=step-up")
    no_barriers(page)
    page.goto("/exercises/clamshell/")
    page.get_by_role("link", name="Add to my list").click()
    expect(page).to_have_url(re.compile(r"/accounts/login/\?next=/lists/add/clamshell/"))

    sign_up(page, copy, new_address("keeper"), no_barriers)
    page.goto("/exercises/?q=clamshell")
    star = page.get_by_role("button", name="Favorite: Clamshell", exact=True)
    star.click()
    expect(star).to_have_attribute("aria-pressed", "true")
    expect(star).to_be_focused()
    no_barriers(page)

    for slug in ("clamshell", "step-up"):
        page.goto(f"/lists/add/{slug}/")
        if slug == "clamshell":
            no_barriers(page)
            page.get_by_label("Name of the list").fill("Easy days")
            page.get_by_role("button", name="Make the list").click()
        else:
            page.get_by_role("button", name="Add to Easy days").click()
        expect(page.get_by_role("button", name="Take off Easy days")).to_be_visible()
    page.goto("/lists/")
    no_barriers(page)
    page.get_by_role("link", name="Easy days").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Easy days")
    no_barriers(page)
    page.get_by_role("button", name="Move Step-up up").click()
    expect(page.locator(".kept li").first).to_contain_text("Step-up")
    page.get_by_role("link", name="Print sheet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Easy days")
    no_barriers(page)


def test_lists_work_without_a_script(context: BrowserContext, copy: Copy) -> None:
    browser = context.browser
    assert browser
    plain = browser.new_context(base_url=copy.site, java_script_enabled=False)
    page = plain.new_page()
    sign_up(page, copy, new_address("plain"), lambda _: None)
    page.goto("/exercises/?q=clamshell")
    page.get_by_role("button", name="Favorite: Clamshell", exact=True).click()
    expect(page).to_have_url(re.compile(r"/exercises/\?q=clamshell$"))
    star = page.get_by_role("button", name="Favorite: Clamshell", exact=True)
    expect(star).to_have_attribute("aria-pressed", "true")
    plain.close()


def _words(slug: str) -> int:
    text = (CONTENT / "exercises" / f"{slug}.toml").read_text(encoding="utf-8")
    cues = re.search(r"^cues = \[(.*?)\]", text, re.DOTALL | re.MULTILINE)
    signs = re.search(r"^stop_signs = \[(.*?)\]", text, re.DOTALL | re.MULTILINE)
    return sum(len(found[1]) for found in (cues, signs) if found)
