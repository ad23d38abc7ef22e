"""Storyboards and a voice for the tests of films."""

from __future__ import annotations

import math
from array import array
from types import TracebackType
from typing import Any, Self

from exercises.library.content import SceneContent, VideoContent
from exercises.library.parse import narration_of

SMALL = (160, 90)


def scene(duration_s: int = 1, **words: Any) -> SceneContent:
    """Return a card, or what the words make of it."""
    plain = {"start_s": 0, "exercise": "", "camera": "card", "caption": "Rest"}
    return SceneContent(duration_s=duration_s, **{**plain, **words})


def board(*scenes: SceneContent) -> VideoContent:
    """Return a storyboard whose scenes follow each other."""
    placed, clock = [], 0
    for one in scenes:
        placed.append(SceneContent(**{**_fields(one), "start_s": clock}))
        clock += one.duration_s
    return VideoContent("clip", "A clip", 10, clock, (), narration_of(placed), tuple(placed))


def _fields(one: SceneContent) -> dict[str, Any]:
    return {name: getattr(one, name) for name in SceneContent.__dataclass_fields__}


class Hum:
    """A voice that hums a twentieth of a second for each character."""

    rate = 8000

    def say(self, text: str) -> bytes:
        """Hum."""
        count = len(text) * self.rate // 20
        return array("h", (round(9000 * math.sin(i / 3)) for i in range(count))).tobytes()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        return None
