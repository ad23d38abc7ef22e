"""Phones that log without a network and send what they have."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.test import Client
from uuid6 import uuid7

from exercises.models import Exercise
from tests.conftest import NOW

ADDRESS = "/training/sync/"
A, B = UUID(int=0xA), UUID(int=0xB)


def at(minutes: float) -> str:
    """Return a moment of this morning, so many minutes after seven."""
    return (NOW - timedelta(hours=5) + timedelta(minutes=minutes)).isoformat()


def workout(pk: UUID | None = None, edited: float = 0, **fields: Any) -> dict[str, Any]:
    """Return a workout item."""
    item = {"kind": "workout", "id": str(pk or uuid7()), "started_at": at(0), "note": ""}
    return item | {"finished_at": None, "session": "", "edited_at": at(edited)} | fields


def one_set(
    of: dict[str, Any] | UUID,
    exercise: Exercise,
    side: str = "left",
    index: int = 1,
    edited: float = 1,
    **fields: Any,
) -> dict[str, Any]:
    """Return the item of one side of a set: 12 of what the exercise is measured in."""
    owner = of["id"] if isinstance(of, dict) else str(of)
    item = {"kind": "set", "id": str(uuid7()), "workout": owner, "exercise": exercise.slug}
    item |= {"position": 1, "set_index": index, "side": side, exercise.measure: 12}
    return item | {"completed_at": at(1), "edited_at": at(edited)} | fields


def body(*items: Any, device: UUID = A, **fields: Any) -> str:
    """Return a body as a phone sends it."""
    return json.dumps({"schema": 1, "device": str(device), "items": list(items)} | fields)


def send(browser: Client, *items: Any, device: UUID = A, **fields: Any) -> list[dict[str, Any]]:
    """Send items; return what is answered to each."""
    content = body(*items, device=device, **fields)
    response = browser.post(ADDRESS, content, content_type="application/json")
    assert response.status_code == 200, response.content
    found: list[dict[str, Any]] = response.json()["results"]
    return found


def statuses(results: list[dict[str, Any]]) -> list[str]:
    """Return what became of each."""
    return [one["status"] for one in results]


def later(moment: datetime, minutes: float) -> str:
    """Return a moment so many minutes after another."""
    return (moment + timedelta(minutes=minutes)).isoformat()
