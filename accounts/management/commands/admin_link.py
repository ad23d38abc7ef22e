"""Make somebody an admin and print the one-time link under which they choose a password."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from accounts.admin_access import FIRST_ADMIN, make_admin, one_time_link


class Command(BaseCommand):
    """`manage.py admin_link you@example.com`."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address."""
        parser.add_argument("email", nargs="?", default=FIRST_ADMIN)

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        """Print the link."""
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email!r} is not an email address.") from error
        self.stdout.write(one_time_link(make_admin(email)))
