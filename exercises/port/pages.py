"""The pages of an import: upload, columns, words, the dry run, the progress and the end."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from exercises.models import ImportJob, ImportLine, ImportState, Outcome
from exercises.models.imports import FileJob
from exercises.port import jobs, progress
from exercises.port.files import FileError
from exercises.port.forms import MappingForm, UploadForm, WordsForm
from exercises.port.mapping import Mapping
from exercises.port.tasks import hint
from exercises.publishing.difference import difference

PER_PAGE = 25
REFRESH_SECONDS = 2


def address(job: ImportJob, page: str = "change") -> str:
    """Return one of an import's pages."""
    return reverse(f"admin:exercises_importjob_{page}", args=[job.pk])


def upload(admin: Any, request: HttpRequest) -> HttpResponse:
    """Take a file."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            job = jobs.upload(file.name, file.read(), request.user, timezone.now())  # type: ignore[arg-type]  # staff only
        except FileError as error:
            form.add_error("file", str(error))
        else:
            return redirect(address(job, "mapping"))
    return _page(admin, request, "upload", "Import exercises", form=form)


def mapping(admin: Any, request: HttpRequest, job: ImportJob) -> HttpResponse:
    """Say what the columns are."""
    if job.is_at_work or job.state == ImportState.DONE:
        return redirect(address(job))
    form = MappingForm(job, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _check(request, job, form.mapping)
    return _page(admin, request, "mapping", f"Columns of {job}", job=job, form=form)


def words(admin: Any, request: HttpRequest, job: ImportJob) -> HttpResponse:
    """Say what the file's own words mean."""
    if job.state != ImportState.CHECKED:
        return redirect(address(job))
    form = WordsForm(job, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _check(request, job, form.mapping)
    return _page(admin, request, "words", f"Words of {job}", job=job, form=form)


def show(admin: Any, request: HttpRequest, job: ImportJob) -> HttpResponse:
    """Show where an import stands: the bar, or its lines."""
    if job.state == ImportState.UPLOADED:
        return redirect(address(job, "mapping"))
    if job.is_at_work:
        return show_progress(admin, request, job, crumbs="admin/exercises/imports/_crumbs.html")
    tally = job.tally()
    chosen = request.GET.get("outcome", "")
    lines = job.lines.filter(outcome=chosen) if chosen in Outcome.values else job.lines.all()
    page = Paginator(lines, PER_PAGE).get_page(request.GET.get("p"))
    return _page(
        admin,
        request,
        "lines",
        str(job),
        job=job,
        chosen=chosen,
        page=page,
        entries=[(line, _changes(line)) for line in page],
        outcomes=[(o.value, o.label, tally[o.value]) for o in Outcome if tally[o.value]],
        ready=tally[Outcome.NEW] + tally[Outcome.CHANGED],
        tally=tally,
        may_import=job.state == ImportState.CHECKED and not tally[Outcome.ERROR],
        ignored=[
            header for header, column in Mapping.of(job.mapping).columns.items() if not column
        ],
        unknown=sum(map(len, job.unknown.values())),
    )


def show_progress(admin: Any, request: HttpRequest, job: FileJob, crumbs: str) -> HttpResponse:
    """Show the bar of a job that a worker has; `crumbs` is the template of the way back."""
    context = {
        **admin.admin_site.each_context(request),
        "title": str(job),
        "opts": admin.opts,
        "job": job,
        "done": min(progress.done(job), job.total),
        "percent": progress.percent(job),
        "refresh": REFRESH_SECONDS,
        "crumbs": crumbs,
    }
    return TemplateResponse(request, "admin/imports/progress.html", context)


def start(request: HttpRequest, job: ImportJob) -> HttpResponse:
    """Import what was shown; pressed twice, it imports once."""
    if jobs.start_import(job):
        hint(job.pk)
    elif job.state == ImportState.CHECKED:
        messages.error(request, "A file with a line that cannot be imported is not imported.")
    return redirect(address(job))


def _check(request: HttpRequest, job: ImportJob, chosen: Mapping) -> HttpResponse:
    if jobs.choose(job, chosen):
        hint(job.pk)
    else:
        messages.info(request, "Somebody else works on this import.")
    return redirect(address(job))


def _changes(line: ImportLine) -> Any:
    """Return what the line changes, word by word; a new one says all of it."""
    if line.outcome not in (Outcome.NEW, Outcome.CHANGED):
        return []
    before, after = ({**one} if one else None for one in (line.before, line.after))
    for side in ("easier", "harder"):  # their order says nothing
        for one in (before, after):
            if one:
                one[side] = sorted(one[side])
    return difference(before, after)


def _page(admin: Any, request: HttpRequest, name: str, title: str, **context: Any) -> HttpResponse:
    context |= {**admin.admin_site.each_context(request), "title": title, "opts": admin.opts}
    return TemplateResponse(request, f"admin/exercises/imports/{name}.html", context)
