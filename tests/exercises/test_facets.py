"""Facets: every useful value, counts under the choice, and a way out of an empty list."""

from __future__ import annotations

import re

import pytest
from django.http import QueryDict
from django.test import Client

from exercises.bits import mask_of, numbers_in
from exercises.catalog import get_catalog
from exercises.facets import Option, Suggestion
from exercises.filters import FACETS, Filters, known_values
from exercises.library.content import Library
from exercises.vocabulary import get_vocabulary

POSTURES = {"side-lying", "prone", "supine", "quadruped", "half-kneeling", "seated", "standing"}


def choose(address: str) -> Filters:
    return Filters.read(QueryDict(address))


def option(address: str, name: str, value: str) -> Option:
    facets = {facet.name: facet for facet in get_catalog().facets(choose(address))}
    return next(option for option in facets[name].options if option.term.key == value)


def slugs(address: str) -> set[str]:
    return {entry.slug for entry in get_catalog().filter(choose(address))}


def ways(address: str) -> tuple[Suggestion, ...]:
    return get_catalog().suggestions(choose(address))


def test_bits_hold_a_set() -> None:
    assert numbers_in(mask_of([4, 0, 70])) == [0, 4, 70]
    assert numbers_in(mask_of([])) == []


def test_every_trait_but_postures_and_bands_is_a_value() -> None:
    traits = set(get_vocabulary().traits) - POSTURES - {"band"}
    assert set(known_values()["trait"]) == traits


def test_each_exercise_says_its_posture(files: Library) -> None:
    found = {exercise.posture for exercise in files.exercises.values()}
    assert found == set(known_values()["posture"])


def test_floor_and_standing_part_the_library(library: None) -> None:
    assert "clamshell" in slugs("posture=floor")
    assert "lateral-step-down" in slugs("posture=standing")
    assert not slugs("posture=floor") & slugs("posture=standing")


def test_sides_part_the_library(library: None) -> None:
    assert "lateral-band-walk" in slugs("laterality=bilateral")
    assert "clamshell" in slugs("laterality=unilateral")


def test_a_muscle_is_that_of_the_main_work(library: None) -> None:
    assert "single-leg-deadlift" in slugs("muscle=back-thigh")
    assert "clamshell" not in slugs("muscle=back-thigh")


def test_equipment_adds_up(library: None) -> None:
    assert option("equipment=mat", "equipment", "mini-band").count == len(
        slugs("equipment=mat&equipment=mini-band")
    )
    assert "banded-clamshell" in slugs("equipment=mat&equipment=mini-band")
    assert "banded-clamshell" not in slugs("equipment=mini-band")


def test_what_needs_nothing_is_always_satisfied(library: None) -> None:
    assert "single-leg-stance" in slugs("equipment=barbell") & slugs("equipment=none")


def test_a_value_without_a_hit_stays_visible_and_disabled(library: None, client: Client) -> None:
    assert option("q=clamshell", "posture", "standing").count == 0
    page = client.get("/exercises/?q=clamshell").content.decode()
    box = re.search(r'<input[^>]*id="posture-standing"[^>]*>', page)
    assert box
    assert "disabled" in box[0]


def test_a_chosen_value_without_a_hit_can_be_taken_back(library: None, client: Client) -> None:
    page = client.get("/exercises/?q=clamshell&posture=standing").content.decode()
    box = re.search(r'<input[^>]*id="posture-standing"[^>]*>', page)
    assert box
    assert "checked" in box[0]
    assert "disabled" not in box[0]


def test_every_option_has_an_address_that_gives_its_choice(library: None) -> None:
    for facet in get_catalog().facets(choose("level=1&plane=frontal")):
        for each in facet.options:
            chosen = choose(each.address.removeprefix("?")).chosen.get(facet.name, ())
            assert (each.term.key in chosen) != each.chosen


@pytest.mark.parametrize("sort", ["name", "level"])
def test_results_can_be_sorted(library: None, sort: str) -> None:
    found = get_catalog().filter(choose(f"q=hip&sort={sort}"))
    keys = [entry.name if sort == "name" else entry.level for entry in found]
    assert len(keys) > 2
    assert keys == sorted(keys)


def test_the_filter_in_the_way_is_named_with_what_is_left(library: None) -> None:
    counts = {way.label: way.count for way in ways("q=clam+shell&posture=standing")}
    assert counts == {
        "Standing": len(slugs("q=clam+shell")),
        "“clam shell”": len(slugs("posture=standing")),
    }


def test_several_values_of_a_facet_are_dropped_together(library: None) -> None:
    labels = [way.label for way in ways("q=clam+shell&posture=standing&posture=seated")]
    assert "Standing or Seated" in labels


def test_where_several_stand_in_the_way_each_may_be_kept_alone(library: None) -> None:
    found = ways("q=clam+shell&posture=standing&level=5&plane=sagittal")
    assert {way.keeps for way in found} == {True}
    kept = next(way for way in found if way.label.startswith("“"))
    assert kept.count == len(slugs("q=clam+shell"))
    assert kept.filters == choose("q=clam+shell")


def test_facets_have_their_names_from_one_place() -> None:
    assert list(FACETS) == list(known_values())
