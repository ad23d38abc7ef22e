"""A file on its way into the library: seen first, written once, as drafts."""

from __future__ import annotations

import html
import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from accounts.models import User
from exercises.models import Exercise, ImportJob, ImportState, Progression, State
from exercises.port import holding, jobs, tasks
from exercises.port.resources import export
from exercises.publishing import history
from tests.conftest import NOW, make_person
from tests.exercises.making import change
from tests.exercises.port.files import (
    FOREIGN,
    FOREIGN_DEFAULTS,
    check,
    errors_of,
    fields_of,
    page,
    upload,
)

pytestmark = pytest.mark.filterwarnings("ignore:Overriding get_action_choices")


def of_ours(*slugs: str, **fields: Any) -> list[dict[str, Any]]:
    """Return exported entries with other words."""
    entries = json.loads(export("json", Exercise.objects.filter(slug__in=slugs)))
    return [{**entry, **fields} for entry in entries]


def choose_words(client: Client, job: ImportJob, **words: str) -> ImportJob:
    """Choose what words of the file mean, by the word."""
    form = client.get(page(job, "words")).context["form"]
    sent = {name: words.get(word.replace(" ", "_"), "") for name, (_, word) in form.asked.items()}
    assert client.post(page(job, "words"), sent).status_code == 302
    job.refresh_from_db()
    return job


def press_import(client: Client, job: ImportJob) -> ImportJob:
    """Press the button and return the job."""
    client.post(page(job, "import"))
    job.refresh_from_db()
    return job


def test_the_dry_run_shows_each_line_and_writes_nothing(library: None, as_ben: Client) -> None:
    before = list(Exercise.objects.values())
    job = check(as_ben, of_ours("clamshell", "step-up", cues=["Slow and quiet."]))
    said = as_ben.get(page(job)).content.decode()
    assert job.tally()["changed"] == 2
    assert "Line 1: Clamshell" in said
    assert "Slow and quiet." in said
    assert "Import 2 lines" in " ".join(said.split())
    assert list(Exercise.objects.values()) == before


def test_a_change_is_a_draft_beside_the_live_words(
    library: None, as_ben: Client, ben: User, client: Client
) -> None:
    job = press_import(as_ben, check(as_ben, of_ours("clamshell", cues=["Slow and quiet."])))
    row = Exercise.objects.get(slug="clamshell")
    assert (job.state, bytes(ImportJob.objects.get(pk=job.pk).upload)) == (ImportState.DONE, b"")
    assert (row.state, row.cues, row.changed_by) == (State.DRAFT, ["Slow and quiet."], ben)
    latest = history.latest(row)
    assert latest.history_change_reason == "Imported from file.csv"
    assert latest.content == history.words_of(row)
    assert "Slow and quiet." not in client.get("/exercises/clamshell/").content.decode()


def test_a_file_with_two_columns_changes_just_those(library: None, as_ben: Client) -> None:
    before = history.words_of(Exercise.objects.get(slug="step-up"))
    job = check(as_ben, "slug,cues\nstep-up,Stand tall; Slow down\n")
    press_import(as_ben, job)
    after = history.words_of(Exercise.objects.get(slug="step-up"))
    assert after == {**before, "cues": ["Stand tall", "Slow down"]}


def test_lines_that_change_nothing_write_nothing(library: None, as_ben: Client) -> None:
    row = Exercise.objects.get(slug="step-up")
    revisions = row.history.count()
    entries = [*of_ours("step-up"), *of_ours("clamshell", cues=["Slow."])]
    press_import(as_ben, check(as_ben, entries))
    assert Exercise.objects.get(slug="step-up").updated_at == row.updated_at
    assert row.history.count() == revisions


def test_a_foreign_data_set_is_mapped_once_and_then_remembered(
    library: None, as_ben: Client, client: Client
) -> None:
    job = check(as_ben, FOREIGN, "foreign.json", **FOREIGN_DEFAULTS)
    assert (
        "Primary muscles: muscle 'abductors' is not known" in errors_of(job)[1] + errors_of(job)[2]
    )
    words = {
        "abductors": "gluteus medius",
        "adductors": "adductors",
        "beginner": "1",
        "intermediate": "2",
        "body_only": "-",
        "bands": "mini-band",
        "stretching": "-",
        "strength": "-",
    }
    job = choose_words(as_ben, job, **words)
    assert errors_of(job) == []
    job = press_import(as_ben, job)
    row = Exercise.objects.get(slug="monster-walk")
    assert (row.state, row.live, row.level) == (State.DRAFT, None, 2)
    assert (row.primary_muscles, row.equipment_sets) == (["gluteus medius"], [["mini-band"]])
    assert row.steps == ["Step sideways; keep the band tight."]
    assert (row.measure, row.reps, row.per_side) == ("reps", 10, False)
    assert Exercise.objects.get(slug="hip-circles-prone").equipment_sets == [[]]
    assert client.get("/exercises/monster-walk/").status_code == 404

    more = [{**FOREIGN[1], "id": "Side_Shuffle", "name": "Side Shuffle"}]
    assert upload(as_ben, more, "more.json").status_code == 302
    again = ImportJob.objects.latest("pk")
    as_ben.post(page(again, "mapping"), fields_of(as_ben, again, "mapping"))
    again.refresh_from_db()
    assert again.tally() == {"error": 0, "new": 1, "changed": 0, "same": 0}


