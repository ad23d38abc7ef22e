"""What readers see of pictures and films, and what nobody may fetch."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from exercises.catalog import get_catalog
from exercises.entries import CatalogEntry
from exercises.media import processing
from exercises.models import Exercise, ExerciseMedia, Media, PublicationError
from exercises.publishing import release
from tests.conftest import NOW
from tests.exercises.media.conftest import Make
from tests.exercises.media.files import picture

pytestmark = pytest.mark.services


def shown_on(exercise: Exercise, media: Media) -> Media:
    """Process an upload and put it on an exercise's page."""
    assert processing.process(media.pk, lambda: NOW) == "ready"
    count = exercise.media.count()
    ExerciseMedia.objects.create(exercise=exercise, media=media, position=count)
    publish(exercise)
    media.refresh_from_db()
    return media


def publish(exercise: Exercise) -> None:
    """Note what an editor changed, and let a reviewer publish it."""
    release.note_change(exercise, None, NOW)
    release.publish(exercise, None, NOW)


def entry() -> CatalogEntry:
    found = get_catalog().get("clamshell")
    assert found is not None
    return found


@pytest.fixture
def clip(clamshell: Exercise, uploaded: Make, small_film: bytes) -> Media:
    """A film on the clamshell's page."""
    fields = {"source": "HipCoach studio", "source_url": "https://example.com/studio"}
    return shown_on(clamshell, uploaded(small_film, title="A clamshell, slowly", **fields))


def address(media: Media, number: int = 0) -> str:
    return reverse("exercises:media", args=[media.names[number]])


def test_an_entry_has_its_film_and_pictures_in_order(
    clamshell: Exercise, clip: Media, uploaded: Make
) -> None:
    shown_on(clamshell, uploaded(title="Start"))
    shown_on(clamshell, uploaded(title="End"))

    film = entry().film
    assert film is not None
    assert (film.title, film.length, film.license) == ("A clamshell, slowly", "0:01", "CC BY 4.0")
    assert [one.title for one in entry().pictures] == ["Start", "End"]


def test_an_entry_without_media_has_none(library: None) -> None:
    assert (entry().film, entry().pictures) == (None, ())


def test_it_asks_the_database_nothing_when_warm(
    clip: Media, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    entry()
    with django_assert_num_queries(0):
        render_to_string("exercises/_film.html", {"film": entry().film})
        assert b"".join(client.get(address(clip)))


@pytest.mark.parametrize("field", ["title", "license", "captions", "author"])
def test_a_film_that_lacks_something_is_hidden(clip: Media, field: str) -> None:
    assert entry().film
    setattr(clip, field, "")
    clip.save()
    assert entry().film is None


def test_a_picture_without_words_for_it_is_hidden(clamshell: Exercise, uploaded: Make) -> None:
    media = shown_on(clamshell, uploaded())
    assert entry().pictures
    media.alt = ""
    media.save()
    assert entry().pictures == ()


def test_a_film_is_published_once_it_is_ready(
    clamshell: Exercise, uploaded: Make, small_film: bytes
) -> None:
    media = uploaded(small_film)
    ExerciseMedia.objects.create(exercise=clamshell, media=media)
    with pytest.raises(PublicationError, match="it lacks processed files for"):
        publish(clamshell)
    processing.process(media.pk, lambda: NOW)
    assert entry().film is None
    release.publish(clamshell, None, NOW)
    assert entry().film


def test_a_film_that_was_taken_away_stays_until_that_is_published(
    clamshell: Exercise, clip: Media
) -> None:
    clamshell.media.all().delete()
    release.note_change(clamshell, None, NOW)
    assert entry().film
    release.publish(clamshell, None, NOW)
    assert entry().film is None


def test_the_film_is_a_native_player_with_captions_and_credit(clip: Media) -> None:
    page = render_to_string("exercises/_film.html", {"film": entry().film})
    for said in (
        'controls preload="none"',
        f'poster="{reverse("exercises:media", args=[clip.files["poster"]])}"',
        f'<source src="{address(clip)}" type="video/mp4">',
        f'<track kind="captions" src="{reverse("exercises:media", args=[clip.captions_file])}"',
        "Ben Coach",
        'href="https://example.com/studio"',
        'href="https://creativecommons.org/licenses/by/4.0/"',
        "Open the knee &amp; not the pelvis.",
    ):
        assert said in page
    assert " style=" not in page


def test_a_large_film_has_a_small_brother(clip: Media) -> None:
    large = {**clip.files["renditions"][0], "width": 1280, "height": 720}
    Media.objects.update(files={**clip.files, "renditions": [large, clip.files["renditions"][0]]})
    clip.refresh_from_db()
    clip.save()
    page = render_to_string("exercises/_film.html", {"film": entry().film})
    assert page.count("<source") == 2
    assert 'media="(max-width: 640px)"' in page


def test_a_picture_has_two_sizes_and_its_words(clamshell: Exercise, uploaded: Make) -> None:
    shown_on(clamshell, uploaded(picture(size=(900, 300))))
    page = render_to_string("exercises/_picture.html", {"picture": entry().pictures[0]})
    assert 'alt="Ben lies on his side with bent knees."' in page
    assert "900w" in page
    assert "800w" in page


def test_words_of_an_editor_stay_words(clip: Media) -> None:
    clip.title = '"><script>alert(1)</script>'
    clip.save()
    assert "<script>" not in render_to_string("exercises/_film.html", {"film": entry().film})


def test_a_file_is_served_in_parts_with_our_type(clip: Media, client: Client) -> None:
    response = client.get(address(clip), headers={"Range": "bytes=-4"})
    assert response.status_code == 206
    assert response.headers["Content-Type"] == "video/mp4"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in response.headers
    captions = client.get(reverse("exercises:media", args=[clip.captions_file]))
    assert captions.headers["Content-Type"] == "text/vtt; charset=utf-8"


@pytest.mark.parametrize(
    "name",
    ["..", "%2e%2e%2fsecret_key", "a.html", "0" * 40 + ".mp4", "0" * 40 + ".html", "x" * 900],
)
def test_other_names_are_not_found(library: None, as_ben: Client, name: str) -> None:
    assert as_ben.get(f"/media/{name}").status_code == 404


def test_an_original_is_served_to_nobody(clip: Media, as_ben: Client) -> None:
    assert as_ben.get(f"/media/{clip.original}").status_code == 404
    assert as_ben.get(f"/media/originals/{clip.original}").status_code == 404


def test_what_is_not_published_is_for_editors_alone(
    clamshell: Exercise, clip: Media, client: Client, as_ben: Client, as_cleo: Client, now: datetime
) -> None:
    release.archive(clamshell, None, now)
    assert client.get(address(clip)).status_code == 404
    assert as_cleo.get(address(clip)).status_code == 404
    response = as_ben.get(address(clip))
    assert response.status_code == 200
    assert "Cookie" in response.headers["Vary"]


def test_a_file_is_only_read(clip: Media, client: Client) -> None:
    assert client.head(address(clip)).status_code == 200
    assert client.post(address(clip)).status_code == 405
