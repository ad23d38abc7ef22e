"""Captions: WebVTT is checked by reading it, and written anew as it was understood.

The format is that of the W3C's recommendation, without regions and styles, which nobody here uses.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

MOST = 200_000
TIMING = re.compile(r"\s*([\d:.]+)[ \t]+-->[ \t]+([\d:.]+)(.*)")
MOMENT = re.compile(r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})")
TAG = re.compile(r"<[^>]*>")
SETTINGS = re.compile(r"(\s+(vertical|line|position|size|align):[\w.,%-]+)*\s*")


class CaptionError(ValueError):
    """Captions that cannot be read; the message names the line."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One caption: from when to when, in seconds, its place on the picture, and its text."""

    start: float
    end: float
    place: str
    text: str


def read(text: str) -> list[Cue]:
    """Return the captions of a WebVTT text in their order; CaptionError says what is wrong."""
    if len(text) > MOST:
        raise CaptionError(f"These captions have {len(text)} characters; at most {MOST} are taken.")
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not re.fullmatch(r"WEBVTT([ \t].*)?", lines[0]):
        raise CaptionError("Line 1: captions begin with the word WEBVTT.")
    cues: list[Cue] = []
    number = 1
    while number < len(lines):
        if "-->" in lines[number]:
            cue, number = _cue(lines, number)
            if cues and cue.start < cues[-1].start:
                raise CaptionError(f"Line {number}: this caption begins before the one above it.")
            cues.append(cue)
        elif re.match(r"(STYLE|REGION)\b", lines[number]):
            raise CaptionError(f"Line {number + 1}: styles and regions are not taken.")
        else:
            number += 1
    if not cues:
        raise CaptionError(
            "There is no caption in this text: each needs a line 00:01.000 --> 00:03.000."
        )
    return cues


def _cue(lines: list[str], number: int) -> tuple[Cue, int]:
    """Read the caption whose timing stands on a line, and return the line after it."""
    found = TIMING.fullmatch(lines[number])
    moments = [_seconds(part) for part in found.groups()[:2]] if found else []
    if found is None or None in moments:
        raise CaptionError(f"Line {number + 1}: write the times as 00:01.000 --> 00:03.000.")
    start, end = (moment or 0.0 for moment in moments)
    if end <= start:
        raise CaptionError(f"Line {number + 1}: this caption ends before it begins.")
    if not SETTINGS.fullmatch(found[3]):
        raise CaptionError(f"Line {number + 1}: “{found[3].strip()}” is no place for a caption.")
    first = number + 1
    after = next((n for n in range(first, len(lines)) if not lines[n].strip()), len(lines))
    text = "\n".join(lines[first:after]).strip()
    if not text:
        raise CaptionError(f"Line {number + 1}: this caption has no text.")
    if "-->" in text:
        raise CaptionError(f"Line {number + 1}: leave an empty line between two captions.")
    return Cue(start, end, found[3].strip(), text), after


def _seconds(text: str) -> float | None:
    found = MOMENT.fullmatch(text)
    if found is None:
        return None
    hours, minutes, seconds, thousandths = (int(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000


def write(cues: list[Cue]) -> str:
    """Return the captions as a WebVTT file."""
    blocks = [
        f"{_moment(cue.start)} --> {_moment(cue.end)}{cue.place and ' '}{cue.place}\n{cue.text}"
        for cue in cues
    ]
    return "\n\n".join(["WEBVTT", *blocks]) + "\n"


def plain(cues: list[Cue]) -> str:
    """Return what is said, as a text to read."""
    return " ".join(html.unescape(TAG.sub("", cue.text)).replace("\n", " ") for cue in cues)


def _moment(seconds: float) -> str:
    thousandths = round(seconds * 1000)
    hours, rest = divmod(thousandths, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}.{rest % 1000:03}"