def test_unknown_words_are_named_with_near_ones(library: None, as_ben: Client) -> None:
    entries = of_ours("clamshell", primary_muscles=["gluteus mediuss"], equipment_sets=[["matt"]])
    job = check(as_ben, entries)
    assert errors_of(job) == [
        (
            "1: Primary muscles: muscle 'gluteus mediuss' is not known; "
            "near: gluteus medius, gluteus minimus, gluteus maximus"
        ),
        "1: Equipment, any one line: equipment 'matt' is not known; near: mat",
    ]
    form = as_ben.get(page(job, "words")).context["form"]
    near = dict(form.fields["word-0"].choices)["Near"]
    assert near[0][0] == "gluteus medius"


def test_one_error_and_nothing_is_written(library: None, as_ben: Client) -> None:
    entries = [*of_ours("clamshell", cues=["Slow."]), *of_ours("step-up", level=9)]
    job = check(as_ben, entries)
    assert errors_of(job) == ["2: Level: level '9' is not known"]
    said = as_ben.get(page(job)).content.decode()
    assert "Nothing can be imported yet: 1 of 2 lines" in said
    assert press_import(as_ben, job).state == ImportState.CHECKED
    assert "Slow." not in Exercise.objects.get(slug="clamshell").cues


def test_a_needed_value_that_is_missing_is_said_at_its_field(library: None, as_ben: Client) -> None:
    upload(as_ben, "title,target\nWall sit,quadriceps\n")
    job = ImportJob.objects.latest("pk")
    answer = as_ben.post(page(job, "mapping"), fields_of(as_ben, job, "mapping"))
    errors = answer.context["form"].errors
    needed = ("level", "laterality", "measure", "sets", "rest_seconds", "reps")
    assert set(errors) == {f"default-{name}" for name in needed}
    assert "Level is needed" in answer.content.decode()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"slug": "step-up", "name": "Clamshell"}, "Name: is also that of 'clamshell'"),
        ({"evidence": [{"source": "nobody1999", "confidence": "memory", "note": "x"}]},
         "Evidence: source 'nobody1999' is not known"),
        ({"harder": ["nowhere"]}, "Harder exercises: 'nowhere' is no exercise"),
        ({"tempo": "slow"}, "Tempo: must be four digits"),
        ({"sets": "many"}, "Sets: must be a whole number, not 'many'"),
        ({"reps": 8, "hold_seconds": 8}, "does not fit measure"),
        ({"name": "x" * 81}, "Name: "),
        ({"faults": [{"fault": "x" * 161, "fix": "y"}]}, "Faults: "),
        ({"faults": ["no table"]}, "Faults: must be a list of tables"),
        ({"cues": ["bell\x07"]}, "Cues: holds the control character"),
        ({"aliases": ["x" * 30000]}, "characters; 20000 is the most"),
        ({"laterality": "bilateral"}, "does not fit laterality"),
        ({"steps": {"first": "Lie down."}}, None),
    ],
)  # fmt: skip
def test_a_bad_value_is_named_with_its_line_and_field(
    library: None, as_ben: Client, fields: dict[str, Any], said: str | None
) -> None:
    job = check(as_ben, of_ours("step-up", **fields))
    if said:
        assert said in errors_of(job)[0]
    else:
        assert errors_of(job) == []


def test_a_slug_that_stands_twice_is_refused(library: None, as_ben: Client) -> None:
    job = check(as_ben, [*of_ours("step-up"), *of_ours("step-up")])
    assert errors_of(job) == ["2: Slug: 'step-up' is also in line 1"]


def test_a_ladder_in_a_circle_is_refused_by_name(library: None, as_ben: Client) -> None:
    easy = of_ours("clamshell")[0]
    a = {**easy, "slug": "a", "name": "A", "easier": ["c"], "harder": ["b"]}
    b = {**easy, "slug": "b", "name": "B", "easier": ["a"], "harder": ["c"]}
    c = {**easy, "slug": "c", "name": "C", "easier": ["b"], "harder": ["a"]}
    job = check(as_ben, [a, b, c])
    assert "the ladder would run in a circle: " in errors_of(job)[0]
    assert " → " in errors_of(job)[0]


def test_a_step_is_named_from_one_side_and_stands_on_both(library: None, as_ben: Client) -> None:
    entry = {**of_ours("clamshell")[0], "slug": "wall-clam", "name": "Wall clam"}
    entry |= {"easier": ["clamshell"], "harder": []}
    job = press_import(as_ben, check(as_ben, [entry]))
    assert job.state == ImportState.DONE
    assert Progression.objects.filter(easier__slug="clamshell", harder__slug="wall-clam").exists()


