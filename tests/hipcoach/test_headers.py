"""What a production copy says in its headers, what takes no form token, and where pages lead."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import User
from hipcoach.headers import NOBODYS, OURS
from tests.hipcoach.test_environment import PRODUCTION, ROOT

pytestmark = pytest.mark.django_db

# Run in a process of its own: these settings are read once, when it starts.
ASK = """
import json, django, django.core.management
django.setup()
from django.conf import settings
from django.test import Client
settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]
settings.STORAGES = {**settings.STORAGES, "staticfiles": {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
settings.MIGRATION_MODULES = {app.label: None for app in django.apps.apps.get_app_configs()}
django.core.management.call_command("migrate", run_syncdb=True, verbosity=0)
client = Client(headers={"host": "hipcoach.example"})
page = client.get("/accounts/login/", secure=True)
plain = client.get("/accounts/login/")
theme = client.post("/theme/", {"theme": "dark", "next": "//evil.example/"}, secure=True)
other = Client(headers={"host": "evil.example"}).get("/accounts/login/", secure=True)
names = ["SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY",
    "SESSION_COOKIE_SAMESITE", "SESSION_COOKIE_PATH", "SESSION_COOKIE_DOMAIN",
    "CSRF_COOKIE_DOMAIN", "DEVICE_COOKIE_NAME", "PASSWORD_HASHERS", "DEBUG", "ADMIN_SECOND_STEP"]
print(json.dumps({
    "status": page.status_code, "headers": dict(page.headers),
    "cookies": {name: dict(morsel) for name, morsel in page.cookies.items()},
    "theme": dict(theme.cookies["theme"]), "theme_leads": theme["Location"],
    "plain": [plain.status_code, plain["Location"]], "other_host": other.status_code,
    "settings": {name: getattr(settings, name) for name in names},
}))
"""


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a production copy answers to somebody who opens the sign-in page."""
    var = tmp_path_factory.mktemp("production")
    environment = {
        **PRODUCTION,
        "PATH": os.defpath,
        "HIPCOACH_VAR": str(var),
        "DJANGO_SETTINGS_MODULE": "hipcoach.settings",
        "HOME": str(Path.home()),
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-400:]
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    assert answer["status"] == 200
    return answer


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Strict-Transport-Security", "max-age=31536000; includeSubDomains; preload"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_every_page_has_the_header(production: dict[str, Any], header: str, value: str) -> None:
    assert production["headers"][header] == value


def test_the_permissions_policy_leaves_what_we_use_and_no_more(production: dict[str, Any]) -> None:
    policy = dict(re.findall(r"([a-z-]+)=(\(.*?\))", production["headers"]["Permissions-Policy"]))
    assert {policy[name] for name in OURS} == {"(self)"}
    assert {policy[name] for name in NOBODYS} == {"()"}
    assert {"camera", "microphone", "geolocation", "payment"} <= set(NOBODYS)


def test_the_content_policy_is_strict(production: dict[str, Any]) -> None:
    policy = {
        name: values
        for name, *values in map(
            str.split, production["headers"]["Content-Security-Policy"].split(";")
        )
    }
    nonce = next(value for value in policy["script-src"] if value.startswith("'nonce-"))
    assert policy["script-src"] == ["'self'", nonce]
    assert policy["default-src"] == policy["form-action"] == policy["connect-src"] == ["'self'"]
    for name in ("object-src", "base-uri", "frame-ancestors"):
        assert policy[name] == ["'none'"]


def test_cookies_are_bound_to_the_host(production: dict[str, Any]) -> None:
    cookie = production["cookies"]["__Host-csrf"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
    assert (cookie["path"], cookie["domain"]) == ("/", "")
    said = production["settings"]
    assert said["SESSION_COOKIE_NAME"] == "__Host-session"
    assert said["DEVICE_COOKIE_NAME"] == "__Host-device"
    assert said["SESSION_COOKIE_SECURE"] and said["SESSION_COOKIE_HTTPONLY"]
    assert (said["SESSION_COOKIE_SAMESITE"], said["SESSION_COOKIE_PATH"]) == ("Lax", "/")
    assert said["SESSION_COOKIE_DOMAIN"] is said["CSRF_COOKIE_DOMAIN"] is None
    assert (production["theme"]["secure"], production["theme"]["samesite"]) == (True, "Lax")


def test_production_speaks_https_alone_and_knows_its_name(production: dict[str, Any]) -> None:
    assert production["plain"] == [301, "https://hipcoach.example/accounts/login/"]
    assert production["other_host"] == 400


def test_production_hashes_with_argon2_asks_for_a_second_step_and_shows_no_traces(
    production: dict[str, Any],
) -> None:
    said = production["settings"]
    assert said["PASSWORD_HASHERS"][0].endswith("Argon2PasswordHasher")
    assert said["ADMIN_SECOND_STEP"] is True
    assert said["DEBUG"] is False


EVIL = ["//evil.example/", "https://evil.example/", "/\\evil.example/", "javascript:alert(1)"]


@pytest.mark.parametrize("away", EVIL)
def test_the_theme_leads_to_no_other_site(client: Client, away: str) -> None:
    assert client.post("/theme/", {"theme": "dark", "next": away})["Location"] == "/"


@pytest.mark.parametrize("away", EVIL)
def test_signing_in_and_out_leads_to_no_other_site(ana: User, away: str) -> None:
    browser = Client()
    sent = {"login": ana.email, "password": "correct horse battery", "next": away}
    assert browser.post("/accounts/login/", sent)["Location"] == "/training/today/"
    assert browser.post("/accounts/logout/", {"next": away})["Location"] == "/"


@pytest.mark.parametrize("away", EVIL)
@pytest.mark.parametrize(
    "page", ["/accounts/login/", "/accounts/signup/", "/accounts/reauthenticate/"]
)
def test_no_page_of_the_entrance_links_to_another_site(
    as_ana: Client, page: str, away: str
) -> None:
    browser = as_ana if "reauth" in page else Client()
    words = browser.get(page, {"next": away}).content.decode()
    assert f'href="{away}' not in words
    answer = browser.post(f"{page}?next={away}", {"password": "correct horse battery"})
    assert not answer.get("Location", "/").startswith(("//", "http", "javascript", "/\\"))


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every address of the site with its view."""
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one, route)
        elif isinstance(one, URLPattern):
            yield route, one.callback


def exempt() -> set[str]:
    """Return the addresses that take a POST without a form token, in words as SECURITY.md has."""
    found = {
        route for route, view in patterns(get_resolver()) if getattr(view, "csrf_exempt", False)
    }
    return {"/" + re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", route) for route in found}


def test_every_address_without_form_token_is_listed_with_its_reason() -> None:
    rows = re.findall(
        r"^\| `(/[^`]+)` \|[^|]+\| exempt \|", (ROOT / "SECURITY.md").read_text(), re.MULTILINE
    )
    assert exempt() == set(rows)


def test_a_post_without_form_token_changes_nothing(ana: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ana)
    for page in ("/accounts/profile/", "/accounts/privacy/erase/", "/accounts/logout/"):
        assert strict.post(page, {"part": "you", "name": "Eve"}).status_code == 403
    ana.refresh_from_db()
    assert ana.name == "Ana Runner"
