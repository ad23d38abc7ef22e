"""Figures for the tests: all published ones, and a small one to break on purpose."""

import copy
import json
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from exercises.figure.model import Figure, parse

CONTENT = Path(__file__).resolve().parents[3] / "exercises" / "content" / "figures"
NAMES = sorted(p.stem for p in CONTENT.glob("*.json"))

SQUAT: dict[str, Any] = {
    "id": "squat",
    "title": "Squat <test> & more",
    "base": "standing",
    "anchor": {"point": "sole_r", "at": [0.05, 0, 0]},
    "planes": ["sagittal"],
    "muscles": ["quads", "glute_max"],
    "kit": [{"type": "band", "at": "thigh", "y": -0.2, "r": 0.04}],
    "cameras": {
        "side": {
            "yaw": 90,
            "pitch": 8,
            "quiet": ["leg_l", "arm_l"],
            "arcs": [{"plane": "sagittal", "track": "hip_r", "shift": [0, 0, -0.15]}],
        },
        "front": {"yaw": 0, "pitch": 8, "mirror": True, "show": ["level"]},
    },
    "poses": {
        "stand": {"ankle_r": "flat", "ankle_l": "flat"},
        "sit": {
            "pelvis": [30, 0, 0],
            "hip_r": [100, 0, 0],
            "hip_l": [100, 0, 0],
            "knee_r": 90,
            "knee_l": 90,
            "ankle_r": "flat",
            "ankle_l": "flat",
        },
    },
    "peak": 1,
    "timeline": [
        {"pose": "stand", "hold": 0.5},
        {"pose": "sit", "move": 3, "hold": 1, "label": "Lower", "keep": ["sole_l"]},
        {"pose": "stand", "move": 1, "label": "Lift"},
    ],
}


def squat(**changes: Any) -> dict[str, Any]:
    """The JSON of a plain squat with top-level fields replaced."""
    return {**copy.deepcopy(SQUAT), **changes}


@cache
def published(name: str) -> Figure:
    """A published figure, read once."""
    return parse(json.loads((CONTENT / f"{name}.json").read_text(encoding="utf-8")))


class Svg(HTMLParser):
    """A picture read back: attributes of its root, its title, all class names."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.root: dict[str, str] = {}
        self.title = ""
        self.classes: set[str] = set()
        self.feed(text)
        self.close()
        assert not self.open, f"left open: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an opening tag."""
        found = {name: value or "" for name, value in attrs}
        self.root = self.root or found
        self.classes |= set(found.get("class", "").split())
        self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that closes itself."""
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Check that the tag was open."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Collect the title."""
        if self.open[-1:] == ["title"]:
            self.title += data

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The viewBox."""
        x, y, w, h = (float(v) for v in self.root["viewbox"].split())
        return x, y, w, h
