"""Fill this copy with believable people; running it again replaces them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from hipcoach import preflight
from hipcoach.demo import people


class Command(BaseCommand):
    """`make demo`, beside a running copy."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the seed."""
        parser.add_argument("--seed", type=int, default=7, help="Another seed, other people.")

    def handle(self, *args: Any, seed: int, **options: Any) -> None:
        """Fill and print the sign-ins."""
        if settings.MODE == "production":
            raise CommandError("A production copy has real people; there is no demo for it.")
        preflight.check()
        people.fill(timezone.now(), seed)
        self.stdout.write(f"The demo is in. Sign in at {settings.SITE_URL}/accounts/login/ as")
        for who, name in people.PEOPLE.items():
            self.stdout.write(f"  {who}@{people.DOMAIN}  {people.password(who)}  ({name}, {who})")
