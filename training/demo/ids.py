"""Ids that a seed decides."""

from __future__ import annotations

from datetime import datetime
from random import Random
from uuid import UUID


def make_id(random: Random, instant: datetime) -> UUID:
    """Return a UUIDv7 (RFC 9562) with the time of an instant and bits of a seeded generator."""
    milliseconds = int(instant.timestamp() * 1000)
    value = milliseconds << 80 | random.getrandbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)
