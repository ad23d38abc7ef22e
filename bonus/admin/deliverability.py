"""Whether our mail is likely to arrive, checked at the press of a button."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.admin import AdminSite
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from unfold.widgets import UnfoldAdminTextInputWidget

from bonus import deliverability
from bonus.admin.pages import page
from bonus.dns_resolver import DnsResolver
from bonus.findings import Report

KEY = "bonus:deliverability"
KEPT_SECONDS = 24 * 3600


class SelectorForm(forms.Form):
    """The name of the DKIM key, where the settings do not say it."""

    selector = forms.RegexField(
        r"^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$",
        label="DKIM selector",
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text="The s= in the DKIM-Signature of a test mail. Empty: what the settings say.",
        error_messages={"invalid": "Letters, digits, dots and hyphens only."},
    )


def show(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Show what was found last; the button looks again, for ten seconds at most."""
    form = SelectorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        who = deliverability.sender(form.cleaned_data["selector"])
        report = deliverability.check(who, DnsResolver(), timezone.now())
        cache.set(KEY, report.as_json(), KEPT_SECONDS)
        return redirect("admin:bonus_deliverability")
    kept = cache.get(KEY)
    report_or_none = Report.of(kept) if kept else None
    context: dict[str, Any] = {
        "form": form,
        "report": report_or_none,
        "who": deliverability.sender(),
    }
    context["is_local"] = settings.HAS_MAILBOX
    return page(site, request, "deliverability", "Deliverability", **context)
