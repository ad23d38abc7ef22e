"""The lines of the log: what happened, and nothing about whom.

Each line is cleaned as its last step, so that a mail server's answer, a database's complaint or a
trace may hold an address or a secret and the log still does not. An address of ours is written as
its route: what stands in `/bonus/stop/<str:token>/` opens something.
"""

from __future__ import annotations

import copy
import json
import logging
import re
from datetime import UTC, datetime

from django.urls import Resolver404, resolve

ADDRESS = re.compile(r"[^\s\"'<>()=,;:/]+@[\w-]+(?:\.[\w-]+)+")
SECRET = re.compile(r"[A-Za-z0-9_=-]{16,}")
UUID = re.compile(r"[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}")
REQUEST = re.compile(r"\b(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (/\S*)")


def clean(text: str) -> str:
    """Return text without addresses and without what could be a key, a token or a code."""
    return SECRET.sub(_unless_harmless, ADDRESS.sub("[address]", text))


def _unless_harmless(found: re.Match[str]) -> str:
    word = found[0]
    # Ids of rows are told, words have no digits, and times have no letters.
    has_both = re.search("[0-9]", word) and re.search("[A-Za-z]", word)
    return word if UUID.fullmatch(word) or not has_both else "[secret]"


def route_of(path: str) -> str:
    """Return the route of a path of ours, without what is asked behind it."""
    bare = path.partition("?")[0]
    try:
        return f"/{resolve(bare).route}"
    except Resolver404:
        return clean(bare)


def _routed(record: logging.LogRecord) -> logging.LogRecord:
    """Return the record with routes in the place of paths."""
    request = getattr(record, "request", None)
    path = getattr(request, "path", None)
    if isinstance(path, str) and isinstance(record.args, tuple):
        record = copy.copy(record)
        record.args = tuple(route_of(path) if one == path else one for one in record.args or ())
    return record


def words_of(record: logging.LogRecord) -> str:
    """Return what a record says, cleaned."""
    said = _routed(record).getMessage()
    return clean(REQUEST.sub(lambda found: f"{found[1]} {route_of(found[2])}", said))


class Line(logging.Formatter):
    """One line for people."""

    def format(self, record: logging.LogRecord) -> str:
        """Write it."""
        at = datetime.fromtimestamp(record.created, UTC)
        line = f"{at:%Y-%m-%d %H:%M:%S} {record.levelname} {record.name}: {words_of(record)}"
        return f"{line}\n{_trace(self, record)}" if record.exc_info else line


class JsonLine(logging.Formatter):
    """One line for programs: an object of at, level, logger, says, and trace if there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """Write it."""
        said = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "says": words_of(record),
        }
        status = getattr(record, "status_code", None)
        if isinstance(status, int):
            said["status"] = str(status)
        if record.exc_info:
            said["trace"] = _trace(self, record)
        return json.dumps(said, ensure_ascii=False)


def _trace(formatter: logging.Formatter, record: logging.LogRecord) -> str:
    return clean(formatter.formatException(record.exc_info)) if record.exc_info else ""