def test_an_archived_exercise_is_refused_by_name(library: None, as_ben: Client, ben: User) -> None:
    entries = of_ours("step-up", cues=["Slow."])
    Exercise.objects.filter(slug="step-up").update(state=State.ARCHIVED, archived_at=NOW)
    assert "is archived; open it again first" in errors_of(check(as_ben, entries))[0]


def test_a_change_between_check_and_import_stops_it(
    library: None, as_ben: Client, ben: User
) -> None:
    job = check(as_ben, of_ours("clamshell", "step-up", cues=["Slow."]))
    change(Exercise.objects.get(slug="step-up"), ben, NOW, setup="Other words.")
    job = press_import(as_ben, job)
    assert job.state == ImportState.FAILED
    assert "the library has changed since the check" in job.reason
    assert "Slow." not in Exercise.objects.get(slug="clamshell").cues
    as_ben.post(page(job, "mapping"), fields_of(as_ben, job, "mapping"))
    job.refresh_from_db()
    assert job.state == ImportState.CHECKED


def test_the_button_pressed_twice_imports_once(
    library: None, as_ben: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = check(as_ben, of_ours("clamshell", cues=["Slow."]))
    hints: list[int] = []
    monkeypatch.setattr("exercises.port.pages.hint", hints.append)
    as_ben.post(page(job, "import"))
    as_ben.post(page(job, "import"))
    assert hints == [job.pk]


def test_a_lost_message_is_found_by_the_schedule(
    library: None, as_ben: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exercises.port.pages.hint", lambda _: None)
    job = check(as_ben, of_ours("clamshell", cues=["Slow."]))
    assert job.state == ImportState.CHECKING
    said = as_ben.get(page(job)).content.decode()
    assert "The file is being checked: 0 of 1" in said
    assert '<meta http-equiv="refresh" content="2">' in said
    assert tasks.resume() == 1
    job.refresh_from_db()
    assert job.state == ImportState.CHECKED


def test_a_dead_workers_job_is_taken_up_and_given_up_after_three_times(
    library: None, as_ben: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exercises.port.pages.hint", lambda _: None)
    job = check(as_ben, of_ours("clamshell", cues=["Slow."]))
    lease = NOW + holding.LEASE
    ImportJob.objects.filter(pk=job.pk).update(claim=uuid4(), lease_until=lease, attempts=1)
    assert jobs.waiting(NOW) == []
    assert jobs.waiting(lease) == [job.pk]
    assert not jobs.work(job.pk, uuid4(), lambda: NOW)
    ImportJob.objects.filter(pk=job.pk).update(attempts=3)
    assert jobs.work(job.pk, uuid4(), lambda: lease)
    job.refresh_from_db()
    assert (job.state, job.reason) == (
        ImportState.FAILED,
        "The work stopped 3 times without an end.",
    )


def test_a_worker_that_wakes_too_late_takes_everything_back(
    library: None, as_ben: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = check(as_ben, of_ours("clamshell", cues=["Slow."]))
    monkeypatch.setattr("exercises.port.pages.hint", lambda _: None)
    as_ben.post(page(job, "import"))

    def another(job: ImportJob, done: int) -> None:
        ImportJob.objects.filter(pk=job.pk).update(claim=uuid4())

    monkeypatch.setattr("exercises.port.progress.put", another)
    jobs.work(job.pk, uuid4(), lambda: NOW)
    assert "Slow." not in Exercise.objects.get(slug="clamshell").cues


def test_old_imports_are_forgotten(library: None, as_ben: Client) -> None:
    check(as_ben, of_ours("clamshell"))
    assert jobs.purge(NOW + timedelta(days=29)) == 0
    assert jobs.purge(NOW + timedelta(days=31)) == 1


def test_who_may_only_change_may_not_import(library: None, as_ben: Client) -> None:
    job = check(as_ben, of_ours("clamshell", cues=["Slow."]))
    dora = make_person("dora@example.com", "Dora Author", is_staff=True)
    rights = Permission.objects.filter(codename__in=["view_exercise", "change_exercise"])
    dora.user_permissions.set(rights)
    client = Client()
    client.force_login(dora)
    assert upload(client, "slug\nx\n").status_code == 403
    for name in ("change", "mapping", "words"):
        assert client.get(page(job, name)).status_code == 403
    assert client.post(page(job, "import")).status_code == 403
    listed = client.get(reverse("admin:exercises_exercise_changelist")).content.decode()
    assert reverse("admin:exercises_exercise_import_file") not in listed
    assert reverse("admin:exercises_exercise_export_all_csv") in listed


def test_the_import_is_no_get(library: None, as_ben: Client) -> None:
    job = check(as_ben, of_ours("clamshell", cues=["Slow."]))
    assert as_ben.get(page(job, "import")).status_code == 405


def test_the_list_of_imports_opens(library: None, as_ben: Client) -> None:
    check(as_ben, of_ours("clamshell"), "spring.json")
    answer = as_ben.get(reverse("admin:exercises_importjob_changelist"), {"q": "spring"})
    assert "spring.json" in html.unescape(answer.content.decode())
