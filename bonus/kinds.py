"""What mail of the series an account gets, in words."""

from __future__ import annotations

from accounts.models import User
from accounts.profile import MailKind
from bonus import people
from bonus.models import Subscriber


def series(user: User) -> str:
    """Say whether the videos come, and to which addresses."""
    mine = people.subscribers_of(user)
    active = [one.address for one in mine if one.state == Subscriber.State.ACTIVE]
    if not mine:
        return "You have not asked for them."
    return f"To {', '.join(active)}." if active else "Stopped."


SERIES = MailKind("Bonus videos", series, "bonus:mine", "Pause, pace, address, stop")
