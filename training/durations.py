"""Times as runners write them: 46:10 or 1:02:30."""

from __future__ import annotations

import re

# Minutes may run past the hour where no hours stand before them: 75:30.
WRITTEN = re.compile(r"(?:([0-9]{1,3}):(?=[0-5]?[0-9]:))?([0-9]{1,3}):([0-5][0-9])")


def read(text: str) -> int:
    """Return the seconds of "mm:ss" or "h:mm:ss".

    Raises ValueError for anything else.
    """
    found = WRITTEN.fullmatch(text.strip())
    if found is None:
        raise ValueError("Not a time like 46:10 or 1:02:30.")
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return (hours * 60 + minutes) * 60 + seconds


def write(seconds: int) -> str:
    """Write seconds as "46:10", from an hour on as "1:02:30"."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
