"""The reviewer's page, the preview and the history, as two editors use them."""

from __future__ import annotations

import html
import re
from datetime import datetime

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from accounts.models import User
from exercises.models import Article, Exercise, Publication, State, Video
from exercises.publishing import release
from tests.conftest import browser_of, make_editor
from tests.exercises.making import change, make_exercise


@pytest.fixture
def dora(db: None) -> User:
    """Dora, who may write exercises and not publish them."""
    rights = ("view_exercise", "change_exercise", "add_exercise")
    return make_editor("dora@example.com", "Dora Author", *rights)


@pytest.fixture
def as_dora(dora: User) -> Client:
    return browser_of(dora)


@pytest.fixture
def changed(clamshell: Exercise, dora: User, now: datetime) -> Exercise:
    """The published clamshell with Dora's draft beside it."""
    change(clamshell, dora, now, setup="Lie on your side, knees bent.")
    return clamshell


def publishing(work: Publication) -> str:
    return reverse(work.publishing_page, args=[work.pk])


def preview(work: Publication) -> str:
    return reverse("exercises:preview", args=[work._meta.model_name, work.pk])


def history(work: Publication) -> str:
    return reverse(f"admin:exercises_{work._meta.model_name}_history", args=[work.pk])


def press(client: Client, work: Publication, verb: str, **typed: str) -> str:
    """Press a button of the publishing page; return what the page says then."""
    page = client.post(publishing(work), {"verb": verb, **typed}, follow=True)
    return html.unescape(page.content.decode())


def test_two_editors_bring_a_change_to_the_site(
    changed: Exercise, as_dora: Client, as_ben: Client, client: Client
) -> None:
    assert "Clamshell is in review." in press(as_dora, changed, "submit")
    page = html.unescape(as_ben.get(publishing(changed)).content.decode())
    assert "<del" in page
    assert "knees bent" in page
    assert "Clamshell is published." in press(as_ben, changed, "publish")
    assert "Lie on your side, knees bent." in client.get("/exercises/clamshell/").content.decode()


def test_an_author_has_no_button_to_publish(changed: Exercise, as_dora: Client) -> None:
    release.submit(changed, None, datetime.fromisoformat("2026-11-23T12:00:00+00:00"))
    assert "Publish now" not in as_dora.get(publishing(changed)).content.decode()
    assert as_dora.post(publishing(changed), {"verb": "publish"}).status_code == 403


def test_a_reviewer_cannot_publish_an_own_draft(
    clamshell: Exercise, as_ben: Client, ben: User, now: datetime
) -> None:
    change(clamshell, ben, now, setup="Lie down.")
    press(as_ben, clamshell, "submit")
    said = press(as_ben, clamshell, "publish")
    assert "needs a reviewer other than its author" in said
    assert "somebody else publishes it" in said


def test_a_date_is_read_on_the_editors_clock(
    changed: Exercise, as_dora: Client, as_ben: Client, ben: User
) -> None:
    User.objects.filter(pk=ben.pk).update(time_zone="America/New_York")
    press(as_dora, changed, "submit")
    press(as_ben, changed, "schedule", at="2026-12-01T08:00")
    changed.refresh_from_db()
    assert changed.publish_at == datetime.fromisoformat("2026-12-01T13:00:00+00:00")
    assert "goes live Dec 1, 2026, 08:00" in as_ben.get(publishing(changed)).content.decode()


@pytest.mark.parametrize("typed", ["", "soon", "2026-13-01T08:00"])
def test_a_wrong_date_is_refused_in_words(
    changed: Exercise, as_dora: Client, as_ben: Client, typed: str
) -> None:
    press(as_dora, changed, "submit")
    assert "Give the day and the time" in press(as_ben, changed, "schedule", at=typed)


def test_the_author_reads_what_is_still_to_do(
    changed: Exercise, as_dora: Client, as_ben: Client
) -> None:
    press(as_dora, changed, "submit")
    press(as_ben, changed, "send_back", note="Say which side is up.")
    assert "Say which side is up." in as_dora.get(publishing(changed)).content.decode()


