"""The words of every account mail that allauth knows, ours or not."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import allauth
import pytest
from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.core import context as allauth_context
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Engine
from django.test import RequestFactory, override_settings

from accounts import wording

TEMPLATES = Path(allauth.__file__).parent / "templates"
OURS = ["account/email/new_device"]
PREFIXES = OURS + sorted(
    str(path.relative_to(TEMPLATES)).removesuffix("_subject.txt")
    for app in ("account", "mfa", "socialaccount")
    for path in TEMPLATES.glob(f"{app}/email/*_subject.txt")
)
SITE = "http://127.0.0.1:8000"
LINK = re.compile(r"https?://[^\s\"<>]+")


def letter(prefix: str, now: datetime, code: str = "") -> EmailMultiAlternatives:
    """Render a letter as allauth would; confirmations carry a link or a code."""
    request = RequestFactory().get("/", headers={"host": "127.0.0.1:8000", "user-agent": "Wow!"})
    values = {
        "email": "sam@example.com",
        "code": code or ("ABCD12" if prefix.endswith("_code") else ""),
        "activate_url": f"{SITE}/accounts/confirm-email/KEY:1&2/",
        "password_reset_url": f"{SITE}/accounts/password/reset/key/1-KEY/",
        "signup_url": f"{SITE}/accounts/signup/",
        "not_me_url": f"{SITE}/accounts/not-me/KEY:1/",
        "provider": "Google",
        "browser": "Firefox on Linux",
        "timestamp": now,
        "ip": "127.0.0.1",
        "user_agent": "Wow!",
        "from_email": "old@example.com",
        "to_email": "sam@example.com",
        "deleted_email": "old@example.com",
    }
    with allauth_context.request_context(request):
        message = get_adapter().render_mail(prefix, "sam@example.com", values)
    assert isinstance(message, EmailMultiAlternatives)
    return message


def html_of(message: EmailMultiAlternatives) -> str:
    """Return the HTML part."""
    ((html, kind),) = message.alternatives
    assert kind == "text/html"
    return str(html)


def visible(html: str) -> str:
    """Return what a reader sees of an HTML part."""
    body = html[html.index("<body") :]
    return re.sub(r"<style.*?</style>|<!--.*?-->|<[^>]+>", " ", body, flags=re.DOTALL)


def test_every_letter_of_allauth_has_our_words_and_frame() -> None:
    assert set(PREFIXES) == set(wording.FRAMES)
    for prefix in PREFIXES:
        for part in ("subject", "message"):
            origin = Engine.get_default().get_template(f"{prefix}_{part}.txt").origin
            assert Path(origin.name).is_relative_to(settings.BASE_DIR / "templates")


@pytest.mark.parametrize("prefix", PREFIXES)
def test_a_letter_is_calm_and_names_no_host(prefix: str, now: datetime) -> None:
    message = letter(prefix, now)
    for words in (str(message.subject), str(message.body), visible(html_of(message))):
        plain = LINK.sub("", words)
        assert "!" not in plain
        assert "127.0.0.1" not in plain
        assert "testserver" not in plain
        assert "localhost" not in plain
    subject = str(message.subject)
    assert subject.split(" ", 1)[1] == subject.split(" ", 1)[1].lower()
    assert wording.FRAMES[prefix].preview != subject


@pytest.mark.parametrize("prefix", PREFIXES)
def test_a_letter_says_who_writes_from_where_and_why(prefix: str, now: datetime) -> None:
    frame = wording.FRAMES[prefix]
    with override_settings(POSTAL_ADDRESS="2 Oak Road, Springfield"):
        message = letter(prefix, now)
    assert str(message.body).endswith(f"\n--\nHipCoach, 2 Oak Road, Springfield\n{frame.why}\n")
    seen = visible(html_of(message))
    for words in ("HipCoach, 2 Oak Road, Springfield", frame.why, frame.preview):
        assert words in seen
    assert "\n\n\n" not in str(message.body)


@pytest.mark.parametrize("prefix", [prefix for prefix in PREFIXES if not prefix.endswith("_code")])
def test_a_letter_has_one_link_in_both_parts(prefix: str, now: datetime) -> None:
    frame = wording.FRAMES[prefix]
    message = letter(prefix, now)
    (link,) = LINK.findall(str(message.body))
    assert f"\n{frame.button}:\n{link}\n" in str(message.body)
    html = html_of(message)
    assert f'href="{link.replace("&", "&amp;")}"' in html
    assert frame.button in visible(html)
    assert f"{frame.button}:" not in visible(html)


@pytest.mark.parametrize(
    "prefix", ["account/email/login_code", "account/email/password_reset_code"]
)
def test_a_code_stands_in_both_parts(prefix: str, now: datetime) -> None:
    message = letter(prefix, now)
    assert "\nABCD12\n" in str(message.body)
    assert "ABCD12" in visible(html_of(message))


def test_the_letters_name_the_true_lifetime_of_their_links() -> None:
    assert app_settings.EMAIL_CONFIRMATION_EXPIRE_DAYS == 3
    assert settings.PASSWORD_RESET_TIMEOUT == 3 * 24 * 60 * 60


def test_an_address_cannot_write_html(now: datetime) -> None:
    request = RequestFactory().get("/")
    values = {"email": '"<b>x"@example.com', "timestamp": now, "not_me_url": f"{SITE}/x/"}
    with allauth_context.request_context(request):
        message = get_adapter().render_mail("account/email/email_confirm", "a@b.example", values)
    assert isinstance(message, EmailMultiAlternatives)
    assert "<b>x" not in html_of(message)
    assert "<b>x" in str(message.body)


@pytest.mark.parametrize("prefix", ["email_confirmation", "email_confirmation_signup"])
def test_a_confirmation_by_code_has_the_code_and_no_link(prefix: str, now: datetime) -> None:
    message = letter(f"account/email/{prefix}", now, code="WXYZ98")

    assert "\n\nWXYZ98\n\n" in str(message.body)
    assert "confirm-email" not in str(message.body) + html_of(message)
    assert "WXYZ98" in html_of(message)
    assert "Confirm my address" not in html_of(message)
