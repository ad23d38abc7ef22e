"""Handing over: claimed mails are composed, declared, sent and written down, a few at a time.

A group shares one intent and one result, each a single statement; in between the journal knows
mail by mail what has begun. An intent is FRESH for a moment only: a group that is held up declares
itself again before its next mail, so that a reader who stopped meanwhile gets none, and a worker
that was frozen sends nothing that has been taken from it.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Self

from accounts.transport import Outcome, Sealed, Transport
from bonus import compose, intent, pacing, press, recovery, rules
from bonus.intent import Claim
from bonus.journal import Journal
from bonus.messages import Message
from bonus.models import Delivery
from bonus.results import record_all

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]
GROUP = 100
FRESH_SECONDS = 0.2


class Desk:
    """One run's connection to the mail server, its journal, and the forms of its mails."""

    def __init__(self, clock: Clock, ends: datetime | None = None) -> None:
        self.clock, self.ends = clock, ends
        self.transport, self.journal, self.press = Transport(), Journal(), press.Press()
        self.unreached: Outcome | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.transport.__exit__(*error)
        self.journal.__exit__(*error)

    def work(self, claims: Sequence[Claim]) -> Counter[str]:
        """Hand over what was claimed; return how many ended how."""
        counts: Counter[str] = Counter()
        if not claims:
            return counts
        mails = {mail.pk: mail for mail in self._load(claims)}
        held = [each for each in claims if each.pk in mails and mails[each.pk].fence == each.fence]
        held = [each for each in held if not rules.recall(mails[each.pk], self.clock())]
        counts["dropped"] = len(claims) - len(held)
        going, counts["put off"] = pacing.sort_out(held, mails, self.clock())
        for place in range(0, len(going), GROUP):
            if self.ends and place and self.clock() >= self.ends:
                recovery.give_back(going[place:])
                break
            rest = going[place:]
            self.unreached = self.transport.reach()
            if not self.unreached:
                group, rest = rest[:GROUP], rest[GROUP:]
                counts.update(self._hand_over([(each, mails[each.pk]) for each in group]))
            if self.unreached:
                recovery.release(rest, self.clock(), self.unreached.reason)
                break
        return +counts

    def _load(self, claims: Sequence[Claim]) -> list[Delivery]:
        """Read the mails of claims, and what composing needs of the steps only once."""
        rows = Delivery.objects.select_related("subscriber", "enrollment").filter(
            pk__in=[each.pk for each in claims], state=Delivery.State.CLAIMED
        )
        mails = list(rows)
        for mail in mails:
            if mail.enrollment and mail.step_id:
                mail.enrollment.subscriber = mail.subscriber
                mail.step = self.press.step(mail.step_id)
                if mail.enrollment.version_id == mail.step.version_id:
                    mail.enrollment.version = mail.step.version
        return mails

    def _hand_over(self, group: Sequence[tuple[Claim, Delivery]]) -> Counter[str]:
        """Hand over one group."""
        ready = [
            (each, mail, message)
            for each, mail in group
            if (message := self._compose(each, mail)) is not None
        ]
        counts = Counter({"dropped": len(group) - len(ready)})
        name = self.journal.open()
        self.journal.intends({(each.pk, each.fence) for each, *_ in ready})
        declared = time.monotonic()
        said = intent.declare([each for each, *_ in ready], name, self.clock())
        for each, mail, _ in ready:
            if each.pk not in said:
                recovery.skip(each, mail, self.clock())
        waiting = [one for one in ready if one[0].pk in said]
        ended: list[tuple[Delivery, int, Outcome]] = []
        while waiting:
            each, mail, message = waiting[0]
            if time.monotonic() - declared > FRESH_SECONDS:
                declared = time.monotonic()
                waiting = self._renew(waiting)
                continue
            outcome = self.unreached or self._send(each, message)
            mail.attempts += 1
            ended.append((mail, each.fence, outcome))
            if not outcome.reached:
                self.unreached = outcome  # provably none of the others left either
            waiting.pop(0)
        record_all(ended, self.clock())
        self.journal.settle({(each.pk, each.fence) for each, *_ in ready})
        pacing.learn(((mail, outcome) for mail, _, outcome in ended), self.clock())
        counts.update(outcome.verdict for *_, outcome in ended)
        counts["dropped"] += len(ready) - len(ended)
        return counts

    def _compose(self, each: Claim, mail: Delivery) -> Message | Sealed | None:
        """Return a mail ready to leave; None, and put off, when it cannot be made."""
        try:
            if (
                self.transport.speaks_smtp
                and mail.enrollment
                and mail.step
                and press.is_plain(mail)
            ):
                return self.press.print(mail, mail.enrollment, mail.step, self.clock())
            return compose.message(mail, self.clock())
        except Exception as error:
            logger.exception("delivery %s cannot be composed", each.pk)
            reason = f"{type(error).__name__}: {error}"
            recovery.cannot_compose(each, mail, reason, self.clock())
            return None

    def _send(self, each: Claim, message: Message | Sealed) -> Outcome:
        """Send one mail, with a line in the journal before and after."""
        self.journal.begin(each.pk, each.fence)
        outcome = self.transport.send(message)
        self.journal.answer(each.pk, each.fence, outcome)
        return outcome

    def _renew[M](
        self, waiting: list[tuple[Claim, Delivery, M]]
    ) -> list[tuple[Claim, Delivery, M]]:
        """Declare again what was held up; return what may still leave."""
        said = intent.renew([each for each, *_ in waiting], self.journal.id, self.clock())
        for each, mail, _ in waiting:
            if each.pk not in said:
                recovery.skip(each, mail, self.clock(), held=Delivery.State.SUBMITTING)
        return [one for one in waiting if one[0].pk in said]
