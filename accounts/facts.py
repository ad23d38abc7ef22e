"""Facts about people, told by the apps that know them to whoever asks.

Each app registers its facts in its `AppConfig.ready`; apps of the same floor thereby hear of each
other's facts without importing each other. A fact is asked for many people at once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

# When the fact last came true, by the id of the user; who is missing, of them it does not hold.
type Moments = Mapping[int, datetime]

_facts: dict[str, Fact] = {}


@dataclass(frozen=True, slots=True)
class Fact:
    """One yes-or-no fact: `when` is asked about the users of these ids, at a time.

    `says` ends the sentence "the reader ..."; `about_health` marks a fact that may be used for
    nothing but what the person has agreed to.
    """

    name: str
    says: str
    when: Callable[[Collection[int], datetime], Moments]
    about_health: bool = False


def register(fact: Fact) -> None:
    """Add a fact; a second one of the same name takes its place."""
    _facts[fact.name] = fact


def known() -> Mapping[str, Fact]:
    """Return all facts by name."""
    return _facts
