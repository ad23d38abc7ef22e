"""Loading the content files: all or nothing, once, and never over an editor."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from exercises.library.content import Library, fingerprint
from exercises.models import Article, Exercise, Program, Progression, Source, Video
from exercises.publishing import release
from tests.conftest import NOW
from tests.exercises.conftest import Edit

pytestmark = pytest.mark.django_db

CLAMSHELL = "exercises/clamshell.toml"


def run(folder: Path | None = None, *options: str) -> str:
    out = StringIO()
    arguments = [f"--path={folder}"] if folder else []
    call_command("load_library", *arguments, *options, stdout=out)
    return out.getvalue()


def error_of(folder: Path) -> str:
    with pytest.raises(CommandError) as caught:
        run(folder)
    return str(caught.value)


def test_the_whole_library_is_loaded_and_published() -> None:
    assert "64 exercises: 64 new, 0 changed" in run()
    assert Exercise.objects.published().count() == 64
    assert Video.objects.published().count() == 10
    assert Article.objects.published().count() == 5
    assert Program.objects.published().count() == 3


def test_the_facts_of_an_exercise_arrive(whole_library: None) -> None:
    clamshell = Exercise.objects.get(slug="clamshell")
    assert clamshell.planes == ["transverse", "frontal"]
    assert (clamshell.sets, clamshell.reps, clamshell.tempo) == (2, 15, "2-1-2-1")
    assert clamshell.equipment_sets == [["mat"]]
    assert clamshell.faults.count() == 2
    assert {note.source.key for note in clamshell.evidence.all()} == {
        "distefano2009",
        "selkowitz2013",
        "ranges2014",
    }
    assert {step.slug for step in clamshell.harder.all()} == {
        "banded-clamshell",
        "side-lying-hip-abduction",
        "seated-band-external-rotation",
    }


def test_a_second_run_changes_nothing_and_says_so() -> None:
    run()
    before = list(Exercise.objects.values_list("slug", "updated_at"))
    said = run()
    assert "64 exercises: 0 new, 0 changed" in said
    assert "new, 1" not in said
    assert list(Exercise.objects.values_list("slug", "updated_at")) == before


def test_a_changed_file_changes_its_row_alone(
    whole_library: None, folder: Path, edit: Edit
) -> None:
    edit(CLAMSHELL, 'name = "Clamshell"', 'name = "Clam"')
    assert "64 exercises: 0 new, 1 changed" in run(folder)
    assert Exercise.objects.get(slug="clamshell").name == "Clam"


def test_steps_of_the_ladder_stay_when_a_neighbor_changes(
    whole_library: None, folder: Path, edit: Edit
) -> None:
    steps = set(Progression.objects.values_list("easier__slug", "harder__slug"))
    edit("exercises/lateral-step-down.toml", "level = 3", "level = 2")
    run(folder)
    assert set(Progression.objects.values_list("easier__slug", "harder__slug")) == steps


def test_a_row_from_before_postures_gets_its_posture(whole_library: None, files: Library) -> None:
    for slug, content in files.exercises.items():
        before = fingerprint(replace(content, posture=""))
        Exercise.objects.filter(slug=slug).update(posture="", file_hash=before, loaded_hash=before)
    assert "64 exercises: 0 new, 64 changed" in run()
    assert Exercise.objects.get(slug="clamshell").posture == "floor"


def test_an_editors_change_is_left_alone(whole_library: None, folder: Path, edit: Edit) -> None:
    row = Exercise.objects.get(slug="clamshell")
    row.setup = "Ben wrote this."
    row.save()
    edit(CLAMSHELL, "level = 1", "level = 1 # read again")
    edit(CLAMSHELL, "Lower under control.", "Lower slowly.")
    said = run(folder)
    assert "0 new, 0 changed" in said
    assert "clamshell was edited in the admin and stays as it is" in said
    assert Exercise.objects.get(slug="clamshell").setup == "Ben wrote this."


def test_an_edited_ladder_is_left_alone(whole_library: None, folder: Path, edit: Edit) -> None:
    Progression.objects.get(easier__slug="clamshell", harder__slug="banded-clamshell").delete()
    edit("exercises/banded-clamshell.toml", "rest_seconds = 45", "rest_seconds = 50")
    run(folder)
    assert not Progression.objects.filter(
        easier__slug="clamshell", harder__slug="banded-clamshell"
    ).exists()


def test_force_takes_the_file(whole_library: None, folder: Path) -> None:
    Exercise.objects.filter(slug="clamshell").update(setup="Ben wrote this.")
    assert "64 exercises: 0 new, 1 changed" in run(folder, "--force")
    assert Exercise.objects.get(slug="clamshell").setup.startswith("Lie on your side")


def test_an_archived_exercise_is_not_brought_back(
    whole_library: None, folder: Path, edit: Edit
) -> None:
    row = Exercise.objects.get(slug="clamshell")
    release.archive(row, None, NOW)
    edit(CLAMSHELL, "Lower under control.", "Lower slowly.")
    run(folder)
    assert Exercise.objects.get(slug="clamshell").state == "archived"


@pytest.mark.parametrize(
    ("old", "new", "field", "reason"),
    [
        ("level = 1\n", "", "level", "is missing"),
        ("level = 1", 'level = "one"', "level", "must be a whole number, not 'one'"),
        ("level = 1", "level = true", "level", "must be a whole number, not True"),
        ("level = 1", "level = 6", "level", "must be from 1 to 5, not 6"),
        ('name = "Clamshell"', 'name = " "', "name", "must not be empty"),
        ("position = 10", "position = 10\ncolour = 1", "colour", "is not a field of this file"),
        ('["gluteus medius"', '["gluteus giganticus"', "muscles.primary", "is not known"),
        ('"low-load"', '"levitating"', "traits", "'levitating' is not known"),
        ('any_of = [["mat"]]', 'any_of = [["trampoline"]]', "equipment.any_of", "'trampoline' is"),
        ('any_of = [["mat"]]', 'any_of = ["mat"]', "equipment.any_of", "must be a list of lists"),
        ('planes = ["transverse"', 'planes = ["astral"', "planes", "'astral' is not known"),
        ('laterality = "unilateral"', 'laterality = "bilateral"', "dose.per_side", "laterality"),
        ("reps = 15", "hold_seconds = 15", "reps", "does not fit measure 'reps'"),
        ('tempo = "2-1-2-1"', 'tempo = "slow"', "tempo", "must be four digits"),
        ("target_rir = 3", "target_rir = 3\ntarget_rpe = 6", "target_rpe", "beside target_rir"),
        ('source = "distefano2009"', 'source = "rumor1999"', "evidence[1].source", "'rumor1999'"),
        ('confidence = "verified"', 'confidence = "sure"', "evidence[1].confidence", "'sure' is"),
        ('fix = "Bring the', 'fux = "Bring the', "faults[2].fix", "is missing"),
        ('"banded-clamshell"', '"winged-clamshell"', "harder", "'winged-clamshell' is not known"),
        ("name =", "name ==", "(file)", "is not TOML"),
    ],
)
def test_a_broken_file_names_itself_its_field_and_the_reason(
    folder: Path, edit: Edit, old: str, new: str, field: str, reason: str
) -> None:
    edit(CLAMSHELL, old, new)
    said = error_of(folder)
    assert f"{CLAMSHELL}: {field}" in said or f"{CLAMSHELL}: dose.{field}" in said
    assert reason in said
    assert not Exercise.objects.exists()
    assert not Source.objects.exists()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[planes.", "[plane.", "planes: is missing"),
        ("[traits.", "[traits.levitating]\n[traits.", "traits: 'levitating' is not known to this"),
        ("[planes.", "traits = 1\n[planes.", "(file): is not TOML"),
        ("[planes.", "planes = [[planes.", "(file): is not TOML"),
    ],
)
def test_the_folders_own_words_are_checked(folder: Path, old: str, new: str, said: str) -> None:
    path = folder / "vocabulary.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    count = -1 if new == "[plane." else 1
    path.write_text(text.replace(old, new, count), encoding="utf-8")
    assert f"vocabulary.toml: {said}" in error_of(folder)
    assert not Exercise.objects.exists()


def test_a_word_that_the_folder_lacks_is_not_known(folder: Path, edit: Edit) -> None:
    edit("vocabulary.toml", "[equipment.mat]", "[equipment.tatami]")
    said = error_of(folder)
    assert f"{CLAMSHELL}: equipment.any_of: 'mat' is not known" in said


def test_a_control_character_in_an_articles_text_is_named(folder: Path, edit: Edit) -> None:
    name = "articles/what-the-evidence-does-not-show.md"
    path = folder / name
    path.write_text(path.read_text(encoding="utf-8") + "\x00", encoding="utf-8")
    assert f"{name}: (text): holds the control character '\\x00'" in error_of(folder)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (CLAMSHELL, 'name = "Clamshell"', 'name = "Clam\\nshell"', "name: must be one line"),
        (CLAMSHELL, "aliases = [", 'aliases = ["a\\tb", ', "aliases: must be one line"),
        (CLAMSHELL, "aliases = [", f'aliases = ["{"a" * 81}", ', "aliases: must have at most 80"),
        (CLAMSHELL, 'fix = "', 'fix = "x\\u0085', "fix: holds the control character '\\x85'"),
        ("sources.toml", 'doi = "10.', f'doi = "10.1234/{"a" * 120}', "at most 120 characters"),
    ],
)
def test_what_no_page_or_column_could_hold_is_refused(
    folder: Path, edit: Edit, name: str, old: str, new: str, said: str
) -> None:
    edit(name, old, new)
    found = error_of(folder)
    assert f"{name}: " in found
    assert said in found
    assert not Source.objects.exists()


def test_every_broken_file_is_named_at_once(folder: Path, edit: Edit) -> None:
    edit(CLAMSHELL, "level = 1", "level = 9")
    edit("videos/video-side-to-side.toml", "length_s = 200", "length_s = 201")
    edit("sources.toml", "[niemuth2005]\ncitation", "[niemuth2005]\nzitation")
    said = error_of(folder)
    assert "exercises/clamshell.toml: level: must be from 1 to 5, not 9" in said
    assert "videos/video-side-to-side.toml: length_s: is 201, but the scenes last 200" in said
    assert "sources.toml: niemuth2005.citation: is missing" in said


def test_a_step_must_be_named_on_both_sides(folder: Path, edit: Edit) -> None:
    edit(CLAMSHELL, '"banded-clamshell", ', "")
    assert "does not name this exercise under harder" in error_of(folder)


def test_a_step_never_goes_down_a_level(folder: Path, edit: Edit) -> None:
    edit(CLAMSHELL, "level = 1", "level = 3")
    assert "'clamshell' is level 3, above 'banded-clamshell' at 2" in error_of(folder)


def test_a_ladder_in_a_circle_is_refused_by_name(folder: Path, edit: Edit) -> None:
    edit("exercises/glute-bridge.toml", "easier = []", 'easier = ["marching-bridge"]')
    edit("exercises/glute-bridge.toml", "level = 1", "level = 2")
    edit("exercises/marching-bridge.toml", "harder = [", 'harder = ["glute-bridge", ')
    said = error_of(folder)
    assert "runs in a circle" in said
    assert "glute-bridge" in said
    assert "marching-bridge" in said


def test_unreadable_front_matter_is_named(folder: Path, edit: Edit) -> None:
    edit("articles/what-the-evidence-does-not-show.md", "+++\n", "---\n")
    said = error_of(folder)
    assert "articles/what-the-evidence-does-not-show.md: (front matter)" in said


def test_a_footnote_without_a_source_is_named(folder: Path, edit: Edit) -> None:
    edit("articles/what-the-evidence-does-not-show.md", "[^wellsandt2017]", "[^wellsand]")
    assert "[^wellsand]: is no footnote of the text and no source" in error_of(folder)


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    said = error_of(tmp_path)
    assert "sources.toml: (file): cannot be read" in said
    assert "exercises: (folder): holds no .toml file" in said


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (f'name = "{"long " * 80}"', "name"),
        ('name = "A\\u0000B"', "name"),
        ('aliases = ["Clam\\u0007"]', "aliases"),
    ],
)
def test_what_a_database_would_refuse_is_named(folder: Path, line: str, field: str) -> None:
    path = folder / CLAMSHELL
    lines = path.read_text().splitlines()
    kept = [one for one in lines if not one.startswith(f"{field} =")]
    path.write_text("\n".join([line, *kept]))

    said = error_of(folder)

    assert f"{CLAMSHELL}: {field}: " in said
    assert not Exercise.objects.exists()


@pytest.mark.parametrize(
    ("text", "reason"), [("{", "is not JSON"), ('{"id": "clamshell"}', "figures/clamshell.json")]
)
def test_a_broken_figure_is_named_and_nothing_is_loaded(
    folder: Path, text: str, reason: str
) -> None:
    (folder / "figures").mkdir(exist_ok=True)
    (folder / "figures" / "clamshell.json").write_text(text)

    said = error_of(folder)

    assert said.count("figures/clamshell.json") == 1
    assert reason in said
    assert not Exercise.objects.exists()
