"""Editors at work: what they publish is on the site at once."""

from __future__ import annotations

import html
import re

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import User
from exercises.models import Article, Exercise, Progression, Source, State, Video
from tests.conftest import make_person
from tests.exercises.making import make_exercise


def form_of(client: Client, address: str) -> dict[str, str]:
    """Return the fields of an admin form as a browser would send them back."""
    page = client.get(address)
    assert page.status_code == 200
    data = {}
    forms = [page.context["adminform"].form]
    for formset in page.context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.initial_forms]
    for form in forms:
        for field in form:
            value = field.field.prepare_value(field.value())
            if value is True:
                data[field.html_name] = "on"
            elif value is not None and value is not False:
                data[field.html_name] = str(value)
    return data


def change_address(row: Exercise | Article | Video | Source) -> str:
    return reverse(f"admin:exercises_{row._meta.model_name}_change", args=[row.pk])


def change(client: Client, row: Exercise | Article | Video | Source, **fields: str) -> str:
    """Fill in the change form, press a button, and return the page that follows."""
    address = change_address(row)
    button = {} if any(key.startswith("exercises_") for key in fields) else {"_save": "Save"}
    sent = {**form_of(client, address), **button, **fields}
    return client.post(address, sent, follow=True).content.decode()


@pytest.fixture
def draft(library: None) -> Exercise:
    return make_exercise("wall-sit")


@pytest.fixture
def alone(settings: Settings) -> None:
    """A team of one."""
    settings.EDITORS_PUBLISH_OWN = True


def test_ben_publishes_a_draft_and_it_is_on_the_site_at_once(
    draft: Exercise, alone: None, as_ben: Client, client: Client, ben: User
) -> None:
    assert client.get("/exercises/wall-sit/").status_code == 404
    said = change(as_ben, draft, setup="Lean on a wall.", exercises_exercise_publish="1")
    assert "Wall sit: published." in said
    assert "Lean on a wall." in client.get("/exercises/wall-sit/").content.decode()
    assert Exercise.objects.get(pk=draft.pk).published_by == ben


def test_a_saved_change_waits_beside_the_published_words(
    clamshell: Exercise, as_ben: Client, client: Client
) -> None:
    said = change(as_ben, clamshell, cues="Slow and quiet.")
    assert "Visitors see the published words until you publish the draft." in said
    page = client.get("/exercises/clamshell/").content.decode()
    assert "Slow and quiet." not in page
    assert "Open the knee, not the pelvis." in page


def test_a_published_change_is_on_the_site_at_once(
    clamshell: Exercise, alone: None, as_ben: Client, client: Client
) -> None:
    client.get("/exercises/clamshell/")
    cues = "Slow and quiet.\nHeels together."
    change(as_ben, clamshell, cues=cues, exercises_exercise_publish="1")
    page = client.get("/exercises/clamshell/").content.decode()
    assert "Slow and quiet." in page
    assert "Open the knee, not the pelvis." not in page


def test_saving_without_a_change_changes_nothing(clamshell: Exercise, as_ben: Client) -> None:
    before = Exercise.objects.values().get(pk=clamshell.pk)
    assert "was changed successfully" in change(as_ben, clamshell)
    after = Exercise.objects.values().get(pk=clamshell.pk)
    assert {**before, "updated_at": None} == {**after, "updated_at": None}


def test_a_fault_is_changed_beside_the_exercise(
    clamshell: Exercise, alone: None, as_ben: Client, client: Client
) -> None:
    pressed = {"faults-0-fix": "Stop a little lower.", "exercises_exercise_publish": "1"}
    change(as_ben, clamshell, **pressed)
    assert "Stop a little lower." in client.get("/exercises/clamshell/").content.decode()


def test_each_mistake_is_said_beside_its_field(clamshell: Exercise, as_ben: Client) -> None:
    mistakes = {
        "primary_muscles": "gluteus giganticus",
        "planes": "astral",
        "equipment_sets": "mat, trampoline",
        "tempo": "slow",
        "hold_seconds": "30",
        "stop_signs": "",
    }
    sent = {**form_of(as_ben, change_address(clamshell)), "_save": "Save", **mistakes}
    response = as_ben.post(change_address(clamshell), sent)
    assert response.context["adminform"].form.errors == {
        "primary_muscles": ["“gluteus giganticus” is not a known muscle."],
        "planes": ["“astral” is not a known word."],
        "equipment_sets": ["“trampoline” is not a known piece of equipment."],
        "tempo": ["Write four digits, as in 3-1-1-0."],
        "stop_signs": ["This field is required."],
        "__all__": ["Fill exactly the one number that the measure names."],
    }
    page = html.unescape(response.content.decode())
    for said in response.context["adminform"].form.errors.values():
        assert said[0] in page


