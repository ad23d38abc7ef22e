"""A figure as text: one compact line of JSON, which keeps the order of its cameras and poses."""

import json
import re
from collections.abc import Mapping
from typing import Any

from exercises.figure.fields import FigureError
from exercises.figure.model import Figure, parse

# Controls as JSON escapes them, and halves of characters: pictures and databases cannot hold them.
_UNWRITABLE = re.compile(r"(?<!\\)(?:\\\\)*\\(?:u00[01]|[bf])|[\ud800-\udfff]")
LONGEST = 60_000
"""Characters; ten times the longest figure of the library."""


def compact(data: Mapping[str, Any]) -> str:
    """Write a figure's JSON object as the one text that stands for it everywhere."""
    return json.dumps(data, separators=(",", ":"), ensure_ascii=False)


def read(text: str) -> Figure:
    """Read a figure; FigureError also for what is no JSON or too long to be one."""
    return parse(load(text))


def load(text: str) -> dict[str, Any]:
    """Return the JSON object of a text, which need not be a figure yet; raises FigureError."""
    if len(text) > LONGEST:
        raise FigureError("figure", f"it has {len(text)} characters; {LONGEST} is the most")
    try:
        data = json.loads(text)
        is_unwritable = _UNWRITABLE.search(json.dumps(data, ensure_ascii=False))
    except RecursionError as error:
        raise FigureError("figure", "it is nested too deep") from error
    except ValueError as error:
        raise FigureError("figure", f"it is not JSON: {error}") from error
    if not isinstance(data, dict):
        raise FigureError("figure", "it must be an object")
    if is_unwritable:
        raise FigureError("figure", "it has a character in it that cannot be written")
    return data
