"""Draw the movements of the library as contact sheets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from PIL.Image import Image

from exercises import drawings
from exercises.figure.model import Figure
from exercises.figure.sheet import pages, strip


class Command(BaseCommand):
    """One strip for each camera of each figure: start, middle and end of every move."""

    help = "Draws the figures, moment by moment, into PNG files to be looked at."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folder, and which figures to draw in which way."""
        parser.add_argument("folder", type=Path, help="where sheet-01.png and so on are written")
        parser.add_argument("slugs", nargs="*", help="exercises; all of them by default")
        parser.add_argument("--per-page", type=int, default=8, help="strips on one page")
        parser.add_argument("--side", choices=drawings.SIDES, default="right")
        parser.add_argument("--card", action="store_true", help="cropped as on the cards")
        parser.add_argument("--dark", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Draw, write, and say where it is."""
        if options["per_page"] < 1:
            raise CommandError("A page holds at least one strip.")
        figures = [self._figure(slug) for slug in options["slugs"] or sorted(drawings.slugs())]
        options["folder"].mkdir(parents=True, exist_ok=True)
        for number, page in enumerate(pages(self._strips(figures, options), options["per_page"])):
            path = options["folder"] / f"sheet-{number + 1:02}.png"
            page.save(path)
            self.stdout.write(str(path))

    def _figure(self, slug: str) -> Figure:
        if (figure := drawings.shipped(slug)) is None:
            raise CommandError(f"There is no figure of {slug!r}.")
        return figure

    def _strips(self, figures: list[Figure], options: dict[str, Any]) -> Iterator[Image]:
        crop = drawings.CROPS["card" if options["card"] else ""]
        for figure in figures:
            for camera in figure.cameras:
                yield strip(figure, camera, options["side"], dark=options["dark"], crop=crop)
