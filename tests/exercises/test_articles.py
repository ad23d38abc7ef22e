"""The five articles: each with figures, a signup, its sources, and what safety asks of it."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta

import pytest
from django.test import Client

from bonus.tokens import MAX_AGE, Purpose
from exercises.freshness import FORM_SECONDS
from exercises.library.content import Library
from exercises.markdown import figure_slugs, footnote_keys
from exercises.models import Article

SLUGS = (
    "the-importance-of-your-hips-while-running",
    "planes-of-motion",
    "how-to-test-your-own-sides",
    "how-pain-guides-training",
    "what-the-evidence-does-not-show",
)
HIPS = f"/articles/{SLUGS[0]}/"
each_article = pytest.mark.parametrize("slug", SLUGS)
URGENT = (
    "saddle area",
    "bladder or bowel control",
    "weakness in both legs",
    "Chest pain, fainting or marked breathlessness",
    "hot, swollen, painful calf",
    "cannot take weight",
    "Fever with a hot joint",
    "groin or thigh on landing",
)
SOON = (
    "one spot of bone",
    "groin or at the front of the hip",
    "does not warm up",
    "at night or at rest",
    "A limp",
    "Swelling, locking, or a leg that gives way",
    "weakness in one leg",
    "Weight loss that you cannot explain, or feeling unwell",
    "history of cancer",
)


def test_the_articles_stand_in_their_order(files: Library) -> None:
    assert tuple(sorted(files.articles, key=lambda slug: files.articles[slug].position)) == SLUGS


@each_article
def test_an_article_is_as_long_as_it_says(files: Library, slug: str) -> None:
    article = files.articles[slug]
    words = len(article.body.split())
    assert 700 <= words <= 1250
    assert abs(words / 200 - article.minutes) <= 1


@each_article
def test_an_article_has_figures_sources_and_one_signup(files: Library, slug: str) -> None:
    body = files.articles[slug].body
    assert len(figure_slugs(body)) >= 3
    assert len(footnote_keys(body)) >= 4
    assert body.count("{{signup}}") == 1


@each_article
def test_a_page_shows_its_parts(library: None, client: Client, slug: str) -> None:
    page = client.get(f"/articles/{slug}/").content.decode()
    assert "Get your bonus training" in page
    assert '<blockquote class="check">' in page
    assert "How sure:" in page
    assert re.search(rf'<link rel="canonical" href="[^"]+/articles/{slug}/">', page)


@each_article
def test_search_engines_get_the_facts(library: None, client: Client, slug: str) -> None:
    page = client.get(f"/articles/{slug}/").content.decode()
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert block
    facts = json.loads(block[1])
    assert facts["@type"] == "Article"
    assert facts["url"].endswith(f"/articles/{slug}/")
    assert len(facts["citation"]) >= 4
    assert '<meta property="og:description"' in page


def test_no_title_ends_the_block_of_facts(library: None, client: Client) -> None:
    row = Article.objects.get(slug=SLUGS[0])
    row.title = "</script><script>alert(1)</script>"
    row.save()
    assert "<script>alert(1)" not in client.get(HIPS).content.decode()


@pytest.mark.parametrize("signs", [URGENT, SOON], ids=["urgent", "soon"])
def test_the_pain_article_names_every_warning_sign(files: Library, signs: tuple[str, ...]) -> None:
    body = files.articles["how-pain-guides-training"].body
    assert [sign for sign in signs if sign not in body] == []


def test_the_first_article_neither_blames_nor_promises(files: Library) -> None:
    body = files.articles[SLUGS[0]].body
    assert "It does not show a cause" in body
    assert "They are not among the differences" in body
    assert "it is not proven to cause injury" in body
    assert "a self-directed trial in marathon runners found no difference" in body


def test_a_returning_reader_is_told_that_nothing_changed(library: None, client: Client) -> None:
    client.get(HIPS)
    etag = client.get(HIPS).headers["ETag"]
    assert client.get(HIPS, headers={"If-None-Match": etag}).status_code == 304


def test_a_kept_page_ends_while_its_form_is_good(
    library: None, client: Client, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get(HIPS)
    etag = client.get(HIPS).headers["ETag"]
    later = now + timedelta(seconds=FORM_SECONDS)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert client.get(HIPS, headers={"If-None-Match": etag}).status_code == 200


def test_a_form_kept_and_left_open_as_long_again_is_still_good() -> None:
    limit = MAX_AGE[Purpose.FORM]
    assert limit is not None
    assert timedelta(seconds=2 * FORM_SECONDS) <= limit
