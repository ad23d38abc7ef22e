"""Give each role its rights and no others."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from hipcoach import roles


class Command(BaseCommand):
    """`manage.py load_roles`, after `migrate`."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Load them."""
        for name, count in roles.load().items():
            self.stdout.write(f"{name}: {count} rights changed")
