"""The way of an account mail from a row to the mail server, so that a crash anywhere loses none.

Every change of state is one UPDATE that names the state and the claim it expects and then looks at
the count. Nothing here holds a transaction while a mail server is being talked to. The connection
is opened before a letter is claimed, so a server that is down claims nothing; a claim whose lease
ran out was being handed over, and nobody knows whether the letter left.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from email.utils import parseaddr
from uuid import UUID, uuid4

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db.models import F, Value
from django.db.models.functions import Concat

from accounts.models import Letter
from accounts.transport import Outcome, Transport

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]
State = Letter.State

BATCH = 50
BUDGET = timedelta(seconds=18)
LEASE = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=1)
OF_USE = timedelta(hours=24)  # its link is worthless later, and the person has asked again
KEPT = timedelta(days=7)

ENDS = {"accepted": State.SENT, "failed": State.FAILED, "uncertain": State.UNCERTAIN}


def put(message: EmailMessage, now: datetime) -> Letter:
    """Write a letter down, due at once; sending it is a worker's business."""
    pk = uuid4()
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    alternatives = message.alternatives if isinstance(message, EmailMultiAlternatives) else []
    return Letter.objects.create(
        id=pk,
        to=message.to[0],
        subject=str(message.subject)[:250],
        text=str(message.body),
        html=next((str(part) for part, kind in alternatives if kind == "text/html"), ""),
        # The same Message-ID however often it is tried, and no answer from out-of-office robots.
        headers={
            "Message-ID": f"<{pk}@{domain}>",
            "Auto-Submitted": "auto-generated",
            **message.extra_headers,
        },
        created_at=now,
        available_at=now,
    )


def run(clock: Clock) -> Counter[str]:
    """Send what is due for about BUDGET; return how many ended how.

    Any number of runs may go on at the same time, in any number of processes.
    """
    ends = clock() + BUDGET
    counts: Counter[str] = Counter()
    counts["uncertain"] += doubt(clock())
    counts["given up"] += give_up(clock())
    with Transport() as transport:
        while clock() < ends and (waiting := due(clock())):
            if unreached := transport.reach():
                logger.warning("account mail waits: %s", unreached.reason)
                counts["deferred"] += put_off(waiting, unreached.reason, clock())
                break
            for pk in waiting:
                if clock() >= ends:
                    break
                counts[send_one(pk, transport, clock)] += 1
    return +counts


def due(now: datetime) -> list[UUID]:
    """Return the letters to be sent now, the oldest first."""
    letters = Letter.objects.filter(
        state=State.DUE, available_at__lte=now, created_at__gt=now - OF_USE
    )
    return list(letters.order_by("created_at").values_list("pk", flat=True)[:BATCH])


def claim(pk: UUID, now: datetime) -> Letter | None:
    """Take one letter, just before it is sent; None when another worker has it or had it."""
    letter = Letter.objects.filter(pk=pk, state=State.DUE, created_at__gt=now - OF_USE).first()
    if letter is None:
        return None
    letter.state, letter.lease_until = State.CLAIMED, now + LEASE
    taken = Letter.objects.filter(
        pk=pk, state=State.DUE, available_at__lte=now, attempts=letter.attempts
    ).update(state=State.CLAIMED, lease_until=letter.lease_until, attempts=letter.attempts + 1)
    letter.attempts += 1
    return letter if taken else None


def send_one(pk: UUID, transport: Transport, clock: Clock) -> str:
    """Claim, send and record one letter; return the word under which it is counted."""
    letter = claim(pk, clock())
    if letter is None:
        return "taken"
    outcome = transport.send(compose(letter))
    return outcome.verdict if record(letter, outcome, clock()) else "lost"


def compose(letter: Letter) -> EmailMultiAlternatives:
    """Return the letter as a mail."""
    message = EmailMultiAlternatives(
        letter.subject, letter.text, to=[letter.to], headers=letter.headers
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    return message


def record(letter: Letter, outcome: Outcome, now: datetime) -> bool:
    """Write down what became of a claimed letter; False when the claim was lost meanwhile."""
    mine = Letter.objects.filter(pk=letter.pk, state=State.CLAIMED, attempts=letter.attempts)
    if outcome.verdict == "deferred":
        kept = mine.update(
            state=State.DUE,
            lease_until=None,
            available_at=now + wait(letter.attempts),
            reason=outcome.reason,
        )
    else:
        kept = mine.update(
            state=ENDS[outcome.verdict], lease_until=None, reason=outcome.reason, text="", html=""
        )
    if not kept:
        logger.error("letter %s was %s after its lease ran out", letter.pk, outcome.verdict)
    return bool(kept)


def put_off(waiting: Sequence[UUID], reason: str, now: datetime) -> int:
    """Let unclaimed letters wait, each for its own time; return how many."""
    count = 0
    for pk, attempts in Letter.objects.filter(pk__in=waiting).values_list("pk", "attempts"):
        count += Letter.objects.filter(pk=pk, state=State.DUE, attempts=attempts).update(
            attempts=attempts + 1, available_at=now + wait(attempts + 1), reason=reason
        )
    return count


def wait(attempts: int) -> timedelta:
    """Return how long a letter waits after so many attempts: 1, 2, 4 ... minutes, at most 1 h."""
    return min(timedelta(minutes=2 ** min(attempts - 1, 6)), LONGEST_WAIT)


def doubt(now: datetime) -> int:
    """End the claims whose lease ran out: their worker died or hangs, the letter may have left."""
    return Letter.objects.filter(state=State.CLAIMED, lease_until__lte=now).update(
        state=State.UNCERTAIN,
        lease_until=None,
        reason="The worker did not come back.",
        text="",
        html="",
    )


def give_up(now: datetime) -> int:
    """End the letters that could not be sent while they were of use."""
    return Letter.objects.filter(state=State.DUE, created_at__lte=now - OF_USE).update(
        state=State.FAILED,
        reason=Concat(Value("Not sent within 24 hours. "), F("reason")),
        text="",
        html="",
    )


def purge(now: datetime) -> int:
    """Delete the letters of more than a week ago; return how many."""
    return Letter.objects.filter(created_at__lte=now - KEPT).delete()[0]
