"""What the demo's runner keeps."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from exercises.demo import FAVORITES, ON_LIST, make_lists
from tests.exercises.lists.conftest import slugs


def test_the_demo_keeps_favorites_and_a_list(whole_library: None, ana: User, now: datetime) -> None:
    made = make_lists(ana, now)
    assert slugs(made) == list(ON_LIST)
    assert slugs(ana.exercise_lists.get(is_favorites=True)) == list(FAVORITES)
