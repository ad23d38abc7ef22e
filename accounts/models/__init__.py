"""The person, the mails that an account gets, where it was opened, and who looked."""

from accounts.models.audit import AuditEntry, SupportConsent
from accounts.models.devices import Device
from accounts.models.people import DataExport, Erasure, Letter, User, UserManager

__all__ = [
    "AuditEntry",
    "DataExport",
    "Device",
    "Erasure",
    "Letter",
    "SupportConsent",
    "User",
    "UserManager",
]
