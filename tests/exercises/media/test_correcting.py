"""What visitors see of a picture changes by review alone."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import User
from exercises.catalog import get_catalog
from exercises.models import Exercise, ExerciseMedia, Media, State
from exercises.publishing import release
from tests.conftest import NOW, browser_of, make_editor
from tests.exercises.media.conftest import Make
from tests.exercises.media.test_pages import shown_on

pytestmark = pytest.mark.services


@pytest.fixture(autouse=True)
def _a_team(settings: Settings) -> None:
    settings.EDITORS_PUBLISH_OWN = False


@pytest.fixture
def shown(clamshell: Exercise, uploaded: Make) -> Media:
    """A picture that visitors see on the clamshell's page."""
    return shown_on(clamshell, uploaded(title="Start", alt="Lying on one side."))


@pytest.fixture
def author(db: None) -> User:
    """Somebody who changes exercises and media, but publishes nothing."""
    rights = ("view_media", "change_media", "view_exercise", "change_exercise")
    return make_editor("author@example.com", "Ada Author", *rights)


@pytest.fixture
def as_author(author: User) -> Client:
    return browser_of(author)


def page(media: Media, name: str = "change") -> str:
    return reverse(f"admin:exercises_media_{name}", args=[media.pk])


def words(media: Media, **changed: str) -> dict[str, str]:
    """Return what a browser would send."""
    names = ("title", "author", "source", "source_url", "license", "license_url", "alt")
    return {**{name: getattr(media, name) for name in names}, "_save": "Save", **changed}


def alt_of_visitors() -> list[str]:
    entry = get_catalog().get("clamshell")
    assert entry is not None
    return [media.alt for media in entry.media]


@pytest.mark.parametrize("who", ["as_author", "as_ben"])
def test_nobody_of_a_team_changes_what_visitors_see(
    shown: Media, who: str, request: pytest.FixtureRequest
) -> None:
    client: Client = request.getfixturevalue(who)
    assert client.get(page(shown)).status_code == 200
    assert client.post(page(shown), words(shown, alt="Mine.")).status_code == 403
    assert alt_of_visitors() == ["Lying on one side."]


def test_a_team_of_one_changes_it_at_once(shown: Media, as_ben: Client, settings: Settings) -> None:
    settings.EDITORS_PUBLISH_OWN = True
    assert as_ben.post(page(shown), words(shown, alt="Better.")).status_code == 302
    assert alt_of_visitors() == ["Better."]


def test_an_author_of_a_team_of_one_does_not(
    shown: Media, as_author: Client, settings: Settings
) -> None:
    settings.EDITORS_PUBLISH_OWN = True
    assert as_author.post(page(shown), words(shown, alt="Mine.")).status_code == 403


def test_what_nobody_sees_yet_is_changed_freely(as_author: Client, uploaded: Make) -> None:
    media = uploaded(title="New", alt="Old words.")
    assert as_author.post(page(media), words(media, alt="New words.")).status_code == 302
    media.refresh_from_db()
    assert media.alt == "New words."


def test_a_correction_goes_through_review(
    clamshell: Exercise, shown: Media, as_author: Client, ben: User
) -> None:
    assert "Correct it in a draft" in as_author.get(page(shown)).content.decode()
    assert "Clamshell" in as_author.get(page(shown, "correct")).content.decode()
    assert as_author.post(page(shown, "correct")).status_code == 302
    copy = Media.objects.exclude(pk=shown.pk).get()
    assert copy.names == shown.names
    sent = words(copy, alt="On the left side, knees bent.")
    assert as_author.post(page(copy), sent).status_code == 302
    clamshell.refresh_from_db()
    assert clamshell.state == State.DRAFT
    assert alt_of_visitors() == ["Lying on one side."]

    release.submit(clamshell, None, NOW)
    release.publish(clamshell, ben, NOW)
    assert alt_of_visitors() == ["On the left side, knees bent."]
    assert not ExerciseMedia.objects.filter(media=shown).exists()


def test_nothing_is_to_correct_in_a_draft(as_author: Client, uploaded: Make) -> None:
    assert as_author.get(page(uploaded(title="New"), "correct")).status_code == 403
