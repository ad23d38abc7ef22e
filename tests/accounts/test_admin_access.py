"""The first admin gets a one-time link."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.admin_access import FIRST_ADMIN, invitation, make_admin, one_time_link
from accounts.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "one-leg-at-a-time"


def choose_password(link: str, password: str) -> int:
    """Follow a link, choose a password, and return the status of the page behind the link."""
    browser = Client()
    page = browser.get(link, follow=True)
    form = page.redirect_chain[-1][0] if page.redirect_chain else link
    return browser.post(form, {"password1": password, "password2": password}).status_code


def path(link: str) -> str:
    """Return the link without its site."""
    return "/" + link.split("/", 3)[3]


def test_a_new_copy_invites_its_first_admin() -> None:
    assert FIRST_ADMIN in invitation()
    assert "/accounts/password/reset/key/" in invitation()


def test_the_link_lets_the_admin_choose_a_password_and_enter() -> None:
    link = one_time_link(make_admin("ben@example.com"))

    assert choose_password(path(link), PASSWORD) == 302

    browser = Client()
    browser.post("/accounts/login/", {"login": "ben@example.com", "password": PASSWORD})
    assert browser.get("/admin/").status_code == 200


def test_the_link_works_once() -> None:
    link = one_time_link(make_admin("ben@example.com"))
    choose_password(path(link), PASSWORD)

    choose_password(path(link), "another-password-entirely")

    assert User.objects.get(email="ben@example.com").check_password(PASSWORD)


def test_a_copy_with_an_admin_invites_nobody() -> None:
    make_admin("ben@example.com").set_password(PASSWORD)
    admin = User.objects.get(email="ben@example.com")
    admin.set_password(PASSWORD)
    admin.save()

    assert "ben@example.com" in invitation()
    assert "key" not in invitation()


def test_no_account_has_a_password_before_somebody_chose_one() -> None:
    invitation()

    assert not User.objects.get(email=FIRST_ADMIN).has_usable_password()


def test_the_command_makes_a_runner_an_admin(ana: User) -> None:
    out = StringIO()

    call_command("admin_link", "Ana@Example.com", stdout=out)

    ana.refresh_from_db()
    assert ana.is_superuser
    assert out.getvalue().startswith("http")


def test_the_command_refuses_what_is_no_address() -> None:
    with pytest.raises(CommandError, match="not an email address"):
        call_command("admin_link", "ben")
