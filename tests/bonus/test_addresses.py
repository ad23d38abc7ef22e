"""One spelling per mailbox."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from bonus import addresses


@pytest.mark.parametrize(
    ("typed", "spelled"),
    [
        ("sam@example.com", "sam@example.com"),
        ("  Sam@EXAMPLE.com \n", "sam@example.com"),
        ("sam@bücher.example", "sam@xn--bcher-kva.example"),
        ("sam@xn--bcher-kva.example", "sam@xn--bcher-kva.example"),
        ("sam\u200b@example.com", "sam@example.com"),
        ("\uff53\uff41\uff4d@example.com", "sam@example.com"),
        ("sam@example.com.", "sam@example.com"),
        ("sam+runs@example.com", "sam+runs@example.com"),
    ],
)
def test_spellings_of_one_mailbox_become_one(typed: str, spelled: str) -> None:
    assert addresses.normalize(typed) == spelled


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "sam",
        "@example.com",
        "sam@",
        "sam@@example.com",
        "sam smith@example.com",
        "sam@exa mple.com",
        "sam@example.com\nBcc: all@example.com",
        "sam@-example.com",
        "säm@example.com",
        "a" * 65 + "@" + "b" * 250 + ".com",
        "sam@" + "b" * 64 + ".com",
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        addresses.normalize(typed)


def test_a_missing_ending_is_named() -> None:
    with pytest.raises(ValidationError, match=r"no ending, such as \.com"):
        addresses.normalize("sam@example")


def test_the_hash_depends_on_the_key() -> None:
    assert addresses.digest("sam@example.com") != addresses.digest("sam@example.com", "other")
