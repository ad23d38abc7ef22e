"""The demo's desk: believable, and the same however often it is filled."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from accounts.models import User
from exercises.demo import make_desk
from exercises.models import Exercise, MissedSearch
from tests.exercises.making import change


@pytest.mark.usefixtures("whole_library")
def test_filling_twice_leaves_the_same_desk(ana: User, ben: User, now: datetime) -> None:
    for hour in range(2):
        Exercise.objects.update(changed_by=None)  # as after the demo's people were deleted
        make_desk(ana, ben, now + timedelta(hours=hour))
    states = Exercise.objects.exclude(state="published").values_list("slug", "state")
    assert dict(states) == {"clamshell": "draft", "side-plank": "review", "step-up": "review"}
    assert Exercise.objects.published().count() == 64
    assert set(MissedSearch.objects.values_list("count", flat=True)) == {1}


@pytest.mark.usefixtures("whole_library")
def test_a_real_draft_stays(ana: User, ben: User, now: datetime) -> None:
    clamshell = Exercise.objects.get(slug="clamshell")
    change(clamshell, ben, now, setup="Ben's own words.")
    make_desk(ana, ben, now)
    clamshell.refresh_from_db()
    assert clamshell.setup == "Ben's own words."
