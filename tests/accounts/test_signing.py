"""DKIM: what leaves by plain SMTP is signed, where there is a key."""

from __future__ import annotations

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from accounts import signing

MAIL = (
    b"From: HipCoach <coach@hipcoach.example>\r\nTo: sam@example.com\r\nSubject: Hello\r\n"
    b"Date: Mon, 23 Nov 2026 12:00:00 +0000\r\nMessage-ID: <1@hipcoach.example>\r\n"
    b"List-Unsubscribe: <https://hipcoach.example/stop/1>\r\n"
    b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\nX-Other: 1\r\n\r\nHello.\r\n"
)


@pytest.fixture(scope="module")
def private() -> rsa.RSAPrivateKey:
    """A key of this test run."""
    return rsa.generate_private_key(65537, 2048)


@pytest.fixture(scope="module")
def key(private: rsa.RSAPrivateKey) -> signing.Key:
    """The same as an operator hands it over."""
    pem = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    return signing.Key("s1", "hipcoach.example", pem)


@pytest.fixture(scope="module")
def record(private: rsa.RSAPrivateKey) -> bytes:
    """What stands in DNS."""
    pem = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return b"v=DKIM1; k=rsa; p=" + b"".join(pem.splitlines()[1:-1])


def holds(mail: bytes, record: bytes) -> bool:
    def ask(name: bytes, timeout: int = 5) -> bytes:
        return record

    return bool(dkim.verify(mail, dnsfunc=ask))


def test_a_signature_holds_and_covers_both_list_headers(key: signing.Key, record: bytes) -> None:
    signed = signing.sign(MAIL, key) + MAIL
    assert holds(signed, record)
    names = signed.partition(b"h=")[2].partition(b";")[0].replace(b"\r\n", b"").lower()
    covered = {name.strip() for name in names.split(b":")}
    assert {b"list-unsubscribe", b"list-unsubscribe-post", b"from", b"message-id"} <= covered
    assert b"x-other" not in covered


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Hello.", b"Hullo."),
        (b"/stop/1", b"/stop/2"),
        (b"One-Click", b"Two-Click"),
        (b"To: sam", b"From: eve@example.com\r\nTo: sam"),
    ],
)
def test_what_was_changed_on_the_way_shows(
    key: signing.Key, record: bytes, old: bytes, new: bytes
) -> None:
    signed = signing.sign(MAIL, key) + MAIL
    assert not holds(signed.replace(old, new, 1), record)


def test_a_key_that_is_none_says_so(key: signing.Key) -> None:
    assert signing.check(key) == ""
    assert signing.check(signing.Key("s1", "hipcoach.example", b"-----BEGIN NOTHING-----"))


def test_without_a_key_nothing_is_added() -> None:
    assert signing.signed(MAIL) == MAIL
