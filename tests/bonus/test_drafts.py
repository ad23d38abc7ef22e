"""Editors change a running series: the draft, the check, whom it touches, publishing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bonus import conservation, delivery, drafting, impact, series_files
from bonus.models import DraftStep, Enrollment, Series, SeriesDraft, SeriesVersion, Step
from tests.bonus.conftest import FILE, Clock, Confirmed
from tests.bonus.editing import copy, fresh, keys_sent
from tests.conftest import browser_of, make_editor

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]


@pytest.fixture
def draft(series: SeriesVersion, clock: Clock) -> SeriesDraft:
    """A draft that says what the newest edition says."""
    return SeriesDraft.begin(series.series, clock.now)


@pytest.fixture
def eve(db: None) -> Client:
    """Eve, who writes drafts and may not publish them."""
    rights = [
        f"{verb}_{model}"
        for verb in ("view", "change", "add", "delete")
        for model in ("seriesdraft", "draftstep")
    ]
    return browser_of(make_editor("eve@example.com", "Eve Editor", "view_series", *rights))


def step_of(draft: SeriesDraft, key: str) -> DraftStep:
    return draft.steps.get(key=key)


def rewrite(draft: SeriesDraft, key: str, /, **fields: Any) -> None:
    draft.steps.filter(key=key).update(**fields)


def page_of(draft: SeriesDraft) -> str:
    return reverse("admin:bonus_seriesdraft_publish_page", args=[draft.pk])


def sheet(client: Client, draft: SeriesDraft) -> dict[str, Any]:
    """Return the draft's form as a browser would send it unchanged."""
    form = client.get(reverse("admin:bonus_seriesdraft_change", args=[draft.pk])).context
    sent: dict[str, Any] = {}
    parts = [form["adminform"].form, form["inline_admin_formsets"][0].formset.management_form]
    parts += form["inline_admin_formsets"][0].formset.forms
    for part in parts:
        for field in part:
            value = field.value()
            sent[field.html_name] = "" if value is None else value
    return sent


def sentences(draft: SeriesDraft, clock: Clock) -> list[str]:
    return [change.sentence for change in drafting.changes(draft, clock.now)]


def test_a_draft_begins_as_the_newest_edition(draft: SeriesDraft, clock: Clock) -> None:
    assert draft.steps.count() == draft.based_on.steps.count()
    assert drafting.problems(draft) == []
    assert sentences(draft, clock) == []
    assert SeriesDraft.begin(draft.series, clock.now) == draft


def test_an_editor_begins_and_saves_it_in_the_admin(eve: Client, series: SeriesVersion) -> None:
    rows = {"action": "write", "_selected_action": [series.series.pk]}
    answer = eve.post(reverse("admin:bonus_series_changelist"), rows)
    draft = SeriesDraft.objects.get()
    assert answer["Location"] == reverse("admin:bonus_seriesdraft_change", args=[draft.pk])
    data = sheet(eve, draft) | {
        "steps-1-subject": "Another subject",
        "steps-1-conditions": "wait 2 days if not watched_previous_video\nskip if has_account",
        "steps-1-skip_weekdays": ["saturday", "sunday"],
    }
    saved = eve.post(reverse("admin:bonus_seriesdraft_change", args=[draft.pk]), data)
    assert saved.status_code == 302
    step = step_of(draft, "know-your-sides")
    assert (step.subject, step.skip_weekdays) == ("Another subject", ["saturday", "sunday"])
    assert [each["then"] for each in step.conditions] == ["wait", "skip"]
    assert sheet(eve, draft)["steps-1-conditions"] == data["steps-1-conditions"]


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("body", "Hi {first_name},\n\nhow is {dog}?", "line 3: {dog} is not a field"),
        ("subject", "Hi {first_name}", "line 1: {first_name} is not a field"),
        ("conditions", "skip if rich", "line 1: if: there is no condition"),
        ("delay_hours", "5", "give days or hours, not both"),
        ("until_hour", "6", "must be later than local_hour"),
    ],
)
def test_a_mistake_is_named_beside_its_field_and_nothing_is_saved(
    as_ben: Client, draft: SeriesDraft, field: str, value: str, error: str
) -> None:
    data = sheet(as_ben, draft) | {f"steps-1-{field}": value}
    answer = as_ben.post(reverse("admin:bonus_seriesdraft_change", args=[draft.pk]), data)
    assert answer.status_code == 200
    errors = answer.context["inline_admin_formsets"][0].formset.forms[1].errors[field]
    assert any(error in each for each in errors)
    assert getattr(step_of(draft, "know-your-sides"), field) != value


def test_a_mail_can_be_looked_at_and_nothing_of_it_stays(eve: Client, draft: SeriesDraft) -> None:
    rewrite(draft, "know-your-sides", heading="A heading of the draft")
    address = reverse("admin:bonus_seriesdraft_preview", args=[draft.pk, "know-your-sides"])
    assert "A heading of the draft" in eve.get(address).content.decode()
    assert SeriesVersion.objects.count() == 1
    gone = reverse("admin:bonus_seriesdraft_preview", args=[draft.pk, "gone"])
    assert eve.get(gone).status_code == 404


