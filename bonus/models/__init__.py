"""What the bonus mail remembers: people and consent, the series, and every mail."""

from bonus.models.deliveries import Delivery
from bonus.models.enrollments import Enrollment
from bonus.models.events import MailEvent
from bonus.models.people import ConsentEvent, Subscriber, Suppression
from bonus.models.sending import Allowance, DomainPace, Instance
from bonus.models.series import Series, SeriesVersion, Step

__all__ = [
    "Allowance",
    "ConsentEvent",
    "Delivery",
    "DomainPace",
    "Enrollment",
    "Instance",
    "MailEvent",
    "Series",
    "SeriesVersion",
    "Step",
    "Subscriber",
    "Suppression",
]
