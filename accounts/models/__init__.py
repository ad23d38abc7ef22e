"""The person, the mails that an account gets, and where it was opened."""

from accounts.models.devices import Device
from accounts.models.people import DataExport, Erasure, Letter, User, UserManager

__all__ = ["DataExport", "Device", "Erasure", "Letter", "User", "UserManager"]
