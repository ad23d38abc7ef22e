"""Files as watches and apps write them, made small."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 3, 7, 5, 12, tzinfo=UTC)
FIT_EPOCH = datetime(1989, 12, 31, tzinfo=UTC)


def gpx(points: int = 10, kind: str = "running", start: datetime = START, head: str = "") -> bytes:
    """A track due north, 100 m between points that are 30 s apart."""
    track = "".join(
        f'<trkpt lat="{45 + n * 100 / 111194.93:.6f}" lon="7"><ele>200</ele>'
        f"<time>{start + timedelta(seconds=30 * n):%Y-%m-%dT%H:%M:%SZ}</time></trkpt>"
        for n in range(points)
    )
    return (
        f'<?xml version="1.0"?>{head}<gpx xmlns="http://www.topografix.com/GPX/1/1"><trk>'
        f"<name>Secret</name><type>{kind}</type><trkseg>{track}</trkseg></trk></gpx>"
    ).encode()


def tcx(sport: str = "Running", start: datetime = START) -> bytes:
    lap = (
        "<Lap><TotalTimeSeconds>1500.5</TotalTimeSeconds><DistanceMeters>4000</DistanceMeters>"
        "<Track><Trackpoint><DistanceMeters>3999</DistanceMeters></Trackpoint></Track></Lap>"
    )
    return (
        '<TrainingCenterDatabase xmlns="urn:tcx">'
        f'<Activities><Activity Sport="{sport}"><Id>{start:%Y-%m-%dT%H:%M:%S}.000Z</Id>{lap}{lap}'
        "</Activity></Activities></TrainingCenterDatabase>"
    ).encode()


def crc(data: bytes) -> int:
    """The checksum of a FIT file, as its specification has it."""
    table: tuple[int, ...] = (0x0, 0xCC01, 0xD801, 0x1400, 0xF001, 0x3C00, 0x2800, 0xE401)
    table += (0xA001, 0x6C00, 0x7800, 0xB401, 0x5000, 0x9C01, 0x8801, 0x4400)
    value = 0
    for byte in data:
        for part in (byte, byte >> 4):
            low = table[value & 0xF]
            value = (value >> 4) & 0x0FFF
            value = value ^ low ^ table[part & 0xF]
    return value


def fit(sport: int = 1, sub_sport: int = 0, start: datetime = START, records: int = 3) -> bytes:
    """A FIT file with some records and one session of 8 km in 46:10."""
    at = int((start - FIT_EPOCH).total_seconds())
    # definition: reserved, little endian, message number, fields (number, size, base type)
    record = struct.pack("<BBBHB", 0x40, 0, 0, 20, 2) + bytes((253, 4, 0x86, 3, 1, 0x02))
    record += b"".join(struct.pack("<BIB", 0, at + n, 150) for n in range(records))
    fields = ((2, 4, 0x86), (8, 4, 0x86), (9, 4, 0x86), (5, 1, 0x00), (6, 1, 0x00))
    session = struct.pack("<BBBHB", 0x41, 0, 0, 18, len(fields))
    session += b"".join(bytes(field) for field in fields)
    session += struct.pack("<BIIIBB", 1, at, 2770_000, 800_000, sport, sub_sport)
    body = record + session
    head = struct.pack("<BBHI4s", 14, 0x10, 2100, len(body), b".FIT")
    head += struct.pack("<H", crc(head))
    return head + body + struct.pack("<H", crc(head + body))


def zipped(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def strava_csv(*rows: str) -> bytes:
    head = (
        "Activity ID,Activity Date,Activity Name,Activity Type,Elapsed Time,Distance,Filename,"
        "Elapsed Time,Moving Time,Distance"
    )
    return "\n".join((head, *rows)).encode()


def strava_row(
    key: int, date: str = '"Nov 3, 2026, 7:05:12 AM"', kind: str = "Run", meters: float = 8012.5
) -> str:
    file = f"activities/{key}.gpx.gz"
    return f"{key},{date},Secret,{kind},2800,{meters / 1000:.2f},{file},2800,2770,{meters}"


def strava(count: int, **members: bytes) -> bytes:
    """A whole export: a list, its files, and a photo."""
    starts = [START - timedelta(days=number) for number in range(count)]
    rows = [
        strava_row(n, f'"{at:%b} {at.day}, {at:%Y, %I:%M:%S %p}"') for n, at in enumerate(starts)
    ]
    files = {f"activities/{n}.gpx.gz": gzip.compress(gpx(3)) for n in range(min(count, 5))}
    return zipped({"activities.csv": strava_csv(*rows), "media/1.jpg": b"x", **files, **members})
