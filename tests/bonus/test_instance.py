"""A database that was copied or put back mails nobody by itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from bonus import conservation, delivery, instance
from bonus.models import Delivery, Enrollment, Instance, Subscriber
from tests.bonus.conftest import Clock, Confirmed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def state(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """An installation of this test's own."""
    settings.STATE_DIR = tmp_path
    yield tmp_path / "instance.json"


def tide() -> int:
    return Instance.objects.get().tide


def test_a_new_database_becomes_ours(enrollment: Enrollment, clock: Clock, state: Path) -> None:
    delivery.run(clock)
    assert json.loads(state.read_text()) == {
        "token": Instance.objects.get().token,
        "tide": tide(),
        "at": clock.now.isoformat(),
    }
    assert instance.alarm() == ""


def test_the_tide_rises_with_each_batch_and_not_when_idle(
    enrollment: Enrollment, clock: Clock
) -> None:
    before = tide()
    delivery.run(clock)
    delivery.run(clock)
    assert tide() == before + 1


def test_a_copy_in_another_place_sends_nothing_and_stops_nobody(
    enrollment: Enrollment, clock: Clock, settings: Settings, tmp_path: Path
) -> None:
    mail.outbox.clear()
    settings.STATE_DIR = tmp_path / "elsewhere"
    delivery.run(clock)
    assert (mail.outbox, instance.alarm()) == ([], instance.COPY)
    settings.STATE_DIR = tmp_path
    delivery.run(clock)
    assert len(mail.outbox) == 1


def test_an_older_copy_stops_everybody(enrollment: Enrollment, clock: Clock) -> None:
    older = tide()
    delivery.run(clock)
    mail.outbox.clear()
    Instance.objects.update(tide=older)
    Enrollment.objects.update(next_due_at=clock.now)
    delivery.run(clock)
    assert (mail.outbox, Instance.objects.get().reason) == ([], instance.OLDER)


def test_a_host_that_remembers_less_is_told_by_the_cache(
    enrollment: Enrollment, clock: Clock, state: Path
) -> None:
    older = tide()
    delivery.run(clock)
    token = Instance.objects.get().token
    state.write_text(json.dumps({"token": token, "tide": older}))
    Instance.objects.update(tide=older)
    assert instance.alarm() == instance.OLDER
    cache.clear()
    assert instance.alarm() == ""


def test_an_older_copy_from_before_there_were_tokens(enrollment: Enrollment, clock: Clock) -> None:
    Instance.objects.all().delete()
    assert instance.refusal(clock.now) == instance.OLDER


def test_an_older_copy_from_before_the_first_mail(
    ask: Callable[..., Delivery], clock: Clock
) -> None:
    question = ask()
    clock.pass_(minutes=1)
    delivery.run(clock)
    assert len(mail.outbox) == 1
    # The copy was made when she had asked and nothing had left yet.
    Instance.objects.all().delete()
    Delivery.objects.filter(pk=question.pk).update(
        state="due", submitted_at=None, ended_at=None, attempts=0
    )
    delivery.run(clock)
    assert len(mail.outbox) == 1
    assert instance.alarm() == instance.OLDER


def test_a_database_that_was_begun_anew_is_sent_from(
    ask: Callable[..., Delivery], clock: Clock
) -> None:
    ask()
    delivery.run(clock)
    Instance.objects.all().delete()
    Subscriber.objects.all().delete()
    clock.pass_(minutes=1)
    ask("new@example.com")
    delivery.run(clock)
    assert [one.to for one in mail.outbox][-1] == ["new@example.com"]


def test_a_database_that_lost_its_row_is_not_begun_anew_by_looking(client: Client) -> None:
    Instance.objects.all().delete()
    client.get("/healthz")
    assert not Instance.objects.exists()


def test_a_batch_under_way_stops_when_the_database_is_put_back(
    confirmed: Confirmed, clock: Clock
) -> None:
    confirmed()
    mail.outbox.clear()
    with patch.object(instance, "rise", return_value=False):
        delivery.run(clock)
    assert mail.outbox == []
    assert Delivery.objects.get(kind="step").state == "due"


def test_several_hosts_share_a_token_of_the_environment(
    enrollment: Enrollment, clock: Clock, settings: Settings, tmp_path: Path
) -> None:
    settings.INSTANCE_TOKEN = "shared"
    Instance.objects.update(token="shared")
    for host in ("one", "two"):
        settings.STATE_DIR = tmp_path / host
        assert instance.refusal(clock.now) == ""


def test_a_clock_that_jumped_sends_nothing(enrollment: Enrollment, clock: Clock) -> None:
    mail.outbox.clear()
    with patch.object(instance, "clocks_apart", return_value=7200.0):
        delivery.run(clock)
        assert "7200 seconds apart" in instance.alarm()
    assert mail.outbox == []


def stop(clock: Clock) -> None:
    Instance.objects.update(stopped_at=clock.now, reason=instance.OLDER)


def test_health_and_check_say_so(
    enrollment: Enrollment, clock: Clock, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    stop(clock)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["mail"]) == (200, "stopped")
    call_command("check_mail")
    assert "no mail is sent: this is an older copy" in capsys.readouterr().out


def test_the_admin_says_so(as_ben: Client, enrollment: Enrollment, clock: Clock) -> None:
    stop(clock)
    assert "this is an older copy of the database" in as_ben.get("/admin/").content.decode()


def test_adopting_asks_what_is_to_become_of_what_is_due(
    enrollment: Enrollment, clock: Clock
) -> None:
    stop(clock)
    with pytest.raises(CommandError, match="1 people are due"):
        call_command("adopt_database")
    assert instance.alarm() == instance.OLDER


def test_adopting_sends_what_is_due(enrollment: Enrollment, clock: Clock) -> None:
    stop(clock)
    call_command("adopt_database", "--send")
    mail.outbox.clear()
    delivery.run(clock)
    assert len(mail.outbox) == 1


def test_adopting_as_sent_mails_nobody_twice_and_goes_on(
    enrollment: Enrollment, clock: Clock
) -> None:
    stop(clock)
    call_command("adopt_database", "--as-sent")
    mail.outbox.clear()
    for _ in range(4):
        delivery.run(clock)
        clock.pass_(hours=6)
    assert mail.outbox == []
    assert Delivery.objects.get(kind="step").state == "uncertain"
    assert conservation.check(clock.now).errors == []
    for _ in range(6):
        clock.pass_(hours=12)
        delivery.run(clock)
    assert [message.subject for message in mail.outbox] == [
        "Left or right: which side is doing less?"
    ]
