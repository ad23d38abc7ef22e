"""What the bonus mail remembers: people and consent, the series, and every mail."""

from bonus.models.brakes import Brake, StepPause
from bonus.models.deliveries import Delivery
from bonus.models.drafts import DraftStep, SeriesDraft
from bonus.models.enrollments import Enrollment
from bonus.models.events import MailEvent
from bonus.models.people import ConsentEvent, Subscriber, Suppression
from bonus.models.series import Series, SeriesVersion
from bonus.models.steps import Step
from bonus.models.watches import Watch

__all__ = [
    "Brake",
    "ConsentEvent",
    "Delivery",
    "DraftStep",
    "Enrollment",
    "MailEvent",
    "Series",
    "SeriesDraft",
    "SeriesVersion",
    "Step",
    "StepPause",
    "Subscriber",
    "Suppression",
    "Watch",
]
