"""What a copy on one machine fills in by itself."""

from __future__ import annotations

import stat
import tempfile
from pathlib import Path

import pytest

from hipcoach import local
from hipcoach.environment import ConfigurationError


def test_the_secret_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first = local.secret_key(tmp_path)

    assert len(first) >= 50
    assert local.secret_key(tmp_path) == first
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_two_copies_have_two_keys(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()

    assert local.secret_key(one) != local.secret_key(two)


def test_the_socket_lies_in_the_folder_of_state(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()

    assert local.socket_path(tmp_path).parent.resolve() == (tmp_path / "run").resolve()


@pytest.mark.parametrize("name", ["long" * 30, "with space", "with%percent"])
def test_an_odd_folder_is_reached_through_a_short_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    var = tmp_path / name
    (var / "run").mkdir(parents=True)
    with tempfile.TemporaryDirectory() as links:
        monkeypatch.setattr("tempfile.tempdir", links)

        path = local.socket_path(var)

        assert local.PLAIN_SOCKET_PATH.fullmatch(str(path))
        assert path.parent.resolve() == (var / "run").resolve()
        assert local.socket_path(var) == path


@pytest.mark.parametrize("value", ["0", "65536", "http", "-1", "80 80"])
def test_a_wrong_port_is_named(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("PORT", value)

    with pytest.raises(ConfigurationError, match=r"^PORT"):
        local.port()
