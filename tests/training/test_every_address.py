"""Every address of the log that names something of Ana's, as anybody else."""

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
