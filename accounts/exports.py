"""A copy of everything we hold about a person, as one archive: made by a worker, gone after a week.

The archive has one JSON file for each holding of `accounts.privacy`, and `read-me.txt`. A claim is
one UPDATE with a lease, so that two workers never make the same one, and a killed one is followed.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from accounts import outbox, privacy
from accounts.models import DataExport, User
from accounts.notices import notice

Clock = Callable[[], datetime]
State = DataExport.State
LEASE = timedelta(minutes=15)

READ_ME = """What HipCoach holds about {email}, as of {now:%Y-%m-%d %H:%M} UTC.

One file for each kind of data, as JSON: tables with their names, and rows with the names of their
columns. Times are in UTC (ISO 8601), amounts in the unit that the column names.

{holdings}
"""


def ask(user: User, now: datetime) -> DataExport:
    """Order a copy; one that is on its way or was made in the last hour is not made again."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        recent = Q(state__in=(State.WAITING, State.MAKING)) | Q(
            ready_at__gt=now - timedelta(hours=1)
        )
        found = DataExport.objects.filter(recent, user=user).first()
        return found or DataExport.objects.create(user=user, asked_at=now)


def run(clock: Clock) -> int:
    """Make what waits; return how many were made."""
    made = 0
    while export := claim(clock()):
        make(export, clock())
        made += 1
    return made


def claim(now: datetime) -> DataExport | None:
    """Take the oldest that waits, or whose worker is gone."""
    free = Q(state=State.WAITING) | Q(state=State.MAKING, lease_until__lt=now)
    for export in DataExport.objects.filter(free).order_by("asked_at"):
        taken = DataExport.objects.filter(free, pk=export.pk)
        if taken.update(state=State.MAKING, lease_until=now + LEASE):
            return export
    return None


def make(export: DataExport, now: datetime) -> None:
    """Write the archive and tell its owner, unless they are gone meanwhile."""
    export.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = export.path.with_suffix(".part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            _fill(archive, export.user, now)
        part.replace(export.path)
    finally:
        part.unlink(missing_ok=True)
    with transaction.atomic():
        making = DataExport.objects.filter(pk=export.pk, state=State.MAKING)
        if not making.update(state=State.READY, ready_at=now, lease_until=None):
            export.remove_file()
            return
        outbox.put(_letter(export), now)


def _fill(archive: zipfile.ZipFile, user: User, now: datetime) -> None:
    said = []
    for holding in privacy.holdings():
        tables = {table.name: list(table.rows) for table in holding.tables(user)}
        words = json.dumps(tables, cls=DjangoJSONEncoder, indent=2, ensure_ascii=False)
        archive.writestr(f"{holding.key}.json", words)
        said.append(f"{holding.key}.json: {holding.title}. {holding.why}")
    words = READ_ME.format(email=user.email, now=now, holdings="\n".join(said))
    archive.writestr("read-me.txt", words)


def _letter(export: DataExport) -> EmailMessage:
    link = f"{settings.SITE_URL}{reverse('accounts:privacy')}"
    return notice(
        export.user.email,
        "Your data is ready",
        [
            (
                "You asked for a copy of everything that HipCoach holds about you. It waits on "
                f"your privacy page for {DataExport.KEPT.days} days; you sign in to open it."
            ),
            "Not you? Then somebody can get into your account. Change your password.",
        ],
        button="Open my privacy page",
        link=link,
        preview="It waits on your privacy page for a week.",
    )


def purge(now: datetime) -> int:
    """Delete archives that are over a week old; return how many."""
    old = list(DataExport.objects.filter(ready_at__lt=now - DataExport.KEPT))
    for export in old:
        export.remove_file()
        export.delete()
    return len(old)
