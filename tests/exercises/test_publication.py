"""From draft to archive: who, when, never twice, and never by the author alone."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from pytest_django import Settings

from accounts.models import User
from exercises.catalog import get_catalog
from exercises.models import Article, Exercise, Progression, PublicationError, State, Video
from exercises.publishing import release
from exercises.publishing.completeness import lacks
from tests.exercises.making import change, make_exercise


@pytest.fixture
def draft(db: None, ana: User, now: datetime) -> Exercise:
    """A complete exercise that Ana has written."""
    exercise = make_exercise("wall-sit")
    release.note_change(exercise, ana, now)
    return exercise


@pytest.fixture
def reviewed(draft: Exercise, ana: User, now: datetime) -> Exercise:
    """Ana's exercise, sent to review."""
    release.submit(draft, ana, now)
    return draft


@pytest.fixture
def published(reviewed: Exercise, ben: User, now: datetime) -> Exercise:
    """Ana's exercise, published by Ben."""
    release.publish(reviewed, ben, now)
    return reviewed


def setup_on_site(slug: str = "wall-sit") -> str | None:
    """What visitors read, or None where they see nothing."""
    entry = get_catalog().get(slug)
    return entry.content.setup if entry else None


def test_a_new_exercise_is_a_draft(draft: Exercise) -> None:
    assert draft.state == State.DRAFT
    assert not draft.is_on_site


def test_submitting_says_who_and_when(reviewed: Exercise, ana: User, now: datetime) -> None:
    found = (reviewed.state, reviewed.submitted_by, reviewed.submitted_at)
    assert found == ("review", ana, now)


def test_publishing_says_who_and_when(published: Exercise, ben: User, now: datetime) -> None:
    found = (published.state, published.published_by, published.published_at)
    assert found == ("published", ben, now)


def test_archiving_says_who_and_when(published: Exercise, ben: User, now: datetime) -> None:
    release.archive(published, ben, now)
    found = (published.state, published.archived_by, published.archived_at)
    assert found == ("archived", ben, now)
    assert setup_on_site() is None


def test_reopening_makes_an_archived_work_a_hidden_draft(
    published: Exercise, ben: User, now: datetime
) -> None:
    release.archive(published, ben, now)
    release.reopen(published, ben, now)
    assert published.state == State.DRAFT
    assert setup_on_site() is None


# --- the second pair of eyes


def test_the_author_does_not_publish(reviewed: Exercise, ana: User, now: datetime) -> None:
    with pytest.raises(PublicationError, match="needs a reviewer other than its author"):
        release.publish(reviewed, ana, now)


def test_a_reviewer_who_changes_the_words_becomes_their_author(
    reviewed: Exercise, ben: User, now: datetime
) -> None:
    change(reviewed, ben, now, setup="Lean on the wall.")
    release.submit(reviewed, ben, now)
    with pytest.raises(PublicationError, match="needs a reviewer other"):
        release.publish(reviewed, ben, now)


def test_a_draft_is_not_published_without_review(draft: Exercise, ben: User, now: datetime) -> None:
    with pytest.raises(PublicationError, match="send it to review first"):
        release.publish(draft, ben, now)


def test_a_team_of_one_publishes_its_own(
    draft: Exercise, ana: User, now: datetime, settings: Settings
) -> None:
    settings.EDITORS_PUBLISH_OWN = True
    release.publish(draft, ana, now)
    assert draft.published_by == ana


def test_a_work_is_sent_back_with_a_note(reviewed: Exercise, ben: User, now: datetime) -> None:
    release.send_back(reviewed, ben, now, "Say where the feet go.")
    assert (reviewed.state, reviewed.review_note) == (State.DRAFT, "Say where the feet go.")


def test_sending_back_needs_words(reviewed: Exercise, ben: User, now: datetime) -> None:
    with pytest.raises(PublicationError, match="Say what there is still to do"):
        release.send_back(reviewed, ben, now, " ")


# --- a draft beside the live words


def test_a_change_stands_beside_the_live_words(
    published: Exercise, ana: User, ben: User, now: datetime
) -> None:
    before = setup_on_site()
    change(published, ana, now, setup="Lean on the wall.")
    assert published.has_draft
    assert setup_on_site() == before
    release.submit(published, ana, now)
    assert setup_on_site() == before
    release.publish(published, ben, now)
    assert setup_on_site() == "Lean on the wall."


