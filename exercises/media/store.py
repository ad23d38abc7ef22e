"""Where the bytes lie: a folder of originals that nobody is served, and one of files for the web.

    MEDIA_ROOT/incoming    uploads on their way in (Django's temporary files)
    MEDIA_ROOT/originals   what editors sent, under random names
    MEDIA_ROOT/working     a folder for each processing under way
    MEDIA_ROOT/files       what visitors get, named by its content, never changed

No name in here comes from a person.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

TYPES = {"webp": "image/webp", "mp4": "video/mp4", "vtt": "text/vtt; charset=utf-8"}
FILE_NAME = re.compile(rf"[0-9a-f]{{40}}\.({'|'.join(TYPES)})")
ORIGINAL_NAME = re.compile(r"[0-9a-f]{32}")
SPARED = timedelta(days=1)


def folder(name: str) -> Path:
    """Return one of the four folders, made where it is missing."""
    path = Path(settings.MEDIA_ROOT) / name
    path.mkdir(parents=True, exist_ok=True)
    return path


def original(name: str) -> Path:
    """Return where an upload lies."""
    return folder("originals") / name


def served(name: str) -> Path:
    """Return where a file for the web lies; ValueError for a name that cannot be one."""
    if not FILE_NAME.fullmatch(name):
        raise ValueError("no name of a file")
    return folder("files") / name


def receive(upload: UploadedFile[Any]) -> str:
    """Keep an upload under a random name and return the name; a failure leaves nothing behind."""
    name = secrets.token_hex(16)
    path = original(name)
    try:
        with path.open("xb") as out:
            for chunk in upload.chunks():
                out.write(chunk)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return name


def keep(path: Path) -> str:
    """Move a finished file to where it is served from; its name is its content's."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()[:40]
    name = f"{digest}{path.suffix}"
    path.replace(served(name))
    # A file that lay here already is as good as new to the cleaning of the night.
    os.utime(served(name))
    return name


def keep_text(text: str, suffix: str) -> str:
    """Keep a text as a file and return its name."""
    path = folder("working") / f"{secrets.token_hex(16)}{suffix}"
    try:
        path.write_text(text, encoding="utf-8")
        return keep(path)
    finally:
        path.unlink(missing_ok=True)


def clear_working(beginning: str) -> None:
    """Remove the working folders whose names begin so."""
    for path in folder("working").glob(f"{beginning}*"):
        shutil.rmtree(path, ignore_errors=True)


def remove_orphans(files: Iterable[str], originals: Iterable[str], now: datetime) -> int:
    """Delete what is older than a day and not among the names; return how many files went."""
    names = {"files": set(files), "originals": set(originals), "working": set(), "incoming": set()}
    oldest, count = (now - SPARED).timestamp(), 0
    for place, known in names.items():
        for path in folder(place).iterdir():
            if path.name in known or path.stat().st_mtime > oldest:
                continue
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
            count += 1
    return count
