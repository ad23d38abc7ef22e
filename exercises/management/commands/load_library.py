"""Load the library's content files into the database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from exercises.library.errors import ContentError
from exercises.library.folder import read_library
from exercises.library.load import load
from exercises.vocabulary import CONTENT


class Command(BaseCommand):
    """Check every file first, then write all or nothing; a second run changes nothing."""

    help = (
        "Loads exercises, sources, articles, videos and programs from their files; safe to repeat."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take another folder, or the files' word over the editors'."""
        parser.add_argument("--path", type=Path, default=CONTENT, help="the content folder")
        parser.add_argument(
            "--force", action="store_true", help="take the files even where an editor changed a row"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say what changed."""
        try:
            library = read_library(options["path"])
            tallies = load(library, timezone.now(), force=options["force"])
        except ContentError as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        for tally in tallies:
            if options["verbosity"]:
                self.stdout.write(str(tally))
            for key in tally.kept:
                self.stdout.write(
                    f"  {key} was edited in the admin and stays as it is (--force takes the file)"
                )
