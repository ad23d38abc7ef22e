"""Read mails that came back."""

from __future__ import annotations

import mailbox
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from bonus import bounces, consent, feedback
from bonus.models import Delivery


class Command(BaseCommand):
    """Take bounces, abuse reports and requests to stop into account, from a pipe or a mailbox."""

    help = (
        "Read one bounce from standard input (for a mail server's pipe), or all of a Maildir or "
        "mbox, whose mails are removed once they are read."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The mailbox, where there is one."""
        parser.add_argument("mailbox", nargs="?", type=Path, help="a Maildir folder or mbox file")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, note, and say how many were about mails of ours."""
        path: Path | None = options["mailbox"]
        if path is None:
            count, known = 1, int(self._note(sys.stdin.buffer.read(bounces.MOST_BYTES)))
        elif not path.exists():
            raise CommandError(f"{path}: there is no such mailbox.")
        else:
            count, known = self._read_all(path)
        if options["verbosity"]:
            self.stdout.write(f"{count} read, {known} of them reports about mails of ours.")

    def _read_all(self, path: Path) -> tuple[int, int]:
        box: Any = mailbox.Maildir(path) if path.is_dir() else mailbox.mbox(path)
        count = known = 0
        try:
            box.lock()
            for key in list(box.keys()):
                known += self._note(box.get_bytes(key))
                box.discard(key)
                count += 1
            box.flush()
        finally:
            box.close()
        return count, known

    def _note(self, raw: bytes) -> bool:
        if (mail := bounces.asks_to_stop(raw)) and (
            delivery := Delivery.objects.filter(pk=mail).first()
        ):
            consent.stop(delivery.subscriber_id, network="", now=timezone.now())
            return True
        report = bounces.read(raw)
        return report is not None and feedback.note(report, timezone.now())
