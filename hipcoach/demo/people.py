"""The demo's people, made from a seed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.crypto import salted_hmac

from accounts.models import User
from bonus.demo import make_subscribers
from exercises.demo import make_desk, make_lists
from exercises.models import Exercise
from hipcoach.demo import imports
from training.demo import make_history, make_plan

DOMAIN = "demo.hipcoach.example"
PEOPLE = {"runner": "Sam Rivera", "editor": "Ben Okafor"}
OTHERS = 40
FIRST_NAMES = "Ada Bea Carl Dee Eve Finn Gus Hana Ivo Jo Kai Lea Max Nia Oli Pia Raf Sol Tess Uma"
LAST_NAMES = ("Lind", "Moreau")


def fill(now: datetime, seed: int) -> None:
    """Replace the demo of this copy: a runner, an editor, forty runners, a hundred readers."""
    with transaction.atomic():
        User.objects.filter(email__endswith=f"@{DOMAIN}").delete()
        exercises = list(Exercise.objects.published().order_by("slug"))
        joined = now - timedelta(weeks=27)
        runner = _person("runner", PEOPLE["runner"], joined)
        make_history(runner, exercises, now, seed)
        make_plan(runner, now, seed)
        make_lists(runner, now)
        editor = _person("editor", PEOPLE["editor"], joined, is_staff=True, is_superuser=True)
        imports.fill(editor, now)
        make_desk(runner, editor, now)
        for number, name in enumerate(_names(), start=1):
            other = _person(f"runner-{number:02}", name, now - timedelta(weeks=2 + number % 12))
            make_history(other, exercises, now, seed + number, weeks=1 + number % 12)
        make_subscribers(DOMAIN, now, seed)


def person(who: str) -> User | None:
    """Return the demo's runner or editor, or None where there is no demo or nobody is meant."""
    return User.objects.filter(email=f"{who}@{DOMAIN}").first()


def password(who: str) -> str:
    """Return the password of a demo person: another one in every copy, the same in each filling."""
    return salted_hmac("hipcoach.demo", who, algorithm="sha256").hexdigest()[:16]


def _person(who: str, name: str, joined: datetime, **fields: bool) -> User:
    email = f"{who}@{DOMAIN}"
    user = User.objects.create_user(
        email,
        password(who) if who in PEOPLE else None,
        name=name,
        date_joined=joined,
        time_zone="America/New_York",
        **fields,
    )
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def _names() -> Iterator[str]:
    for last in LAST_NAMES:
        for first in FIRST_NAMES.split():
            yield f"{first} {last}"
