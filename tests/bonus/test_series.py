"""Loading the series and what its words may be."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from bonus import markdown, series_files, wording
from bonus.models import SeriesVersion, Step
from bonus.schedule import WEEKDAYS
from tests.bonus.conftest import FILE

pytestmark = pytest.mark.django_db


def changed(tmp_path: Path, old: str, new: str) -> Path:
    text = FILE.read_text()
    assert old in text
    path = tmp_path / "changed.toml"
    path.write_text(text.replace(old, new, 1))
    return path


def test_loading_twice_publishes_once(series: SeriesVersion, now: datetime) -> None:
    again, is_new = series_files.load(FILE, now)
    assert (again, is_new) == (series, False)
    assert SeriesVersion.objects.count() == 1


def test_a_changed_file_becomes_a_new_version(
    series: SeriesVersion, now: datetime, tmp_path: Path
) -> None:
    before = list(series.steps.values_list("key", "subject"))
    path = changed(tmp_path, 'subject = "Your first bonus video', 'subject = "The first video')
    version, is_new = series_files.load(path, now)
    assert (version.number, is_new) == (2, True)
    assert list(series.steps.values_list("key", "subject")) == before


def test_the_consent_text_tells_the_truth(series: SeriesVersion) -> None:
    assert wording.text().startswith("Nine short videos over four weeks.")
    assert "One click" not in wording.text()  # the link opens a page with a button
    assert "One click to stop." in wording.WORDINGS["2026-11"]  # what was agreed to is kept
    assert series.main_steps().count() == 9
    assert series.days() == 28


def test_a_published_step_never_changes(series: SeriesVersion) -> None:
    step = series.main_steps()[0]
    step.subject = "Other"
    with pytest.raises(TypeError):
        step.save()
    with pytest.raises(TypeError):
        Step.objects.all().update(subject="Other")


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        (
            "Hi {first_name}",
            "Hi {last_name}",
            "step 1 (three-planes): body: line 1: {last_name} is not",
        ),
        ("Hi {first_name}", "Hi {first_name", "step 1 (three-planes): body: line 1: a brace"),
        ('kind = "main"', 'kind = "other"', "step 1 (three-planes): kind: Value 'other'"),
        ("local_hour = 7", "local_hour = 24", "step 1 (three-planes): local_hour: "),
        (
            "local_hour = 7",
            'local_hour = "7"',
            "step 1 (three-planes): local_hour: must be a whole number, not '7'",
        ),
        ("delay_days = 2", "delay_days = 0", "step know-your-sides: delay_days: "),
        ("delay_days = 2\n", "", "step 2 (know-your-sides): delay_days: is missing"),
        ("delay_days = 2", "delay = 2", "step 2 (know-your-sides): delay: is not a field"),
        ('key = "know-your-sides"', 'key = "three-planes"', "the key 'three-planes' is used twice"),
        ("video-three-planes", "video-gone", "video: there is no video 'video-gone'"),
        ('subject = "Your', 'subject = "{first_name}, your', "subject: line 1: {first_name} is"),
        ('preview = "Three', 'preview = "a\\nThree', "preview: must be one line"),
        ('name = "Bonus training"', "", "series: name: is missing"),
        ('name = "Bonus training"', "name = 7", "series: name: must be a text, not 7"),
        ('name = "Bonus training"', f'name = "{"a" * 81}"', "name: must have at most 80 char"),
        ('name = "Bonus training"', 'name = "B"\ncolor = 1', "series: color: is not a field of"),
        (
            'slug = "bonus-training"',
            'slug = "Bonus training"',
            "slug: may hold a-z, 0-9 and single",
        ),
        ("Hi {first_name}", "Hi \\u0000{first_name}", "body: holds the control character '\\x00'"),
        ("[series]", "[series", "changed.toml: "),
        (
            'if = "finished_baseline_test"',
            'if = "rich"',
            "step 2 (know-your-sides): conditions: condition 1: if: there is no condition 'rich'",
        ),
        (
            '[{ if = "finished_baseline_test", then = "skip" }]',
            '[{ if = "has_account", then = "branch", to = "side-to-side" }]',
            "step know-your-sides: conditions: condition 1: to: there is no branch step",
        ),
        ("delay_days = 2", "delay_days = 2\ndelay_hours = 3", "delay_hours: give days or hours"),
        ("delay_days = 2", "delay_hours = 0", "step know-your-sides: delay_days: "),
        ("delay_days = 2", 'delay_hours = "2"', "delay_hours: must be a whole number, not '2'"),
        ("delay_days = 2", "delay_days = 2\nuntil_hour = 7", "until_hour: must be later than"),
        ("delay_days = 2", "delay_days = 2\nlate_days = 0", "(know-your-sides): late_days: "),
        (
            "delay_days = 2",
            'delay_days = 2\nskip_weekdays = ["funday"]',
            "skip_weekdays: 'funday' is not a weekday",
        ),
        (
            "delay_days = 2",
            f"delay_days = 2\nskip_weekdays = {json.dumps(WEEKDAYS)}",
            "skip_weekdays: must leave at least one weekday",
        ),
        ("delay_days = 0", "delay_days = 1", "the first main step must have delay_days = 0"),
        ('hold_when = "reported_strong_pain"', 'hold_when = "rich"', "hold_when: there is no fact"),
        ('hold_when = "reported_strong_pain"', "", "hold_when and hold_step belong together"),
        ('hold_step = "pause-and-check"', 'hold_step = "x"', "hold_step: there is no branch step"),
        ('hold_step = "pause-and-check"', "hold_step = 3", "series: hold_step: must be a text"),
        ('name = "Bonus training"', 'name = "B"\ngoal = "rich"', "series: goal: there is no cond"),
        ('name = "Bonus training"', 'name = "B"\ngap_hours = 0', "series: gap_hours: must be from"),
    ],
)
def test_a_broken_file_names_its_place_and_loads_nothing(
    series: SeriesVersion, tmp_path: Path, old: str, new: str, error: str
) -> None:
    with pytest.raises(CommandError) as caught:
        call_command("load_series", str(changed(tmp_path, old, new)))
    assert error in str(caught.value)
    assert str(caught.value).startswith("changed.toml: ")
    assert SeriesVersion.objects.count() == 1


def test_a_changed_name_changes_the_series_and_makes_no_version(
    series: SeriesVersion, now: datetime, tmp_path: Path
) -> None:
    path = changed(tmp_path, 'name = "Bonus training"', 'name = "Bonus videos"')
    assert series_files.load(path, now) == (series, False)
    series.series.refresh_from_db()
    assert series.series.name == "Bonus videos"


def test_files_are_loaded_all_or_none(
    series: SeriesVersion, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = changed(tmp_path, 'subject = "Your first', 'subject = "The first')
    second = tmp_path / "second.toml"
    second.write_text(FILE.read_text().replace('slug = "bonus-training"', 'slug = "second"'))
    load = series_files.load

    def break_at_the_second(path: Path, now: datetime) -> tuple[SeriesVersion, bool]:
        if path == second:
            raise series_files.ContentError("second.toml: it went away")
        return load(path, now)

    monkeypatch.setattr(series_files, "load", break_at_the_second)
    with pytest.raises(CommandError, match="it went away"):
        call_command("load_series", str(first), str(second))
    assert SeriesVersion.objects.get() == series


def test_every_broken_file_is_named_at_once(series: SeriesVersion, tmp_path: Path) -> None:
    twin = tmp_path / "twin.toml"
    twin.write_text(FILE.read_text())
    broken = changed(tmp_path, "local_hour = 7", "local_hour = 24")
    with pytest.raises(CommandError) as caught:
        call_command("load_series", str(FILE), str(broken), str(twin))
    said = str(caught.value)
    assert "changed.toml: step 1 (three-planes): local_hour: " in said
    assert "twin.toml: series: slug: 'bonus-training' is also that of bonus-training.toml" in said


def test_an_empty_series_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.toml"
    path.write_text('[series]\nslug = "a"\nname = "A"\n')
    with pytest.raises(CommandError, match="a series needs at least one"):
        call_command("load_series", str(path))


def test_the_house_s_series_is_held_and_skips_by_what_the_log_says(series: SeriesVersion) -> None:
    assert (series.hold_when, series.hold_step) == ("reported_strong_pain", "pause-and-check")
    ruled = series.steps.filter(has_rules=True)
    assert list(ruled.values_list("key", flat=True)) == ["know-your-sides"]


def test_no_health_in_subject_or_preview(series: SeriesVersion) -> None:
    for step in series.steps.all():
        line = f"{step.subject} {step.preview}".lower()
        assert not {"score", "result", "injury"} & set(line.split())


def test_values_are_escaped_and_never_read_as_markdown() -> None:
    html = markdown.to_html("Hi {first_name}, *you*", {"first_name": "<b>*x*</b>"})
    assert html == "<p>Hi &lt;b&gt;*x*&lt;/b&gt;, <em>you</em></p>\n"


def test_markup_in_a_body_is_not_html() -> None:
    assert "<script" not in markdown.to_html("<script>x</script>", {})


def test_the_text_part_writes_links_and_lists_out() -> None:
    text = markdown.to_text("See [this](https://a.example).\n\n- one\n- **two**", {})
    assert text == "See this (https://a.example).\n\n- one\n\n- two"
