"""`manage.py check_mail`: tells whether anybody or anything is lost."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from bonus import conservation, instance


class Command(BaseCommand):
    """Count enrollments and mails, and fail when the books do not balance."""

    help = "Check that no subscriber and no mail is lost; exit code 1 when one is."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the counts and what was found."""
        balance = conservation.check(timezone.now())
        for title, counts in (
            ("enrollments", balance.enrollments),
            ("mails", balance.deliveries),
        ):
            parts = " + ".join(f"{count} {state}" for state, count in counts.items()) or "0"
            self.stdout.write(f"{title}: {sum(counts.values())} = {parts}")
        if reason := instance.alarm():
            self.stdout.write(f"stopped: no mail is sent: {reason}")
        for note in balance.notes:
            self.stdout.write(f"look at: {note}")
        if balance.errors:
            raise CommandError("Does not balance:\n" + "\n".join(balance.errors))
        self.stdout.write("Balanced.")
