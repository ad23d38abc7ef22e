"""What a difference between left and right may mean, and when nothing may be said about it.

Rules: evidence brief 3.3. A difference is called worth training only where it is larger than the
test's own noise, the limb symmetry index is below 90, and the same side scored lower at two
sittings. The 90% mark comes from return to sport after knee surgery, where it predicted second
injuries poorly (Wellsandt 2017, 10.2519/jospt.2017.7285): it is a prompt and no pass mark. No study
found shows that reaching it on a home test prevents an injury, so no sentence here says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from training.assessments.protocols import Assessment

MARK = 90.0


class Reason(StrEnum):
    """Why no index is made."""

    NONE = ""
    SCORE = "This test is a score, so it has no index."
    PAIN = "A side stopped for pain, so the sides are not compared."
    ZERO = "Neither side reached a value."
    CAP = "Both sides reached the most that is counted."


@dataclass(frozen=True, slots=True)
class SideResult:
    """What one side reached: a value in the test's unit, or a choice; and whether pain ended it."""

    value: float | None = None
    choice: str = ""
    is_stopped_for_pain: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """Left beside right in one test at one sitting."""

    assessment: Assessment
    left: SideResult
    right: SideResult

    @property
    def is_comparable(self) -> bool:
        """Tell whether the sides may be compared at all."""
        return not (self.left.is_stopped_for_pain or self.right.is_stopped_for_pain)

    @property
    def difference(self) -> float:
        """Return left minus right; positive where left scored better.

        In the test's unit; in steps of the list for a choice. Fewer points are better.
        """
        left, right = (_rank(self.assessment, side) for side in (self.left, self.right))
        return left - right

    @property
    def lower_side(self) -> str:
        """Name the side that scored lower, "" where both did the same or cannot be compared."""
        if not (self.is_comparable and self.difference):
            return ""
        return "left" if self.difference < 0 else "right"

    @property
    def no_index(self) -> Reason:
        """Say why there is no index."""
        if not self.assessment.has_index:
            return Reason.SCORE
        if not self.is_comparable:
            return Reason.PAIN
        values = (self.left.value or 0.0, self.right.value or 0.0)
        if not max(values):
            return Reason.ZERO
        cap = self.assessment.cap
        return Reason.CAP if cap and min(values) >= cap else Reason.NONE

    @property
    def index(self) -> float | None:
        """Return the limb symmetry index: weaker / stronger x 100, from 0 to 100, or None."""
        if self.no_index:
            return None
        values = (self.left.value or 0.0, self.right.value or 0.0)
        return min(values) / max(values) * 100

    @property
    def index_spread(self) -> float | None:
        """Return the standard deviation of the index in points, where an error is published.

        100 x (TE / stronger) x sqrt(1 + (index / 100)^2), the ratio of two noisy numbers to first
        order (evidence brief 3.3).
        """
        error = self.assessment.typical_error
        if self.index is None or error is None:
            return None
        strong = max(self.left.value or 0.0, self.right.value or 0.0)
        return 100 * error / strong * sqrt(1 + (self.index / 100) ** 2)

    @property
    def is_outside_noise(self) -> bool:
        """Tell whether the difference is larger than one sitting differs from the next.

        Measured values must differ by more than the noise; points and steps of a list, which are
        whole, by at least as much.
        """
        if not self.is_comparable:
            return False
        gap, noise = abs(self.difference), self.assessment.noise
        return gap > noise if self.assessment.has_index else gap >= noise

    @property
    def is_notable(self) -> bool:
        """Tell whether this sitting alone shows a difference: outside the noise and below 90."""
        if not self.is_outside_noise:
            return False
        return not self.assessment.has_index or (self.index is not None and self.index < MARK)


def _rank(assessment: Assessment, side: SideResult) -> float:
    """Return a number that is larger where the side did better."""
    if assessment.method == "choice":
        return -float(list(assessment.choices).index(side.choice)) if side.choice else 0.0
    value = side.value or 0.0
    return -value if assessment.method == "points" else value


class Verdict(StrEnum):
    """What may be said."""

    INCOMPLETE = "incomplete"
    PAIN = "pain"
    SAME = "same"
    ONCE = "once"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict about a test, with the side that scored lower where there is one to name."""

    assessment: Assessment
    verdict: Verdict
    now: Comparison | None = None

    @property
    def leading_side(self) -> str:
        """Name the side that goes first in training, "" where none does."""
        return self.now.lower_side if self.now and self.verdict == Verdict.TWICE else ""

    @property
    def label(self) -> str:
        """Say the verdict in a few words."""
        return {
            Verdict.INCOMPLETE: "One side is missing",
            Verdict.PAIN: "Stopped for pain",
            Verdict.SAME: "No clear difference",
            Verdict.ONCE: "Test again to be sure",
            Verdict.TWICE: f"{self.leading_side.capitalize()} goes first",
        }[self.verdict]

    @property
    def sentence(self) -> str:
        """Say what was seen, what it may mean, and what it does not."""
        if self.now is None:
            return "Both sides are needed to compare them."
        if self.verdict == Verdict.PAIN:
            return f"{Reason.PAIN} Rest this test, and see a clinician if the pain stays."
        if self.verdict == Verdict.TWICE:
            side = self.leading_side
            return (
                f"{side.capitalize()} scored lower both times by more than this test usually "
                f"varies. We will let the {side} side lead. This does not mean injury."
            )
        if self.now.no_index == Reason.CAP:
            return f"{Reason.CAP} Train both sides the same."
        if self.verdict == Verdict.ONCE:
            return (
                f"{self.now.lower_side.capitalize()} scored lower this time by more than this test "
                "usually varies. Once is not enough to go by: test again in four weeks."
            )
        return f"{self._usually_varies} We see no clear difference. Train both sides the same."

    @property
    def _usually_varies(self) -> str:
        noise = self.assessment.noise
        if self.assessment.method == "choice":
            return "Judging by eye varies."
        return f"This test often varies by about {self.assessment.write(noise)}."


def find(assessment: Assessment, sittings: Sequence[Comparison | None]) -> Finding:
    """Return what may be said after some sittings, the newest first.

    None stands for a sitting at which a side was missing; it neither confirms nor refutes.
    """
    if not sittings or sittings[0] is None:
        return Finding(assessment, Verdict.INCOMPLETE)
    now = sittings[0]
    if not now.is_comparable:
        return Finding(assessment, Verdict.PAIN, now)
    if not now.is_notable:
        return Finding(assessment, Verdict.SAME, now)
    before = next((one for one in sittings[1:] if one is not None and one.is_comparable), None)
    is_repeated = before and before.is_notable and before.lower_side == now.lower_side
    return Finding(assessment, Verdict.TWICE if is_repeated else Verdict.ONCE, now)


def kept(assessment: Assessment, trials: Sequence[float]) -> float | None:
    """Return the value that counts of a side's trials, or None without any.

    The best of them, their mean, or the only one; never above the cap.
    """
    if not trials:
        return None
    value = sum(trials) / len(trials) if assessment.keep == "mean" else max(trials)
    return round(min(value, assessment.cap), 1) if assessment.cap else round(value, 1)
