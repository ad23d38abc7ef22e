"""What a runner chose for today, as it stands in the address and nowhere else.

The session's key, the minutes, and pairs of exercises of which the second takes the place of the
first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict

from training import shorten


@dataclass(frozen=True, slots=True)
class Choice:
    """What a runner asked for: a session, the minutes there are, and swaps."""

    key: str = ""
    minutes: int = 0
    swaps: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(cls, data: QueryDict) -> Choice:
        """Read an address; what makes no sense is left out."""
        minutes = data.get("minutes", "")
        pairs = [tuple(pair.split(":", 1)) for pair in data.getlist("swap")[:20] if ":" in pair]
        return cls(
            data.get("session", "")[:20],
            int(minutes) if minutes in {str(n) for n in shorten.CHOICES} else 0,
            tuple((one, other) for one, other in pairs),
        )

    @property
    def address(self) -> str:
        """Write it as an address does."""
        pairs = [("session", self.key)] if self.key else []
        pairs += [("minutes", str(self.minutes))] if self.minutes else []
        return urlencode([*pairs, *(("swap", f"{one}:{other}") for one, other in self.swaps)])

    def swapped(self, one: str, other: str) -> Choice:
        """Return the choice with one swap more, or without it where `other` is nothing."""
        rest = tuple(pair for pair in self.swaps if pair[0] != one)
        return replace(self, swaps=(*rest, (one, other)) if other else rest)
