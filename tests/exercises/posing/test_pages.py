"""The editor of a figure: who may open it, what it shows, how it saves."""

from __future__ import annotations

import html
import json
from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from accounts.models import User
from exercises.figure.check import check
from exercises.figure.limits import LIMITS
from exercises.figure.text import LONGEST, compact, load, read
from exercises.models import Exercise, State
from exercises.posing import starts
from exercises.posing.keeping import mark
from exercises.publishing import history
from tests.conftest import make_person
from tests.exercises.making import change, make_exercise
from tests.exercises.test_admin import change as fill_in


def address(row: Exercise) -> str:
    return reverse("admin:exercises_exercise_figure", args=[row.pk])


def look_address(row: Exercise) -> str:
    return reverse("admin:exercises_exercise_figure_look", args=[row.pk])


def with_angle(row: Exercise, pose: str = "peak", **angles: Any) -> str:
    """Return the figure of an exercise with other angles."""
    data = load(row.figure)
    data["poses"][pose] |= angles
    return compact(data)


def save(client: Client, row: Exercise, figure: str, seen: str | None = None) -> str:
    """Press save and return the page that follows."""
    sent = {"figure": figure, "seen": mark(row.figure) if seen is None else seen}
    page = client.post(address(row), sent, follow=True)
    row.refresh_from_db()
    return html.unescape(page.content.decode())


def look(client: Client, row: Exercise, **sent: Any) -> dict[str, Any]:
    """Ask for what the editor shows."""
    answer = client.post(look_address(row), {"figure": row.figure, **sent})
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


@pytest.fixture
def as_reader(db: None) -> Client:
    """Eve, who may see exercises in the admin and change none."""
    eve = make_person("eve@example.com", "Eve Reader", is_staff=True)
    eve.user_permissions.set(Permission.objects.filter(codename="view_exercise"))
    client = Client()
    client.force_login(eve)
    return client


def test_only_those_who_may_change_an_exercise_make_its_figure(
    clamshell: Exercise, as_reader: Client, as_ana: Client, client: Client
) -> None:
    before = clamshell.figure
    bent = with_angle(clamshell, knee_r=80)
    for somebody, statuses in ((as_reader, {403}), (as_ana, {302, 403}), (client, {302})):
        for place in (address(clamshell), look_address(clamshell)):
            sent = {"figure": bent, "seen": mark(before)}
            assert somebody.post(place, sent).status_code in statuses
            assert somebody.get(place).status_code in statuses
    clamshell.refresh_from_db()
    assert clamshell.figure == before
    page = as_reader.get(reverse("admin:exercises_exercise_change", args=[clamshell.pk]))
    assert address(clamshell) not in page.content.decode()


def test_the_preview_is_a_post_with_a_token(clamshell: Exercise, ben: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ben)
    assert strict.post(look_address(clamshell), {"figure": "{}"}).status_code == 403
    assert strict.get(look_address(clamshell)).status_code == 405


def test_the_page_shows_every_camera_without_a_script(as_ben: Client, library: None) -> None:
    row = Exercise.objects.get(slug="lateral-step-down")
    page = as_ben.get(address(row)).content.decode()
    assert page.count('<svg class="f"') == len(read(row.figure).cameras)
    assert "&quot;lateral-step-down&quot;" in page
    change_page = as_ben.get(reverse("admin:exercises_exercise_change", args=[row.pk]))
    assert address(row) in change_page.content.decode()


def test_the_preview_draws_what_it_was_sent(clamshell: Exercise, as_ben: Client) -> None:
    first = look(as_ben, clamshell)
    assert first["pose"] == "peak"
    assert first["problems"] == []
    assert [camera["name"] for camera in first["cameras"]] == ["front"]
    assert first["cameras"][0]["motion"] is None
    bent = look(as_ben, clamshell, figure=with_angle(clamshell, knee_r=40), pose="peak", moving="1")
    assert bent["cameras"][0]["svg"] != first["cameras"][0]["svg"]
    assert bent["cameras"][0]["motion"]["peak"] == 1
    clamshell.refresh_from_db()
    assert clamshell.state == State.PUBLISHED


def test_the_preview_says_a_joints_angles_and_its_limit(
    clamshell: Exercise, as_ben: Client
) -> None:
    def knee(figure: str) -> dict[str, Any]:
        dots = look(as_ben, clamshell, figure=figure, pose="peak")["cameras"][0]["handles"]
        found: dict[str, Any] = next(one for one in dots if one["name"] == "knee_r")
        return found

    _, low, high = LIMITS["hip_r"][0]
    dot = knee(with_angle(clamshell, hip_r=[41.25, 9, 0]))
    assert dot["angle"] == {"name": "right hip flexion", "value": 41.25, "low": low, "high": high}
    assert dot["said"] == "right hip flexion 41.2, right hip abduction 9"
    dot = knee(with_angle(clamshell, hip_r=[high, 9, 0]))
    assert dot["said"] == f"right hip flexion {high}, its limit, right hip abduction 9"


