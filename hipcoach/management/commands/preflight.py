"""Check that the database and the broker answer, before anything starts."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from hipcoach import preflight


class Command(BaseCommand):
    """`manage.py preflight` exits with one sentence that names the variable at fault."""

    help = __doc__
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the checks."""
        preflight.check()
