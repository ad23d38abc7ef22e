"""Render the film of a storyboard, or say which films are out of date."""

from __future__ import annotations

import time
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from exercises.film import shelf
from exercises.film.errors import FilmError
from exercises.film.render import FILM, render
from exercises.film.speech import Voice
from exercises.film.voice import Kokoro
from exercises.library.content import VideoContent
from exercises.library.errors import ContentError
from exercises.library.folder import read_library
from exercises.vocabulary import CONTENT


class Command(BaseCommand):
    """Reads storyboards from the content files and writes films beside them."""

    help = "Renders the films of storyboards in exercises/content/videos/; all of them by default."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take storyboards and what is to be heard."""
        parser.add_argument("storyboard", nargs="*", help="the file's name without .toml")
        heard = parser.add_mutually_exclusive_group()
        heard.add_argument("--voice", action="store_true", help="say the narration (the default)")
        heard.add_argument("--silent", action="store_true", help="captions only, no sound")
        heard.add_argument("--audio", type=Path, help="a sound file of your own")
        parser.add_argument("--out", type=Path, default=shelf.SHIPPED, help="the films' folder")
        parser.add_argument("--path", type=Path, default=CONTENT, help="the content folder")
        parser.add_argument(
            "--stretch", action="store_true", help="let a scene grow to what is said in it"
        )
        parser.add_argument(
            "--check", action="store_true", help="render nothing; say which films are out of date"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Render each storyboard, or none where one cannot be found."""
        try:
            videos = read_library(options["path"]).videos
        except ContentError as error:
            raise CommandError(str(error)) from error
        wanted = options["storyboard"] or list(videos)
        if unknown := sorted(set(wanted) - set(videos)):
            raise CommandError(f"There is no storyboard {', '.join(unknown)}.")
        if options["audio"] and len(wanted) != 1:
            raise CommandError("--audio goes with one storyboard.")
        for slug in wanted:
            if options["check"]:
                self.stdout.write(f"{slug}: {shelf.state(videos[slug], options['out'] / slug)}")
            else:
                self._render(videos[slug], options)

    def _render(self, video: VideoContent, options: dict[str, Any]) -> None:
        speaks = not options["silent"] and not options["audio"]
        voice: AbstractContextManager[Voice] | None = Kokoro() if speaks else None
        target, start = options["out"] / video.slug, time.monotonic()
        try:
            facts = render(
                video, target, voice=voice, audio=options["audio"], stretch=options["stretch"]
            )
        except FilmError as error:
            raise CommandError(f"{video.slug} was not rendered. {error}") from error
        size = (target / FILM).stat().st_size
        self.stdout.write(
            f"{video.slug}: {facts['length_s']} s of film, {size / 1e6:.2f} MB,"
            f" rendered in {time.monotonic() - start:.0f} s"
        )
