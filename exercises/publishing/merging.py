"""The admin page on which a duplicate is merged into the exercise that stays."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from exercises import references
from exercises.forms import MergeForm
from exercises.models import Exercise, Publication, PublicationError
from exercises.publishing.merge import merge


def page(admin: Any, request: HttpRequest, work: Publication) -> HttpResponse:
    """Ask for the exercise that stays, say what will move, and merge on POST."""
    duplicate = cast(Exercise, work)
    form = MergeForm(duplicate, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        into = form.cleaned_data["into"]
        try:
            merge(duplicate, into, request.user, timezone.now())  # type: ignore[arg-type]  # staff
        except PublicationError as error:
            form.add_error("into", str(error))
        else:
            messages.success(request, f"{duplicate} is merged into {into}; its page leads there.")
            return redirect("admin:exercises_exercise_change", into.pk)
    context = {
        **admin.admin_site.each_context(request),
        "title": f"Merge {duplicate}",
        "opts": admin.opts,
        "original": duplicate,
        "form": form,
        "named_by": references.said_of(duplicate),
    }
    return TemplateResponse(request, "admin/exercises/merge.html", context)