def test_a_ladder_in_a_circle_is_refused_by_name(clamshell: Exercise, as_ben: Client) -> None:
    banded = Exercise.objects.get(slug="banded-clamshell")
    count = clamshell.steps_down.count()
    data = {
        "steps_down-TOTAL_FORMS": str(count + 1),
        f"steps_down-{count}-easier": str(banded.pk),
        f"steps_down-{count}-harder": str(clamshell.pk),
    }
    page = html.unescape(change(as_ben, clamshell, **data))
    assert re.search("Clamshell is level 1, below Banded clamshell|in a circle", page)
    assert not Progression.objects.filter(easier=banded, harder=clamshell).exists()


def test_with_two_pairs_of_eyes_the_form_sends_to_review_and_does_not_publish(
    clamshell: Exercise, as_ben: Client
) -> None:
    page = as_ben.get(change_address(clamshell)).content.decode()
    assert "Save and send to review" in page
    assert "Save and publish" not in page


def test_publishing_the_same_words_again_changes_nothing(
    clamshell: Exercise, alone: None, as_ben: Client
) -> None:
    said = change(as_ben, clamshell, exercises_exercise_publish="1")
    assert "Clamshell says nothing new; it stays published." in said


def test_what_was_published_is_never_deleted(clamshell: Exercise, as_ben: Client) -> None:
    address = reverse("admin:exercises_exercise_delete", args=[clamshell.pk])
    page = as_ben.post(address, {"post": "yes"}, follow=True).content.decode()
    assert "Clamshell is not deleted: it was published. Archive it instead." in page
    assert Exercise.objects.filter(pk=clamshell.pk).exists()


def test_many_are_archived_at_once(library: None, as_ben: Client, client: Client) -> None:
    rows = Exercise.objects.filter(slug__in=["clamshell", "step-up"])
    data = {"action": "archive_all", "_selected_action": [str(row.pk) for row in rows]}
    as_ben.post(reverse("admin:exercises_exercise_changelist"), data)
    assert {row.state for row in rows.all()} == {State.ARCHIVED}
    assert client.get("/exercises/clamshell/").status_code == 404


@pytest.fixture
def dora(db: None) -> User:
    """Dora, who may write exercises and not publish them."""
    dora = make_person("dora@example.com", "Dora Author", is_staff=True)
    rights = ["view_exercise", "change_exercise", "add_exercise"]
    dora.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return dora


def test_an_author_may_send_to_review_but_not_publish(draft: Exercise, dora: User) -> None:
    client = Client()
    client.force_login(dora)
    address = reverse("admin:exercises_exercise_change", args=[draft.pk])
    page = client.get(address).content.decode()
    assert "Save and send to review" in page
    assert "Save and publish" not in page
    change(client, draft, exercises_exercise_publish="1")
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


def test_a_reviewer_is_asked(draft: Exercise, dora: User) -> None:
    client = Client()
    client.force_login(dora)
    change(client, draft, exercises_exercise_submit="1")
    draft.refresh_from_db()
    assert (draft.state, draft.submitted_by) == (State.REVIEW, dora)


def test_an_unfinished_draft_is_not_published(draft: Exercise, as_ben: Client) -> None:
    Exercise.objects.filter(pk=draft.pk).update(stop_signs=[])
    rows = {"action": "publish_all", "_selected_action": [str(draft.pk)]}
    page = as_ben.post(reverse("admin:exercises_exercise_changelist"), rows, follow=True)
    assert "it lacks stop signs" in page.content.decode()


def test_ana_the_runner_has_no_way_in(clamshell: Exercise, as_ana: Client) -> None:
    address = reverse("admin:exercises_exercise_change", args=[clamshell.pk])
    assert as_ana.get(address).status_code in (302, 403)


def test_an_articles_unknown_footnote_is_refused(library: None, as_ben: Client) -> None:
    article = Article.objects.get(is_lead=True)
    page = change(as_ben, article, body="A claim.[^rumor1999]")
    assert "Unknown footnote: rumor1999." in page


def test_an_articles_change_is_on_the_site_at_once(
    library: None, alone: None, as_ben: Client, client: Client
) -> None:
    article = Article.objects.get(is_lead=True)
    change(as_ben, article, body="Short now.", exercises_article_publish="1")
    assert "Short now." in client.get(article.get_absolute_url()).content.decode()


@pytest.mark.parametrize("model", ["exercise", "article", "video", "source"])
def test_every_list_and_form_opens(library: None, as_ben: Client, model: str) -> None:
    changelist = reverse(f"admin:exercises_{model}_changelist")
    assert as_ben.get(changelist, {"q": "clam"}).status_code == 200
    row = {"exercise": Exercise, "article": Article, "video": Video, "source": Source}[model]
    pk = row.objects.first().pk  # type: ignore[attr-defined]  # every model has rows here
    assert as_ben.get(reverse(f"admin:exercises_{model}_change", args=[pk])).status_code == 200
