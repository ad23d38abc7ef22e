"""From draft to archive: who, when, and never twice."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from exercises.models import Article, Exercise, Progression, PublicationError, State
from tests.exercises.making import make_exercise


@pytest.fixture
def draft(db: None) -> Exercise:
    return make_exercise("wall-sit")


def test_a_new_exercise_is_a_draft(draft: Exercise) -> None:
    assert draft.state == State.DRAFT
    assert not draft.is_published


def test_submitting_says_who_and_when(draft: Exercise, ana: User, now: datetime) -> None:
    draft.submit(ana, now)
    assert (draft.state, draft.submitted_by, draft.submitted_at) == ("review", ana, now)


def test_publishing_says_who_and_when(draft: Exercise, ben: User, now: datetime) -> None:
    draft.publish(ben, now)
    assert (draft.state, draft.published_by, draft.published_at) == ("published", ben, now)


def test_archiving_says_who_and_when(draft: Exercise, ben: User, now: datetime) -> None:
    draft.publish(ben, now)
    draft.archive(ben, now)
    assert (draft.state, draft.archived_by, draft.archived_at) == ("archived", ben, now)


def test_reopening_makes_an_archived_work_a_draft(
    draft: Exercise, ben: User, now: datetime
) -> None:
    draft.archive(ben, now)
    draft.reopen(ben, now)
    assert draft.state == State.DRAFT


def test_publishing_twice_is_refused_in_words(draft: Exercise, ben: User, now: datetime) -> None:
    draft.publish(ben, now)
    with pytest.raises(PublicationError, match="Wall sit is published; it cannot become published"):
        draft.publish(ben, now)


def test_the_slower_of_two_editors_is_refused(draft: Exercise, ben: User, now: datetime) -> None:
    seen_by_ana = Exercise.objects.get(pk=draft.pk)
    draft.archive(ben, now)
    with pytest.raises(PublicationError, match="is archived"):
        seen_by_ana.publish(ben, now)


def test_what_lacks_stop_signs_is_not_published(draft: Exercise, ben: User, now: datetime) -> None:
    draft.stop_signs = []
    with pytest.raises(PublicationError, match="it lacks stop signs"):
        draft.publish(ben, now)


@pytest.mark.parametrize(
    "change",
    [
        {"state": "published"},
        {"level": 6},
        {"reps": None},
        {"hold_seconds": 30},
        {"per_side": False},
        {"target_rir": 3, "target_rpe": 6},
    ],
    ids=lambda change: " and ".join(change),
)
def test_the_database_refuses_what_makes_no_sense(draft: Exercise, change: dict[str, int]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Exercise.objects.filter(pk=draft.pk).update(**change)


def test_two_articles_cannot_both_lead(db: None, now: datetime) -> None:
    facts = {"title": "T", "summary": "S", "body": "B", "minutes": 1, "checked_on": now.date()}
    Article.objects.create(slug="one", is_lead=True, **facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.create(slug="two", is_lead=True, **facts)


def test_a_step_that_closes_a_circle_is_refused_by_name(draft: Exercise) -> None:
    squat = make_exercise("squat")
    Progression.objects.create(easier=draft, harder=squat)
    with pytest.raises(ValidationError, match="circle"):
        Progression(easier=squat, harder=draft).full_clean()


def test_a_step_down_in_level_is_refused(draft: Exercise) -> None:
    hard = make_exercise("hard-squat", level=4)
    with pytest.raises(ValidationError, match="Wall sit is level 2, below Hard squat"):
        Progression(easier=hard, harder=draft).full_clean()
