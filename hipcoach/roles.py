"""Roles: groups with exactly these rights. `manage.py load_roles` makes them so, however often.

A role is a group of Django; who has it, and may enter the admin, an administrator says in the
admin. Nobody but an administrator (a superuser) changes people or roles, so that no role can give
itself more. No role reads a runner's log; a runner may let support in (accounts/support.py).
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction

WORKS = ("article", "exercise", "program", "video")
BESIDE = ("source", "media")


def _rights(app: str, models: Iterable[str], *verbs: str) -> set[str]:
    return {f"{app}.{verb}_{model}" for model in models for verb in verbs}


READS = _rights("exercises", (*WORKS, *BESIDE, "missedsearch"), "view")
RUNS = _rights("bonus", ("series", "seriesversion", "step"), "view")

# `view_enrollment` shows whether a series is on hold because something hurt: no role has it.
ROLES: dict[str, set[str]] = {
    "Author": READS | _rights("exercises", (*WORKS, *BESIDE), "add", "change"),
    "Reviewer": READS | _rights("exercises", WORKS, "publish"),
    "Series editor": RUNS
    | _rights("exercises", ("video", "exercise"), "view")
    | _rights("bonus", ("seriesdraft",), "add", "change", "delete", "view")
    | {"bonus.change_series"},
    "Support": _rights("bonus", ("subscriber", "suppression"), "view")
    | _rights("accounts", ("user", "supportconsent"), "view")
    | {"accounts.look_at_log"},
    "Operator": RUNS
    | _rights("bonus", ("delivery", "mailevent", "subscriber", "suppression"), "view")
    | {
        "accounts.view_auditentry",
        "accounts.view_user",
        "bonus.add_subscriber",
        "bonus.change_delivery",
        "bonus.change_series",
        "bonus.change_subscriber",
    },
}


def load() -> dict[str, int]:
    """Give each role its rights and no others; return how many changed of each that was changed."""
    changed = {}
    with transaction.atomic():
        known = {
            f"{right.content_type.app_label}.{right.codename}": right
            for right in Permission.objects.select_related("content_type")
        }
        for name, wanted in ROLES.items():
            if missing := wanted - set(known):
                raise LookupError(f"no such right: {', '.join(sorted(missing))}")
            group, is_new = Group.objects.get_or_create(name=name)
            rights = {known[right] for right in wanted}
            before = set(group.permissions.all())
            if is_new or before != rights:
                group.permissions.set(rights)
                changed[name] = len(before ^ rights)
    return changed
