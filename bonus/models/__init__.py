"""What the bonus mail remembers: people and consent, the series, and every mail."""

from bonus.models.brakes import Brake, StepPause
from bonus.models.deliveries import Delivery
from bonus.models.drafts import DraftStep, SeriesDraft
from bonus.models.enrollments import Enrollment
from bonus.models.events import MailEvent
from bonus.models.imports import LineOutcome, Start, SubscriberImport, SubscriberImportLine
from bonus.models.people import ConsentEvent, Erasure, Subscriber, Suppression
from bonus.models.sending import Allowance, DomainPace, Instance
from bonus.models.series import Series, SeriesVersion
from bonus.models.steps import Step
from bonus.models.visits import VisitCount
from bonus.models.watches import Watch

__all__ = [
    "Allowance",
    "Brake",
    "ConsentEvent",
    "Delivery",
    "DomainPace",
    "DraftStep",
    "Enrollment",
    "Erasure",
    "Instance",
    "LineOutcome",
    "MailEvent",
    "Series",
    "SeriesDraft",
    "SeriesVersion",
    "Start",
    "Step",
    "StepPause",
    "Subscriber",
    "SubscriberImport",
    "SubscriberImportLine",
    "Suppression",
    "VisitCount",
    "Watch",
]
