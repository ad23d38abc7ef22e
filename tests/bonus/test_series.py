"""Loading the series and what its words may be."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from bonus import markdown, series_files, wording
from bonus.models import SeriesVersion, Step
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
    assert wording.TEXT.startswith("Nine short videos over four weeks.")
    assert "One click" not in wording.TEXT  # the link opens a page with a button
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
            "step 1 (three-planes): local_hour: must be a whole number",
        ),
        ("delay_days = 2", "delay_days = 0", "step know-your-sides: delay_days: "),
        ("delay_days = 2\n", "", "step 2 (know-your-sides): delay_days: is missing"),
        ("delay_days = 2", "delay = 2", "step 2 (know-your-sides): delay: is not a field"),
        ('key = "know-your-sides"', 'key = "three-planes"', "the key 'three-planes' is used twice"),
        ("video-three-planes", "video-gone", "video: there is no video 'video-gone'"),
        ('subject = "Your', 'subject = "{first_name}, your', "subject: line 1: {first_name} is"),
        ('preview = "Three', 'preview = "a\\nThree', "preview: must be one line"),
        ('name = "Bonus training"', "", "series: needs a name"),
        ('slug = "bonus-training"', 'slug = "Bonus training"', "series: needs a name, and a slug"),
        ("[series]", "[series", "changed.toml: "),
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


def test_an_empty_series_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.toml"
    path.write_text('[series]\nslug = "a"\nname = "A"\n')
    with pytest.raises(CommandError, match="a series needs at least one"):
        call_command("load_series", str(path))


def test_values_are_escaped_and_never_read_as_markdown() -> None:
    html = markdown.to_html("Hi {first_name}, *you*", {"first_name": "<b>*x*</b>"})
    assert html == "<p>Hi &lt;b&gt;*x*&lt;/b&gt;, <em>you</em></p>\n"


def test_markup_in_a_body_is_not_html() -> None:
    assert "<script" not in markdown.to_html("<script>x</script>", {})


def test_the_text_part_writes_links_and_lists_out() -> None:
    text = markdown.to_text("See [this](https://a.example).\n\n- one\n- **two**", {})
    assert text == "See this (https://a.example).\n\n- one\n\n- two"
