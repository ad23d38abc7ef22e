"""A domain that puts mail off gets less for a while; the others never wait for it."""

from __future__ import annotations

from datetime import timedelta
from unittest.mock import Mock

import pytest
from django.core.cache import cache

from accounts.transport import ACCEPTED, Outcome, Transport
from bonus import delivery, pacing
from bonus.models import Delivery, DomainPace, Enrollment, Subscriber
from tests.bonus.conftest import Clock, Confirmed

pytestmark = pytest.mark.django_db

LATER = Outcome("deferred", "451 4.7.0 slow down")


@pytest.fixture
def many(confirmed: Confirmed) -> list[Enrollment]:
    """Six people at a domain that will be slow, and two at another."""
    at_slow = [confirmed(f"sam{n}@slow.example") for n in range(6)]
    return [*at_slow, *(confirmed(f"kim{n}@quick.example") for n in range(2))]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Where mails were accepted; slow.example refuses while `refusing` is in the list."""
    accepted: list[str] = []

    def send(self: Transport, message: object) -> Outcome:
        to = message.to[0]  # type: ignore[attr-defined]
        if to.endswith("@slow.example") and "refusing" in accepted:
            return LATER
        accepted.append(to)
        return ACCEPTED

    monkeypatch.setattr(Transport, "send", send)
    return accepted


def steps(state: str, domain: str) -> int:
    mails = Delivery.objects.filter(kind="step", subscriber__address__endswith=f"@{domain}")
    return mails.filter(state=state).count()


def test_the_first_refusal_slows_a_domain_down(
    many: list[Enrollment], sent: list[str], clock: Clock
) -> None:
    sent.append("refusing")
    delivery.run(clock)
    assert list(DomainPace.objects.values_list("domain", flat=True)) == ["slow.example"]
    assert DomainPace.objects.get().per_minute == pacing.FIRST_RATE
    assert steps("accepted", "quick.example") == 2


def test_one_burst_of_refusals_halves_nothing_and_a_later_one_does(
    many: list[Enrollment], sent: list[str], clock: Clock
) -> None:
    mail = Delivery.objects.select_related("subscriber").first()
    assert mail
    pacing.learn([(mail, LATER)] * 5, clock.now)
    pacing.learn([(mail, LATER)] * 5, clock.pass_(seconds=30))
    assert DomainPace.objects.get().per_minute == pacing.FIRST_RATE
    pacing.learn([(mail, LATER)], clock.pass_(seconds=40))
    assert DomainPace.objects.get().per_minute == pacing.FIRST_RATE / 2


def slow_down(clock: Clock, per_minute: float, allowance: float = 0) -> None:
    DomainPace.objects.create(
        domain="slow.example",
        per_minute=per_minute,
        allowance=allowance,
        counted_at=clock.now,
        booked_until=clock.now,
        slowed_at=clock.now,
    )


def test_a_slow_domain_holds_nobody_else_up(
    many: list[Enrollment], sent: list[str], clock: Clock
) -> None:
    slow_down(clock, 1)
    delivery.run(clock)
    assert steps("accepted", "quick.example") == 2
    assert steps("deferred", "slow.example") == 6
    waits = Delivery.objects.filter(state="deferred").order_by("available_at")
    minutes = [(mail.available_at - clock.now) / timedelta(minutes=1) for mail in waits]
    assert minutes == [1, 2, 3, 4, 5, 6]
    assert not Delivery.objects.filter(state="deferred").exclude(attempts=0).exists()


def test_what_was_put_off_leaves_at_the_domains_rate(
    many: list[Enrollment], sent: list[str], clock: Clock
) -> None:
    slow_down(clock, 1)
    for _ in range(7):
        delivery.run(clock)
        clock.pass_(minutes=1, seconds=1)
    assert steps("accepted", "slow.example") == 6


def test_nobody_is_put_off_beyond_the_horizon(
    many: list[Enrollment], sent: list[str], clock: Clock
) -> None:
    slow_down(clock, pacing.SLOWEST / 100)
    delivery.run(clock)
    latest = Delivery.objects.filter(state="deferred").order_by("-available_at")[0]
    assert latest.available_at <= clock.now + pacing.HORIZON


def test_a_domain_that_takes_mail_again_is_soon_as_quick_as_any(
    many: list[Enrollment], sent: list[str], clock: Clock
) -> None:
    slow_down(clock, pacing.NORMAL / 1.05, allowance=20)
    delivery.run(clock)
    assert steps("accepted", "slow.example") == 6
    assert not DomainPace.objects.exists()


def test_an_old_refusal_is_forgotten(many: list[Enrollment], sent: list[str], clock: Clock) -> None:
    slow_down(clock, 1)
    DomainPace.objects.update(slowed_at=clock.now - timedelta(days=2))
    delivery.run(clock)
    assert steps("accepted", "slow.example") == 6


def test_a_flushed_cache_changes_no_pace(
    many: list[Enrollment], sent: list[str], clock: Clock
) -> None:
    slow_down(clock, 1)
    cache.clear()
    delivery.run(clock)
    assert steps("accepted", "slow.example") == 0


def test_a_server_that_is_down_slows_no_domain(
    many: list[Enrollment], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    down = Outcome("deferred", "ConnectionRefusedError", reached=False)
    monkeypatch.setattr(Transport, "send", Mock(return_value=down))
    delivery.run(clock)
    assert not DomainPace.objects.exists()


def test_an_erased_reader_at_a_slow_domain_is_no_error(
    many: list[Enrollment], sent: list[str], clock: Clock
) -> None:
    slow_down(clock, 1)
    Subscriber.objects.filter(address="sam0@slow.example").delete()
    delivery.run(clock)
    assert steps("deferred", "slow.example") == 5
