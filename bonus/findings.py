"""What a check of our mail's chances needs and finds."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

type Verdict = Literal["good", "mind", "bad", "unknown"]


class NoAnswerError(Exception):
    """DNS did not answer in time, or not properly: nothing is known."""


class Resolver(Protocol):
    """Asks DNS."""

    def ask(self, name: str, kind: str) -> list[str]:
        """Return records as text, none where there are none; raise NoAnswerError."""


@dataclass(frozen=True)
class Sender:
    """Who sends, as the settings say."""

    domain: str  # of the visible From
    envelope: str  # of the return address; empty where a provider has its own
    server: str  # host of the mail server; empty where a provider sends
    uses_tls: bool
    selector: str  # of the DKIM key; empty where not known
    site: str  # the address that links begin with
    hears_bounces: bool


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: what is so, and what to do where it is not good."""

    title: str
    verdict: Verdict
    says: str
    todo: str = ""


@dataclass
class Report:
    """What was found, when."""

    at: datetime
    findings: list[Finding] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values, for the cache."""
        return {"at": self.at.isoformat(), "findings": [asdict(one) for one in self.findings]}

    @classmethod
    def of(cls, data: dict[str, Any]) -> Report:
        """Read what `as_json` wrote."""
        findings = [Finding(**one) for one in data["findings"]]
        return cls(datetime.fromisoformat(data["at"]), findings)
