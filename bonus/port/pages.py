"""The pages of an import of people: upload, dry run, progress and end."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from bonus.models import LineOutcome, SubscriberImport
from bonus.port import jobs
from bonus.port.columns import COLUMNS
from bonus.port.forms import UploadForm
from bonus.port.tasks import hint
from exercises.models import ImportState
from exercises.port.files import FileError
from exercises.port.pages import show_progress

PER_PAGE = 50
CRUMBS = "admin/bonus/imports/_crumbs.html"


def address(job: SubscriberImport) -> str:
    """Return an import's page."""
    return reverse("admin:bonus_subscriberimport_change", args=[job.pk])


def upload(admin: Any, request: HttpRequest) -> HttpResponse:
    """Take a file."""
    now = timezone.now()
    form = UploadForm(request.POST or None, request.FILES or None, today=now.date())
    if request.method == "POST" and form.is_valid():
        file, said = form.cleaned_data["file"], form.cleaned_data
        try:
            job = jobs.upload(
                file.name,
                file.read(),
                start=said["start"],
                spread_hours=said["spread_hours"],
                defaults=form.proof(),
                by=request.user,  # type: ignore[arg-type]  # staff only
                now=now,
            )
        except FileError as error:
            form.add_error("file", str(error))
        else:
            hint(job.pk)
            return redirect(address(job))
    names = [column[0] for column in COLUMNS.values()]
    return _page(admin, request, "upload", "Import subscribers", form=form, names=names)


def show(admin: Any, request: HttpRequest, job: SubscriberImport) -> HttpResponse:
    """Show where an import stands: the bar, its lines, or what came of it."""
    if job.is_at_work:
        return show_progress(admin, request, job, crumbs=CRUMBS)
    tally = {outcome: job.tally.get(outcome, 0) for outcome in LineOutcome.values}
    chosen = request.GET.get("outcome", "")
    lines = job.lines.all()
    if chosen in LineOutcome.values:
        lines = lines.filter(outcome=chosen)
    return _page(
        admin,
        request,
        "lines",
        str(job),
        job=job,
        tally=tally,
        chosen=chosen,
        page=Paginator(lines, PER_PAGE).get_page(request.GET.get("p")),
        outcomes=[(o.value, o.label, tally[o.value]) for o in LineOutcome if tally[o.value]],
        may_import=job.state == ImportState.CHECKED and not tally["error"] and tally["new"],
    )


def start(request: HttpRequest, job: SubscriberImport) -> HttpResponse:
    """Import what was shown; pressed twice, it imports once."""
    if jobs.start_import(job):
        hint(job.pk)
    elif job.state == ImportState.CHECKED:
        messages.error(request, "A file with a line that cannot be imported is not imported.")
    return redirect(address(job))


def _page(admin: Any, request: HttpRequest, name: str, title: str, **context: Any) -> HttpResponse:
    context |= {**admin.admin_site.each_context(request), "title": title, "opts": admin.opts}
    return TemplateResponse(request, f"admin/bonus/imports/{name}.html", context)
