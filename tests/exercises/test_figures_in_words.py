"""A figure is part of an exercise's words: loaded, reviewed, published and put back with them."""

from __future__ import annotations

import json
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from accounts.models import User
from exercises import drawings
from exercises.figure.text import compact, load
from exercises.library import load as loading
from exercises.library import rows
from exercises.library.content import fingerprint
from exercises.library.folder import read_library
from exercises.library.kinds import EXERCISES
from exercises.models import Exercise, PublicationError, State
from exercises.port.lines import same
from exercises.publishing import history, release
from exercises.publishing.difference import difference
from exercises.vocabulary import CONTENT
from tests.exercises.making import change, make_exercise

FILE = CONTENT / "figures" / "clamshell.json"


def bent(row: Exercise, knee: float, pose: str = "peak") -> str:
    """Return the figure of an exercise with another angle of the right knee."""
    data = load(row.figure)
    data["poses"][pose]["knee_r"] = knee
    return compact(data)


def fill() -> None:
    """Run the migration that gives figures to the rows of before."""
    migration = import_module("exercises.migrations.0012_figures_of_exercises")
    migration.fill(apps, None)


def forget_figures() -> None:
    """Make the library what it was before figures were words."""
    for row in Exercise.objects.all():
        live: dict[str, Any] = {k: v for k, v in (row.live or {}).items() if k != "figure"}
        Exercise.objects.filter(pk=row.pk).update(figure="", live=live)
    for revision in Exercise.history.model.objects.all():
        revision.content.pop("figure")
        revision.save()


def stills(client: Client, address: str) -> str:
    """Return the drawing on a page."""
    page = client.get(address).content.decode()
    return page[page.index('<svg class="f"') : page.index("</svg>", page.index('<svg class="f"'))]


def test_a_figure_comes_with_the_words_of_its_exercise(clamshell: Exercise) -> None:
    assert json.loads(clamshell.figure) == json.loads(FILE.read_text())
    assert clamshell.live
    assert clamshell.live["figure"] == clamshell.figure
    assert drawings.text("clamshell") == clamshell.figure


def test_a_changed_figure_file_changes_its_exercise_alone(
    whole_library: None, folder: Path, now: datetime
) -> None:
    path = folder / "figures" / "clamshell.json"
    data = json.loads(path.read_text())
    data["poses"]["peak"]["knee_r"] = 80
    path.write_text(json.dumps(data))
    tallies = {tally.noun: tally for tally in loading.load(read_library(folder), now)}
    assert tallies["exercises"].changed == ["clamshell"]
    assert '"knee_r":80' in drawings.text("clamshell")


def test_the_migration_gives_old_rows_their_figures(library: None, ben: User) -> None:
    lives = dict(Exercise.objects.values_list("slug", "live"))
    forget_figures()
    fill()
    fill()
    assert dict(Exercise.objects.values_list("slug", "live")) == lives
    for row in Exercise.objects.all():
        assert row.figure == (lives[row.slug] or {})["figure"]
        assert history.latest(row).content == lives[row.slug]


def test_after_the_migration_files_go_on_changing_rows_that_nobody_edited(
    whole_library: None, folder: Path, now: datetime
) -> None:
    old = Exercise.objects.get(slug="clamshell")
    forget_figures()
    for row in EXERCISES.rows():
        said = fingerprint(EXERCISES.read(row))
        Exercise.objects.filter(pk=row.pk).update(loaded_hash=said, file_hash=said)
    fill()
    exercises = loading.load(read_library(folder), now)[1]
    assert (exercises.changed, exercises.kept, len(exercises.same)) == ([], [], 64)
    path = folder / "figures" / "clamshell.json"
    path.write_text(bent(old, 80))
    assert loading.load(read_library(folder), now)[1].changed == ["clamshell"]


def test_an_edited_figure_stays_when_its_file_changes(
    library: None, clamshell: Exercise, folder: Path, ben: User, now: datetime
) -> None:
    mine = bent(clamshell, 70)
    change(clamshell, ben, now, figure=mine)
    path = folder / "figures" / "clamshell.json"
    path.write_text(bent(clamshell, 80))
    assert loading.load(read_library(folder), now)[1].kept == ["clamshell"]
    clamshell.refresh_from_db()
    assert clamshell.figure == mine


def test_visitors_see_a_figure_when_it_is_published_and_editors_before(
    clamshell: Exercise, ben: User, as_ben: Client, client: Client, now: datetime
) -> None:
    page = "/exercises/clamshell/"
    preview = reverse("exercises:preview", args=["exercise", clamshell.pk])
    before, share = stills(client, page), drawings.poster("clamshell")
    change(clamshell, ben, now, figure=bent(clamshell, 60))
    assert clamshell.state == State.DRAFT
    assert stills(as_ben, preview) != before
    assert stills(client, page) == before
    assert drawings.poster("clamshell") == share
    release.publish(clamshell, None, now)
    assert stills(client, page) == stills(as_ben, preview) != before
    assert drawings.poster("clamshell") != share


def test_an_exercise_without_a_figure_shows_an_empty_stage(
    clamshell: Exercise, ben: User, client: Client, now: datetime
) -> None:
    change(clamshell, ben, now, figure="")
    release.publish(clamshell, None, now)
    assert drawings.figure("clamshell") is None
    assert drawings.cameras("clamshell") == ()
    assert client.get("/exercises/clamshell/").status_code == 200


def test_a_figure_of_no_exercise_comes_from_its_file(library: None) -> None:
    assert drawings.poster("run")
    assert drawings.figure("nothing-like-it") is None


def test_history_says_which_angle_has_changed_and_puts_it_back(
    clamshell: Exercise, ben: User, now: datetime
) -> None:
    first = history.words_of(clamshell)
    change(clamshell, ben, now, figure=bent(clamshell, 60))
    (field,) = difference(first, history.words_of(clamshell))
    assert field.label == "Figure"
    (line,) = field.lines
    before = load(first["figure"])["poses"]["peak"]["knee_r"]
    assert [(piece.kind, piece.text) for piece in line] == [
        ("same", "Pose peak: right knee "),
        ("gone", str(before)),
        ("new", "60"),
    ]
    release.revert(clamshell, first, "Put back", ben, now)
    clamshell.refresh_from_db()
    assert clamshell.figure == first["figure"]
    assert clamshell.state == State.PUBLISHED


@pytest.mark.parametrize(
    ("knee", "center", "reason"),
    [(200, 565, "the limit is"), (85, 1400, "the figure leaves the picture")],
)
def test_a_figure_with_a_problem_is_not_published(
    clamshell: Exercise, ben: User, now: datetime, knee: float, center: float, reason: str
) -> None:
    data = load(bent(clamshell, knee))
    data["cameras"]["front"]["cx"] = center
    change(clamshell, ben, now, figure=compact(data))
    with pytest.raises(PublicationError, match=reason):
        release.publish(clamshell, None, now)


def test_the_reviewers_page_says_where_a_figure_is_missing(as_ben: Client) -> None:
    row = make_exercise("wall-sit")
    page = as_ben.get(reverse(row.publishing_page, args=[row.pk])).content.decode()
    assert "It has no figure" in page


def test_an_import_leaves_figures_alone(clamshell: Exercise) -> None:
    before = rows.exercise_content(clamshell)
    row = Exercise.objects.get(pk=clamshell.pk)
    row.figure = ""
    assert same(before, rows.exercise_content(row))
    rows.fill(clamshell, rows.exercise_content(row))
    assert clamshell.figure == before.figure
