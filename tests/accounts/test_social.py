"""Google and Apple: shown only with keys, and opening only an account whose address is confirmed.

The provider is a stub in the place of `requests`, as in allauth's own tests.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.test import Client

from accounts.models import Letter, User
from hipcoach import social_keys
from hipcoach.environment import ConfigurationError

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
SIGNING = rsa.generate_private_key(65537, 2048)
APPLE_KEY = (
    ec.generate_private_key(ec.SECP256R1())
    .private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    .decode()
)
ISSUERS = {"google": "https://accounts.google.com", "apple": "https://appleid.apple.com"}
KEYS: dict[str, Any] = {
    "google": {
        "APPS": [{"name": "Google", "client_id": "ours", "secret": "s3cret"}],
        "SCOPE": ["openid", "email"],
        "OAUTH_PKCE_ENABLED": True,
    },
    "apple": {
        "APPS": [
            {
                "name": "Apple",
                "client_id": "ours",
                "secret": "KEYID",
                "key": "TEAM",
                "settings": {"certificate_key": APPLE_KEY},
            }
        ],
        "SCOPE": ["email"],
    },
}


@pytest.fixture(autouse=True)
def keys(settings: Any) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = KEYS


class Provider:
    """What the other side says of whoever comes."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {"email": "ana@example.com", "email_verified": True}
        self.name = "google"

    def __call__(self, session: object, method: str, url: str, **given: Any) -> requests.Response:
        """Answer a call for a token or for the public keys."""
        answer = requests.Response()
        answer.status_code = 200
        answer.headers["Content-Type"] = "application/json"
        body: dict[str, Any] = {"access_token": "t0ken", "id_token": self.id_token()}
        if url.endswith("/keys"):
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(SIGNING.public_key()))
            body = {"keys": [{**public, "kid": "1", "alg": "RS256"}]}
        answer._content = json.dumps(body).encode()
        return answer

    def id_token(self) -> str:
        now = int(time.time())
        claims = {"iss": ISSUERS[self.name], "aud": "ours", "sub": "77", "exp": now + 60}
        return jwt.encode({**claims, **self.claims}, SIGNING, "RS256", headers={"kid": "1"})


@pytest.fixture
def provider() -> Iterator[Provider]:
    provider = Provider()
    with patch.object(requests.Session, "request", lambda *a, **k: provider(*a, **k)):
        yield provider


def sign_in(provider: Provider, name: str = "google", browser: Client | None = None) -> Client:
    """Press the button, and come back from the other side."""
    provider.name = name
    browser = browser or Client()
    there = browser.post(f"/accounts/{name}/login/")["Location"]
    assert there.startswith(social_keys.ORIGINS[name])
    asked = parse_qs(urlsplit(there).query)
    assert "email" in asked["scope"][0]
    assert "profile" not in asked["scope"][0]
    back = {"code": "c0de", "state": asked["state"][0]}
    if name == "apple":
        path = browser.post("/accounts/apple/login/callback/", back)["Location"]
        browser.get(path.removeprefix("http://testserver"))
    else:
        browser.get("/accounts/google/login/callback/", back)
    return browser


def is_in(browser: Client) -> bool:
    return browser.get("/accounts/").status_code == 200


def test_without_keys_no_page_mentions_them(settings: Any, as_ana: Client) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {}
    for page in ("/accounts/login/", "/accounts/signup/"):
        assert "Google" not in Client().get(page).content.decode()
    assert "Google" not in as_ana.get("/accounts/").content.decode()


def test_with_keys_both_stand_on_sign_in_and_sign_up(as_ana: Client) -> None:
    for page in ("/accounts/login/", "/accounts/signup/"):
        words = Client().get(page).content.decode()
        assert "Go on with Google" in words
        assert "Go on with Apple" in words
    assert "Google and Apple" in as_ana.get("/accounts/").content.decode()
    assert "Connect Google" in as_ana.get("/accounts/3rdparty/").content.decode()


@pytest.mark.parametrize("name", ["google", "apple"])
def test_a_new_person_gets_an_account_and_no_mail_to_confirm(provider: Provider, name: str) -> None:
    provider.claims["email"] = "new@example.com"
    assert is_in(sign_in(provider, name))
    user = User.objects.get(email="new@example.com")
    assert EmailAddress.objects.get(user=user).verified
    assert SocialAccount.objects.get(user=user).provider == name
    assert not SocialToken.objects.exists()
    assert not Letter.objects.exists()
    assert is_in(sign_in(provider, name))
    assert User.objects.count() == 1


@pytest.mark.parametrize("name", ["google", "apple"])
def test_a_confirmed_address_connects_and_its_owner_is_told(
    provider: Provider, ana: User, name: str
) -> None:
    assert is_in(sign_in(provider, name))
    assert SocialAccount.objects.get().user == ana
    ana.refresh_from_db()
    assert ana.check_password(PASSWORD)
    assert Letter.objects.get(to=ana.email).subject == "Another sign-in was connected"


def test_an_address_that_the_provider_did_not_confirm_connects_nothing(
    provider: Provider, ana: User
) -> None:
    provider.claims["email_verified"] = False
    assert not is_in(sign_in(provider))
    assert not SocialAccount.objects.filter(user=ana).exists()


def test_an_address_that_nobody_confirmed_here_connects_nothing(
    provider: Provider, ana: User
) -> None:
    EmailAddress.objects.filter(user=ana).update(verified=False)
    assert not is_in(sign_in(provider))
    assert not SocialAccount.objects.filter(user=ana).exists()


def test_a_state_that_is_not_ours_signs_nobody_in(provider: Provider, ana: User) -> None:
    browser = Client()
    browser.post("/accounts/google/login/")
    page = browser.get("/accounts/google/login/callback/", {"code": "c0de", "state": "forged"})
    assert "That did not work" in page.content.decode()
    assert not is_in(browser)


def test_following_a_link_leads_to_a_button_and_not_to_google(provider: Provider) -> None:
    answer = Client().get("/accounts/google/login/")
    assert answer.status_code == 200
    assert "Go on with Google?" in answer.content.decode()


def test_connecting_asks_for_the_password_once_more(
    provider: Provider, ana: User, as_ana: Client
) -> None:
    sign_in_connect = as_ana.post("/accounts/google/login/?process=connect")
    asked = parse_qs(urlsplit(sign_in_connect["Location"]).query)
    back = {"code": "c0de", "state": asked["state"][0]}
    answer = as_ana.get("/accounts/google/login/callback/", back)
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert not SocialAccount.objects.exists()
    as_ana.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert SocialAccount.objects.get().user == ana


def test_half_the_keys_stop_the_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setenv("GOOGLE_CLIENT_ID", "ours")
    with pytest.raises(ConfigurationError, match="GOOGLE_CLIENT_SECRET"):
        social_keys.providers()
    monkeypatch.setenv("GOOGLE_CLIENT_SECRET", "s3cret")
    for name in social_keys.APPLE:
        monkeypatch.setenv(name, str(tmp_path / "missing.p8"))
    with pytest.raises(ConfigurationError, match="APPLE_KEY cannot be read"):
        social_keys.providers()
    (tmp_path / "missing.p8").write_text(APPLE_KEY)
    assert set(social_keys.providers()) == {"google", "apple"}
