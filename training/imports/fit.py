"""FIT, the format of watches, read by fitdecode; only its sessions are looked at."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import fitdecode

from training.imports.activity import Activity, RefusedError, sport_of

BROKEN = "It is a broken FIT file."


def read_fit(data: bytes, source: str) -> list[Activity]:
    """Return the sessions of a FIT file; more than one where a race had several sports."""
    found: list[Activity] = []
    try:
        with fitdecode.FitReader(io.BytesIO(data)) as frames:
            for frame in frames:
                if frame.frame_type == fitdecode.FIT_FRAME_DATA and frame.name == "session":
                    found.append(_session(frame, f"{source}-{len(found)}" if found else source))
    except RefusedError:
        raise
    except Exception as error:  # whatever a hostile file makes a decoder stumble over
        raise RefusedError(BROKEN) from error
    if not found:
        raise RefusedError("It holds no activity.")
    return found


def _session(frame: Any, source: str) -> Activity:
    def value(name: str) -> Any:
        return frame.get_value(name, fallback=None)

    began = value("start_time")
    if not isinstance(began, datetime):
        raise RefusedError("It has no start time.")
    seconds = value("total_timer_time") or value("total_elapsed_time") or 0
    sport, kind = str(value("sport") or ""), str(value("sub_sport") or "")
    ran = sport_of(sport)
    return Activity(
        began,
        round(float(seconds)) or None,
        round(float(value("total_distance") or 0)),
        # The sub-sport only tells runs apart: "generic" of a bicycle is no run.
        (sport_of(kind) or ran) if ran else "",
        source,
    )
