"""Byte ranges: the right bytes, the last bytes, and a sane answer to everything else."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.test import RequestFactory

from exercises.media.ranges import UnsatisfiableError, parse, respond

DATA = bytes(range(256)) * 1000


def answer(path: Path, method: str = "GET", **headers: str) -> HttpResponseBase:
    path.write_bytes(DATA)
    request = RequestFactory().generic(method, "/media/x", headers=headers)
    return respond(request, path, "video/mp4", '"abc"')


def body(response: HttpResponseBase) -> bytes:
    if isinstance(response, StreamingHttpResponse):
        return b"".join(response)
    assert isinstance(response, HttpResponse)
    return response.content


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-0", (0, 0)),
        ("bytes=10-19", (10, 19)),
        ("bytes=90-", (90, 99)),
        ("bytes=0-", (0, 99)),
        ("bytes=-1", (99, 99)),
        ("bytes=-500", (0, 99)),
        ("bytes=50-5000", (50, 99)),
        ("Bytes=5-9", (5, 9)),
        ("", None),
        ("bytes=-", None),
        ("bytes=9-5", None),
        ("bytes=0-1,5-9", None),
        ("bytes=0-,0-,0-,0-", None),
        ("items=0-5", None),
        ("bytes=a-b", None),
        ("bytes=" + "9" * 5000 + "-", None),
    ],
)
def test_what_a_header_asks_for(header: str, part: tuple[int, int] | None) -> None:
    assert parse(header, 100) == part


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=-0", "bytes=5000-"])
def test_a_range_behind_the_end(header: str) -> None:
    with pytest.raises(UnsatisfiableError):
        parse(header, 100)


def test_the_whole_file(tmp_path: Path) -> None:
    response = answer(tmp_path / "f")
    assert response.status_code == 200
    assert response.headers["Accept-Ranges"] == "bytes"
    assert response.headers["Content-Length"] == str(len(DATA))
    assert body(response) == DATA


@pytest.mark.parametrize(
    ("wanted", "said", "part"),
    [
        ("bytes=1000-170000", "bytes 1000-170000/256000", DATA[1000:170001]),
        ("bytes=-10", "bytes 255990-255999/256000", DATA[-10:]),
        ("bytes=255999-", "bytes 255999-255999/256000", DATA[-1:]),
    ],
)
def test_a_part_of_it(tmp_path: Path, wanted: str, said: str, part: bytes) -> None:
    response = answer(tmp_path / "f", Range=wanted)
    assert response.status_code == 206
    assert response.headers["Content-Range"] == said
    assert response.headers["Content-Length"] == str(len(part))
    assert body(response) == part


def test_a_part_that_is_not_there(tmp_path: Path) -> None:
    response = answer(tmp_path / "f", Range="bytes=256000-")
    assert response.status_code == 416
    assert response.headers["Content-Range"] == "bytes */256000"


def test_many_parts_at_once_get_the_whole(tmp_path: Path) -> None:
    response = answer(tmp_path / "f", Range=",".join(["bytes=0-", *["0-"] * 999]))
    assert response.status_code == 200


@pytest.mark.parametrize(("mark", "status"), [('"abc"', 206), ('"older"', 200), ('W/"abc"', 200)])
def test_a_part_only_of_the_same_file(tmp_path: Path, mark: str, status: int) -> None:
    response = answer(tmp_path / "f", **{"Range": "bytes=0-9", "If-Range": mark})
    assert response.status_code == status


def test_what_the_browser_has_is_not_sent_again(tmp_path: Path) -> None:
    response = answer(tmp_path / "f", **{"If-None-Match": '"abc"'})
    assert (response.status_code, body(response)) == (304, b"")


def test_head_says_the_same_without_the_bytes(tmp_path: Path) -> None:
    response = answer(tmp_path / "f", method="HEAD", Range="bytes=0-9")
    assert (response.status_code, response.headers["Content-Length"]) == (206, "10")
    assert body(response) == b""


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        respond(RequestFactory().get("/"), tmp_path / "none", "video/mp4", '"abc"')