def test_the_page_says_whom_each_change_touches(
    confirmed: Confirmed, draft: SeriesDraft, as_ben: Client, clock: Clock
) -> None:
    for number in range(3):
        confirmed(f"sam{number}@example.com")
    delivery.run(clock)
    confirmed("kim@example.com")
    rewrite(draft, "three-planes", subject="Other words")
    rewrite(draft, "know-your-sides", delay_days=3)
    step_of(draft, "side-to-side").delete()
    page = as_ben.get(page_of(draft)).content.decode()
    for said in (
        "3 people wait for “know-your-sides”, on the day planned before.",
        "1 person waits for “three-planes”, with its new words, on the day planned before.",
        "“know-your-sides” changes: delay days.",
        "“side-to-side” is removed.",
    ):
        assert said in page


def test_it_says_between_which_days_people_get_another_step(
    enrollment: Enrollment, draft: SeriesDraft, clock: Clock
) -> None:
    delivery.run(clock)
    step_of(draft, "know-your-sides").delete()
    assert (
        "1 person waits for “know-your-sides” and then for “side-to-side”, on November 26."
        in sentences(draft, clock)
    )
    drafting.publish(draft, drafting.mark(draft), clock.now)
    due = fresh(enrollment).next_due_at
    assert due and (due.month, due.day) == (11, 26)


def test_publishing_moves_everybody_and_removes_the_draft(
    enrollment: Enrollment, draft: SeriesDraft, as_ben: Client, clock: Clock
) -> None:
    delivery.run(clock)
    rewrite(draft, "know-your-sides", subject="Other words")
    mark = re.search(r'name="mark" value="(\w+)"', as_ben.get(page_of(draft)).content.decode())
    assert mark
    as_ben.post(page_of(draft), {"mark": mark[1]})
    after = fresh(enrollment)
    assert (after.version.number, SeriesDraft.objects.count()) == (2, 0)
    clock.pass_(days=2)
    delivery.run(clock)
    assert keys_sent(enrollment) == ["three-planes", "know-your-sides"]
    assert conservation.check(clock.now).errors == []


def test_what_changed_after_one_looked_is_not_published(as_ben: Client, draft: SeriesDraft) -> None:
    mark = drafting.mark(draft)
    rewrite(draft, "know-your-sides", subject="Other words")
    page = as_ben.post(page_of(draft), {"mark": mark}, follow=True).content.decode()
    assert "Not published: something changed since you looked" in page
    assert SeriesVersion.objects.count() == 1


def test_an_edition_that_came_in_between_is_not_overwritten(
    as_ben: Client, draft: SeriesDraft, clock: Clock, series: SeriesVersion
) -> None:
    steps = [copy(step) for step in series.steps.select_related("video")]
    from bonus import editions

    editions.publish(series.series, {}, steps[:9], checksum="x", now=clock.now)
    as_ben.post(page_of(draft), {"mark": drafting.mark(draft)})
    assert SeriesVersion.objects.count() == 2


def test_a_look_changes_nothing(eve: Client, as_ben: Client, draft: SeriesDraft) -> None:
    eve.get(page_of(draft))
    as_ben.head(page_of(draft))
    assert SeriesVersion.objects.count() == 1


def test_who_may_not_publish_may_look(eve: Client, draft: SeriesDraft) -> None:
    assert 'name="mark"' not in eve.get(page_of(draft)).content.decode()
    assert eve.post(page_of(draft), {"mark": drafting.mark(draft)}).status_code == 403
    assert SeriesVersion.objects.count() == 1


def test_strangers_see_no_draft(as_ana: Client, draft: SeriesDraft) -> None:
    assert as_ana.get(page_of(draft)).status_code in (302, 403)


@pytest.mark.parametrize(
    ("break_", "problem"),
    [
        (lambda draft: draft.steps.all().delete(), "steps: a series needs at least one"),
        (
            lambda draft: rewrite(draft, "know-your-sides", delay_days=0),
            "step know-your-sides: delay_days: two mails need time between them",
        ),
        (
            lambda draft: rewrite(draft, "know-your-sides", key="three-planes"),
            "steps: the key 'three-planes' is used twice",
        ),
        (
            lambda draft: rewrite(draft, "know-your-sides", body="Hi {dog}"),
            "step know-your-sides: body: line 1: {dog} is not a field",
        ),
        (
            lambda draft: step_of(draft, "pause-and-check").delete(),
            "series: hold_step: there is no branch step 'pause-and-check'",
        ),
    ],
)
def test_a_draft_with_a_mistake_is_not_published(
    as_ben: Client, draft: SeriesDraft, break_: Any, problem: str
) -> None:
    break_(draft)
    assert any(each.startswith(problem) for each in drafting.problems(draft))
    page = as_ben.get(page_of(draft)).content.decode()
    assert "Not ready to be published" in page
    as_ben.post(page_of(draft), {"mark": drafting.mark(draft)})
    assert SeriesVersion.objects.count() == 1


def test_loading_the_house_s_file_again_leaves_what_editors_published(
    draft: SeriesDraft, clock: Clock
) -> None:
    rewrite(draft, "know-your-sides", subject="Other words")
    version = drafting.publish(draft, drafting.mark(draft), clock.now)
    assert series_files.load(FILE, clock.now) == (version, False)


def test_a_series_without_people_has_no_impact_on_any(series: SeriesVersion, clock: Clock) -> None:
    steps = [copy(step) for step in series.steps.select_related("video")]
    assert impact.changes(Series.objects.get(), steps, clock.now) == []
    assert Step.objects.count() == len(steps)
