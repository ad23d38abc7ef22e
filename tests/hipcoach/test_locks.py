"""The lock files hold what pyproject.toml asks for, hashed, and no registry's address."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
GROUPS: dict[str, list[str]] = {
    "base": PROJECT["project"]["dependencies"],
    **PROJECT["dependency-groups"],
}
PIN = re.compile(r"^(?P<name>[a-z0-9._-]+)==(?P<version>\S+?)(?: ;.*)? \\$", re.MULTILINE)


def pins(group: str) -> dict[str, Version]:
    """Return the locked versions of a group."""
    text = (ROOT / "requirements" / f"{group}.txt").read_text()
    return {found["name"]: Version(found["version"]) for found in PIN.finditer(text)}


@pytest.mark.parametrize("group", GROUPS)
def test_every_requirement_is_locked_at_a_version_it_allows(group: str) -> None:
    locked = pins(group)
    for line in GROUPS[group]:
        requirement = Requirement(line)
        assert requirement.specifier.contains(locked[canonicalize_name(requirement.name)]), line


@pytest.mark.parametrize("group", GROUPS)
def test_every_pin_has_a_hash(group: str) -> None:
    blocks = re.split(r"\n(?=[a-z0-9])", (ROOT / "requirements" / f"{group}.txt").read_text())
    for block in blocks[1:]:
        assert "--hash=sha256:" in block, block


def test_no_package_is_locked_at_two_versions() -> None:
    seen: dict[str, Version] = {}
    for group in GROUPS:
        if group == "tools":
            continue
        for name, version in pins(group).items():
            assert seen.setdefault(name, version) == version, name


def test_there_is_no_lock_without_a_group() -> None:
    assert {path.stem for path in (ROOT / "requirements").glob("*.txt")} == set(GROUPS)


@pytest.mark.parametrize("group", GROUPS)
def test_the_locks_hold_no_addresses(group: str) -> None:
    assert "://" not in (ROOT / "requirements" / f"{group}.txt").read_text()


def test_the_npm_lock_holds_no_addresses_of_packages() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]

    assert not [name for name, package in packages.items() if "resolved" in package]
    assert all("integrity" in package for name, package in packages.items() if name)


def test_the_npm_lock_matches_the_manifest() -> None:
    manifest = json.loads((ROOT / "package.json").read_text())
    lock = json.loads((ROOT / "package-lock.json").read_text())
    for kind in ("dependencies", "devDependencies"):
        assert lock["packages"][""].get(kind, {}) == manifest.get(kind, {})
