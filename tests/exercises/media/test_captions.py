"""Captions are read, and what cannot be read is said with its line."""

from __future__ import annotations

import pytest

from exercises.media.captions import CaptionError, plain, read, write

GOOD = (
    "WEBVTT - clamshell\n\nNOTE by Ben\n\nintro\n00:00.500 --> 00:02.000 line:90% align:center\n"
    "<v Ben>Lie on your side,\nknees bent.\n\n01:00:00.000 --> 01:00:01.250\nTwo &amp; three.\n"
)


def test_captions_are_written_as_they_were_understood() -> None:
    assert write(read(GOOD)) == (
        "WEBVTT\n\n00:00:00.500 --> 00:00:02.000 line:90% align:center\n"
        "<v Ben>Lie on your side,\nknees bent.\n\n01:00:00.000 --> 01:00:01.250\nTwo &amp; three.\n"
    )
    assert read(write(read(GOOD))) == read(GOOD)


def test_line_ends_of_every_system_are_understood() -> None:
    assert read(GOOD.replace("\n", "\r\n")) == read("\ufeff" + GOOD) == read(GOOD)


def test_captions_are_a_text_to_read() -> None:
    assert plain(read(GOOD)) == "Lie on your side, knees bent. Two & three."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1\n00:00:01,000 --> 00:00:02,000\nHello", "Line 1: captions begin with the word WEBVTT."),
        ("WEBVTT\n", "There is no caption"),
        ("WEBVTT\n\n00:01,000 --> 00:02,000\nHi", "Line 3: write the times"),
        ("WEBVTT\n\n00:61.000 --> 00:62.000\nHi", "Line 3: write the times"),
        ("WEBVTT\n\n00:02.000 --> 00:01.000\nHi", "Line 3: this caption ends before it begins."),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n\n", "Line 3: this caption has no text."),
        ("WEBVTT\n\n00:01.000 --> 00:02.000 style:x\nHi", "Line 3: “style:x” is no place"),
        ("WEBVTT\n\nSTYLE\n::cue {}", "Line 3: styles and regions"),
        (
            "WEBVTT\n\n00:05.000 --> 00:06.000\nb\n\n00:01.000 --> 00:02.000\na",
            "begins before the one above it",
        ),
        (
            "WEBVTT\n\n00:01.000 --> 00:02.000\na\n00:03.000 --> 00:04.000\nb",
            "Line 3: leave an empty line",
        ),
        ("WEBVTT\n" + "x" * 200_001, "at most 200000"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, said: str) -> None:
    with pytest.raises(CaptionError) as error:
        read(text)
    assert said in str(error.value)
