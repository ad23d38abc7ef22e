"""Two exercises that are one."""

from __future__ import annotations

import html
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from exercises.catalog import get_catalog
from exercises.models import Article, Exercise, Progression, PublicationError, State
from exercises.publishing import release
from exercises.publishing.merge import merge
from tests.exercises.making import make_exercise


@pytest.fixture
def copy(library: None, now: datetime) -> Exercise:
    """A published duplicate of the clamshell."""
    copy = make_exercise("clam-opener", level=1)
    release.publish(copy, None, now)
    return copy


def test_the_old_address_leads_to_the_one_that_stays(
    copy: Exercise, clamshell: Exercise, ben: User, client: Client, now: datetime
) -> None:
    merge(copy, clamshell, ben, now)
    response = client.get("/exercises/clam-opener/")
    assert (response.status_code, response["Location"]) == (301, "/exercises/clamshell/")


def test_a_chain_of_merges_leads_to_its_end(
    copy: Exercise, clamshell: Exercise, ben: User, client: Client, now: datetime
) -> None:
    step_up = Exercise.objects.get(slug="step-up")
    merge(copy, clamshell, ben, now)
    merge(clamshell, step_up, ben, now)
    assert client.get("/exercises/clam-opener/")["Location"] == "/exercises/step-up/"


def test_its_steps_move_and_none_runs_in_a_circle(
    copy: Exercise, clamshell: Exercise, ben: User, now: datetime
) -> None:
    hard = make_exercise("hard-clam", level=3)
    Progression.objects.create(easier=copy, harder=hard)
    Progression.objects.create(easier=copy, harder=clamshell)
    merge(copy, clamshell, ben, now)
    assert Progression.objects.filter(easier=clamshell, harder=hard).exists()
    assert not Progression.objects.filter(easier=copy).exists()
    assert not Progression.objects.filter(easier=clamshell, harder=clamshell).exists()


def test_articles_show_the_one_that_stays(
    copy: Exercise, clamshell: Exercise, ben: User, now: datetime
) -> None:
    article = Article.objects.get(is_lead=True)
    article.body = "{{figure clam-opener step-up}}\n\nclam-opener"
    article.save()
    release.note_change(article, None, now)
    release.publish(article, None, now)
    merge(copy, clamshell, ben, now)
    entry = get_catalog().article(article.slug)
    assert entry is not None
    assert entry.content.body == "{{figure clamshell step-up}}\n\nclam-opener"


def test_the_duplicate_is_archived_and_its_history_says_why(
    copy: Exercise, clamshell: Exercise, ben: User, now: datetime
) -> None:
    merge(copy, clamshell, ben, now)
    copy.refresh_from_db()
    assert copy.state == State.ARCHIVED
    assert copy.history.latest().history_change_reason == "Merged into Clamshell"


def test_a_reopened_duplicate_redirects_no_more(
    copy: Exercise, clamshell: Exercise, ben: User, client: Client, now: datetime
) -> None:
    merge(copy, clamshell, ben, now)
    copy.refresh_from_db()
    release.reopen(copy, ben, now)
    assert client.get("/exercises/clam-opener/").status_code == 404


def test_nothing_moves_when_a_merge_is_refused(
    copy: Exercise, ben: User, client: Client, now: datetime
) -> None:
    draft = make_exercise("wall-sit")
    with pytest.raises(PublicationError, match="Wall sit is not on the site"):
        merge(copy, draft, ben, now)
    assert client.get("/exercises/clam-opener/").status_code == 200


def test_it_is_not_merged_into_itself(clamshell: Exercise, ben: User, now: datetime) -> None:
    with pytest.raises(PublicationError, match="into itself"):
        merge(clamshell, clamshell, ben, now)


def test_it_is_not_merged_twice(
    copy: Exercise, clamshell: Exercise, ben: User, now: datetime
) -> None:
    merge(copy, clamshell, ben, now)
    with pytest.raises(PublicationError, match="was merged into Clamshell already"):
        merge(copy, Exercise.objects.get(slug="step-up"), ben, now)


def address(exercise: Exercise) -> str:
    return reverse("admin:exercises_exercise_merge", args=[exercise.pk])


def test_ben_merges_on_its_page(copy: Exercise, clamshell: Exercise, as_ben: Client) -> None:
    assert "Merge into" in as_ben.get(address(copy)).content.decode()
    page = as_ben.post(address(copy), {"into": clamshell.pk}, follow=True).content.decode()
    assert "Clam opener is merged into Clamshell" in page


def test_a_refusal_stands_beside_the_field(copy: Exercise, as_ben: Client) -> None:
    draft = make_exercise("wall-sit")
    page = html.unescape(as_ben.post(address(copy), {"into": draft.pk}).content.decode())
    assert "Wall sit is not on the site" in page
