"""What somebody with rights does in the admin about people and mail leaves an entry.

Changes of the library leave a revision with all its words (exercises/publishing/history.py), and
the admin's own log says who saved which row; neither says who looked at a person, or who pressed a
button that saves no row.
"""

from __future__ import annotations

from datetime import datetime
from typing import cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts.models import AuditEntry, User

APPS = ("accounts_", "auth_", "bonus_")
LOOKS = ("accounts_user_change", "bonus_subscriber_change")


def note(request: HttpRequest, response: HttpResponseBase, now: datetime) -> None:
    """Write down a change or a look at a person, if the answer says that it was let through."""
    match = request.resolver_match
    name = (match and match.url_name) or ""
    is_change = request.method == "POST" and name.startswith(APPS)
    is_look = request.method == "GET" and name in LOOKS
    if match is None or not (is_change or is_look) or response.status_code >= 400:
        return
    who = cast(User, request.user)
    if not (who.is_authenticated and who.is_staff):
        return
    key = str(match.kwargs.get("object_id") or match.kwargs.get("pk") or "")
    button = request.POST.get("action", "") if is_change else ""
    words = ("Sent" if is_change else "Opened", name, key, button)
    about = None
    if name.startswith("accounts_user_") and key.isdecimal():
        about = User.objects.filter(pk=int(key)).first()
    AuditEntry.objects.create(
        at=now, who=who, did=" ".join(word for word in words if word)[:160], about=about
    )
