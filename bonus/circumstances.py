"""Circumstances: which conditions hold of which readers, asked for many at once.

Each name is looked up once for a whole batch, when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from uuid import UUID

from accounts import facts
from bonus.conditions import NOT, is_about_health
from bonus.models import Enrollment, Step, Watch
from bonus.readers import users_of
from bonus.wording import PAIN_WORDING


class Circumstances:
    """What holds, at `now`, of enrollments whose subscriber and next step are loaded."""

    def __init__(self, enrollments: Sequence[Enrollment], now: datetime) -> None:
        self.enrollments = enrollments
        self.now = now
        self._holding: dict[str, set[UUID]] = {}

    def holds(self, name: str, enrollment: Enrollment) -> bool:
        """Tell whether a condition, or with "not " in front its opposite, holds of one of them.

        What is about health is neither true nor false of a reader who did not agree to its use.
        """
        plain = name.removeprefix(NOT)
        if is_about_health(plain) and not agreed(enrollment):
            return False
        if plain not in self._holding:
            self._holding[plain] = self._look_up(plain)
        return (enrollment.pk in self._holding[plain]) is not name.startswith(NOT)

    def moment(self, name: str, enrollment: Enrollment) -> datetime | None:
        """Return when a fact last came true of one of them; None where it does not hold."""
        user = self.users.get(enrollment.subscriber_id)
        if user is None or (is_about_health(name) and not agreed(enrollment)):
            return None
        return facts.known()[name].when([user], self.now).get(user)

    @cached_property
    def users(self) -> dict[UUID, int]:
        """The users whose verified address is the subscriber's, by subscriber."""
        return users_of([enrollment.subscriber for enrollment in self.enrollments])

    def _look_up(self, name: str) -> set[UUID]:
        if name == "has_account":
            return {each.pk for each in self.enrollments if each.subscriber_id in self.users}
        if name == "watched_previous_video":
            return self._watched()
        # A fact that its app no longer tells holds of nobody.
        fact = facts.known().get(name)
        true = fact.when(list(self.users.values()), self.now) if fact and self.users else {}
        return {each.pk for each in self.enrollments if self.users.get(each.subscriber_id) in true}

    def _watched(self) -> set[UUID]:
        watches = Watch.objects.filter(enrollment__in=self.enrollments, finished_at__lte=self.now)
        finished = set(watches.values_list("enrollment_id", "step_key"))
        before: dict[int | None, str] = {}
        found = set()
        for each in self.enrollments:
            if each.next_step_id not in before:
                before[each.next_step_id] = _key_before(each.next_step)
            if (each.pk, before[each.next_step_id]) in finished:
                found.add(each.pk)
        return found


def agreed(enrollment: Enrollment) -> bool:
    """Tell whether a reader's yes to the use of pain scores stands, to the present wording."""
    return enrollment.subscriber.pain_wording == PAIN_WORDING


def _key_before(step: Step | None) -> str:
    """Return the key of the main step before one, "" before the first."""
    if step is None:
        return ""
    before = step.version.main_steps().filter(order__lt=step.order).last()
    return before.key if before else ""
