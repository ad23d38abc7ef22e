"""What the bonus mail remembers: people and consent, the series, and every mail."""

from bonus.models.deliveries import Delivery
from bonus.models.enrollments import Enrollment
from bonus.models.events import MailEvent
from bonus.models.imports import LineOutcome, Start, SubscriberImport, SubscriberImportLine
from bonus.models.people import ConsentEvent, Erasure, Subscriber, Suppression
from bonus.models.sending import Allowance, DomainPace, Instance
from bonus.models.series import Series, SeriesVersion, Step
from bonus.models.visits import VisitCount

__all__ = [
    "Allowance",
    "ConsentEvent",
    "Delivery",
    "DomainPace",
    "Enrollment",
    "Erasure",
    "Instance",
    "LineOutcome",
    "MailEvent",
    "Series",
    "SeriesVersion",
    "Start",
    "Step",
    "Subscriber",
    "SubscriberImport",
    "SubscriberImportLine",
    "Suppression",
    "VisitCount",
]
