"""From an uploaded file to activities: what it is is told from its content, not from its name."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import PurePosixPath
from typing import IO

from training.forms.run import Unit
from training.imports import archive, fit, sheets, tracks
from training.imports.activity import Activity, RefusedError, check
from training.imports.archive import Archive

HEAD = 4096
OLD_APPS = "It is none of GPX, TCX, FIT, CSV and zip."

type Note = Callable[[int, int], None]


@dataclass
class Found:
    """What a file held: runs, how many activities were none, and what was refused, with why."""

    runs: list[Activity] = field(default_factory=list)
    others: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)

    def take(self, name: str, one: Activity, now: datetime) -> None:
        """Add an activity, or note why it cannot be stored."""
        if not one.is_run:
            self.others += 1
            return
        try:
            self.runs.append(check(one, now))
        except RefusedError as error:
            self.refused.append((name, str(error)))


@dataclass(frozen=True)
class Reader:
    """How a file is read: the unit and zone where it names none, the time, and who is told."""

    unit: Unit
    zone: tzinfo
    now: datetime
    note: Note

    def read(self, file: IO[bytes], name: str) -> Found:
        """Read a whole upload. Raises RefusedError where nothing of it can be taken."""
        head = file.read(HEAD)
        file.seek(0)
        if head.startswith(b"PK"):
            return self._zip(Archive(file))
        found = Found()
        self.note(0, 1)
        self._file(archive.unpack(archive.bounded(file, archive.MEMBER_BYTES)), name, found)
        if not (found.runs or found.others) and found.refused:
            raise RefusedError(found.refused[0][1])
        return found

    def _zip(self, whole: Archive) -> Found:
        found, listed = Found(), set[str]()
        for name in whole.names(archive.GARMIN_LIST):
            self._lines(sheets.read_garmin(whole.read(name)), name, found, listed)
        has_garmin = bool(found.runs or found.others)
        for name in whole.names(*archive.LISTS):
            self._list(whole, name, found, listed)
        names = [one for one in whole.names(*archive.SUFFIXES) if one not in listed]
        names = [one for one in names if not one.lower().endswith(".csv")]
        inner = [] if has_garmin else whole.names(".zip")
        if not (names or inner or found.runs or found.others or found.refused):
            raise RefusedError("The zip holds no activity in GPX, TCX, FIT or CSV.")
        self._members(whole, names, found)
        for name in inner:
            with whole.inner(name) as opened:
                self._members(opened, opened.names(*archive.SUFFIXES), found)
        return found

    def _list(self, whole: Archive, name: str, found: Found, listed: set[str]) -> None:
        """Read a list of activities; the files of those that it says well need not be read."""
        listed.add(name)
        folder = PurePosixPath(name).parent
        lines = sheets.read_csv(whole.read(name), self.unit, self.zone)
        members = set(whole.names(*archive.SUFFIXES))
        # A date in a language that we do not know: its file says the same in numbers.
        kept = [one for one in lines if one.activity or str(folder / one.file) not in members]
        listed |= {str(folder / one.file) for one in kept if one.file}
        self._lines(kept, name, found, listed)

    def _lines(self, lines: list[sheets.Line], name: str, found: Found, listed: set[str]) -> None:
        for number, line in enumerate(lines, 1):
            said = f"{PurePosixPath(name).name}, line {line.number}"
            if line.activity:
                found.take(said, line.activity, self.now)
            else:
                found.refused.append((said, line.reason))
            self.note(number, len(lines))

    def _members(self, whole: Archive, names: list[str], found: Found) -> None:
        if len(names) > archive.ACTIVITIES:
            raise RefusedError(f"The zip has more than {archive.ACTIVITIES:,} activities.")
        for number, name in enumerate(names, 1):
            try:
                data = archive.unpack(whole.read(name))
                whole.count(len(data))
                self._file(data, name, found)
            except archive.HostileError:
                raise
            except RefusedError as error:
                found.refused.append((PurePosixPath(name).name, str(error)))
            self.note(number, len(names))

    def _file(self, data: bytes, name: str, found: Found) -> None:
        """Read one file of activities; RefusedError where it is none."""
        source = f"file:{hashlib.sha256(data).hexdigest()[:40]}"
        start = data[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
        if data[8:12] == b".FIT":
            activities = fit.read_fit(data, source)
        elif start.startswith(b"<"):
            is_tcx = b"TrainingCenterDatabase" in start
            activities = (tracks.read_tcx if is_tcx else tracks.read_gpx)(data, source)
        elif start.startswith((b"PK", b"\x1f\x8b")) or not data or b"\0" in data[:HEAD]:
            raise RefusedError(OLD_APPS)
        else:
            lines = sheets.read_csv(data, self.unit, self.zone)
            self._lines(lines, name, found, set())
            return
        for one in activities:
            found.take(PurePosixPath(name).name, one, self.now)