def test_the_preview_drags(clamshell: Exercise, as_ben: Client) -> None:
    dots = look(as_ben, clamshell)["cameras"][0]["handles"]
    knee = next(one for one in dots if one["name"] == "knee_r")
    to = {"camera": "front", "handle": "knee_r", "x": knee["x"], "y": knee["y"] + 25}
    angles = look(as_ben, clamshell, pose="peak", **to)["angles"]
    assert angles["hip_r"] != load(clamshell.figure)["poses"]["peak"]["hip_r"]
    for bad in ("", "nan", "inf", "x"):
        assert look(as_ben, clamshell, **{**to, "x": bad})["angles"] is None


def test_an_angle_past_its_limit_is_named(clamshell: Exercise, as_ben: Client) -> None:
    said = look(as_ben, clamshell, figure=with_angle(clamshell, hip_r=[31, 120, 46]))["error"]
    _, low, high = LIMITS["hip_r"][1]
    assert said == {
        "field": "poses.peak",
        "reason": f"right hip abduction 120: the limit is {low} to {high} degrees",
        "joint": "hip_r abduction",
    }


@pytest.mark.parametrize(
    ("figure", "reason"),
    [
        ("{", "it is not JSON"),
        ("{}", "it is missing"),
        ("[" * 50_000, "it is nested too deep"),
        (" " * (LONGEST + 1), "is the most"),
        ('{"poses":{"a":{"knee_r":NaN}}}', "right knee flexion nan"),
        ('{"poses":{"a":7}}', "it must be an object"),
        ('{"poses":{"a":{"knee_r":1e999}}}', "right knee flexion inf"),
    ],
)
def test_what_is_no_figure_is_said_and_not_saved(
    clamshell: Exercise, as_ben: Client, figure: str, reason: str
) -> None:
    before = clamshell.figure
    assert reason in look(as_ben, clamshell, figure=figure)["error"]["reason"]
    page = save(as_ben, clamshell, figure)
    assert ("The figure is not saved." in page) == bool(figure.strip())
    if figure.strip():
        assert clamshell.figure == before


def test_a_saved_figure_is_a_draft_with_its_revision(
    clamshell: Exercise, as_ben: Client, ben: User
) -> None:
    page = save(as_ben, clamshell, with_angle(clamshell, knee_r=70))
    assert "The figure is saved. Visitors see the published one" in page
    assert clamshell.state == State.DRAFT
    assert clamshell.changed_by == ben
    last = history.latest(clamshell)
    assert (last.history_change_reason, last.history_user) == ("Figure changed", ben)
    past = as_ben.get(reverse("admin:exercises_exercise_history", args=[clamshell.pk]))
    assert "Pose peak: right knee" in past.content.decode()
    revisions = clamshell.history.count()
    assert "says nothing new" in save(as_ben, clamshell, clamshell.figure)
    assert clamshell.history.count() == revisions


def test_what_somebody_else_saved_meanwhile_is_not_lost(
    clamshell: Exercise, as_ben: Client, ben: User, now: datetime
) -> None:
    seen, mine = mark(clamshell.figure), with_angle(clamshell, knee_r=70)
    theirs = with_angle(clamshell, knee_r=60)
    change(clamshell, ben, now, figure=theirs)
    page = save(as_ben, clamshell, mine, seen)
    assert "Somebody has changed the figure" in page
    assert '"knee_r":70' in page
    assert clamshell.figure == theirs


def test_a_figure_can_be_taken_away(clamshell: Exercise, as_ben: Client) -> None:
    assert "The figure is saved." in save(as_ben, clamshell, "  ")
    assert clamshell.figure == ""


def test_the_exercises_other_fields_leave_its_figure_alone(
    clamshell: Exercise, as_ben: Client
) -> None:
    before = clamshell.figure
    fill_in(as_ben, clamshell, cues="Slow and quiet.")
    clamshell.refresh_from_db()
    assert clamshell.cues == ["Slow and quiet."]
    assert clamshell.figure == before


@pytest.mark.parametrize("base", starts.BASES)
def test_a_new_figure_starts_with_a_sound_body(library: None, as_ben: Client, base: str) -> None:
    row = make_exercise("wall-sit")
    page = html.unescape(as_ben.get(address(row), {"start": base}).content.decode())
    assert "nothing is saved yet" in page
    text = starts.begin(base, row)
    assert text in page
    assert check(read(text)).problems == ()
    assert "The figure is saved." in save(as_ben, row, text)
    assert (read(row.figure).id, read(row.figure).title) == ("wall-sit", "Wall sit")


def test_a_new_figure_starts_from_another_exercise(clamshell: Exercise, as_ben: Client) -> None:
    row = make_exercise("wall-sit")
    assert "As in Clamshell" in as_ben.get(address(row)).content.decode()
    begun = json.loads(starts.begin("clamshell", row))
    assert begun["id"] == "wall-sit"
    assert begun["poses"] == load(clamshell.figure)["poses"]
    assert starts.begin("no-such-exercise", row) == ""
