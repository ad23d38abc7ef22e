"""Files are read in a process that knows nothing, may do little, and ends."""

from __future__ import annotations

import errno
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import av
import pytest
from PIL import Image

from exercises.media import confine, jail, kinds
from exercises.media.limits import RefusedError
from exercises.media.writing import sizes
from tests.exercises.media.files import (
    bomb,
    changed,
    film,
    picture,
    picture_on_its_side_with_a_place,
    turned,
)

# Real films through the real encoder: once is enough, and not with the fast tests.
pytestmark = pytest.mark.services


def silent(percent: int) -> None:
    """Nobody listens."""


def red_and_blue(image: Image.Image, place: tuple[int, int]) -> tuple[int, int]:
    pixel = image.convert("RGB").getpixel(place)
    assert isinstance(pixel, tuple)
    return pixel[0], pixel[2]


def saved(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "upload"
    path.write_bytes(data)
    return path


def check(path: Path) -> dict[str, Any]:
    return confine.check(path, *kinds.sniff(path.read_bytes()[: kinds.HEAD_BYTES]))


def make(path: Path) -> tuple[dict[str, Any], Path]:
    target = path.parent / "made"
    target.mkdir()
    kind, reader = kinds.sniff(path.read_bytes()[: kinds.HEAD_BYTES])
    return confine.make(path, kind, reader, target, silent), target


def test_a_picture_is_made_in_two_widths_as_webp(tmp_path: Path) -> None:
    facts, target = make(saved(tmp_path, picture("PNG", (2000, 1000))))

    assert [(one["width"], one["height"]) for one in facts["renditions"]] == [
        (1600, 800),
        (800, 400),
    ]
    for one in facts["renditions"]:
        with Image.open(target / one["file"]) as made:
            assert (made.format, made.size) == ("WEBP", (one["width"], one["height"]))


def test_a_small_picture_is_never_made_larger(tmp_path: Path) -> None:
    facts, _ = make(saved(tmp_path, picture(size=(320, 200))))

    assert [one["width"] for one in facts["renditions"]] == [320]


def test_a_picture_is_turned_upright_and_loses_where_it_was_taken(tmp_path: Path) -> None:
    facts, target = make(saved(tmp_path, picture_on_its_side_with_a_place()))

    with Image.open(target / facts["renditions"][0]["file"]) as made:
        assert made.size == (200, 320)
        assert dict(made.getexif()) == {}
        red, blue = red_and_blue(made, (100, 20))
        assert red > blue  # the left half has become the upper one
    for path in target.iterdir():
        assert b"Phone of Ben" not in path.read_bytes()


def test_a_picture_keeps_what_is_see_through(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (255, 0, 0, 0)).save(out, "PNG")

    facts, target = make(saved(tmp_path, out.getvalue()))

    with Image.open(target / facts["renditions"][0]["file"]) as made:
        assert made.getchannel("A").getpixel((5, 5)) == 0


def test_a_page_hidden_behind_a_picture_is_gone(tmp_path: Path) -> None:
    facts, target = make(saved(tmp_path, picture() + b"<script>alert(1)</script>"))

    assert b"script" not in (target / facts["renditions"][0]["file"]).read_bytes()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_that_ends_too_early_is_refused(tmp_path: Path, form: str) -> None:
    data = picture(form, (600, 400))

    with pytest.raises(RefusedError, match="damaged or ends too early"):
        check(saved(tmp_path, data[: len(data) // 2]))


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    assert len(bomb()) < 10_000
    with pytest.raises(RefusedError, match="40 million pixels"):
        check(saved(tmp_path, bomb()))


@pytest.mark.parametrize("suffix", ["mp4", "mov", "webm", "mkv"])
def test_a_film_becomes_h264_and_aac_with_its_index_first(tmp_path: Path, suffix: str) -> None:
    facts, target = make(film(tmp_path / f"film.{suffix}", size=(640, 480)))

    assert [(one["width"], one["height"]) for one in facts["renditions"]] == [
        (640, 480),
        (480, 360),
    ]
    assert facts["length_s"] == 2
    with Image.open(target / facts["poster"]) as poster:
        assert poster.size == (640, 480)
    for one in facts["renditions"]:
        data = (target / one["file"]).read_bytes()
        assert data.index(b"moov") < data.index(b"mdat")
        with av.open(str(target / one["file"])) as made:
            video, audio = made.streams.video[0], made.streams.audio[0]
            assert (video.codec_context.name, video.pix_fmt) == ("h264", "yuv420p")
            assert audio.codec_context.name == "aac"
            assert abs(float((made.duration or 0) / av.time_base) - 2) < 0.1
            assert sum(1 for _ in made.decode(video=0)) == 50


def test_the_same_film_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    original = film(one / "film.mp4", seconds=1, size=(160, 120))
    (two / "film.mp4").write_bytes(original.read_bytes())

    (facts, here), (_, there) = make(original), make(two / "film.mp4")

    name = facts["renditions"][0]["file"]
    assert (here / name).read_bytes() == (there / name).read_bytes()


def test_a_film_without_sound_and_with_many_pictures_a_second(tmp_path: Path) -> None:
    path = film(tmp_path / "film.mp4", size=(120, 100), rate=60, has_sound=False)
    facts, target = make(path)

    with av.open(str(target / facts["renditions"][0]["file"])) as made:
        assert not made.streams.audio
        assert 58 <= sum(1 for _ in made.decode(video=0)) <= 61


def test_a_film_held_upright_is_shown_upright(tmp_path: Path) -> None:
    path = turned(film(tmp_path / "film.mp4", size=(320, 240), has_sound=False))
    assert (check(path)["width"], check(path)["height"]) == (240, 320)

    facts, target = make(path)

    with Image.open(target / facts["poster"]) as still:
        poster = still.convert("RGB")
    assert poster.size == (240, 320)
    # The red block at the upper left has come to the upper right.
    red, blue = red_and_blue(poster, (225, 60))
    assert red > blue
    red, blue = red_and_blue(poster, (225, 300))
    assert red < blue


@pytest.mark.parametrize(
    ("shape", "made"),
    [
        ((1920, 1080), [(1280, 720), (640, 360)]),
        ((1080, 1920), [(720, 1280), (360, 640)]),
        ((640, 360), [(640, 360)]),
        ((321, 241), [(320, 240)]),
        ((640, 480), [(640, 480), (480, 360)]),
    ],
)
def test_the_sizes_of_a_film(shape: tuple[int, int], made: list[tuple[int, int]]) -> None:
    assert sizes(*shape) == made


def half(data: bytes) -> bytes:
    return data[: len(data) // 2]


def test_a_film_without_its_index_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="damaged or ends too early"):
        check(changed(film(tmp_path / "film.mp4"), half))


def test_a_film_that_ends_halfway_fails_when_it_is_made(tmp_path: Path) -> None:
    path = changed(film(tmp_path / "film.mkv", seconds=6), half)
    check(path)
    with pytest.raises(RefusedError, match="damaged or ends too early"):
        make(path)


def test_a_film_with_a_hole_fails_when_it_is_made(tmp_path: Path) -> None:
    def holed(data: bytes) -> bytes:
        quarter = len(data) // 4
        return data[:quarter] + bytes(2 * quarter) + data[3 * quarter :]

    with pytest.raises(RefusedError, match="damaged"):
        make(changed(film(tmp_path / "film.mp4", seconds=3), holed))


def test_sound_alone_is_no_film(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="no moving pictures"):
        check(film(tmp_path / "film.mp4", has_picture=False))


def test_a_film_with_a_huge_side_is_refused(tmp_path: Path) -> None:
    path = film(tmp_path / "film.mp4", seconds=0.2, size=(4400, 64), has_sound=False)
    with pytest.raises(RefusedError, match="4400 by 64 pixels"):
        check(path)


def test_a_film_that_begins_like_one_and_goes_on_as_text(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="damaged"):
        check(saved(tmp_path, b"\0\0\0\x18ftypisom" + b"hello " * 300))


def a_process_of_ours(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str) -> None:
    """Let the jail be a program of this test."""
    package = tmp_path / "exercises" / "media"
    package.mkdir(parents=True)
    (package / "jail.py").write_text(code)
    monkeypatch.setattr(confine, "ROOT", tmp_path)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import time; time.sleep(60)", "takes too long"),
        ("import os; os.abort()", "gave up"),
        ("import sys; sys.exit(3)", "gave up"),
        ('print(\'{"crash": "trace"}\', flush=True)', "gave up"),
    ],
)
def test_a_reader_that_hangs_or_dies_is_a_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, said: str
) -> None:
    a_process_of_ours(monkeypatch, tmp_path, code)
    with pytest.raises(RefusedError, match=said):
        confine.run({}, seconds=1, stall=1, told=silent)


def test_a_reader_that_talks_for_ever_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "import time\nwhile True: print('{\"progress\": 1}', flush=True); time.sleep(0.05)"
    a_process_of_ours(monkeypatch, tmp_path, code)
    with pytest.raises(RefusedError, match="takes too long"):
        confine.run({}, seconds=1, stall=1, told=silent)


def test_a_reader_ends_with_whoever_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = (
        "import os, time\n"
        f"open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))\n"
        "print('{\"progress\": 1}', flush=True)\n"
        "time.sleep(60)"
    )
    a_process_of_ours(monkeypatch, tmp_path, code)

    def lost(percent: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        confine.run({}, seconds=50, stall=50, told=lost)
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_the_reader_has_no_secret_and_little_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "not for strangers")
    assert "SECRET_KEY" not in confine._bare_environment()
    code = (
        "import json, os, resource\n"
        "from exercises.media import jail, limits\n"
        "jail.lock_in(20, os.getppid())\n"
        "print(resource.getrlimit(resource.RLIMIT_AS)[0] == limits.MEMORY_BYTES)\n"
        "try: bytearray(limits.MEMORY_BYTES)\n"
        "except MemoryError: print('refused')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=confine.ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True", "refused"]


@pytest.mark.parametrize(
    ("number", "said"), [("ENOSPC", "disk is full"), ("EFBIG", "too large"), ("", "more memory")]
)
def test_a_full_disk_and_a_full_memory_are_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], number: str, said: str
) -> None:
    def full(order: dict[str, Any]) -> None:
        raise OSError(getattr(errno, number), "no") if number else MemoryError

    monkeypatch.setattr(jail, "work", full)
    monkeypatch.setattr(jail, "lock_in", lambda *_: None)
    monkeypatch.setattr(sys, "argv", ["jail", '{"seconds": 1, "parent": 1}'])
    jail.main()
    assert said in json.loads(capsys.readouterr().out)["refused"]
