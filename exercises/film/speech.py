"""Who says what when: the sentences of a storyboard on the film's clock, with their sound.

A sentence too long for two lines of captions is said clause by clause, so that each caption still
begins with its own sound. Without a voice the same clock runs at the pace of reading.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from exercises.film.errors import FilmError
from exercises.film.tape import Sound
from exercises.library.content import SceneContent, VideoContent
from exercises.library.parse import narration_of
from exercises.media.captions import Cue

CAPTION = 84  # characters in two lines of a caption
READING = 15.0  # characters a second that captions may ask of a reader
LEAD, TAIL = 0.7, 0.3  # silence at both ends of a scene, seconds
GAP, WIDEST_GAP, BREATH = 0.45, 2.5, 0.15  # between sentences, and between clauses of one
SAMPLE = 2  # bytes


class Voice(Protocol):
    """Something that speaks; `rate` is in samples a second."""

    rate: int

    def say(self, text: str) -> bytes:
        """Return a text as mono samples of 16 bits, without silence around them."""
        ...


@dataclass(frozen=True, slots=True)
class Line:
    """A caption's text with its beginning and length in seconds; `gap` is the silence before it."""

    text: str
    start: float
    length: float
    gap: float
    samples: bytes = b""

    @property
    def end(self) -> float:
        """When it has been said."""
        return self.start + self.length


def speak(
    video: VideoContent, voice: Voice | None, stretch: bool, told: Callable[[], None]
) -> tuple[VideoContent, list[Line]]:
    """Return the storyboard and its lines; where asked, scenes grow to what is said in them.

    `told` is called with each sentence and may raise. FilmError names the scene whose narration is
    longer, and by how much.
    """
    scenes: list[SceneContent] = []
    lines: list[Line] = []
    clock = 0
    for number, scene in enumerate(video.scenes, 1):
        said = [_said(text, gap, voice, told) for text, gap in _sentences(scene.narration)]
        needed = _needed(said)
        length = scene.duration_s
        if needed > length:
            if not stretch:
                reason = f"is {needed - length:.1f} s longer than its scene of {length} s"
                raise FilmError(f"{video.slug}: scenes[{number}].narration", reason)
            length = int(needed) + 1
        scenes.append(replace(scene, start_s=clock, duration_s=length))
        lines += _placed(said, clock, length - needed)
        clock += length
    return replace(video, scenes=tuple(scenes), length_s=clock), lines


def cues(lines: list[Line], length_s: float) -> list[Cue]:
    """Return the captions; each stays a moment longer than it is said, but not into the next."""
    ends = [line.start for line in lines[1:]] + [length_s]
    return [
        Cue(line.start, min(line.end + TAIL, end), "", html.escape(line.text, quote=False))
        for line, end in zip(lines, ends, strict=True)
    ]


def sound(lines: list[Line], voice: Voice, length_s: float) -> Sound:
    """Return all that is said, and the silence between, for the whole film."""
    whole = bytearray(round(length_s * voice.rate) * SAMPLE)
    for line in lines:
        start = round(line.start * voice.rate) * SAMPLE
        whole[start : start + len(line.samples)] = line.samples
    return Sound(bytes(whole), voice.rate)


def transcript(video: VideoContent) -> str:
    """Return the text version of a film, a sentence a line."""
    return f"{video.title}\n\n{narration_of(video.scenes)}\n"


def _sentences(narration: str) -> Iterator[tuple[str, float]]:
    """Yield what is said in a breath each, with the least silence before it."""
    for sentence in filter(None, map(str.strip, narration.splitlines())):
        for number, clause in enumerate(clauses(sentence)):
            yield clause, BREATH if number else GAP


def clauses(sentence: str) -> list[str]:
    """Cut a sentence where it has a comma or the like into parts that fit a caption."""
    parts = re.split(r"(?<=[,;:])\s+", sentence)
    fewest = -(-len(sentence) // CAPTION)
    wanted = len(sentence) / fewest
    found = [parts[0]]
    for part in parts[1:]:
        longer = f"{found[-1]} {part}"
        # Parts of like length read better than one full and one short.
        is_short = len(found[-1]) < 0.7 * wanted
        if fewest == 1 or (is_short and len(longer) <= CAPTION):
            found[-1] = longer
        else:
            found.append(part)
    return found


def _said(text: str, gap: float, voice: Voice | None, told: Callable[[], None]) -> Line:
    told()
    if voice is None:
        return Line(text, 0, max(1.0, len(text) / READING), gap)
    samples = voice.say(text)
    return Line(text, 0, len(samples) / SAMPLE / voice.rate, gap, samples)


def _needed(said: list[Line]) -> float:
    if not said:
        return 0
    return LEAD + TAIL + sum(line.length for line in said) + sum(line.gap for line in said[1:])


def _placed(said: list[Line], start: float, room: float) -> list[Line]:
    """Set lines on the clock; where there is room, sentences stand further apart."""
    sentences = sum(line.gap == GAP for line in said[1:])
    more = min(WIDEST_GAP - GAP, max(0.0, room) / (sentences + 1))
    found: list[Line] = []
    clock = start + LEAD
    for number, line in enumerate(said):
        if number:
            clock += line.gap + (more if line.gap == GAP else 0)
        found.append(replace(line, start=round(clock, 3)))
        clock += line.length
    return found
