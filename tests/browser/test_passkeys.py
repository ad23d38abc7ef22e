"""An account with a passkey alone: made, left, opened again, and its pages without barriers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PHONE
from tests.browser.test_stories import expect_page, new_address
from tests.copies import Copy, code_in

pytestmark = pytest.mark.browser
type Check = Callable[[Page], None]


@pytest.fixture
def phone(browser: Browser, copy: Copy) -> Iterator[Page]:
    """A tab with an authenticator of its own; passkeys belong to names, so the site has one."""
    window = browser.new_context(
        base_url=copy.site.replace("127.0.0.1", "localhost"),
        viewport=PHONE,
        reduced_motion="reduce",
    )
    page = window.new_page()
    devtools = window.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield page
    window.close()


def test_a_passkey_alone_makes_and_opens_an_account(
    phone: Page, copy: Copy, no_barriers: Check
) -> None:
    address = new_address("passkey")
    phone.goto("/accounts/signup/")
    phone.get_by_role("link", name=re.compile("passkey")).click()
    expect_page(phone, "An account without a password")
    no_barriers(phone)
    phone.get_by_label("Email").fill(address)
    phone.get_by_role("button", name="Go on").click()
    expect_page(phone, "Check your inbox")
    phone.locator("input[name=code]").fill(code_in(copy.wait_for_mail(address)))
    phone.get_by_role("button", name="Go on").click()

    expect_page(phone, "Make your passkey")
    no_barriers(phone)
    phone.get_by_label("Name").fill("My phone")
    phone.get_by_role("button", name="Make it").click()
    expect_page(phone, "Today")

    phone.goto("/accounts/2fa/webauthn/")
    expect(phone.get_by_text("My phone")).to_be_visible()
    no_barriers(phone)
    phone.goto("/accounts/logout/")
    phone.get_by_role("button", name="Sign out").click()

    phone.goto("/accounts/login/")
    no_barriers(phone)
    phone.get_by_role("button", name="Sign in with a passkey").click()
    expect_page(phone, "Today")
