"""The pages of lists."""

from __future__ import annotations

from typing import cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from exercises import handouts
from exercises.lists.access import get_list, get_own_list
from exercises.lists.forms import NameForm
from exercises.lists.shelf import Shelf, shelves
from exercises.models import ExerciseList, ListError

form_view = require_http_methods(["GET", "HEAD", "POST"])


def owner_of(request: HttpRequest) -> User:
    """Return who is signed in."""
    return cast(User, request.user)


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """All lists of the runner, with the form for another one."""
    return _draw_index(request, NameForm())


@require_POST
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Make a list."""
    form = NameForm(request.POST)
    if form.is_valid():
        try:
            made = ExerciseList.objects.start(
                owner_of(request), form.cleaned_data["name"], timezone.now()
            )
        except ListError as error:
            form.add_error("name", str(error))
        else:
            return redirect("exercises:lists:show", made.pk)
    return _draw_index(request, form)


@require_safe
@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One list in its order."""
    return render(request, "exercises/lists/show.html", {"shelf": _shelf(request, pk)})


@form_view
@login_required
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a list another name."""
    found = get_own_list(owner_of(request), pk)
    form = NameForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        try:
            found.rename(form.cleaned_data["name"])
        except ListError as error:
            form.add_error("name", str(error))
            found.refresh_from_db()
        else:
            return redirect("exercises:lists:show", pk)
    return render(request, "exercises/lists/rename.html", {"list": found, "form": form})


@form_view
@login_required
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then delete a list; its exercises stay in the library."""
    found = get_own_list(owner_of(request), pk)
    if request.method != "POST":
        return render(request, "exercises/lists/delete.html", {"list": found})
    found.delete()
    messages.success(request, f"“{found}” is deleted.")
    return redirect("exercises:lists:index")


@require_safe
@login_required
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The print sheet of a list: its first exercises, as many as a sheet holds."""
    shelf = _shelf(request, pk)
    context = {
        "handout": handouts.handout(shelf.shown[: handouts.MOST]),
        "list": shelf.list,
        "left_out": len(shelf.shown) - handouts.MOST,
        "most": handouts.MOST,
    }
    return render(request, "exercises/sheet.html", context)


def _shelf(request: HttpRequest, pk: int) -> Shelf:
    return shelves([get_list(owner_of(request), pk)])[0]


def _draw_index(request: HttpRequest, form: forms.Form) -> HttpResponse:
    owner = owner_of(request)
    lists = list(ExerciseList.objects.owned_by(owner))
    context = {"shelves": shelves(lists), "form": form}
    return render(request, "exercises/lists/index.html", context)
