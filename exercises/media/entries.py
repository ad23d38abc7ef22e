"""Pictures and films as the catalog holds them, ready to be shown without a query."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from exercises.models import Media


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A file that a page loads; width and height in pixels."""

    url: str
    type: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class MediaEntry:
    """A picture or film with all that must be said about it; `files` has the largest first."""

    kind: str
    title: str
    author: str
    source: str
    source_url: str
    license: str
    license_url: str
    alt: str
    length_s: int
    transcript: str
    poster_url: str
    captions_url: str
    files: tuple[MediaFile, ...]
    names: tuple[str, ...]

    @property
    def is_film(self) -> bool:
        """Whether it moves."""
        return self.kind == Media.Kind.VIDEO

    @property
    def large(self) -> MediaFile:
        """The largest file."""
        return self.files[0]

    @property
    def small(self) -> MediaFile | None:
        """The file for small screens and slow lines, where there is one."""
        return self.files[1] if len(self.files) > 1 else None

    @property
    def length(self) -> str:
        """The length as minutes and seconds, 1:05."""
        return f"{self.length_s // 60}:{self.length_s % 60:02}"


def media_entry(row: Media) -> MediaEntry | None:
    """Return what readers see of a row, or None while something is missing."""
    if row.lacks():
        return None
    poster = row.files.get("poster", "")
    return MediaEntry(
        kind=row.kind,
        title=row.title,
        author=row.author,
        source=row.source,
        source_url=row.source_url,
        license=row.get_license_display(),
        license_url=row.license_address,
        alt=row.alt,
        length_s=row.length_s,
        transcript=row.said,
        poster_url=address(poster) if poster else "",
        captions_url=address(row.captions_file) if row.captions_file else "",
        files=tuple(
            MediaFile(address(file["name"]), file["type"], file["width"], file["height"])
            for file in row.files["renditions"]
        ),
        names=tuple(row.names),
    )


def address(name: str) -> str:
    """Return where a file is served."""
    return reverse("exercises:media", args=[name])


def read_media() -> dict[str, MediaEntry]:
    """Return everything that may be shown, by its id, in one query."""
    found = ((str(row.pk), media_entry(row)) for row in Media.objects.all())
    return {key: entry for key, entry in found if entry}
