"""Times as runners write them."""

from __future__ import annotations

import pytest

from training import durations


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("46:10", 2770),
        ("6:05", 365),
        ("75:30", 4530),
        ("1:02:30", 3750),
        ("1:2:30", 3750),
        ("24:00:01", 86401),
        (" 46:10 ", 2770),
        ("0:00", 0),
    ],
)
def test_a_time_is_read(text: str, seconds: int) -> None:
    assert durations.read(text) == seconds


@pytest.mark.parametrize(
    "text",
    ["46", "46:1", "46:60", "1:60:00", "1:75:30", ":30", "1:2:3:4", "-5:00", "46.10"],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Not a time"):
        durations.read(text)


@pytest.mark.parametrize(
    ("seconds", "text"), [(9, "0:09"), (2770, "46:10"), (3600, "1:00:00"), (90_061, "25:01:01")]
)
def test_a_time_is_written(seconds: int, text: str) -> None:
    assert durations.write(seconds) == text