def test_what_is_missing_is_listed(library: None, as_ben: Client) -> None:
    page = as_ben.get(publishing(make_exercise("wall-sit", stop_signs=[]))).content.decode()
    assert "<li>stop signs</li>" in page


def test_an_unknown_button_is_not_found(changed: Exercise, as_ben: Client) -> None:
    assert as_ben.post(publishing(changed), {"verb": "explode"}).status_code == 404


def test_looking_changes_nothing(changed: Exercise, as_ben: Client) -> None:
    before = Exercise.objects.values().get(pk=changed.pk)
    for address in (publishing(changed), preview(changed), history(changed)):
        assert as_ben.get(address).status_code == 200
    assert Exercise.objects.values().get(pk=changed.pk) == before


# --- preview


def test_the_preview_is_the_page_that_visitors_will_get(
    changed: Exercise, as_ben: Client, now: datetime
) -> None:
    draft = as_ben.get(preview(changed)).content.decode()
    assert "Lie on your side, knees bent." in draft
    release.publish(changed, None, now)
    live = as_ben.get("/exercises/clamshell/").content.decode()

    def main(page: str) -> str:
        """Return the page without the form's token and the address to come back to."""
        part = page[page.index('<div class="detail">') : page.index("</main>")]
        return re.sub(r'value="\w{64}"|next=[^"&]+', "", part)

    assert main(draft) == main(live)


@pytest.mark.parametrize("who", ["client", "as_ana"])
def test_nobody_else_sees_a_preview(
    changed: Exercise, who: str, request: pytest.FixtureRequest
) -> None:
    visitor: Client = request.getfixturevalue(who)
    assert visitor.get(preview(changed)).status_code == 404


def test_a_preview_is_in_no_cache_and_no_search_engine(changed: Exercise, as_ben: Client) -> None:
    response = as_ben.get(preview(changed))
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert "unsafe" not in response["Content-Security-Policy"]


@pytest.mark.parametrize("model", [Article, Video])
def test_every_kind_of_work_has_a_preview(
    library: None, as_ben: Client, model: type[Publication]
) -> None:
    work = model.objects.first()
    assert work is not None
    assert as_ben.get(preview(work)).status_code == 200


# --- history


def test_the_history_says_who_changed_what(changed: Exercise, as_ben: Client) -> None:
    page = html.unescape(as_ben.get(history(changed)).content.decode())
    assert "Dora Author" in page
    assert "1 field changed: set-up" in page
    assert "Loaded from its file" in page


def test_an_earlier_version_is_put_back(changed: Exercise, as_ben: Client) -> None:
    first = changed.history.earliest()
    page = as_ben.post(history(changed), {"revision": first.pk}, follow=True).content.decode()
    assert "Clamshell says again what it said on" in page
    changed.refresh_from_db()
    assert changed.setup == first.content["setup"]
    assert changed.state == State.PUBLISHED


def test_another_works_revision_is_not_put_back(changed: Exercise, as_ben: Client) -> None:
    other = Exercise.objects.get(slug="step-up").history.earliest()
    assert as_ben.post(history(changed), {"revision": other.pk}).status_code == 404


def test_a_revision_that_no_longer_fits_is_refused_in_words(
    changed: Exercise, as_ben: Client
) -> None:
    revision = changed.history.earliest()
    revision.content = {**revision.content, "level": "high"}
    revision.save()
    page = as_ben.post(history(changed), {"revision": revision.pk}, follow=True).content.decode()
    assert "is of an older shape" in page


def test_who_may_not_change_may_not_put_back(
    changed: Exercise, dora: User, as_dora: Client
) -> None:
    dora.user_permissions.set(Permission.objects.filter(codename="view_exercise"))
    first = changed.history.earliest()
    assert as_dora.post(history(changed), {"revision": first.pk}).status_code == 403
