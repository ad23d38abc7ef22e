"""What is read from each kind of file, and what is refused with which words."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import UTC, datetime, timedelta

import pytest

from tests.conftest import NOW
from tests.training.imports import files
from tests.training.imports.files import START
from training.forms.run import Unit
from training.imports import archive
from training.imports.activity import RefusedError
from training.imports.reading import Found, Reader


def silent(done: int, total: int) -> None:
    """Nobody is told."""


def short(value: object) -> str | None:
    """A test's name without the bytes of its file, which hold the time."""
    return "file" if isinstance(value, bytes) else None


def read(data: bytes, name: str = "file", unit: Unit = Unit.KM) -> Found:
    return Reader(unit, UTC, NOW, silent).read(io.BytesIO(data), name)


def kept(found: Found) -> list[tuple[datetime, int | None, int, str]]:
    return [(one.started_at, one.duration_s, one.distance_m, one.sport) for one in found.runs]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (files.gpx(), (START, 270, 900, "run")),
        (files.gpx(kind="trail_running"), (START, 270, 900, "trail")),
        (files.gpx(kind=""), (START, 270, 900, "run")),
        (files.tcx(), (START, 3001, 8000, "run")),
        (files.fit(), (START, 2770, 8000, "run")),
        (files.fit(sub_sport=1), (START, 2770, 8000, "treadmill")),
        (files.fit(sub_sport=3), (START, 2770, 8000, "trail")),
        (gzip.compress(files.fit()), (START, 2770, 8000, "run")),
        (files.zipped({"a/b.fit": files.fit()}), (START, 2770, 8000, "run")),
        (files.strava_csv(files.strava_row(7)), (START, 2770, 8012, "run")),
        (
            b"Type,Date,Title,Distance,Time\nRunning,2026-11-03 07:05:12,Secret,8.01,46:10",
            (START, 2770, 8010, "run"),
        ),
        (
            b"date;distance (m);duration\n2026-11-03T08:05:12+01:00;8010;2770",
            (START, 2770, 8010, "run"),
        ),
    ],
    ids=short,
)
def test_every_kind_of_file_says_the_same_four_facts(
    data: bytes, expected: tuple[object, ...]
) -> None:
    assert kept(read(data)) == [expected]


def test_miles_are_miles_where_the_list_does_not_say() -> None:
    data = b"Date,Distance,Time\n2026-11-03 07:05:12,5,40:00"
    assert read(data, unit=Unit.MILES).runs[0].distance_m == 8047


@pytest.mark.parametrize(
    "data",
    [
        files.gpx(kind="cycling"),
        files.tcx(sport="Biking"),
        files.fit(sport=2),
        files.strava_csv(files.strava_row(1, kind="Ride")),
    ],
    ids=short,
)
def test_other_sports_are_counted_and_left_out(data: bytes) -> None:
    found = read(data)
    assert (found.runs, found.others, found.refused) == ([], 1, [])


ENTITY = '<!DOCTYPE g [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE g [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
TRUNCATED_ZIP = files.zipped({"a.gpx": files.gpx()})[:-30]
BOMB = gzip.compress(b"<gpx>" + b" " * (archive.MEMBER_BYTES + 10))


