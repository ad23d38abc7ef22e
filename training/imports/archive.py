"""A zip from a stranger: looked through without writing a byte of it to disk under its own names.

Strava's and Garmin's exports hold a list of all activities beside their files; Garmin's files lie
in zips inside the zip. Whatever a zip says of sizes, no more is read than a bound allows.
"""

from __future__ import annotations

import gzip
import io
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import IO, Protocol

from training.imports.activity import RefusedError

MEGABYTE = 1_000_000
MEMBER_BYTES = 25 * MEGABYTE
INNER_ZIP_BYTES = 500 * MEGABYTE
TOTAL_BYTES = 3_000 * MEGABYTE
ENTRIES = 50_000
ACTIVITIES = 20_000
# XML packs 20 to 1, rarely 60 to 1; a thousand to one is made to do harm.
RATIO = 500
SUFFIXES = (".gpx", ".tcx", ".fit", ".csv", ".gpx.gz", ".tcx.gz", ".fit.gz")
LISTS = ("activities.csv",)
GARMIN_LIST = "summarizedactivities.json"

DRIVE = re.compile(r"[A-Za-z]:[\\/]")
LINK = 0xA  # the kind of a symbolic link in the mode that Unix keeps

TOO_LARGE = "A file in it would unpack to more than 25 MB."
BROKEN = "The zip is broken."


class Archive:
    """An open zip whose members were looked at and found harmless."""

    def __init__(self, file: IO[bytes]) -> None:
        self.read_bytes = 0
        self.zip = _open(file)

    def names(self, *ends: str) -> list[str]:
        """Return the members whose names end so, in their order."""
        return [
            info.filename
            for info in self.zip.infolist()
            if not info.is_dir() and info.filename.lower().endswith(ends)
        ]

    def read(self, name: str, most: int = MEMBER_BYTES) -> bytes:
        """Return a member's bytes, unpacked where it is gzip. Raises RefusedError."""
        try:
            with self.zip.open(name) as member:
                data = bounded(member, most)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as e:
            raise RefusedError("It is broken inside the zip.") from e
        self.count(len(data))
        return data

    def count(self, size: int) -> None:
        """Add to what was unpacked; a zip that never ends is refused as a whole."""
        self.read_bytes += size
        if self.read_bytes > TOTAL_BYTES:
            raise HostileError("The zip unpacks to more than 3 GB.")

    @contextmanager
    def inner(self, name: str) -> Iterator[Archive]:
        """Open a zip inside the zip, from a file without a name."""
        with tempfile.TemporaryFile() as copy:
            with self.zip.open(name) as member:
                size = 0
                while part := member.read(MEGABYTE):
                    size += len(part)
                    if size > INNER_ZIP_BYTES:
                        raise HostileError("A zip inside the zip has more than 500 MB.")
                    copy.write(part)
            copy.seek(0)
            archive = Archive(copy)
            archive.read_bytes = self.read_bytes + size
            archive.count(0)
            yield archive
            self.read_bytes = archive.read_bytes


class HostileError(RefusedError):
    """A zip that is refused as a whole: nothing of it is written."""


class Readable(Protocol):
    """Anything that bytes can be read from."""

    def read(self, size: int, /) -> bytes:
        """Return so many bytes, or fewer at the end."""


def bounded(file: Readable, most: int) -> bytes:
    """Read a file to its end; RefusedError where it has more bytes than may be."""
    data = file.read(most + 1)
    if len(data) > most:
        raise HostileError(TOO_LARGE)
    return data


def unpack(data: bytes) -> bytes:
    """Return what a gzip holds; other bytes as they are. Raises RefusedError."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        with gzip.open(io.BytesIO(data)) as file:
            return bounded(file, MEMBER_BYTES)
    except (OSError, EOFError, zlib.error) as error:
        raise RefusedError("It is a broken gzip.") from error


def _open(file: IO[bytes]) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(file)
        infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeError) as error:
        raise HostileError(BROKEN) from error
    if len(infos) > ENTRIES:
        raise HostileError(f"The zip has more than {ENTRIES:,} files.")
    for info in infos:
        _check(info)
    return archive


def _check(info: zipfile.ZipInfo) -> None:
    path = PurePosixPath(info.filename.replace("\\", "/"))
    kind = info.external_attr >> 28
    if path.is_absolute() or ".." in path.parts or DRIVE.match(info.filename) or kind == LINK:
        raise HostileError("The zip names a place outside itself, so it is not taken.")
    if info.flag_bits & 1:
        raise HostileError("The zip asks for a password; unpack it and zip it without one.")
    if info.file_size > MEGABYTE and info.file_size > RATIO * max(1, info.compress_size):
        raise HostileError("The zip unpacks to far more than it is, so it is not taken.")
