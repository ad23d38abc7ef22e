"""The series, and people at every point of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import pytest

from bonus import consent, delivery, series_files
from bonus.models import Delivery, Enrollment, Series, SeriesVersion, Step, Subscriber
from exercises.models import Video
from exercises.publishing import release
from tests.exercises.keeping import Rows, put_back, rows_of

FILE = series_files.FOLDER / "bonus-training.toml"


def make_video(slug: str, title: str = "", length_s: int = 180) -> Video:
    """Make a published video with one drawn scene and one card."""
    now = datetime.fromisoformat("2026-11-01T00:00:00+00:00")
    video = Video.objects.create(
        slug=slug,
        title=title or slug.replace("-", " ").capitalize(),
        length_s=length_s,
        planes=["frontal"],
        scenes=[
            {"start_s": 0, "duration_s": 10, "exercise": "", "camera": "card", "caption": "Hi"},
            {
                "start_s": 10,
                "duration_s": length_s - 10,
                "exercise": "clamshell",
                "camera": "front",
                "caption": "Open the knee",
            },
        ],
        narration="Lie on your side.\nOpen the top knee.",
    )
    release.publish(video, None, now)
    return video


@pytest.fixture(autouse=True)
def _even_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retries come when they come on average, so that tests can wait for them."""
    for module in ("results", "recovery"):
        monkeypatch.setattr(f"bonus.{module}.chance", lambda: 0.5)


@pytest.fixture(scope="session")
def kept() -> dict[str, Rows]:
    """What was loaded once in this run."""
    return {}


@pytest.fixture
def series(db: None, now: datetime, kept: dict[str, Rows]) -> SeriesVersion:
    """The house's own series, loaded from its file."""
    assert not Video.objects.exists()
    if "series" in kept:
        put_back(kept["series"])
        return SeriesVersion.objects.get()
    for line in FILE.read_text().splitlines():
        if line.startswith("video = "):
            make_video(line.split('"')[1])
    version, _ = series_files.load(FILE, now - timedelta(days=100))
    kept["series"] = rows_of((Video, Series, SeriesVersion, Step))
    return version


@dataclass
class Clock:
    """A clock that tests move."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **time: float) -> datetime:
        """Move on and return the new time."""
        self.now += timedelta(**time)
        return self.now


@pytest.fixture
def clock(now: datetime) -> Clock:
    """A clock that starts at `now`."""
    return Clock(now)


class Confirmed(Protocol):
    """How a test gets a confirmed person."""

    def __call__(self, address: str = ..., *, time_zone: str = ...) -> Enrollment: ...


@pytest.fixture
def ask(series: SeriesVersion, clock: Clock) -> Callable[..., Delivery]:
    """Ask for the series; return the confirmation mail's row, still due."""

    def _ask(address: str = "sam@example.com", time_zone: str = "") -> Delivery:
        consent.ask(
            address, first_name="Sam", time_zone=time_zone, network="192.0.2.0/24", now=clock.now
        )
        return Delivery.objects.filter(subscriber__address=address, kind="confirm").latest("pk")

    return _ask


@pytest.fixture
def confirmed(ask: Callable[..., Delivery], clock: Clock) -> Confirmed:
    """Ask and confirm; the confirmation mail is sent, the first step is due."""

    def _confirmed(address: str = "sam@example.com", *, time_zone: str = "") -> Enrollment:
        mail = ask(address, time_zone)
        delivery.run(clock, subscriber=mail.subscriber_id)
        return consent.confirm(mail.pk, network="192.0.2.0/24", now=clock.now)

    return _confirmed


@pytest.fixture
def enrollment(confirmed: Confirmed) -> Enrollment:
    """Sam, who has confirmed and waits for the first mail."""
    return confirmed()


@pytest.fixture
def sam(enrollment: Enrollment) -> Subscriber:
    """Sam's subscription."""
    return enrollment.subscriber
