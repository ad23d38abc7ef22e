"""Every address of the log, as a visitor, as another runner and as an editor."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, reverse
from pytest_django import Settings

from accounts.models import User
from exercises.models import Exercise
from tests.conftest import NOW
from tests.training.conftest import log_run, log_workout, one_side
from tests.training.offline.phones import one_set, send, statuses, workout
from training import urls
from training.assessments.protocols import assessments
from training.imports import jobs
from training.models import HipCheck
from training.strength import desk

pytestmark = pytest.mark.django_db

NAMED = [
    one
    for one in urls.urlpatterns
    if isinstance(one, URLPattern) and "pk" in one.pattern.converters
]

# Their key is the whole secret: whoever has it needs no account.
BY_KEY = {"feed", "reminder_stop"}
# Answered to scripts, which cannot follow to a sign-in page.
FOR_SCRIPTS = {"offline_pack", "sync"}
EVERY = [one for one in urls.urlpatterns if isinstance(one, URLPattern) and one.name not in BY_KEY]


@pytest.fixture
def ids(ana: User, clamshell: Exercise, settings: Settings, tmp_path: object) -> list[object]:
    """One of everything that Ana can own, and that an address can name."""
    settings.MEDIA_ROOT = tmp_path
    tests = list(assessments())[:1]
    check = HipCheck.objects.create(runner=ana, started_at=NOW, first_side="left", planned=tests)
    file = SimpleUploadedFile("x.gpx", b"<gpx/>")
    owned = (
        log_workout(ana, one_side(clamshell, "left", 9)),
        log_run(ana, 8000),
        check,
        jobs.upload(ana, file, "km", NOW),
        desk.upload(ana, "x.csv", b"date,exercise\n2026-11-02,Clamshell", NOW),
    )
    return [one.pk for one in owned]


@pytest.mark.parametrize("who", ["as_cleo", "as_ben"])
@pytest.mark.parametrize("pattern", NAMED, ids=lambda one: one.name)
def test_it_does_not_exist(
    request: pytest.FixtureRequest, ids: list[object], pattern: URLPattern, who: str
) -> None:
    browser: Client = request.getfixturevalue(who)
    slug = next(iter(assessments().values())).slug
    for pk in ids:
        values = {"pk": pk, "slug": slug}
        kwargs = {name: values[name] for name in pattern.pattern.converters}
        address = reverse(f"training:{pattern.name}", kwargs=kwargs)
        for method in (browser.get, browser.post):
            assert method(address).status_code in (404, 405), address


def _address(pattern: URLPattern, pk: object) -> str:
    test = next(iter(assessments().values())).slug
    values = {"pk": pk, "slug": test, "key": "adherence"}
    kwargs = {name: values[name] for name in pattern.pattern.converters}
    return reverse(f"training:{pattern.name}", kwargs=kwargs)


def test_a_visitor_gets_nothing_but_the_way_to_sign_in(client: Client, ids: list[object]) -> None:
    for pattern in EVERY:
        for method in (client.get, client.post):
            response = method(_address(pattern, ids[0]))
            if response.status_code == 405:
                continue
            if pattern.name in FOR_SCRIPTS:
                assert (response.status_code, response.json()) == (401, {"reason": "signed-out"})
            else:
                assert response["Location"].startswith("/accounts/login/"), pattern.name


@pytest.mark.parametrize("who", ["as_cleo", "as_ben"])
def test_pages_without_a_name_in_their_address_show_nothing_of_ana(
    request: pytest.FixtureRequest, ids: list[object], ana: User, who: str
) -> None:
    ana.workouts.update(note="Ana was here")
    browser: Client = request.getfixturevalue(who)
    for pattern in EVERY:
        if pattern.pattern.converters:
            continue
        response = browser.get(_address(pattern, ids[0]))
        shown = b"".join(response) if response.streaming else response.content
        assert b"Ana was here" not in shown, pattern.name
        assert not any(str(pk).encode() in shown for pk in ids), pattern.name


@pytest.mark.parametrize("who", ["as_cleo", "as_ben"])
@pytest.mark.usefixtures("ids")
def test_a_queue_of_anybody_else_changes_nothing_of_ana(
    request: pytest.FixtureRequest, ana: User, clamshell: Exercise, who: str
) -> None:
    stored = ana.workouts.get()
    row = stored.sets.get()
    queue = [
        workout(stored.pk, deleted=True, note="Mine now"),
        one_set(stored.pk, clamshell, id=str(row.pk), reps=1, edited=200),
        one_set(stored.pk, clamshell, id=str(row.pk), deleted=True, edited=200),
    ]
    assert statuses(send(request.getfixturevalue(who), *queue)) == ["refused"] * 3
    row.refresh_from_db()
    assert (row.reps, ana.workouts.get().deleted_at) == (9, None)
