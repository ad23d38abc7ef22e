"""A network is known, a person is not."""

from __future__ import annotations

import pytest

from accounts import networks


@pytest.mark.parametrize(
    ("remote", "network"),
    [
        ("192.0.2.17", "192.0.2.0/24"),
        ("2001:db8:1:2::9", "2001:db8:1::/48"),
        ("::ffff:192.0.2.17", "192.0.2.0/24"),
        ("nonsense", ""),
        ("", ""),
    ],
)
def test_networks_are_shortened(remote: str, network: str) -> None:
    assert networks.shorten(remote) == network
