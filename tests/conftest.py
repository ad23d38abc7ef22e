"""What every test stands on: named people and a frozen clock."""

from __future__ import annotations

import gc
from datetime import UTC, datetime
from itertools import count

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from exercises.models import CatalogVersion

DONE, NUMBERS = count(1), count()
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def pytest_collection_finish() -> None:
    """Spare the garbage collector the modules and tests, which all stay until the end."""
    gc.freeze()
    gc.disable()


def pytest_runtest_logfinish() -> None:
    """Collect garbage now and then instead of in the middle of everything: an eighth less time."""
    if next(DONE) % 40 == 0:
        gc.collect()


@pytest.fixture
def now() -> datetime:
    """A Monday at noon, UTC."""
    return NOW


@pytest.fixture(autouse=True)
def _frozen_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Views, tasks and commands think that it is that Monday, whatever day the tests run on."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()
    CatalogVersion.forget()


@pytest.fixture(autouse=True)
def _no_static_files(settings: Settings) -> None:
    """No unit test asks for one, and finding them all takes each new browser a while."""
    settings.WHITENOISE_USE_FINDERS = False


@pytest.fixture(autouse=True)
def _own_state(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    """What a sender keeps outside the database is this test's own, as its database is.

    The folder is made by whoever keeps something; most tests keep nothing.
    """
    settings.STATE_DIR = tmp_path_factory.getbasetemp() / f"state-{next(NUMBERS)}"


def make_person(email: str, name: str, **fields: object) -> User:
    """Make a user whose address is verified."""
    user = User.objects.create_user(email, "correct horse battery", name=name, **fields)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def make_editor(email: str, name: str, *rights: str) -> User:
    """Make somebody who may enter the admin, with just these rights there."""
    user = make_person(email, name, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return user


def browser_of(user: User) -> Client:
    """Return a browser in which a person is signed in."""
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def ana(db: None) -> User:
    """Ana, a runner."""
    return make_person("ana@example.com", "Ana Runner")


@pytest.fixture
def ben(db: None) -> User:
    """Ben, a coach who edits and may do everything in the admin."""
    return make_person("ben@example.com", "Ben Coach", is_staff=True, is_superuser=True)


@pytest.fixture
def cleo(db: None) -> User:
    """Cleo, a stranger with an account of her own."""
    return make_person("cleo@example.com", "Cleo Stranger")


@pytest.fixture
def as_ana(ana: User) -> Client:
    """A browser in which Ana is signed in."""
    return browser_of(ana)


@pytest.fixture
def as_ben(ben: User) -> Client:
    """A browser in which Ben is signed in."""
    return browser_of(ben)


@pytest.fixture
def as_cleo(cleo: User) -> Client:
    """A browser in which Cleo is signed in."""
    return browser_of(cleo)
