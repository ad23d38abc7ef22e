"""Checking what no single step of a series can know, for files and for drafts alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from accounts import facts
from bonus import conditions
from bonus.models.steps import StepContent

MAIN, BRANCH = StepContent.Kind.MAIN, StepContent.Kind.BRANCH


def problems(steps: Sequence[StepContent], rules: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with the steps of a series as a whole, each with its place."""
    return [*_key_problems(steps), *_order_problems(steps), *_rule_problems(steps, rules)]


def _key_problems(steps: Sequence[StepContent]) -> Iterator[str]:
    keys = [step.key for step in steps]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield f"steps: the key {key!r} is used twice"


def _order_problems(steps: Sequence[StepContent]) -> Iterator[str]:
    main = [step for step in steps if step.kind == MAIN]
    branches = {step.key for step in steps if step.kind == BRANCH}
    if steps and not main:
        yield "steps: at least one must be of kind main"
    if main and (main[0].delay_days or main[0].delay_hours):
        yield "steps: the first main step must have delay_days = 0"
    for step in main[1:]:
        if not (step.delay_days or step.delay_hours):
            yield (
                f"step {step.key}: delay_days: two mails need time between them, "
                "at least one day or one hour"
            )
    for step in main:
        for problem in conditions.branch_problems(step.conditions, branches):
            yield f"step {step.key}: conditions: {problem}"
    for step in steps:
        if step.kind == BRANCH and any(
            c.then == "branch" for c in conditions.read(step.conditions)
        ):
            yield f"step {step.key}: conditions: a branch step cannot branch"


def _rule_problems(steps: Sequence[StepContent], rules: Mapping[str, Any]) -> Iterator[str]:
    goal, when, key = (rules.get(name, "") for name in ("goal", "hold_when", "hold_step"))
    hours = rules.get("gap_hours", 24)
    if not 1 <= hours <= 14 * 24:
        yield f"series: gap_hours: must be from 1 to {14 * 24}, not {hours}"
    for problem in conditions.name_problems(goal) if goal else ():
        yield f"series: goal: {problem}"
    if when and when not in facts.known():
        names = ", ".join(sorted(facts.known()))
        yield f"series: hold_when: there is no fact {when!r} (known: {names})"
    if bool(when) is not bool(key):
        yield "series: hold_when and hold_step belong together"
    if key and key not in {step.key for step in steps if step.kind == BRANCH}:
        yield f"series: hold_step: there is no branch step {key!r}"
