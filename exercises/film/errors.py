"""Why a film cannot be made, said so that whoever wrote its storyboard can mend it."""

from __future__ import annotations


class FilmError(Exception):
    """A storyboard or a sound that makes no film; the message begins with the place."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")


class StoppedError(Exception):
    """Whoever asked for the film does not want it any more."""
