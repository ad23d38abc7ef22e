"""What the bonus mail holds about a person, and what outlives them."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from accounts.privacy import Holding, Table, table
from bonus import people, preferences
from bonus.models import ConsentEvent, Delivery, Enrollment, MailEvent, Subscriber


def mail_tables(user: User) -> list[Table]:
    """Return the subscriptions of a person's verified addresses, with every mail."""
    mine = people.subscribers_of(user)
    subscribers = Subscriber.objects.filter(pk__in=[one.pk for one in mine])
    consent = ConsentEvent.objects.filter(subscriber__in=subscribers)
    enrolled = Enrollment.objects.filter(subscriber__in=subscribers)
    mails = Delivery.objects.filter(subscriber__in=subscribers).select_related("step")
    reports = MailEvent.objects.filter(delivery__subscriber__in=subscribers)
    return [
        table("Subscription", subscribers, "id", "address_hash", "link_version"),
        table("What you agreed to", consent, "id", "subscriber"),
        table("Series", enrolled.select_related("series", "version"), "id", "subscriber"),
        table("Mails", mails.order_by("created_at"), "id", "subscriber", "enrollment", "fence"),
        table("What mail servers said", reports, "id"),
    ]


def forget(user: User, now: datetime) -> None:
    """Erase the subscriptions of a person."""
    for subscriber in people.subscribers_of(user):
        preferences.erase(subscriber.pk, now)


MAIL = Holding(
    key="bonus-mail",
    title="The bonus mails",
    why="To send them to you, never twice, and to prove that you asked for them.",
    models=(
        "bonus.Subscriber",
        "bonus.ConsentEvent",
        "bonus.Enrollment",
        "bonus.Delivery",
        "bonus.MailEvent",
        "bonus.SubscriberImport",
    ),
    tables=mail_tables,
    erase=forget,
    stays=(
        "An address that must never be mailed again is remembered as a keyed hash, from which it "
        "cannot be read; so is what you had agreed to and when, as proof."
    ),
)
