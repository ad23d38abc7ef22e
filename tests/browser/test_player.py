"""A session on a phone without a network: done, kept over a restart, and sent when it returns."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.conftest import ARGUMENTS, PHONE
from tests.copies import Copy, wait_until

pytestmark = pytest.mark.browser
Check = Callable[[Page], None]
Cookies = dict[str, str]

# Ana is in the middle of a program with a session today; Cleo has an account and nothing else.
PEOPLE = """
import json
from django.conf import settings
from django.test import Client
from django.utils import timezone
from accounts.models import User
from training.demo.plans import make_plan
from training.models import HealthConsent
now, found = timezone.now(), {}
for name in ("ana", "cleo"):
    user = User.objects.create_user(f"{name}-player@example.com", "side-to-side-4-life")
    HealthConsent.give(user, now)
    if name == "ana":
        make_plan(user, now, 1)
    client = Client()
    client.force_login(user)
    found[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
print(json.dumps(found))
"""
SHORT = "&line=single-leg-bridge:1&line=side-plank:1&line=lateral-band-walk:1"
KEPT = """async () => {
  const count = async (name) => (await (await caches.open(name)).keys()).length;
  return navigator.serviceWorker.controller && await count("pages-1") >= 3
    && await count("figures-1") >= 12;
}"""
QUEUE = """async () => {
  const db = await new Promise((done) => {
    const asked = indexedDB.open("hipcoach");
    asked.onsuccess = () => done(asked.result);
  });
  const rows = await new Promise((done) => {
    const asked = db.transaction("queue").objectStore("queue").getAll();
    asked.onsuccess = () => done(asked.result);
  });
  db.close();
  return rows;
}"""
# No count before a set and no tempo: a set of reps is one tap.
QUICK = """if (location.host) localStorage.setItem(
  'hipcoach-player', JSON.stringify({ready: 0, tempo: false}))"""


@pytest.fixture(scope="module")
def cookies(copy: Copy) -> Cookies:
    """Return the session cookies of Ana and Cleo."""
    found: Cookies = json.loads(copy.shell(PEOPLE))
    return found


def signed_in(context: BrowserContext, copy: Copy, cookie: str) -> None:
    """Let a browser be somebody's, also after it was closed."""
    context.add_cookies(
        [{"name": "session", "value": cookie, "url": copy.site, "expires": 2_000_000_000}]
    )


@contextmanager
def phone(browser: Browser, copy: Copy, folder: Path, *, is_cut: bool = False) -> Iterator[Page]:
    """Open a browser that remembers, as a phone does that is switched off and on.

    Where the network is cut, nobody listens on its only way out: for service workers, too.
    """
    context = browser.browser_type.launch_persistent_context(
        folder,
        executable_path=browser.browser_type.executable_path
        if Path(browser.browser_type.executable_path).exists()
        else "/usr/bin/chromium",
        args=ARGUMENTS,
        base_url=copy.site,
        viewport=PHONE,
        reduced_motion="reduce",
        proxy={"server": "http://127.0.0.1:9"} if is_cut else None,
    )
    errors: list[str] = []
    context.on("weberror", lambda error: errors.append(str(error.error)))
    yield context.pages[0]
    context.close()
    assert errors == []


@pytest.fixture
def page(browser: Browser, copy: Copy, cookies: Cookies) -> Iterator[Page]:
    """Ana's phone, for tests that need no restart."""
    context = browser.new_context(base_url=copy.site, viewport=PHONE, reduced_motion="reduce")
    errors: list[str] = []
    context.on("weberror", lambda error: errors.append(str(error.error)))
    signed_in(context, copy, cookies["ana"])
    context.add_init_script(QUICK)
    tab = context.new_page()
    yield tab
    tab.unroute_all(behavior="ignoreErrors")  # an answer may be on its way as the test ends
    context.close()
    assert errors == []


def queue(page: Page) -> list[dict[str, Any]]:
    """Return what waits on the phone."""
    rows: list[dict[str, Any]] = page.evaluate(QUEUE)
    return rows


def button(page: Page, name: str) -> None:
    """Press a button of the screen."""
    page.get_by_role("button", name=name, exact=True).click()


def test_a_session_without_a_network_survives_a_restart_and_is_sent(
    browser: Browser, copy: Copy, cookies: Cookies, tmp_path: Path
) -> None:
    with phone(browser, copy, tmp_path) as page:
        signed_in(page.context, copy, cookies["ana"])
        page.context.add_init_script(QUICK)
        page.goto("/training/today/")
        wait_until(lambda: page.evaluate(KEPT), "all is on the phone")

        page.context.set_offline(True)
        page.goto("/training/today/")
        start = page.get_by_role("link", name="Start this session")
        session = (start.get_attribute("href") or "").split("&")[0]
        page.goto("/privacy/")
        expect(page.get_by_role("heading", level=1)).to_have_text("No connection")
        page.goto(session + SHORT)
        button(page, "Start, left side first")
        expect(page.locator(".big-side:visible:not(.off)")).to_have_text("LEFT")
        expect(page.locator(".stage.mirrored")).to_have_count(1)
        page.get_by_role("button", name="Done: less").click()
        button(page, "Left done")
        page.get_by_role("radio", name="2", exact=True).first.check(force=True)
        button(page, "Start right side")
        expect(page.locator(".stage.mirrored")).to_have_count(0)
        button(page, "Right done")
        expect(page.get_by_text("Saved on this phone, will sync. 2 sets.")).to_be_visible()

    with phone(browser, copy, tmp_path, is_cut=True) as page:
        page.clock.install()
        page.goto(session + SHORT)
        expect(page.get_by_text("Right, set 1: 10 reps.")).to_be_visible()
        for side in ("left", "right"):
            button(page, f"Start {side} side")
            if side == "left":  # another exercise is looked at first
                expect(page.get_by_role("heading", level=1)).to_have_text("Side plank")
                button(page, f"Start {side} side")
            page.clock.run_for(45_000)
        expect(page.get_by_text("Right, set 1: 30 seconds.")).to_be_visible()
        button(page, "Start next set")
        button(page, "Set done")
        button(page, "See what you did")
        page.get_by_label("Note, optional").fill("On the train")
        button(page, "Finish")
        expect(page.get_by_role("heading", level=1)).to_have_text("Session saved")
        assert len(queue(page)) == 6
        page.goto("/training/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Your log")
        expect(page.get_by_text("Saved on this phone, will sync. 5 sets.")).to_be_visible()

    with phone(browser, copy, tmp_path) as page:
        page.goto("/training/today/")
        wait_until(lambda: queue(page) == [], "all is sent")
        assert queue(page) == []
        page.goto("/training/")
        entry = page.get_by_role("article").first
        lines = entry.get_by_role("listitem")
        expect(lines.filter(has_text="Single-leg bridge")).to_contain_text("9")
        for side in ("Left", "Right"):
            expect(lines.filter(has_text="Side plank")).to_contain_text(side)
        entry.get_by_role("link").first.click()
        expect(page.get_by_text("On the train")).to_be_visible()


def test_each_screen_has_no_barriers_in_both_themes(page: Page, no_barriers: Check) -> None:
    def look() -> None:
        no_barriers(page)

    page.goto("/training/player/?exercise=side-plank&exercise=glute-bridge")
    expect(page.get_by_role("button", name="Start, left side first")).to_be_visible()
    look()
    button(page, "Start, left side first")
    expect(page.get_by_role("button", name="Start left side")).to_be_focused()
    look()
    page.keyboard.press("Enter")
    button(page, "Left done")
    look()
    button(page, "Something hurts")
    page.locator("#dialog-hurts").get_by_role("radio", name="4", exact=True).check(force=True)
    expect(page.locator("#dialog-hurts .note")).to_contain_text("Ease off")
    look()
    button(page, "Go on as planned")
    page.locator(".view").get_by_role("radio", name="7", exact=True).check(force=True)
    expect(page.locator(".note.stop").first).to_contain_text("Stop this exercise.")
    expect(page.get_by_role("article")).to_contain_text("Glute bridge")
    page.get_by_role("link", name="Leave the session").click()
    button(page, "Stop here")
    look()


def test_a_timer_is_right_after_the_phone_was_asleep(page: Page) -> None:
    page.clock.install()
    page.goto("/training/player/?exercise=side-plank")
    button(page, "Start, left side first")
    page.get_by_role("button", name="Start left side").click()
    page.clock.pause_at(page.evaluate("Date.now() + 1000") / 1000)
    began = page.evaluate("Date.now()")
    shown = int(page.locator("[data-number]").inner_text())
    page.clock.fast_forward(12_000)
    page.clock.run_for(100)
    assert abs(int(page.locator("[data-number]").inner_text()) - (shown - 12)) <= 1

    page.clock.fast_forward(600_000)  # one look at the clock in ten minutes
    page.clock.run_for(200)
    expect(page.get_by_text("Left, set 1: ")).to_be_visible()
    expect(page.locator("[data-number]")).to_have_text("0:00")
    done = next(row["item"] for row in queue(page) if row["item"]["kind"] == "set")
    ended = page.evaluate("(text) => Date.parse(text)", done["completed_at"])
    assert abs(ended - (began + shown * 1000)) <= 1000


def test_a_queue_is_its_owners_alone(
    page: Page, copy: Copy, cookies: Cookies, browser: Browser
) -> None:
    page.goto("/training/today/")
    wait_until(lambda: page.evaluate(KEPT), "all is on the phone")
    page.context.set_offline(True)
    page.goto("/training/player/?exercise=glute-bridge")
    button(page, "Start")
    button(page, "Set done")
    expect(page.get_by_text("Saved on this phone, will sync. 1 set.")).to_be_visible()
    # A newer app has been here meanwhile: its database is taken as it is.
    page.evaluate(
        """() => new Promise((done) => {
          const asked = indexedDB.open("hipcoach", 99);
          asked.onsuccess = () => { asked.result.close(); done(); };
        })"""
    )
    assert len(queue(page)) == 2

    page.context.clear_cookies()
    signed_in(page.context, copy, cookies["cleo"])
    page.context.set_offline(False)
    page.goto("/training/today/")
    expect(page.get_by_text("belong to another account")).to_be_visible()
    page.goto("/training/")
    expect(page.get_by_text("No workouts yet")).to_be_visible()
    assert len(queue(page)) == 2
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Sign out").click()
    wait_until(
        lambda: page.evaluate("async () => !(await caches.has('pages-1'))"), "pages are forgotten"
    )

    signed_in(page.context, copy, cookies["ana"])
    page.goto("/training/")
    expect(page.get_by_text("Synced")).to_be_visible(timeout=10_000)
    assert queue(page) == []


def test_only_a_runners_own_pages_are_kept(page: Page) -> None:
    page.goto("/training/today/")
    wait_until(lambda: page.evaluate(KEPT), "all is on the phone")
    for address in ("/exercises/clamshell/", "/accounts/", "/exercises/?q=plank", "/privacy/"):
        page.goto(address)
    names = """async () => (await (await caches.open("pages-1")).keys())
        .map((one) => new URL(one.url).pathname).sort()"""
    assert page.evaluate(names) == [
        "/exercises/clamshell/",
        "/training/",
        "/training/player/",
        "/training/today/",
    ]


def test_the_side_that_leads_goes_first_and_an_easier_one_takes_over(page: Page) -> None:
    def changed(route: Route) -> None:
        pack = route.fetch().json()
        dose = pack["exercises"]["side-plank"]["dose"]
        lead = {"exercise": "side-plank", "dose": dose, "first_side": "right", "last": {}}
        route.fulfill(json={**pack, "repeat": [{**lead, "swaps": []}]})

    page.route("**/training/offline/pack.json", changed)
    page.goto("/training/player/?repeat=1")
    button(page, "Start, right side first")
    button(page, "Start right side")
    button(page, "Right done")
    button(page, "Undo")
    button(page, "Start right side")
    button(page, "Something hurts")
    page.locator("#dialog-hurts").get_by_role("button", name="Ease: ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Side plank on knees")
    expect(page.locator(".big-side:visible:not(.off)")).to_have_text("RIGHT")
    page.get_by_role("link", name="Leave the session").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")


def test_a_load_in_pounds_stays_what_it_was(page: Page) -> None:
    def changed(route: Route) -> None:
        pack = route.fetch().json()
        dose = {**pack["exercises"]["side-plank"]["dose"], "load_kg": 7.03}
        line = {"exercise": "side-plank", "dose": dose, "first_side": "left", "last": {}}
        route.fulfill(json={**pack, "units": "lb", "repeat": [{**line, "swaps": []}]})

    page.route("**/training/offline/pack.json", changed)
    page.route("**/training/sync/", lambda route: route.abort())
    page.goto("/training/player/?repeat=1")
    button(page, "Start, left side first")
    expect(page.get_by_text("15.5 lb").locator("visible=true").first).to_be_visible()
    button(page, "Start left side")
    button(page, "Left done")
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    assert [one["item"]["load_kg"] for one in queue(page) if one["item"]["kind"] == "set"] == [7.03]


def test_what_is_refused_stays_until_it_is_read(page: Page) -> None:
    def refuse(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        items = json.loads(route.request.post_data or "{}")["items"]
        said = [
            {"kind": one["kind"], "id": one["id"], "status": "saved", "reason": ""}
            if one["kind"] == "workout"
            else {"kind": "set", "id": one["id"], "status": "refused", "reason": "Too heavy."}
            for one in items
        ]
        route.fulfill(json={"results": said, "made_at": ""})

    page.route("**/training/sync/", refuse)
    page.goto("/training/player/?exercise=glute-bridge")
    button(page, "Start")
    button(page, "Set done")
    note = page.locator(".sync .note.stop")
    expect(note).to_contain_text("Too heavy.", timeout=10_000)
    page.reload()
    expect(note).to_contain_text("Too heavy.")
    note.get_by_role("button", name="Dismiss").click()
    expect(note).to_have_count(0)
    assert queue(page) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"paused": True}, "Your plan is paused."),
        ({"consent": False}, "Start, left side first"),
    ],
)
def test_a_warning_sign_pauses_and_without_consent_no_pain_is_asked(
    page: Page, change: dict[str, bool], says: str
) -> None:
    def changed(route: Route) -> None:
        route.fulfill(json={**route.fetch().json(), **change})

    page.route("**/training/offline/pack.json", changed)
    page.goto("/training/player/?exercise=side-plank")
    expect(page.get_by_text(says).first).to_be_visible()
    if "consent" in change:
        button(page, "Start, left side first")
        button(page, "Start left side")
        button(page, "Left done")
        expect(page.get_by_text("How hard was it?")).to_be_visible()
        expect(page.get_by_text("Pain in that set").first).to_be_hidden()
