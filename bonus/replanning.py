"""Planning anew: what waits moves to where its reader's newest choice puts it."""

from __future__ import annotations

from datetime import datetime

from bonus import schedule
from bonus.models import Delivery, Enrollment, Subscriber
from bonus.models.deliveries import WAITING


def replan(subscriber: Subscriber, now: datetime) -> None:
    """Plan the next mail by what the reader wants now, also one that waits as a row already.

    Call it in a transaction that holds the subscriber's lock. A mail that is being handed over
    stays as it is: what comes after it is planned when it has ended.
    """
    active = subscriber.enrollments.filter(state=Enrollment.State.ACTIVE, next_step__isnull=False)
    for enrollment in active.select_related("next_step__version", "version"):
        enrollment.subscriber = subscriber
        due = schedule.replanned(enrollment, now)
        mails = Delivery.objects.filter(enrollment=enrollment)
        set_aside = mails.filter(state__in=(*WAITING, Delivery.State.CLAIMED)).update(
            state=Delivery.State.SKIPPED,
            reason="planned anew, as its reader wished",
            lease_until=None,
            ended_at=now,
        )
        if set_aside or enrollment.next_due_at:
            Enrollment.objects.filter(pk=enrollment.pk).update(next_due_at=due)
