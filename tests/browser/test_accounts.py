"""An account from the first page to the last: every flow in both themes, without barriers."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PHONE
from tests.browser.test_stories import PASSWORD, expect_page, new_address
from tests.copies import Copy, code_in, link_in, text_of

pytestmark = pytest.mark.browser
type Check = Callable[[Page], None]
NEW_PASSWORD = "one-foot-then-the-other-2"


def totp(secret: str) -> str:
    """Return the code of an authenticator app, now (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1)
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def prove(page: Page, password: str = PASSWORD) -> None:
    """Type the password once more."""
    page.get_by_label("Password").fill(password)
    press(page, "Go on")


def sign_in(page: Page, address: str, password: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(address)
    page.get_by_label("Password").fill(password)
    press(page, "Sign in")


def sign_up(page: Page, copy: Copy, address: str) -> None:
    page.goto("/accounts/signup/")
    page.get_by_label("Email").fill(address)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Create my account")
    expect_page(page, "Check your inbox")
    page.locator("input[name=code]").fill(code_in(copy.wait_for_mail(address)))
    press(page, "Go on")
    expect_page(page, "Today")


def test_settings_addresses_and_the_way_out(page: Page, copy: Copy, no_barriers: Check) -> None:
    address, second = new_address("whole"), new_address("second")
    sign_up(page, copy, address)

    page.goto("/accounts/profile/")
    no_barriers(page)
    page.get_by_label("Name (optional)").fill("Ada")
    page.get_by_label("Time zone").select_option("Europe/Berlin")
    press(page, "Save you")
    expect(page.get_by_text("You: saved.")).to_be_visible()
    page.get_by_label("Miles").check()
    press(page, "Save units and reminder")
    expect(page.get_by_label("Miles")).to_be_checked()
    expect(page.get_by_label("Time zone")).to_have_value("Europe/Berlin")

    page.goto("/accounts/support/")
    press(page, "Let support look")
    expect(page.get_by_role("heading", name=re.compile("^Open until"))).to_be_visible()
    no_barriers(page)
    press(page, "End it now")
    expect(page.get_by_role("heading", name="Closed")).to_be_visible()

    page.goto("/accounts/email/")
    page.get_by_label("Email").last.fill(second)
    press(page, "Add this address")
    no_barriers(page)  # the password once more
    prove(page)
    page.locator("input[name=code]").fill(code_in(copy.wait_for_mail(second)))
    press(page, "Go on")
    page.goto("/accounts/email/")
    no_barriers(page)
    page.get_by_label(re.compile(second)).check()
    press(page, "Make it the main one")
    expect(page.get_by_text(second).first).to_be_visible()
    assert "not-me" in text_of(copy.wait_for_mail(address, 2))

    page.goto("/accounts/privacy/")
    no_barriers(page)
    page.get_by_role("link", name="Erase my account").click()
    expect_page(page, "Erase your account?")
    no_barriers(page)
    press(page, "Erase my account")
    expect(page.get_by_text(re.compile("will be erased on")).first).to_be_visible()
    press(page, "Keep my account")
    expect(page.get_by_text("Your account stays.")).to_be_visible()


def test_a_second_step_a_strange_device_and_the_way_back(
    page: Page, copy: Copy, browser: Browser, no_barriers: Check
) -> None:
    address = new_address("steps")
    sign_up(page, copy, address)

    page.goto("/accounts/2fa/totp/activate/")
    prove(page)
    no_barriers(page)
    secret = page.locator("#authenticator_secret").input_value()
    page.locator("input[name=code]").fill(totp(secret))
    page.locator("form:has(input[name=code]) button[type=submit]").click()
    page.goto("/accounts/2fa/recovery-codes/")
    no_barriers(page)
    codes = page.locator("#recovery_codes").input_value().split()
    assert len(codes) == 10
    page.goto("/accounts/2fa/")
    no_barriers(page)

    # Somebody else has the password and a code, on a browser that was never seen.
    stranger = browser.new_context(
        base_url=copy.site, viewport=PHONE, user_agent="Mozilla/5.0 (Windows NT 10.0) Firefox/146.0"
    ).new_page()
    sign_in(stranger, address, PASSWORD)
    expect(stranger.locator("input[name=code]").first).to_be_visible()
    no_barriers(stranger)
    stranger.locator("input[name=code]").first.fill(codes[0])
    stranger.locator("form:has(input[name=code]) button[type=submit]").first.click()
    expect_page(stranger, "Today")

    page.goto("/accounts/sessions/")
    expect(page.get_by_text("Firefox on Windows")).to_be_visible()
    no_barriers(page)
    mails = [copy.wait_for_mail(address, count) for count in range(1, 4)]
    told = next(mail for mail in mails if mail["Subject"] == "A new device signed in")
    page.goto(link_in(told, "/accounts/not-me/"))
    expect_page(page, "Was it not you?")
    no_barriers(page)
    press(page, "Sign everybody out")
    expect_page(page, "Get a new password")
    no_barriers(page)
    stranger.goto("/accounts/")
    expect_page(stranger, "Welcome back")
    stranger.context.close()

    page.get_by_label("Email").fill(address)
    press(page, "Email me the link")
    page.goto(link_in(copy.wait_for_mail(address, 4), "/accounts/password/reset/key/"))
    no_barriers(page)
    page.get_by_role("textbox", name="New password", exact=True).fill(NEW_PASSWORD)
    page.get_by_role("textbox", name="New password, again").fill(NEW_PASSWORD)
    press(page, "Save password")
    sign_in(page, address, PASSWORD)
    expect(page.get_by_text(re.compile("not correct"))).to_be_visible()
    no_barriers(page)


def test_a_code_by_mail_opens_an_account_and_a_page_too_many_says_so(
    page: Page, copy: Copy, no_barriers: Check
) -> None:
    address = new_address("code")
    sign_up(page, copy, address)
    page.goto("/accounts/logout/")
    no_barriers(page)
    press(page, "Sign out")
    page.goto("/accounts/login/code/")
    no_barriers(page)
    page.get_by_label("Email").fill(address)
    press(page, "Send me a code")
    no_barriers(page)
    page.locator("input[name=code]").fill(code_in(copy.wait_for_mail(address, 2)))
    press(page, "Go on")
    expect_page(page, "Today")
