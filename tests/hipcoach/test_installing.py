"""The worker, the manifest and the page without a network."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from hipcoach import installing

pytestmark = pytest.mark.django_db
CHUNKS: dict[str, Any] = {
    "frontend/js/main.js": {
        "file": "assets/main-1.js",
        "css": ["assets/main-1.css"],
        "dynamicImports": ["frontend/js/offline.js"],
    },
    "frontend/js/offline.js": {"file": "assets/offline-1.js", "imports": ["_shared.js"]},
    "frontend/js/player.js": {"file": "assets/player-1.js", "imports": ["_shared.js"]},
    "frontend/js/poses.js": {"file": "assets/poses-1.js"},
    "_shared.js": {"file": "assets/shared-1.js"},
}


@pytest.fixture
def built(tmp_path: Path, settings: Settings) -> Path:
    """Return the folder of a small build."""
    settings.FRONTEND_DIST = tmp_path
    (tmp_path / "sw.js").write_text("work();")
    (tmp_path / "manifest.json").write_text(json.dumps(CHUNKS))
    return tmp_path


def said(client: Client) -> dict[str, Any]:
    """Return what the worker is told."""
    text = client.get("/sw.js").content.decode()
    found: dict[str, Any] = json.loads(text.split(" = ", 1)[1].split(";\n", 1)[0])
    return found


def test_the_worker_serves_the_whole_site_and_is_always_asked_for(
    client: Client, built: Path
) -> None:
    answer = client.get("/sw.js")

    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer.content.endswith(b"\nwork();")


def test_it_fetches_ahead_what_a_runners_pages_load_and_nothing_else(
    client: Client, built: Path
) -> None:
    assert said(client)["files"] == [
        "/static/assets/main-1.css",
        "/static/assets/main-1.js",
        "/static/assets/offline-1.js",
        "/static/assets/offline-1.js",
        "/static/assets/player-1.js",
        "/static/assets/shared-1.js",
        "/static/assets/shared-1.js",
        "/static/favicon.svg",
        "/static/icons.svg",
    ]


def test_another_build_is_another_worker(client: Client, built: Path) -> None:
    before = said(client)["version"]
    (built / "manifest.json").write_text(json.dumps(CHUNKS).replace("main-1", "main-2"))
    installing._script.cache_clear()

    assert said(client)["version"] != before


def test_there_is_no_worker_where_nothing_was_built(client: Client, built: Path) -> None:
    (built / "sw.js").unlink()

    assert client.get("/sw.js").status_code == 404


def test_the_manifest_makes_it_an_app(client: Client) -> None:
    answer = client.get("/manifest.webmanifest")
    found = answer.json()

    assert answer["Content-Type"] == "application/manifest+json"
    assert found["start_url"] == "/training/today/"
    assert {one["sizes"] for one in found["icons"]} == {"192x192", "512x512"}
    assert "maskable" in {one.get("purpose") for one in found["icons"]}
    assert {one["url"] for one in found["shortcuts"]} >= {"/training/player/"}


def test_the_page_without_a_network_is_nobodys(client: Client, as_ana: Client) -> None:
    page = client.get("/offline/").content.decode()

    assert "No connection" in page
    assert "csrf-token" not in page
    assert 'href="/training/player/' in page
