"""What is answered to each item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from training.offline.body import Line
from training.offline.merge import Status


@dataclass(slots=True)
class Result:
    """What became of one item; `notice` is for the runner to see, `kept` what the log has now."""

    line: Line
    status: Status = Status.REFUSED
    reason: str = ""
    notice: str = ""
    kept: dict[str, Any] | None = None

    def refuse(self, reason: str) -> None:
        """Say why the item is not taken."""
        self.status, self.reason = Status.REFUSED, reason

    @property
    def shape(self) -> dict[str, Any]:
        """Return it as JSON."""
        shape: dict[str, Any] = {
            "kind": self.line.kind,
            "id": self.line.id,
            "status": self.status.value,
            "reason": self.reason,
        }
        if self.notice:
            shape["notice"] = self.notice
        if self.kept is not None:
            shape["kept"] = self.kept
        return shape
