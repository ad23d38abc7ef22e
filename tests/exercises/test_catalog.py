"""The catalog: what visitors see, at once and without a query."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.cache import cache
from django.http import QueryDict
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from exercises.catalog import get_catalog
from exercises.filters import Filters
from exercises.models import CatalogVersion, Exercise
from exercises.publishing import release
from tests.exercises.making import change, make_exercise


def choose(address: str) -> Filters:
    return Filters.read(QueryDict(address))


def slugs(address: str) -> set[str]:
    return {entry.slug for entry in get_catalog().filter(choose(address))}


def test_an_empty_library_has_an_empty_catalog(db: None) -> None:
    assert get_catalog().entries == ()
    assert get_catalog().lead_article is None


def test_a_warm_catalog_asks_nothing(
    library: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    get_catalog()
    with django_assert_num_queries(0):
        assert get_catalog().get("clamshell")


def test_a_draft_is_not_in_the_catalog(library: None) -> None:
    make_exercise("wall-sit")
    catalog = get_catalog()
    assert catalog.get("wall-sit") is None
    assert "wall-sit" not in {entry.slug for entry in catalog.search("wall sit")}


def test_publishing_is_seen_at_once(library: None, ben: User, now: datetime) -> None:
    draft = make_exercise("wall-sit")
    get_catalog()
    release.publish(draft, None, now)
    assert get_catalog().get("wall-sit")


def test_archiving_is_seen_at_once(clamshell: Exercise, ben: User, now: datetime) -> None:
    assert get_catalog().get("clamshell")
    release.archive(clamshell, ben, now)
    assert get_catalog().get("clamshell") is None


def test_a_saved_change_is_a_draft_that_nobody_sees(
    clamshell: Exercise, ana: User, now: datetime
) -> None:
    change(clamshell, ana, now, name="Clam")
    entry = get_catalog().get("clamshell")
    assert entry is not None
    assert entry.name == "Clamshell"


def test_a_published_change_is_seen_at_once(clamshell: Exercise, ana: User, now: datetime) -> None:
    get_catalog()
    change(clamshell, ana, now, name="Clam")
    release.publish(clamshell, None, now)
    assert get_catalog().search("clam")[0].name == "Clam"


def test_a_change_by_another_process_is_seen_through_the_cache(clamshell: Exercise) -> None:
    get_catalog()
    words = {**(clamshell.live or {}), "name": "Clam"}
    Exercise.objects.filter(pk=clamshell.pk).update(live=words)
    token = "of-another-process"
    CatalogVersion.objects.update(token=token)
    cache.set("exercises:catalog-version", token)
    assert get_catalog().get("clamshell").name == "Clam"  # type: ignore[union-attr]  # it is there


def test_a_lost_cache_is_no_loss(clamshell: Exercise, ana: User, now: datetime) -> None:
    get_catalog()
    change(clamshell, ana, now, name="Clam")
    release.publish(clamshell, None, now)
    cache.clear()
    entry = get_catalog().get("clamshell")
    assert entry is not None
    assert entry.name == "Clam"


def test_a_dead_cache_is_no_loss(library: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **options: object) -> None:
        raise ConnectionError("nobody answers")

    for name in ("get", "set", "add", "delete"):
        monkeypatch.setattr(cache, name, fail)
    CatalogVersion.renew()
    assert get_catalog().get("clamshell")


def test_a_draft_is_no_rung_of_the_ladder(library: None, ben: User, now: datetime) -> None:
    release.archive(Exercise.objects.get(slug="banded-clamshell"), ben, now)
    catalog = get_catalog()
    entry = catalog.get("clamshell")
    assert entry is not None
    assert [rung.slug for rung in catalog.harder(entry)] == ["side-lying-hip-abduction"]


def test_values_of_one_facet_widen_the_choice(library: None) -> None:
    assert slugs("level=1&level=4") == slugs("level=1") | slugs("level=4")


def test_facets_narrow_each_other(library: None) -> None:
    assert slugs("plane=frontal&level=1") == slugs("plane=frontal") & slugs("level=1")


def test_any_one_equipment_set_is_enough(library: None) -> None:
    assert "lateral-step-down" in slugs("equipment=box")
    assert "lateral-step-down" in slugs("equipment=step")


def test_what_needs_nothing_fits_all_equipment(library: None) -> None:
    assert "single-leg-stance" in slugs("equipment=mat")
    assert "lateral-band-walk" not in slugs("equipment=mat")


def test_counts_say_what_each_value_would_leave(library: None) -> None:
    filters = choose("level=1")
    for facet in get_catalog().facets(filters):
        for option in facet.options:
            found = get_catalog().filter(filters.only(facet.name, option.term.key))
            assert option.count == len(found), (facet.name, option.term.key)


def test_an_empty_result_says_which_filter_to_drop(library: None) -> None:
    filters = choose("plane=transverse&level=5")
    assert not get_catalog().filter(filters)
    (way,) = get_catalog().suggestions(filters)
    assert way.label == "Demanding"
    assert way.count == len(get_catalog().filter(way.filters)) > 0


def test_unknown_values_are_set_aside(library: None) -> None:
    filters = choose("plane=astral&level=1&sort=cost")
    assert (filters.unknown, filters.sort) == (("astral",), "")
    assert slugs("plane=astral&level=1") == slugs("level=1")


def test_an_address_survives_a_round_trip() -> None:
    filters = choose("q=clam+shell&plane=frontal&plane=sagittal&sort=name")
    assert choose(filters.address().removeprefix("?")) == filters