def test_a_change_in_review_is_a_draft_again(reviewed: Exercise, ana: User, now: datetime) -> None:
    change(reviewed, ana, now, setup="Lean on the wall.")
    assert reviewed.state == State.DRAFT


def test_typing_the_live_words_again_leaves_no_draft(
    published: Exercise, ana: User, now: datetime
) -> None:
    said = published.setup
    change(published, ana, now, setup="Lean on the wall.")
    change(published, ana, now, setup=said)
    assert published.state == State.PUBLISHED


def test_a_discarded_draft_says_what_visitors_see(
    published: Exercise, ana: User, now: datetime
) -> None:
    said = published.setup
    change(published, ana, now, setup="Lean on the wall.")
    release.discard_draft(published, ana, now)
    published.refresh_from_db()
    assert (published.setup, published.state) == (said, State.PUBLISHED)


def test_nothing_unpublished_can_be_discarded(draft: Exercise, ana: User, now: datetime) -> None:
    with pytest.raises(PublicationError, match="no published version"):
        release.discard_draft(draft, ana, now)


# --- a date


def test_a_scheduled_work_goes_live_at_its_time(
    reviewed: Exercise, ben: User, now: datetime
) -> None:
    at = now + timedelta(days=1)
    release.schedule(reviewed, ben, now, at)
    assert release.publish_due(Exercise, at - timedelta(seconds=1)) == []
    assert setup_on_site() is None
    assert release.publish_due(Exercise, at) == [reviewed]
    reviewed.refresh_from_db()
    found = (reviewed.state, reviewed.published_by, reviewed.published_at, reviewed.publish_at)
    assert found == (State.PUBLISHED, ben, at, None)


def test_what_was_reviewed_goes_live_and_not_a_later_draft(
    reviewed: Exercise, ana: User, ben: User, now: datetime
) -> None:
    said = reviewed.setup
    at = now + timedelta(days=1)
    release.schedule(reviewed, ben, now, at)
    change(reviewed, ana, now, setup="Nobody has read this.")
    release.publish_due(Exercise, at)
    reviewed.refresh_from_db()
    assert setup_on_site() == said
    assert reviewed.has_draft


def test_a_date_is_taken_back(reviewed: Exercise, ben: User, now: datetime) -> None:
    release.schedule(reviewed, ben, now, now + timedelta(days=1))
    release.unschedule(reviewed, ben, now)
    assert release.publish_due(Exercise, now + timedelta(days=2)) == []
    assert setup_on_site() is None


def test_an_archived_work_loses_its_date(reviewed: Exercise, ben: User, now: datetime) -> None:
    release.schedule(reviewed, ben, now, now + timedelta(days=1))
    release.archive(reviewed, ben, now)
    assert release.publish_due(Exercise, now + timedelta(days=2)) == []


def test_a_date_in_the_past_is_refused(reviewed: Exercise, ben: User, now: datetime) -> None:
    with pytest.raises(PublicationError, match="must lie ahead"):
        release.schedule(reviewed, ben, now, now)


def test_the_author_does_not_set_the_date(reviewed: Exercise, ana: User, now: datetime) -> None:
    with pytest.raises(PublicationError, match="needs a reviewer other"):
        release.schedule(reviewed, ana, now, now + timedelta(days=1))


# --- history


def test_every_step_is_in_the_history(published: Exercise, ana: User, ben: User) -> None:
    steps = published.history.order_by("history_id").values_list(
        "history_change_reason", "history_user"
    )
    assert list(steps) == [
        ("Created", ana.pk),
        ("Sent to review", ana.pk),
        ("Published", ben.pk),
    ]


def test_an_earlier_version_is_put_back_with_its_faults(
    draft: Exercise, ana: User, now: datetime
) -> None:
    draft.faults.create(fault="Knees in", fix="Push them out.")
    release.note_change(draft, ana, now)
    earlier = draft.history.latest()
    draft.faults.all().delete()
    change(draft, ana, now, setup="Lean on the wall.")
    release.revert(draft, earlier.content, "Put back", ana, now)
    draft.refresh_from_db()
    assert draft.setup == "Stand with your back to a wall."
    assert [fault.fault for fault in draft.faults.all()] == ["Knees in"]
    assert draft.history.latest().history_change_reason == "Put back"


