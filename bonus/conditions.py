"""Conditions: what a step may depend on, and what then becomes of it.

A condition has a name: one of `OWN`, which the mails know themselves, or a fact that another app
registered (`accounts/facts.py`). `not NAME` is its opposite. A step holds a list of conditions,
checked in order when its mail is due; the first that holds decides:

    skip    the step is passed over, the next one waits its own delay from then
    wait    it waits, a day at a time, at most `days`; then it is sent, or passed over
            if `otherwise` says "skip"
    branch  the mail of the branch step `to` comes first, once; then the series goes on here
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from accounts import facts

OWN: Mapping[str, str] = {
    "has_account": "has an account",
    "watched_previous_video": "has watched the video before this one to its end",
}
NOT = "not "
OUTCOMES = ("skip", "wait", "branch")
MOST_DAYS = 30


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a step: all of `names` must hold; each may begin with "not "."""

    names: tuple[str, ...]
    then: Literal["skip", "wait", "branch"]
    days: int = 0
    otherwise: Literal["send", "skip"] = "send"
    to: str = ""

    def __str__(self) -> str:
        return f"{self.then} if {' and '.join(self.names)}"


def known() -> dict[str, str]:
    """Return every name with words that end the sentence "the reader ..."."""
    return {**OWN, **{name: fact.says for name, fact in facts.known().items()}}


def is_about_health(name: str) -> bool:
    """Tell whether a name may be used only of readers who agreed to that."""
    fact = facts.known().get(name.removeprefix(NOT))
    return fact is not None and fact.about_health


def name_problems(name: str) -> list[str]:
    """Return what is wrong with one name, one sentence each; empty when all is well."""
    if name.removeprefix(NOT) in known():
        return []
    return [f"there is no condition {name!r} (known: {', '.join(sorted(known()))})"]


def read(raw: Any) -> list[Condition]:
    """Return the conditions of a step, which `condition_problems` found nothing wrong with."""
    return [
        Condition(
            names=tuple(_names(entry["if"])),
            then=entry["then"],
            days=entry.get("days", 0),
            otherwise=entry.get("otherwise", "send"),
            to=entry.get("to", ""),
        )
        for entry in raw
    ]


def condition_problems(raw: Any) -> list[str]:
    """Return what is wrong with a step's conditions, one sentence each, with their place."""
    if not isinstance(raw, list):
        return ["must be a list of conditions"]
    return [
        f"condition {number}: {problem}"
        for number, entry in enumerate(raw, start=1)
        for problem in _problems(entry)
    ]


def branch_problems(raw: Any, branches: Collection[str]) -> list[str]:
    """Return which conditions branch to a step that is none of these branch steps."""
    return [
        f"condition {number}: to: there is no branch step {condition.to!r}"
        for number, condition in enumerate(read(raw), start=1)
        if condition.then == "branch" and condition.to not in branches
    ]


def _problems(entry: Any) -> Iterator[str]:
    if not isinstance(entry, dict):
        yield "must be a table with `if` and `then`"
        return
    names = _names(entry.get("if"))
    if not names:
        yield "if: must be a name or a list of names"
    for name in names:
        yield from (f"if: {problem}" for problem in name_problems(name))
    then = entry.get("then")
    if then not in OUTCOMES:
        yield f"then: must be one of {', '.join(OUTCOMES)}, not {then!r}"
    allowed = {
        "skip": {"if", "then"},
        "wait": {"if", "then", "days", "otherwise"},
        "branch": {"if", "then", "to"},
    }.get(str(then), set(entry))
    for name in sorted(entry.keys() - allowed):
        yield f"{name}: does not belong to {then!r}"
    days = entry.get("days")
    if then == "wait" and not (type(days) is int and 1 <= days <= MOST_DAYS):
        yield f"days: must be a whole number from 1 to {MOST_DAYS}"
    if then == "wait" and entry.get("otherwise", "send") not in ("send", "skip"):
        yield "otherwise: must be send or skip"
    if then == "branch" and not (isinstance(entry.get("to"), str) and entry["to"]):
        yield "to: must be the key of a branch step"


def _names(value: Any) -> list[str]:
    if isinstance(value, str) and value:
        return [value]
    is_list = isinstance(value, list) and all(isinstance(name, str) and name for name in value)
    return list(value) if is_list else []
