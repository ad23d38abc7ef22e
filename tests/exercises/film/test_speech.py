"""The sentences of a storyboard stand on the film's clock, and captions follow them."""

from __future__ import annotations

from itertools import pairwise

import pytest

from exercises.film import speech
from exercises.film.errors import FilmError
from tests.exercises.film.making import Hum, board, scene


def nobody() -> None:
    """Hear nothing."""


def test_a_caption_begins_with_its_sound() -> None:
    video = board(scene(2), scene(8, narration="Stand tall.\nBreathe out."))
    staged, lines = speech.speak(video, Hum(), False, nobody)
    sound = speech.sound(lines, Hum(), staged.length_s)
    assert [line.text for line in lines] == ["Stand tall.", "Breathe out."]
    for cue, line in zip(speech.cues(lines, staged.length_s), lines, strict=True):
        first = round(cue.start * sound.rate) * 2
        assert not any(sound.samples[first - 400 : first])
        assert sound.samples[first : first + len(line.samples)] == line.samples


def test_the_sound_is_as_long_as_the_film() -> None:
    video = board(scene(3, narration="Hi."))
    _, lines = speech.speak(video, Hum(), False, nobody)
    assert len(speech.sound(lines, Hum(), 3).samples) == 3 * Hum.rate * 2


def test_no_caption_runs_into_the_next_or_out_of_the_film() -> None:
    video = board(scene(6, narration="One.\nTwo.\nThree."), scene(2, narration="Four."))
    staged, lines = speech.speak(video, Hum(), False, nobody)
    cues = speech.cues(lines, staged.length_s)
    assert all(one.end <= other.start for one, other in pairwise(cues))
    assert cues[-1].end <= staged.length_s


def test_a_narration_longer_than_its_scene_says_by_how_much() -> None:
    video = board(scene(1), scene(2, narration="x" * 60))
    with pytest.raises(FilmError, match=r"clip: scenes\[2\]\.narration: is 2\.0 s longer than its"):
        speech.speak(video, Hum(), False, nobody)


def test_a_scene_grows_where_that_is_asked_for() -> None:
    video = board(scene(2, narration="x" * 60), scene(1))
    staged, _ = speech.speak(video, Hum(), True, nobody)
    assert [one.duration_s for one in staged.scenes] == [5, 1]
    assert [one.start_s for one in staged.scenes] == [0, 5]
    assert staged.length_s == 6


def test_without_a_voice_captions_follow_the_pace_of_reading() -> None:
    _, lines = speech.speak(board(scene(9, narration="x" * 45)), None, False, nobody)
    assert lines[0].length == pytest.approx(3)


def test_a_sentence_that_fits_a_caption_is_not_cut() -> None:
    assert speech.clauses("Step, turn, sit, and push home.") == ["Step, turn, sit, and push home."]


def test_a_long_sentence_is_cut_at_its_commas() -> None:
    sentence = (
        "Pain on one spot of bone, deep groin pain when you land, pain at night or at rest, a limp,"
        " numbness, or a swollen hot calf all mean stop and get it looked at."
    )
    found = speech.clauses(sentence)
    assert " ".join(found) == sentence
    assert len(found) > 1
    assert all(len(part) <= speech.CAPTION for part in found)


def test_a_long_sentence_without_a_comma_stays_whole() -> None:
    assert speech.clauses("word " * 30 + "end.") == ["word " * 30 + "end."]


def test_angle_brackets_in_a_narration_stay_words() -> None:
    _, lines = speech.speak(board(scene(9, narration="Hips < knees & toes.")), None, False, nobody)
    assert speech.cues(lines, 9)[0].text == "Hips &lt; knees &amp; toes."
