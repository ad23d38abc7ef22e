"""`manage.py adopt_database`: sends from this database from now on, whatever it was before."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from bonus import instance
from bonus.models import Delivery, Enrollment
from bonus.models.deliveries import OPEN

BEFORE = """\
Whoever left, complained or was mailed after this copy was made is not known here.
{due} people are due for a mail and {open} mails are on their way, as this copy has it.
Say with which of the two they are to go on:
  adopt_database --send      send them: who got them already gets them twice
  adopt_database --as-sent   count them as sent, in doubt: nobody gets one twice, and you can
                             send those again that did not leave, one by one, in the admin"""


class Command(BaseCommand):
    """Take a restored or copied database over deliberately."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for the one decision that nobody else can make."""
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument("--send", action="store_true", help="Send what is due.")
        choice.add_argument("--as-sent", action="store_true", help="Count what is due as sent.")

    def handle(self, *args: Any, send: bool, as_sent: bool, **options: Any) -> None:
        """Adopt, or say what that would mean."""
        now = timezone.now()
        if not (send or as_sent):
            reason = instance.alarm() or "this database is already ours: nothing is stopped."
            self.stdout.write(reason)
            raise CommandError(
                BEFORE.format(
                    due=Enrollment.objects.due(now).count(),
                    open=Delivery.objects.filter(state__in=OPEN).count(),
                )
            )
        if as_sent:
            self.stdout.write(f"{instance.count_as_sent(now)} mails are counted as sent.")
        instance.adopt(now)
        self.stdout.write("Mail is sent from this database from now on.")
