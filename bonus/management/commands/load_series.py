"""`manage.py load_series`: publish the series files as new versions where they changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from bonus import series_files


class Command(BaseCommand):
    """Load every series file, or those named."""

    help = "Load the mail series from bonus/content/; a changed file becomes a new version."

    def add_arguments(self, parser: CommandParser) -> None:
        """Files to load instead of the house's own."""
        parser.add_argument("files", nargs="*", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Check every file first, then load all or nothing."""
        paths = options["files"] or sorted(series_files.FOLDER.glob("*.toml"))
        try:
            results = series_files.load_all(paths, timezone.now())
        except series_files.ContentError as error:
            raise CommandError(str(error)) from error
        for version, is_new in results if options["verbosity"] else ():
            self.stdout.write(f"{version}: {'published' if is_new else 'unchanged'}.")