def test_a_revert_is_seen_by_nobody_before_it_is_published(
    published: Exercise, ana: User, ben: User, now: datetime
) -> None:
    first = published.history.latest().content
    change(published, ana, now, setup="Lean on the wall.")
    release.submit(published, ana, now)
    release.publish(published, ben, now)
    release.revert(published, first, "Put back", ana, now)
    assert setup_on_site() == "Lean on the wall."


# --- the ladder


def test_a_step_goes_live_on_both_sides_when_either_is_published(
    published: Exercise, ana: User, ben: User, now: datetime
) -> None:
    squat = make_exercise("squat")
    release.publish(squat, None, now)
    Progression.objects.create(easier=published, harder=squat)
    release.note_change(squat, ana, now)
    assert get_catalog().harder(get_catalog().get("wall-sit")) == ()  # type: ignore[arg-type]
    release.submit(squat, ana, now)
    release.publish(squat, ben, now)
    catalog = get_catalog()
    wall_sit, above = catalog.get("wall-sit"), catalog.get("squat")
    assert wall_sit is not None
    assert above is not None
    assert catalog.harder(wall_sit) == (above,)
    assert catalog.easier(above) == (wall_sit,)


def test_a_step_taken_away_is_gone_on_both_sides(
    published: Exercise, ben: User, now: datetime
) -> None:
    squat = make_exercise("squat")
    step = Progression.objects.create(easier=published, harder=squat)
    release.publish(squat, None, now)
    step.delete()
    change(published, None, now, setup="Lean on the wall.")
    release.publish(published, None, now)
    squat.refresh_from_db()
    assert squat.live is not None
    assert squat.live["easier"] == []


def test_a_step_that_closes_a_circle_is_refused_by_name(draft: Exercise) -> None:
    squat = make_exercise("squat")
    Progression.objects.create(easier=draft, harder=squat)
    with pytest.raises(ValidationError, match="circle"):
        Progression(easier=squat, harder=draft).full_clean()


def test_a_step_down_in_level_is_refused(draft: Exercise) -> None:
    hard = make_exercise("hard-squat", level=4)
    with pytest.raises(ValidationError, match="Wall sit is level 2, below Hard squat"):
        Progression(easier=hard, harder=draft).full_clean()


# --- refusals


def test_publishing_twice_is_refused_in_words(
    published: Exercise, ben: User, now: datetime
) -> None:
    with pytest.raises(PublicationError, match="Wall sit is published; it cannot become published"):
        release.publish(published, None, now)


def test_the_slower_of_two_editors_is_refused(reviewed: Exercise, ben: User, now: datetime) -> None:
    seen_by_ana = Exercise.objects.get(pk=reviewed.pk)
    release.archive(reviewed, ben, now)
    with pytest.raises(PublicationError, match="is archived"):
        release.publish(seen_by_ana, ben, now)


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"stop_signs": []}, "stop signs"),
        ({"steps": []}, "steps"),
        ({"planes": []}, "a plane"),
        ({"setup": " "}, "a set-up"),
        ({"no_known_study": False}, "a source, or the tick that no study is known"),
    ],
    ids=str,
)
def test_what_is_incomplete_is_not_published(
    draft: Exercise, now: datetime, fields: dict[str, object], missing: str
) -> None:
    Exercise.objects.filter(pk=draft.pk).update(**fields)
    with pytest.raises(PublicationError, match=f"it lacks {missing}"):
        release.publish(draft, None, now)


def test_a_step_to_an_archived_exercise_is_one_sided(
    draft: Exercise, ben: User, now: datetime
) -> None:
    squat = make_exercise("squat")
    Progression.objects.create(easier=draft, harder=squat)
    assert lacks(draft) == []
    release.archive(squat, ben, now)
    assert lacks(draft) == ["the other side of its step to Squat, which is archived"]


def test_a_scene_without_a_caption_is_not_published(db: None) -> None:
    scenes = [{"start_s": 0, "duration_s": 1, "exercise": "", "camera": "card", "caption": ""}]
    video = Video.objects.create(slug="v", title="V", length_s=1, narration="N", scenes=scenes)
    assert lacks(video) == ["a caption in every scene"]


@pytest.mark.parametrize(
    "change",
    [
        {"state": "published"},
        {"level": 6},
        {"reps": None},
        {"hold_seconds": 30},
        {"per_side": False},
        {"target_rir": 3, "target_rpe": 6},
        {"publish_at": "2026-12-01T00:00:00Z"},
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
