"""What crawlers are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from django.test import Client

from exercises.sitemaps import ArticleSitemap, ExerciseSitemap, ProgramSitemap
from hipcoach.sitemaps import HouseSitemap

SITE = "http://127.0.0.1:8000"


@dataclass
class Work:
    url: str
    published_at: datetime | None = None


@pytest.fixture
def _two_works(monkeypatch: pytest.MonkeyPatch) -> None:
    day = datetime(2026, 11, 1, tzinfo=UTC)
    exercises = [Work("/exercises/clamshell/", day), Work("/exercises/step-up/")]
    monkeypatch.setattr(ExerciseSitemap, "items", lambda _: exercises)
    monkeypatch.setattr(ArticleSitemap, "items", lambda _: [Work("/articles/hips/")])
    monkeypatch.setattr(ProgramSitemap, "items", lambda _: [Work("/programs/foundation/")])


@pytest.mark.usefixtures("_two_works")
def test_the_sitemap_names_every_public_page_under_the_public_address(client: Client) -> None:
    answer = client.get("/sitemap.xml", headers={"Host": "localhost"})
    assert answer.headers["Content-Type"] == "application/xml"
    root = ElementTree.fromstring(answer.content)  # noqa: S314 - our own
    found = {url[0].text: [part.text for part in url[1:]] for url in root}
    assert found.pop(f"{SITE}/exercises/clamshell/") == ["2026-11-01"]
    assert set(found) == {
        *(SITE + path for path in ("/", "/exercises/", "/programs/", "/articles/")),
        *(SITE + path for path in ("/bonus/", "/privacy/")),
        f"{SITE}/exercises/step-up/",
        f"{SITE}/programs/foundation/",
        f"{SITE}/articles/hips/",
    }
    assert all(rest == [] for rest in found.values())


@pytest.mark.django_db
def test_every_page_of_the_house_in_the_sitemap_answers(client: Client) -> None:
    sitemap = HouseSitemap()
    for item in sitemap.items():
        assert client.get(sitemap.location(item)).status_code == 200


def test_robots_learn_where_the_sitemap_is_and_where_not_to_go(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer.headers["Content-Type"].startswith("text/plain")
    lines = answer.content.decode().splitlines()
    assert f"Sitemap: {SITE}/sitemap.xml" in lines
    for room in ("/admin/", "/accounts/", "/training/", "/lists/"):
        assert f"Disallow: {room}" in lines
