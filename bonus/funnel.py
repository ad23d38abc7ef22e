"""The funnel: from opened pages to logged workouts, by week or month and by page.

Visits are sums without persons (`bonus.visits`); everything after that is counted from rows that
exist anyway. People stand in the period in which they signed up, whenever they did the rest, and
those who were imported are left out. Who was erased counts nowhere any more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Literal

from allauth.account.models import EmailAddress
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth, TruncWeek

from bonus.models import ConsentEvent, Subscriber, VisitCount
from bonus.visits import COUNTED
from bonus.watched import watchers

type Period = Literal["week", "month"]
type Users = Callable[[], QuerySet[Any]]

IMPORTED = "import"
_FACTS: dict[str, Users] = {}


def register(label: str, users: Users) -> None:
    """Add a stage that accounts reach; `users` returns their ids. Call it in `AppConfig.ready`.

    The floors do not know each other, so the project says what an account may have done.
    """
    _FACTS[label] = users


@dataclass
class Line:
    """One period, or one page: how many reached each stage. None is what nobody counts."""

    name: str
    counts: dict[str, int | None] = field(default_factory=dict)


def stages() -> list[str]:
    """Return the stages in order."""
    return ["Visited", "Signed up", "Confirmed", "Watched", "Made an account", *_FACTS]


def by_period(period: Period, now: datetime, count: int) -> list[Line]:
    """Return the last `count` weeks or months, the newest first."""
    cut = TruncWeek if period == "week" else TruncMonth
    begins = _begins(period, now.date(), count)
    visits: dict[date, int] = {}
    for row in (
        VisitCount.objects.filter(day__gte=begins[-1])
        .order_by()
        .annotate(period=cut("day"))
        .values("period")
        .annotate(n=Sum("visits"))
    ):
        visits[row["period"]] = row["n"]
    people = {
        row["period"].date(): row
        for row in _people(begins[-1])
        .annotate(period=cut("created_at"))
        .values("period")
        .annotate(**_counts())
    }
    return [
        _line(_name(period, begin), visits.get(begin, 0), people.get(begin, {})) for begin in begins
    ]


def by_page(period: Period, now: datetime, count: int) -> list[Line]:
    """Return the pages on which people signed up in that time, the most signups first."""
    since = _begins(period, now.date(), count)[-1]
    visits = dict(
        VisitCount.objects.filter(day__gte=since)
        .order_by()
        .values_list("page")
        .annotate(n=Sum("visits"))
    )
    people: dict[str, Any] = {
        row["source"]: row for row in _people(since).values("source").annotate(**_counts())
    }
    pages = sorted({*visits, *people}, key=lambda page: -people.get(page, {}).get("signed", 0))
    # Who signs up with one click of an account, or on an unknown page, was on no counted page.
    return [
        _line(page or "not known", visits.get(page, _uncounted(page)), people.get(page, {}))
        for page in pages
    ]


def _uncounted(page: str) -> int | None:
    """Return what a page has without a row: nought where visits of it are counted."""
    return 0 if page.partition("/")[0] in COUNTED else None


def _people(since: date) -> QuerySet[Subscriber]:
    return (
        Subscriber.objects.filter(created_at__date__gte=since)
        .exclude(source=IMPORTED)
        .order_by()
        .annotate(**_reached())
    )


def _reached() -> dict[str, Any]:
    """Return for each stage after signing up whether a person has reached it."""
    confirmed = ConsentEvent.objects.filter(
        subscriber=OuterRef("pk"), kind=ConsentEvent.Kind.CONFIRMED
    )
    own = EmailAddress.objects.filter(verified=True, email=OuterRef("address"))
    reached: dict[str, Any] = {"is_confirmed": Exists(confirmed), "has_account": Exists(own)}
    reached["has_watched"] = Q(pk__in=watchers())
    for index, users in enumerate(_FACTS.values()):
        reached[f"fact_{index}"] = Exists(own.filter(user__in=users()))
    return reached


def _counts() -> dict[str, Any]:
    counts: dict[str, Any] = {
        "signed": Count("pk"),
        "confirmed": Count("pk", filter=Q(is_confirmed=True)),
        "accounts": Count("pk", filter=Q(has_account=True)),
    }
    counts["watched"] = Count("pk", filter=Q(has_watched=True))
    for index in range(len(_FACTS)):
        counts[f"n_{index}"] = Count("pk", filter=Q(**{f"fact_{index}": True}))
    return counts


def _line(name: str, visits: int | None, row: Any) -> Line:
    values = [
        visits,
        row.get("signed", 0),
        row.get("confirmed", 0),
        row.get("watched", 0),
        row.get("accounts", 0),
        *(row.get(f"n_{index}", 0) for index in range(len(_FACTS))),
    ]
    return Line(name, dict(zip(stages(), values, strict=True)))


def _begins(period: Period, today: date, count: int) -> list[date]:
    """Return the first days of the last periods, the newest first."""
    if period == "week":
        monday = today - timedelta(days=today.weekday())
        return [monday - timedelta(weeks=back) for back in range(count)]
    months = [today.year * 12 + today.month - 1 - back for back in range(count)]
    return [date(month // 12, month % 12 + 1, 1) for month in months]


def _name(period: Period, begin: date) -> str:
    return f"{begin:%B %Y}" if period == "month" else f"Week of {begin}"