def linked() -> bytes:
    """A zip with a symbolic link."""
    info = zipfile.ZipInfo("a.gpx")
    info.external_attr = 0xA1FF << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zip_file:
        zip_file.writestr(info, "/etc/passwd")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (files.gpx(head=ENTITY), "It defines entities"),
        (files.gpx(head=OUTSIDE), "It defines entities"),
        (files.gpx()[:-20], "It is broken XML."),
        (b"<html></html>", "It has no track with times"),
        (files.gpx(points=0), "It has no track with times"),
        (files.gpx().replace(b'lat="45.0', b'lat="95.0'), "not on Earth"),
        (files.gpx().replace(b'lat="45.0', b'lat="nan'), "a point without a place"),
        (files.gpx(start=NOW + timedelta(days=2)), "It starts in the future."),
        (files.gpx(points=1), "It has no distance"),
        (files.tcx().replace(b"1500.5", b"inf"), "a number that cannot be right"),
        (files.tcx().replace(b"<Id>2026", b"<Id>soon"), "a time that cannot be read"),
        (files.fit()[:-10], "It is a broken FIT file."),
        (files.fit()[:30] + b"\xff" * 30 + files.fit()[60:], "It is a broken FIT file."),
        (BOMB, "unpack to more than 25 MB"),
        (gzip.compress(files.gpx())[:-12], "It is a broken gzip."),
        (b"", "none of GPX"),
        (b"%PDF-1.7\0", "none of GPX"),
        (b"hello", "no columns for a date and a distance"),
        (files.zipped({"readme.txt": b"hello"}), "The zip holds no activity"),
        (files.zipped({"../../a.gpx": files.gpx()}), "a place outside itself"),
        (files.zipped({"/etc/a.gpx": files.gpx()}), "a place outside itself"),
        (files.zipped({"..\\a.gpx": files.gpx()}), "a place outside itself"),
        (files.zipped({"C:\\a.gpx": files.gpx()}), "a place outside itself"),
        (linked(), "a place outside itself"),
        (files.zipped({"a.gpx": b" " * 30_000_000}), "far more than it is"),
        (files.zipped({"b.gpx": files.gpx(), "a.gpx.gz": BOMB}), "unpack to more than 25 MB"),
        (TRUNCATED_ZIP, "The zip is broken."),
        (b"Date,Distance\n2026-13-45,8", "a date that cannot be read"),
        (b"Date,Distance\n2026-11-03,eight", "a number that cannot be read"),
        (b"Date,Distance\n2026-11-03,-8", "a number that cannot be right"),
        (b"Date,Distance\n2026-11-03,1e400", "a number that cannot be right"),
        (b"Date,Distance,Time\n2026-11-03,8,1:2:3:4", "a time that cannot be read"),
    ],
    ids=short,
)
def test_what_cannot_be_taken_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(RefusedError) as refused:
        read(data)
    assert reason in str(refused.value)


def test_a_broken_file_in_a_zip_does_not_keep_the_others_out() -> None:
    found = read(files.zipped({"a.gpx": b"<gpx>", "b.fit": files.fit(), "c.tcx": b"\0"}))
    assert len(found.runs) == 1
    assert found.refused == [
        ("a.gpx", "It is broken XML."),
        ("c.tcx", "It is none of GPX, TCX, FIT, CSV and zip."),
    ]


def test_stravas_list_spares_its_files() -> None:
    found = read(files.strava(5))
    assert len(found.runs) == 5
    assert {one.source for one in found.runs} == {f"strava:{n}" for n in range(5)}


def test_a_date_in_another_language_is_read_from_the_file() -> None:
    rows = files.strava_row(1, '"3. Nov. 2026, 07:05:12"')
    members = {
        "x/activities.csv": files.strava_csv(rows),
        "x/activities/1.gpx.gz": gzip.compress(files.gpx()),
    }
    found = read(files.zipped(members))
    assert kept(found) == [(START, 270, 900, "run")]
    assert found.refused == []


def test_garmins_list_spares_the_zips_inside() -> None:
    begun = int(START.timestamp() * 1000)
    listed = (
        '[{"summarizedActivitiesExport":[{"activityId":5,"activityType":"trail_running",'
        f'"startTimeGmt":{begun}.0,"duration":2770000.0,"distance":801000.0}},'
        f'{{"activityId":6,"activityType":"yoga","startTimeGmt":{begun}.0}}]}}]'
    ).encode()
    inner = files.zipped({"1.fit": files.fit()})
    folder = "DI_CONNECT/DI-Connect-Fitness/ana_0_summarizedActivities.json"
    found = read(files.zipped({folder: listed, "DI_CONNECT/up/1.zip": inner}))
    assert kept(found) == [(START, 2770, 8010, "trail")]
    assert found.others == 1
    assert kept(read(files.zipped({"DI_CONNECT/up/1.zip": inner}))) == [(START, 2770, 8000, "run")]


def test_a_zip_in_a_zip_may_name_no_place_outside_either() -> None:
    inner = files.zipped({"../1.fit": files.fit()})
    with pytest.raises(RefusedError, match="outside itself"):
        read(files.zipped({"1.zip": inner}))
