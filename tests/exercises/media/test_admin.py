"""Ben uploads pictures and films, and is told what is wrong beside the field."""

from __future__ import annotations

import html
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from exercises.media import limits, processing, tasks
from exercises.models import Exercise, ExerciseMedia, Media
from tests.conftest import make_person
from tests.exercises.making import make_exercise
from tests.exercises.media.conftest import CAPTIONS, Make, files_in
from tests.exercises.media.files import bomb, film, picture

# unfold 0.110 still has the signature of Django 6.0.
pytestmark = [
    pytest.mark.services,
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]

ADD = "/admin/exercises/media/add/"
WORDS = {"title": "Clamshell", "license": "cc0-1.0", "alt": "A runner lies on a mat."}


@pytest.fixture
def hinted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What workers were told."""
    told: list[str] = []
    monkeypatch.setattr(tasks, "hint", lambda pk: told.append(str(pk)))
    return told


def send(client: Client, name: str, data: bytes, address: str = ADD, **words: str) -> Any:
    file = SimpleUploadedFile(name, data, content_type="text/html")
    sent = {**WORDS, **words, "file": file, "_save": "Save"}
    return client.post(address, sent)


def address_of(media: Media) -> str:
    return reverse("admin:exercises_media_change", args=[media.pk])


def errors_of(response: Any) -> dict[str, list[str]]:
    assert response.status_code == 200
    errors: dict[str, list[str]] = response.context["adminform"].form.errors
    page = html.unescape(response.content.decode())
    for said in errors.values():
        assert said[0] in page
    return errors


def test_ben_uploads_a_picture(
    as_ben: Client,
    ben: User,
    now: datetime,
    hinted: list[str],
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert send(as_ben, "clam.html", picture()).status_code == 302

    media = Media.objects.get()
    assert (media.kind, media.state, media.width) == ("image", "uploaded", 320)
    assert (media.uploaded_by, media.uploaded_at) == (ben, now)
    assert hinted == [str(media.pk)]
    assert processing.process(media.pk, lambda: now) == "ready"
    page = as_ben.get(address_of(media)).content.decode()
    assert Media.objects.get().files["renditions"][0]["name"] in page


def test_ben_uploads_a_film_too_large_for_memory(
    as_ben: Client, small_film: bytes, media_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(django_settings, "FILE_UPLOAD_MAX_MEMORY_SIZE", 100)
    assert send(as_ben, "a.mp4", small_film, captions=CAPTIONS).status_code == 302

    assert Media.objects.get().length_s == 1
    assert files_in(media_root)["incoming"] == 0
    assert files_in(media_root)["originals"] == 1


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.jpg", picture("GIF"), "This is a GIF"),
        ("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0", "Export it as JPEG."),
        ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "This is an SVG"),
        ("a.mp4", b"just words", "neither a picture nor a video"),
        ("a.png", bomb(), "40 million pixels"),
        ("a.jpg", picture()[:500], "damaged or ends too early"),
        ("a.mp4", b"\0\0\0\x18ftypisom" + b"x" * 900, "damaged or ends too early"),
    ],
)
def test_a_file_that_is_not_taken_is_refused_beside_its_field(
    as_ben: Client, name: str, data: bytes, said: str, media_root: Path
) -> None:
    response = send(as_ben, name, data, title="What I typed", author="Ana")

    assert said in errors_of(response)["file"][0]
    page = response.content.decode()
    assert 'value="What I typed"' in page
    assert 'value="Ana"' in page
    assert not Media.objects.exists()
    assert files_in(media_root) == {"incoming": 0, "originals": 0, "working": 0, "files": 0}


def test_an_empty_file_and_no_file_are_refused(as_ben: Client) -> None:
    assert errors_of(send(as_ben, "a.jpg", b""))["file"] == ["The submitted file is empty."]
    assert errors_of(as_ben.post(ADD, WORDS))["file"] == ["This field is required."]


def test_sound_alone_is_refused(as_ben: Client, tmp_path: Path) -> None:
    sound = film(tmp_path / "sound.mp4", has_picture=False).read_bytes()
    assert "no moving pictures" in errors_of(send(as_ben, "a.mp4", sound))["file"][0]


def test_what_is_too_large_is_counted_and_not_written(
    as_ben: Client, media_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(django_settings, "FILE_UPLOAD_MAX_MEMORY_SIZE", 100)
    monkeypatch.setattr("exercises.media.uploads.FILM_BYTES", 70_000)
    monkeypatch.setattr(limits, "PICTURE_BYTES", 200_000)
    written: list[int] = []
    real = limits.check_bytes

    def measured(kind: str, size: int) -> None:
        written.extend(path.stat().st_size for path in (media_root / "incoming").iterdir())
        real(kind, size)

    monkeypatch.setattr(limits, "check_bytes", measured)
    said = errors_of(send(as_ben, "a.jpg", picture() + bytes(1_400_000)))["file"]

    assert said == ["This picture has 2 MB; at most 0 MB are taken."]
    assert written[0] < 200_000


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("source_url", "javascript:alert(1)", "Write a full address"),
        ("license_url", "data:text/html,hi", "Write a full address"),
        ("source_url", "ftp://example.com/a", "Write a full address"),
        ("captions", "hello", "Line 1: captions begin with the word WEBVTT."),
    ],
)
def test_each_word_is_checked(as_ben: Client, field: str, value: str, said: str) -> None:
    assert said in errors_of(send(as_ben, "a.jpg", picture(), **{field: value}))[field][0]


def test_another_license_needs_its_address(as_ben: Client) -> None:
    errors = errors_of(send(as_ben, "a.jpg", picture(), license="other"))
    assert errors == {"license_url": ["Another license needs its address."]}


def test_captions_come_from_a_file(as_ben: Client, small_film: bytes) -> None:
    sent = {
        **WORDS,
        "captions": "what was here before",
        "captions_upload": SimpleUploadedFile("a.vtt", CAPTIONS.encode()),
        "file": SimpleUploadedFile("a.mp4", small_film),
    }
    assert as_ben.post(ADD, sent).status_code == 302
    media = Media.objects.get()
    assert media.captions == CAPTIONS
    assert media.captions_file.endswith(".vtt")


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"\xff\xfe\x00", "no text in UTF-8"), (b"1\n00:00", "Line 1"), (b"W" * 200_001, "too large")],
)
def test_a_file_that_holds_no_captions_is_refused(as_ben: Client, data: bytes, said: str) -> None:
    sent = {**WORDS, "captions_upload": SimpleUploadedFile("a.vtt", data)}
    assert said in errors_of(as_ben.post(ADD, sent))["captions_upload"][0]


def test_words_are_changed_while_a_worker_works(
    as_ben: Client, uploaded: Make, now: datetime
) -> None:
    media = uploaded()
    stale = as_ben.get(address_of(media))
    assert stale.status_code == 200
    claimed = processing.claim(media.pk, now)
    assert claimed is not None

    assert as_ben.post(address_of(media), {**WORDS, "title": "New title"}).status_code == 302

    media.refresh_from_db()
    assert (media.title, media.state) == ("New title", "processing")
    assert media.lease_until is not None


def test_a_file_is_replaced_by_one_of_its_kind_alone(
    as_ben: Client, uploaded: Make, small_film: bytes, now: datetime
) -> None:
    media = uploaded()
    processing.process(media.pk, lambda: now)
    errors = errors_of(send(as_ben, "a.mp4", small_film, address_of(media)))
    assert errors["file"] == ["This is a picture: only another picture can replace it."]

    assert send(as_ben, "b.jpg", picture(size=(60, 60)), address_of(media)).status_code == 302
    media.refresh_from_db()
    assert (media.state, media.width) == ("uploaded", 60)
    assert media.files["renditions"][0]["width"] == 320


def test_the_panel_renews_itself_while_something_is_under_way(
    as_ben: Client, uploaded: Make, now: datetime
) -> None:
    media = uploaded()
    address = reverse("admin:exercises_media_progress", args=[media.pk])
    assert f'hx-get="{address}"' in as_ben.get(address_of(media)).content.decode()
    assert "every 2s" in as_ben.get(address).content.decode()

    processing.claim(media.pk, now)
    Media.objects.update(progress=42)
    assert 'aria-valuenow="42"' in as_ben.get(address).content.decode()

    Media.objects.update(state="failed", reason="The server's disk is full.", lease_until=None)
    page = html.unescape(as_ben.get(address).content.decode())
    assert "The server's disk is full." in page
    assert "hx-get" not in page


def test_a_failed_one_is_tried_again_by_a_button(
    as_ben: Client, uploaded: Make, hinted: list[str], django_capture_on_commit_callbacks: Any
) -> None:
    media = uploaded()
    assert "Save and try again" not in as_ben.get(address_of(media)).content.decode()
    Media.objects.update(state="failed", reason="Damaged.")
    page = as_ben.get(address_of(media)).content.decode()
    assert "Save and try again" in page

    with django_capture_on_commit_callbacks(execute=True):
        as_ben.post(address_of(media), {**WORDS, "exercises_media_retry": "1"})

    media.refresh_from_db()
    assert (media.state, media.reason) == ("uploaded", "")
    assert hinted == [str(media.pk)]


def test_many_are_tried_again_at_once(as_ben: Client, uploaded: Make) -> None:
    media, fine = uploaded(), uploaded()
    Media.objects.filter(pk=media.pk).update(state="failed")
    chosen = {"action": "retry_all", "_selected_action": [str(media.pk), str(fine.pk)]}
    page = as_ben.post("/admin/exercises/media/", chosen, follow=True)
    assert "1 waiting to be processed again." in page.content.decode()


def test_the_list_shows_what_there_is(as_ben: Client, uploaded: Make, now: datetime) -> None:
    media, broken = uploaded(alt=""), uploaded()
    processing.process(media.pk, lambda: now)
    Media.objects.filter(pk=broken.pk).update(state="failed", reason="Damaged in the middle.")
    page = as_ben.get("/admin/exercises/media/", {"q": "clam"}).content.decode()
    assert Media.objects.get(pk=media.pk).files["renditions"][-1]["name"] in page
    assert "an alternative text" in page
    assert "Damaged in the middle." in page


def test_what_an_exercise_shows_is_not_deleted(as_ben: Client, uploaded: Make) -> None:
    media = uploaded()
    ExerciseMedia.objects.create(exercise=make_exercise("wall-sit"), media=media)
    address = reverse("admin:exercises_media_delete", args=[media.pk])
    page = as_ben.get(address).content.decode()
    assert "Wall sit" in page
    as_ben.post(address, {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": [str(media.pk)], "post": "yes"}
    as_ben.post("/admin/exercises/media/", chosen)
    assert Media.objects.filter(pk=media.pk).exists()

    ExerciseMedia.objects.all().delete()
    as_ben.post(address, {"post": "yes"})
    assert not Media.objects.exists()


def test_media_stand_in_an_order_beside_the_exercise(as_ben: Client, uploaded: Make) -> None:
    one, two = uploaded(title="First"), uploaded(title="Second")
    exercise = make_exercise("wall-sit")
    for position, media in enumerate((two, one)):
        ExerciseMedia.objects.create(exercise=exercise, media=media, position=position)
    address = reverse("admin:exercises_exercise_change", args=[exercise.pk])
    formset = next(
        inline.formset
        for inline in as_ben.get(address).context["inline_admin_formsets"]
        if inline.opts.model is ExerciseMedia
    )
    assert [form.instance.media for form in formset.initial_forms] == [two, one]


def test_an_author_without_the_right_sees_nothing(uploaded: Make, now: datetime) -> None:
    media = uploaded()
    dora = make_person("dora@example.com", "Dora Author", is_staff=True)
    dora.user_permissions.set(Permission.objects.filter(codename="view_exercise"))
    client = Client()
    client.force_login(dora)
    address = reverse("admin:exercises_media_progress", args=[media.pk])
    assert client.get(address).status_code == 404
    assert client.get(address_of(media)).status_code == 403


def test_ana_the_runner_has_no_way_in(as_ana: Client, uploaded: Make) -> None:
    address = reverse("admin:exercises_media_progress", args=[uploaded().pk])
    assert as_ana.get(address).status_code in (302, 403)
    assert as_ana.get(ADD).status_code in (302, 403)


def test_an_exercise_can_be_gone_with_its_uses(uploaded: Make) -> None:
    exercise = make_exercise("wall-sit")
    ExerciseMedia.objects.create(exercise=exercise, media=uploaded())
    Exercise.objects.get(pk=exercise.pk).delete()
    assert Media.objects.count() == 1
