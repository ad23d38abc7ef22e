"""Which side goes first: the one that scored lower twice in a hip check.

Evidence brief 3.3 and 4.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from accounts.models import User
from training.assessments import report
from training.assessments.symmetry import Verdict
from training.models import Side
from training.volume import PLANES


@dataclass(frozen=True, slots=True)
class Leading:
    """The side that leads, by plane of motion, and the check that said so."""

    sides: Mapping[str, Side] = field(default_factory=dict)
    since: datetime | None = None

    def of(self, plane: str) -> Side | None:
        """Return the side that leads in a plane, None where both count the same."""
        return self.sides.get(plane)


def leading_of(runner: User) -> Leading:
    """Return which side leads after the runner's newest check (three queries, one without any).

    Where every test that differs names the same side it leads everywhere; where they disagree,
    each leads in the plane of its own test, and in none that names both.
    """
    check = report.latest(runner)
    if check is None:
        return Leading()
    found = [one for one in report.findings(check) if one.verdict == Verdict.TWICE]
    named = {one.leading_side for one in found}
    if len(named) == 1:
        return Leading(dict.fromkeys(PLANES, Side(named.pop())), check.started_at)
    by_plane = {
        plane: {one.leading_side for one in found if one.assessment.plane == plane}
        for plane in PLANES
    }
    agreed = {plane: Side(*sides) for plane, sides in by_plane.items() if len(sides) == 1}
    return Leading(agreed, check.started_at)
