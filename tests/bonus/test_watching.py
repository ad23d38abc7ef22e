"""What is kept of watching, and where the watch page leads."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from accounts.models import Letter
from bonus import links, watching
from bonus.models import Enrollment, Watch
from tests.bonus.conftest import Clock
from tests.bonus.editing import change
from tests.training.conftest import make_exercise

pytestmark = pytest.mark.django_db

VIDEO = "video-three-planes"
PROGRESS = f"/bonus/watch/{VIDEO}/progress/"


@pytest.fixture
def browser(enrollment: Enrollment) -> Client:
    """Sam's browser, which came by a mail's link."""
    client = Client()
    client.get(links.watch(enrollment, VIDEO))
    return client


@pytest.mark.parametrize(
    ("positions", "place", "finished"),
    [
        ([50], 50, False),
        ([50, 20], 20, False),
        ([171], 0, True),
        ([171, 20], 20, True),  # watched once, it stays watched
        ([9999], 0, True),
    ],
)
def test_the_place_is_kept(
    enrollment: Enrollment, clock: Clock, positions: list[int], place: int, finished: bool
) -> None:
    for position in positions:
        watch = watching.note(
            enrollment, "three-planes", position_s=position, length_s=180, now=clock.now
        )
    assert (watch.position_s, watch.finished_at is not None) == (place, finished)
    assert Watch.objects.count() == 1


def test_the_player_tells_and_the_page_knows_where_to_go_on(browser: Client) -> None:
    assert browser.post(PROGRESS, {"position": 42}).status_code == 204
    page = browser.get(f"/bonus/watch/{VIDEO}/").content.decode()
    assert 'data-progress="42"' in page
    assert "I have watched it" in page


def test_the_button_says_the_same_without_a_script(browser: Client) -> None:
    answer = browser.post(PROGRESS, follow=True)
    assert Watch.objects.get().finished_at
    assert "Watched" in answer.content.decode()


@pytest.mark.parametrize(
    ("video", "data", "status"),
    [
        (VIDEO, {"position": "-1"}, 400),
        (VIDEO, {"position": "x"}, 400),
        (VIDEO, {"position": str(10**12)}, 400),
        ("video-know-your-sides", {"position": "5"}, 400),  # not open yet
        ("video-of-nobody", {"position": "5"}, 404),
    ],
)
def test_what_makes_no_sense_is_not_kept(
    browser: Client, video: str, data: dict[str, str], status: int
) -> None:
    assert browser.post(f"/bonus/watch/{video}/progress/", data).status_code == status
    assert not Watch.objects.exists()


def test_it_takes_the_key_the_form_token_and_a_post(enrollment: Enrollment) -> None:
    assert Client().post(PROGRESS, {"position": 5}).status_code == 403
    careful = Client(enforce_csrf_checks=True)
    careful.get(links.watch(enrollment, VIDEO))
    assert careful.post(PROGRESS, {"position": 5}).status_code == 403
    assert careful.get(PROGRESS).status_code == 405
    assert not Watch.objects.exists()


def test_what_was_watched_stays_watched_in_a_new_edition(
    browser: Client, enrollment: Enrollment, clock: Clock
) -> None:
    browser.post(PROGRESS)
    change(enrollment.version, "three-planes", clock.now, subject="Other words")
    assert "Watched" in browser.get(f"/bonus/watch/{VIDEO}/").content.decode()


def test_log_this_session_fills_in_the_moves_and_survives_signing_up(browser: Client) -> None:
    make_exercise("clamshell", "Clamshell", reps=15)
    page = browser.get(f"/bonus/watch/{VIDEO}/").content.decode()
    link = "/training/workouts/new/?exercise=clamshell"
    assert f'href="{link}"' in page
    signin = browser.get(link, follow=True)
    signup = re.search(r'href="(/accounts?/signup/\?[^"]+)"', signin.content.decode())
    assert signup and parse_qs(urlsplit(unescape(signup[1])).query)["next"] == [link]
    data = {"email": "sam@example.com", "password1": "correct horse battery", "next": link}
    browser.post("/accounts/signup/", data)
    letter = Letter.objects.get()
    code = re.search(r"^([A-Z0-9]{4}-[A-Z0-9]{4})$", letter.text, re.MULTILINE)
    assert code
    done = browser.post("/accounts/confirm-email/", {"code": code[1]})
    assert done["Location"] == link
