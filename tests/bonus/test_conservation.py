"""The books: nobody and nothing is lost, and the check would say so."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from bonus import consent, conservation, delivery
from bonus.models import Delivery, Enrollment
from tests.bonus.conftest import Clock, Confirmed

pytestmark = pytest.mark.django_db


def test_the_books_balance_at_every_point(confirmed: Confirmed, clock: Clock) -> None:
    people = [confirmed(f"sam{n}@example.com") for n in range(3)]
    for day in range(34):
        delivery.plan(clock.now)
        assert conservation.check(clock.now).errors == []
        claims = delivery.claim(clock.now)
        assert conservation.check(clock.now).errors == []
        delivery.work(claims[day % 2 :], clock)  # sometimes a worker forgets one
        assert conservation.check(clock.now).errors == []
        if day == 6:
            consent.stop(people[1].subscriber_id, network="", now=clock.now)
        clock.pass_(minutes=10)
        delivery.run(clock)
        assert conservation.check(clock.now).errors == []
        clock.pass_(days=1)
    assert conservation.check(clock.now).enrollments == {"completed": 2, "exited": 1}


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        (lambda: Enrollment.objects.update(next_due_at=None), "no next mail: they are lost"),
        (
            lambda: Enrollment.objects.update(state="completed", next_step=None, next_due_at=None),
            "lack a mail of a main step",
        ),
        (
            lambda: Enrollment.objects.get().subscriber.__class__.objects.update(state="pending"),
            "belong to people who are not subscribed",
        ),
    ],
)
def test_damage_is_found(
    enrollment: Enrollment, clock: Clock, damage: Callable[[], Any], found: str
) -> None:
    damage()
    assert any(found in error for error in conservation.check(clock.now).errors)


def test_a_second_way_forward_is_found(enrollment: Enrollment, clock: Clock) -> None:
    delivery.plan(clock.now)
    Enrollment.objects.update(next_due_at=clock.now)
    (error,) = conservation.check(clock.now).errors
    assert "a next mail twice" in error


def test_uncertain_mails_are_named_but_balance(enrollment: Enrollment, clock: Clock) -> None:
    delivery.plan(clock.now)
    (claim,) = delivery.claim(clock.now)
    delivery.intend(claim, clock.now)
    clock.pass_(minutes=6)
    delivery.run(clock)
    balance = conservation.check(clock.now)
    assert balance.errors == []
    assert balance.notes == [
        "1 mails are uncertain: they may or may not have arrived, and are sent once more."
    ]


def test_the_command_prints_the_books(enrollment: Enrollment) -> None:
    out = StringIO()
    call_command("check_mail", stdout=out)
    assert "enrollments: 1 = 1 active" in out.getvalue()
    assert out.getvalue().endswith("Balanced.\n")


def test_the_command_fails_when_someone_is_lost(enrollment: Enrollment) -> None:
    Enrollment.objects.update(next_due_at=None)
    with pytest.raises(CommandError, match="they are lost"):
        call_command("check_mail", stdout=StringIO())


def test_every_state_is_in_the_readme() -> None:
    from pathlib import Path

    import bonus

    text = Path(bonus.__file__).with_name("README.md").read_text()
    for state in Delivery.State.values:
        assert f"| `{state}` |" in text
