"""An editor makes a figure in a browser: drags, types, plays, saves, publishes."""

from __future__ import annotations

import json
import re
import uuid

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import AXE, AXE_TAGS, DESKTOP, PHONE
from tests.copies import Copy

pytestmark = pytest.mark.browser
PASSWORD = "side-to-side-4-life"
SLUG, NAME = "banded-clamshell", "Banded clamshell"


def sign_in_as_editor(page: Page, copy: Copy) -> None:
    """Make an admin by a one-time link, and sign in."""
    address = f"poser-{uuid.uuid4().hex[:8]}@example.com"
    page.goto(copy.manage("admin_link", address).strip())
    page.get_by_role("textbox", name="New password", exact=True).fill(PASSWORD)
    page.get_by_role("textbox", name="New password, again").fill(PASSWORD)
    page.get_by_role("button", name="Save password").click()
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(address)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).not_to_have_url(re.compile("login"))


def open_figure(page: Page) -> None:
    """Go from the list of exercises to the figure of one."""
    page.goto(f"/admin/exercises/exercise/?q={SLUG}")
    page.get_by_role("link", name=NAME, exact=True).click()
    page.set_viewport_size(DESKTOP)
    page.get_by_role("link", name=re.compile(r"\bFigure$")).click()
    expect(page.locator("[data-handle=knee_r]")).to_have_count(1)


def no_barriers(page: Page) -> None:
    """Fail when axe finds a violation in the editor, or when it is wider than a phone."""
    source = AXE.read_text()
    for viewport in (PHONE, DESKTOP):
        page.set_viewport_size(viewport)
        found = page.evaluate(
            f"async () => {{ {source}; return (await axe.run('[data-poses]', {{runOnly: "
            f"{json.dumps(AXE_TAGS)}}})).violations.map(v => "
            "[v.id, v.nodes.map(n => n.html.slice(0, 160) + ' ' + n.failureSummary)]) }"
        )
        assert found == [], f"at {viewport['width']}: {found}"
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= viewport["width"]


def drag(page: Page, handle: str, dx: float, dy: float) -> None:
    """Drag a dot with the mouse, in pixels."""
    page.locator("[data-stages]").scroll_into_view_if_needed()
    box = page.locator(f"[data-handle={handle}] .dot").first.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 5):
        page.mouse.move(x + dx * step / 4, y + dy * step / 4)
    page.mouse.up()


def angle(page: Page, joint: str, number: int) -> Locator:
    """Return the field of an angle."""
    return page.locator(f"[data-joint={joint}] input[type=number]").nth(number)


def test_an_editor_makes_a_figure_and_publishes_it(page: Page, copy: Copy) -> None:
    mark = f"p{uuid.uuid4().hex[:6]}"
    sign_in_as_editor(page, copy)
    open_figure(page)
    no_barriers(page)
    stranger = page.context.browser.new_page()  # type: ignore[union-attr]  # a context has one
    stranger.goto(f"{copy.site}/exercises/{SLUG}/")
    public = stranger.locator("#figure svg.f").inner_html()

    # A drag turns the hip, and undo turns it back.
    hip = angle(page, "hip_r", 1)
    first = hip.input_value()
    drag(page, "knee_r", 0, 12)
    expect(hip).not_to_have_value(first)
    page.get_by_role("button", name="Undo").click()
    expect(hip).to_have_value(first)

    # What no body can do is named, and the field with it.
    hip.fill("170")
    said = page.get_by_role("status")
    expect(said).to_contain_text("right hip abduction 170: the limit is")
    expect(hip).to_have_attribute("aria-invalid", "true")
    no_barriers(page)
    page.get_by_role("button", name="Save the figure").click()
    expect(page.locator("body")).to_contain_text("The figure is not saved.")
    hip = angle(page, "hip_r", 1)
    expect(hip).to_have_value("170")
    less = 3 + int(mark[1:], 16) % 500 / 100  # hardly ever what an earlier run has published
    hip.fill(f"{float(first) - less:.2f}")
    expect(said).not_to_contain_text("limit")

    # A new key pose, between the others.
    page.get_by_role("button", name="Add a key pose").click()
    page.get_by_label("Name").fill(mark)
    page.keyboard.press("Tab")
    expect(page.locator("[data-pose]")).to_have_value(mark)
    angle(page, "hip_r", 2).fill("20")
    rows = page.locator("[data-rows] > li")
    before = rows.count()
    page.get_by_role("button", name="Add a row").click()
    expect(rows).to_have_count(before + 1)
    rows.last.get_by_role("button", name="Up").click()
    expect(rows.nth(before - 1).locator("[data-field=pose]")).to_have_value(mark)

    # It plays what stands there now.
    limb = page.locator("[data-stages] svg.f .f-body path").nth(3)
    still = limb.get_attribute("d")
    page.get_by_role("button", name="Play the movement").click()
    expect(limb).not_to_have_attribute("d", still or "")
    page.get_by_role("button", name="Pause the movement").click()

    page.get_by_role("button", name="Save the figure").click()
    expect(page.locator("body")).to_contain_text("The figure is saved.")
    stranger.reload()
    assert stranger.locator("#figure svg.f").inner_html() == public

    page.get_by_role("link", name="Review and publish").click()
    expect(page.locator("ins").filter(has_text=mark[-6:]).first).to_be_visible()
    page.get_by_role("button", name="Publish now").click()
    expect(page.locator("body")).to_contain_text(f"{NAME} is published.")
    stranger.wait_for_timeout(1000)
    stranger.reload()
    assert stranger.locator("#figure svg.f").inner_html() != public
    stranger.close()

    page.goto(f"/admin/exercises/exercise/?q={SLUG}")
    page.get_by_role("link", name=NAME, exact=True).click()
    page.goto(page.url.replace("/change/", "/history/").partition("?")[0])
    expect(page.locator("body")).to_contain_text("Figure changed")
    page.get_by_role("button", name="Put this version back").last.click()
    expect(page.locator("body")).to_contain_text("as a draft")


