"""Whose database this is: a restored copy must not mail people a second time.

Every installation has a token: INSTANCE_TOKEN, where several hosts send for one site, or else one
that was made once and lies in HIPCOACH_VAR/state. The database names the token of the installation
that sends from it, and a tide that rises before every batch. How high it stood is kept outside the
database too, on each host and in the cache.

| the database | what it is | |
| --- | --- | --- |
| names another token | a copy, brought to another place | this installation sends nothing |
| stands lower than we saw it | an older copy, put back here | nobody sends, on any host |
| tells a time minutes from ours | a clock that jumped, here or there | this host sends nothing |

`manage.py adopt_database` takes such a database over deliberately. A cache that was emptied and a
host that has forgotten only make the marks fewer; one that remembers is enough.
"""

from __future__ import annotations

import json
import logging
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Coalesce

from bonus.models import Delivery, Instance, Subscriber
from bonus.models.deliveries import OPEN

logger = logging.getLogger(__name__)

OFF_SECONDS = 120
ADOPT = "Run `manage.py adopt_database` if it is to send from now on."
COPY = (
    f"this database belongs to another installation. {ADOPT} Hosts that send for one site "
    "have the same INSTANCE_TOKEN."
)
OLDER = f"this is an older copy of the database than the one mail was last sent from. {ADOPT}"


@dataclass(frozen=True)
class State:
    """What an installation remembers outside the database."""

    token: str
    tide: int
    at: datetime | None = None  # when the tide last rose


def refusal(now: datetime) -> str:
    """Return why no mail may be sent from this database; empty when it may.

    A database that nobody sends from yet becomes ours; that an older copy was put back is written
    into it, so that all hosts stop.
    """
    own = remembered()
    reason = alarm(own)
    if reason == OLDER:
        Instance.objects.filter(pk=Instance.ONLY, token=own.token, stopped_at=None).update(
            stopped_at=now, reason=reason
        )
    elif not reason:
        row, _ = Instance.objects.get_or_create(
            pk=Instance.ONLY, defaults={"token": own.token, "tide": own.tide}
        )
        if row.tide > own.tide:
            _remember(State(own.token, row.tide, now))
    return reason


def alarm(own: State | None = None) -> str:
    """Return why no mail may be sent from this database, and change nothing."""
    own = own or remembered(make=False)
    if off := clocks_apart():
        return f"this machine's clock and the database's are {off:.0f} seconds apart."
    row = Instance.objects.filter(pk=Instance.ONLY).first()
    if row is None:
        return OLDER if own.tide and _holds_people_from_before(own) else ""
    if own.token and row.token != own.token:  # a host that never sends has none
        return COPY
    if row.stopped_at:
        return row.reason
    return OLDER if row.tide < own.tide else ""


def rise(now: datetime) -> bool:
    """Raise the tide before a batch leaves; False when this database may not be sent from."""
    own = remembered()
    ours = Instance.objects.filter(
        pk=Instance.ONLY, token=own.token, stopped_at=None, tide__gte=own.tide
    )
    if not ours.update(tide=F("tide") + 1):
        return False
    _remember(State(own.token, Instance.objects.get(pk=Instance.ONLY).tide, now))
    return True


def adopt(now: datetime) -> None:
    """Take this database as our own, whatever it says: we send from it from now on."""
    own = remembered()
    Instance.objects.get_or_create(pk=Instance.ONLY, defaults={"token": own.token})
    row = Instance.objects.get(pk=Instance.ONLY)
    tide = max(row.tide, own.tide) + 1
    Instance.objects.filter(pk=row.pk).update(
        token=own.token, tide=tide, stopped_at=None, reason=""
    )
    _remember(State(own.token, tide, now))
    logger.warning("mail is sent from this database from now on, as of %s", now)


def count_as_sent(now: datetime) -> int:
    """End every mail of a series that is due or open as one that may have left; return how many.

    They are in doubt and stay so: nothing sends them again but a person.
    """
    from bonus import delivery
    from bonus.results import end

    while delivery.plan(now):
        pass
    count = 0
    mails = Delivery.objects.filter(kind=Delivery.Kind.STEP, state__in=OPEN)
    for mail in mails.select_related("subscriber", "enrollment__subscriber", "step").iterator():
        count += end(
            mail,
            mail.fence,
            held=mail.state,
            state=Delivery.State.UNCERTAIN,
            reason="may have left before this copy was put back",
            now=now,
        )
        Delivery.objects.filter(pk=mail.pk, state=Delivery.State.UNCERTAIN).update(
            doubts=F("doubts") + 1, submitted_at=Coalesce("submitted_at", Value(now))
        )
    return count


def _holds_people_from_before(own: State) -> bool:
    """Tell an older copy, from before it named anybody, from a database that was begun anew.

    In the copy mails have left, or there are people who were there when we last sent.
    """
    if Delivery.objects.filter(submitted_at__isnull=False).exists():
        return True
    people = Subscriber.objects.all()
    return (people.filter(created_at__lt=own.at) if own.at else people).exists()


def clocks_apart() -> float:
    """Return by how many seconds the database's clock differs from ours, if it is too many."""
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        apart = abs(float(cursor.fetchone()[0]) - wall_clock())
    return apart if apart > OFF_SECONDS else 0.0


def wall_clock() -> float:
    """Return this machine's time in seconds."""
    return time.time()


def remembered(*, make: bool = True) -> State:
    """Return our token, made on first use, and the highest tide that anybody here has seen."""
    kept: dict[str, object] = {}
    with suppress(FileNotFoundError, ValueError):
        kept = json.loads(_file().read_text())
    token = settings.INSTANCE_TOKEN or str(kept.get("token") or (_make_token() if make else ""))
    known = [kept] if kept.get("token") == token else []
    with suppress(Exception):  # the cache only helps
        known.append(json.loads(cache.get(_cache_key(token)) or "{}"))
    tide = max((int(str(one.get("tide", 0))) for one in known), default=0)
    moments = [datetime.fromisoformat(str(one["at"])) for one in known if one.get("at")]
    return State(token, tide, max(moments, default=None))


def _make_token() -> str:
    """Make a token and keep it; where two processes do so at once, one of the two is kept."""
    path = _file()
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    made.write_text(json.dumps({"token": secrets.token_hex(16), "tide": 0}))
    with suppress(FileExistsError):
        path.hardlink_to(made)
    made.unlink()
    return str(json.loads(path.read_text())["token"])


def _remember(state: State) -> None:
    path = _file()
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    moment = state.at and state.at.isoformat()
    words = json.dumps({"token": state.token, "tide": state.tide, "at": moment})
    made.write_text(words)
    made.replace(path)
    with suppress(Exception):  # as above
        cache.set(_cache_key(state.token), words, None)


def _cache_key(token: str) -> str:
    return f"bonus.tide.{token}"


def _file() -> Path:
    return Path(settings.STATE_DIR) / "instance.json"
