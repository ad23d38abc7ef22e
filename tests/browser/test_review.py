"""Two people in the admin of a team: an author writes and a reviewer publishes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP
from tests.copies import Copy, running_copy

pytestmark = pytest.mark.browser
PASSWORD = "side-to-side-4-life"
AUTHOR = "author@example.com"
REVIEWER = "reviewer@example.com"
# The same as the admin would do: staff, with rights over exercises.
MAKE_PEOPLE = f"""
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Permission
from accounts.models import User
for email, name, verbs in (
    ({AUTHOR!r}, "Ada Author", ("view", "change")),
    ({REVIEWER!r}, "Rae Reviewer", ("view", "change", "publish")),
):
    user = User.objects.create_user(email, {PASSWORD!r}, name=name, is_staff=True)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    names = [f"{{verb}}_exercise" for verb in verbs]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
"""
CUE = "Let the top knee lead."
EXERCISES = "/admin/exercises/exercise/"


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    """A copy in which nobody publishes what they wrote themselves."""
    folder = Path(tmp_path_factory.mktemp("team"))
    with running_copy(folder, {"EDITORS_PUBLISH_OWN": "off"}) as one:
        one.manage("shell", "-v", "0", "-c", MAKE_PEOPLE)
        yield one


@pytest.fixture
def sign_in(browser: Browser, team: Copy) -> Iterator[Callable[[str], Page]]:
    """Open a browser of one's own for a person, or for a visitor without a name."""
    windows = []

    def open_for(email: str) -> Page:
        window = browser.new_context(base_url=team.site, viewport=DESKTOP)
        windows.append(window)
        page = window.new_page()
        if email:
            page.goto("/accounts/login/")
            page.get_by_label("Email").fill(email)
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            expect(page.get_by_role("heading", level=1)).to_have_text("Today")
        return page

    yield open_for
    for window in windows:
        window.close()


def open_exercise(page: Page) -> None:
    page.goto(f"{EXERCISES}?q=clamshell")
    page.get_by_role("link", name="Clamshell", exact=True).click()


def test_an_author_writes_and_a_reviewer_publishes(sign_in: Callable[[str], Page]) -> None:
    author, reviewer, visitor = sign_in(AUTHOR), sign_in(REVIEWER), sign_in("")

    open_exercise(author)
    first = author.get_by_role("textbox", name="Cues 1").input_value()
    author.get_by_role("textbox", name="Cues 1").press("End")
    author.get_by_role("textbox", name="Cues 1").press("Enter")
    author.get_by_role("textbox", name="Cues 2").fill(CUE)
    author.get_by_role("button", name="Move Cues 2:").press("ArrowUp")
    expect(author.get_by_role("textbox", name="Cues 1")).to_have_value(CUE)
    expect(author.get_by_role("textbox", name="Cues 2")).to_have_value(first)
    author.get_by_role("button", name="Save", exact=True).click()
    expect(author.locator("body")).to_contain_text("Visitors see the published words")
    open_exercise(author)
    author.get_by_role("link", name="Review and publish").click()
    author.get_by_role("button", name="Send to review").click()
    expect(author.locator("body")).to_contain_text("Clamshell is in review")
    expect(author.get_by_role("button", name="Publish now")).to_have_count(0)

    visitor.goto("/exercises/clamshell/")
    expect(visitor.get_by_role("main")).not_to_contain_text(CUE)

    reviewer.goto("/admin/")
    reviewer.get_by_role("link", name="Clamshell").first.click()
    expect(reviewer.locator("ins", has_text=CUE)).to_be_visible()
    reviewer.get_by_label("What there is still to do").fill("Say it shorter.")
    reviewer.get_by_role("button", name="Send back to the author").click()
    expect(reviewer.locator("body")).to_contain_text("went back to its author")

    author.reload()
    expect(author.locator("body")).to_contain_text("Say it shorter.")
    author.get_by_role("button", name="Send to review").click()
    expect(author.locator("body")).to_contain_text("Clamshell is in review")

    reviewer.reload()
    reviewer.get_by_role("button", name="Publish now").click()
    expect(reviewer.locator("body")).to_contain_text("Clamshell is published.")
    visitor.reload()
    cues = visitor.get_by_role("listitem").filter(has_text=CUE)
    expect(cues.first).to_be_visible()


def test_a_reviewer_does_not_publish_their_own_words(sign_in: Callable[[str], Page]) -> None:
    reviewer = sign_in(REVIEWER)
    reviewer.goto(f"{EXERCISES}?q=step-up")
    reviewer.get_by_role("link", name="Step-up", exact=True).click()
    reviewer.get_by_role("textbox", name="Cues 1").fill("Push the floor away.")
    reviewer.get_by_role("button", name="Save", exact=True).click()
    expect(reviewer.locator("body")).to_contain_text("Visitors see the published words")
    reviewer.goto(f"{EXERCISES}?q=step-up")
    reviewer.get_by_role("link", name="Step-up", exact=True).click()
    reviewer.get_by_role("link", name="Review and publish").click()
    reviewer.get_by_role("button", name="Send to review").click()
    expect(reviewer.locator("body")).to_contain_text("somebody else publishes it")
    reviewer.get_by_role("button", name="Publish now").click()
    expect(reviewer.locator("body")).to_contain_text("needs a reviewer other than its author")
