"""Each role may do exactly what the table says, and no role can give itself more."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.test import Client

from accounts.models import User
from bonus.models import ConsentEvent, Subscriber
from hipcoach import roles
from tests.conftest import NOW, browser_of, make_person

pytestmark = pytest.mark.django_db

LIBRARY = {f"exercises.view_{name}" for name in (*roles.WORKS, "source", "media", "missedsearch")}
EXACT: dict[str, set[str]] = {
    "Author": LIBRARY
    | {
        f"exercises.{verb}_{name}"
        for verb in ("add", "change")
        for name in (*roles.WORKS, "source", "media")
    },
    "Reviewer": LIBRARY
    | {
        "exercises.publish_article",
        "exercises.publish_exercise",
        "exercises.publish_program",
        "exercises.publish_video",
    },
    "Series editor": {
        "bonus.add_seriesdraft",
        "bonus.change_series",
        "bonus.change_seriesdraft",
        "bonus.delete_seriesdraft",
        "bonus.view_series",
        "bonus.view_seriesdraft",
        "bonus.view_seriesversion",
        "bonus.view_step",
        "exercises.view_exercise",
        "exercises.view_video",
    },
    "Support": {
        "accounts.look_at_log",
        "accounts.view_supportconsent",
        "accounts.view_user",
        "bonus.view_subscriber",
        "bonus.view_suppression",
    },
    "Operator": {
        "accounts.view_auditentry",
        "accounts.view_user",
        "bonus.add_subscriber",
        "bonus.change_delivery",
        "bonus.change_series",
        "bonus.change_subscriber",
        "bonus.view_delivery",
        "bonus.view_mailevent",
        "bonus.view_series",
        "bonus.view_seriesversion",
        "bonus.view_step",
        "bonus.view_subscriber",
        "bonus.view_suppression",
    },
}
A, R, S, H, OP = ("Author", "Reviewer", "Series editor", "Support", "Operator")
PAGES: dict[str, set[str]] = {
    "": {A, R, S, H, OP},
    "exercises/exercise/": {A, R, S},
    "exercises/exercise/add/": {A},
    "exercises/article/": {A, R},
    "exercises/article/add/": {A},
    "exercises/program/": {A, R},
    "exercises/video/": {A, R, S},
    "exercises/media/": {A, R},
    "exercises/source/add/": {A},
    "exercises/importjob/add/": {A},
    "exercises/missedsearch/": {A, R},
    "bonus/series/": {S, OP},
    "bonus/seriesdraft/": {S},
    "bonus/subscriber/": {H, OP},
    "bonus/subscriberimport/add/": {OP},
    "bonus/suppression/": {H, OP},
    "bonus/delivery/": {OP},
    "bonus/mailevent/": {OP},
    "bonus/stuck/": {OP},
    "bonus/funnel/": {H, OP},
    "bonus/deliverability/": {S, OP},
    "accounts/user/": {H, OP},
    "accounts/user/add/": set(),
    "accounts/supportconsent/": {H},
    "accounts/supportconsent/add/": set(),
    "accounts/auditentry/": {OP},
    "accounts/auditentry/add/": set(),
    "auth/group/": set(),
}


@pytest.fixture
def loaded(db: None) -> None:
    call_command("load_roles", verbosity=0)


def member(role: str) -> User:
    """Return somebody who has a role and nothing else."""
    user = make_person(f"{role.split()[0].lower()}@example.com", role, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.mark.parametrize("role", EXACT)
def test_a_role_has_exactly_these_rights(role: str, loaded: None) -> None:
    assert member(role).get_all_permissions() == EXACT[role]


def test_there_are_no_other_roles(loaded: None) -> None:
    assert set(Group.objects.values_list("name", flat=True)) == set(EXACT)


@pytest.mark.parametrize("role", EXACT)
def test_a_role_opens_exactly_these_pages(role: str, loaded: None) -> None:
    client = browser_of(member(role))
    opened = {page for page in PAGES if client.get(f"/admin/{page}").status_code == 200}
    assert opened == {page for page, roles_ in PAGES.items() if role in roles_}


def test_loading_again_takes_back_what_was_added_by_hand(loaded: None) -> None:
    group = Group.objects.get(name="Support")
    group.permissions.add(
        Permission.objects.get(codename="view_enrollment", content_type__app_label="bonus")
    )
    assert roles.load() == {"Support": 1}
    assert roles.load() == {}
    assert member("Support").get_all_permissions() == EXACT["Support"]


def test_no_role_reads_or_changes_anything_of_a_log(loaded: None) -> None:
    for role in EXACT:
        rights = member(role).get_all_permissions()
        assert not {right for right in rights if right.startswith("training.")}
        assert not {right for right in rights if "enrollment" in right or "consentevent" in right}


@pytest.mark.parametrize("role", EXACT)
def test_no_role_gives_itself_more(role: str, loaded: None) -> None:
    user = member(role)
    client = browser_of(user)
    sent = {"email": user.email, "name": "x", "time_zone": "UTC", "is_superuser": "on"}
    assert client.post(f"/admin/accounts/user/{user.pk}/change/", sent).status_code == 403
    client.post("/admin/auth/group/add/", {"name": "Mine"})
    user.refresh_from_db()
    assert not user.is_superuser
    assert not Group.objects.filter(name="Mine").exists()


def test_not_even_an_administrator_sets_somebody_elses_password(as_ben: Client, ana: User) -> None:
    address = f"/admin/accounts/user/{ana.pk}/password/"
    new = {"password1": "taken-over-77", "password2": "taken-over-77"}
    assert as_ben.post(address, new).status_code == 404
    page = as_ben.get(f"/admin/accounts/user/{ana.pk}/change/").content.decode()
    assert 'name="email"' not in page
    assert 'name="password"' not in page


def test_support_sees_a_subscriber_and_nothing_about_pain(loaded: None, as_ben: Client) -> None:
    reader = Subscriber.objects.create(
        address="kim@example.com", state="active", confirmed_at=NOW, created_at=NOW
    )
    ConsentEvent.objects.create(subscriber=reader, kind="pain_used", at=NOW, wording="pain-1")
    address = f"/admin/bonus/subscriber/{reader.pk}/change/"
    page = browser_of(member("Support")).get(address).content.decode()
    assert "kim@example.com" in page
    assert "pain" not in page.lower()
    assert "Agreed that pain scores hold the series" in as_ben.get(address).content.decode()


def test_support_exports_nobody(loaded: None) -> None:
    reader = Subscriber.objects.create(
        address="kim@example.com", state="active", confirmed_at=NOW, created_at=NOW
    )
    client = browser_of(member("Support"))
    for action in ("export_people", "export_consent"):
        sent = {"action": action, "_selected_action": [reader.pk]}
        answer = client.post("/admin/bonus/subscriber/", sent)
        assert answer["Content-Type"].startswith("text/html")