def test_a_finger_drags_on_a_phone(page: Page, copy: Copy) -> None:
    sign_in_as_editor(page, copy)
    open_figure(page)
    page.set_viewport_size(PHONE)
    knee = angle(page, "knee_r", 0)
    first = knee.input_value()
    dot = page.locator("[data-handle=ankle_r] .hit").first
    dot.scroll_into_view_if_needed()
    box = dot.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch = page.context.new_cdp_session(page)
    for kind, dx in (("touchStart", 0), ("touchMove", 8), ("touchMove", 16), ("touchEnd", 16)):
        points = [] if kind == "touchEnd" else [{"x": x + dx, "y": y}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    expect(knee).not_to_have_value(first)


def test_arrow_keys_move_a_joint_to_its_limit(page: Page, copy: Copy) -> None:
    sign_in_as_editor(page, copy)
    open_figure(page)
    hip = angle(page, "hip_r", 1)
    first = float(hip.input_value())
    knee = page.locator("[data-handle=knee_r]").first

    # The tab key comes to every dot, and shows which one has the focus.
    page.locator("#start").focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        if knee.evaluate("dot => dot === document.activeElement"):
            break
    expect(knee).to_be_focused()
    assert knee.locator(".ring").evaluate("ring => getComputedStyle(ring).stroke") != "none"
    expect(knee).to_have_role("slider")
    expect(knee).to_have_accessible_name("right knee")
    before = knee.get_attribute("aria-valuetext") or ""
    assert f"right hip abduction {first:g}" in before

    # A press turns the hip a little, shift turns it further, and the angle is said.
    place = knee.get_attribute("transform")
    page.keyboard.press("ArrowDown")
    expect(knee).not_to_have_attribute("transform", place or "")
    little = abs(float(hip.input_value()) - first)
    assert little > 0
    said = knee.get_attribute("aria-valuetext") or ""
    assert f"right hip abduction {float(hip.input_value()):g}" in said
    page.keyboard.press("Shift+ArrowDown")
    expect(knee).not_to_have_attribute("aria-valuetext", said)
    assert abs(float(hip.input_value()) - first) > 3 * little
    expect(knee).to_be_focused()

    # No press takes it past what a body can do.
    low, high = (float(hip.get_attribute(end) or "") for end in ("min", "max"))
    for _ in range(60):
        page.keyboard.press("Shift+ArrowDown")
    expect(page.get_by_role("status")).not_to_contain_text("the limit is")
    assert low <= float(hip.input_value()) <= high

    # All presses on a dot are undone as one.
    page.get_by_role("button", name="Undo").click()
    expect(hip).to_have_value(f"{first:g}")


def test_without_a_script_the_text_is_the_form(page: Page, copy: Copy) -> None:
    sign_in_as_editor(page, copy)
    open_figure(page)
    window = page.context.browser.new_context(  # type: ignore[union-attr]  # a context has one
        base_url=copy.site, java_script_enabled=False, storage_state=page.context.storage_state()
    )
    plain = window.new_page()
    plain.goto(page.url)
    text = plain.get_by_label("JSON")
    expect(text).to_be_visible()
    expect(plain.locator("[data-stages] svg.f").first).to_be_visible()
    text.fill(text.input_value().replace('"hip_r":[', '"hip_r":[9'))
    plain.get_by_role("button", name="Save the figure").click()
    expect(plain.locator("body")).to_contain_text("The figure is not saved.")
    expect(plain.get_by_role("status")).to_contain_text("the limit is")
    window.close()
