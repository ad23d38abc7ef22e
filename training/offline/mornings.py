"""Mornings as phones send them: one answer a day, the later one stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from accounts.models import User
from training.days import local_day, zone_of
from training.models import MorningPain
from training.offline.body import AHEAD
from training.offline.items import MorningItem
from training.offline.merge import Status
from training.offline.results import Result
from training.offline.sets import NO_CONSENT

TO_COME = "This morning is still to come."


def take(
    runner: User, sent: Sequence[tuple[Result, MorningItem]], now: datetime, *, consent: bool
) -> None:
    """Merge mornings and write them (two queries)."""
    if not sent:
        return
    days = {item.day for _, item in sent}
    stored = {row.day: row for row in MorningPain.objects.filter(runner=runner, day__in=days)}
    today = local_day(now + AHEAD, zone_of(runner))
    changed: set[date] = set()
    for result, item in sent:
        if item.day > today:
            result.refuse(TO_COME)
            continue
        score = item.score if consent else None
        if item.score is not None and not consent:
            result.reason = NO_CONSENT
        row = stored.get(item.day)
        # No score is an answer too; at one moment, a number says more.
        said = (item.edited_at, -1 if score is None else score)
        before = row and (row.at, -1 if row.score is None else row.score)
        if before and said <= before:
            result.status = Status.SAME if said == before else Status.OLDER
            continue
        row = row or MorningPain(runner=runner, day=item.day)
        row.score, row.at = score, item.edited_at.astimezone(UTC)
        stored[item.day] = row
        changed.add(item.day)
        result.status = Status.SAVED
    MorningPain.objects.bulk_create([stored[day] for day in changed if stored[day].pk is None])
    MorningPain.objects.bulk_update(
        [stored[day] for day in changed if stored[day].pk is not None], ["score", "at"]
    )
