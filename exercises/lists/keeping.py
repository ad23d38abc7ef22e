"""Putting exercises on lists, taking them off and moving them: every address takes a POST."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from exercises.catalog import get_catalog
from exercises.entries import CatalogEntry
from exercises.lists.access import get_list
from exercises.lists.forms import NameForm
from exercises.lists.shelf import shelves
from exercises.lists.views import owner_of
from exercises.models import Exercise, ExerciseList, ListError

MOVES = {"up": -1, "down": 1}


@require_POST
@login_required
def star(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a published exercise a favorite; htmx gets the new star."""
    entry = _published(slug)
    favorites = ExerciseList.objects.favorites_of(owner_of(request), timezone.now())
    try:
        favorites.add(_row(entry))
    except ListError as error:
        messages.error(request, str(error))
        return _after_star(request, entry, reload=True)
    return _after_star(request, entry)


@require_POST
@login_required
def unstar(request: HttpRequest, slug: str) -> HttpResponse:
    """Take an exercise off the favorites; htmx gets the new star."""
    for favorites in ExerciseList.objects.filter(owner=owner_of(request), is_favorites=True):
        favorites.remove(slug)
    return _after_star(request, _published(slug))


@require_safe
@login_required
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose the list that an exercise goes on, or make one for it."""
    return _draw_choice(request, _published(slug), NameForm())


@require_POST
@login_required
def add(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Put a published exercise on a list."""
    found, entry = get_list(owner_of(request), pk), _published(slug)
    try:
        added = found.add(_row(entry))
    except ListError as error:
        messages.error(request, str(error))
    else:
        words = "is now on" if added else "is already on"
        messages.success(request, f"{entry.name} {words} “{found}”.")
    return redirect("exercises:lists:choose", slug)


@require_POST
@login_required
def add_to_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a list and put a published exercise on it."""
    entry, form = _published(slug), NameForm(request.POST)
    if form.is_valid():
        name = form.cleaned_data["name"]
        try:
            made = ExerciseList.objects.start(owner_of(request), name, timezone.now())
        except ListError as error:
            form.add_error("name", str(error))
        else:
            made.add(_row(entry))
            messages.success(request, f"{entry.name} is now on “{made}”.")
            return redirect("exercises:lists:choose", slug)
    return _draw_choice(request, entry, form)


@require_POST
@login_required
def remove(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Take an exercise off a list."""
    found = get_list(owner_of(request), pk)
    found.remove(slug)
    return redirect(_back(request, reverse("exercises:lists:show", args=[pk])))


@require_POST
@login_required
def move(request: HttpRequest, pk: int, slug: str, way: str) -> HttpResponse:
    """Move an exercise one place up or down its list."""
    if way not in MOVES:
        raise Http404("An exercise moves up or down.")
    found = get_list(owner_of(request), pk)
    found.move(slug, MOVES[way])
    if not getattr(request, "htmx", False):
        return redirect(f"{reverse('exercises:lists:show', args=[pk])}#{slug}")
    return render(request, "exercises/lists/show.html#entries", {"shelf": shelves([found])[0]})


def _published(slug: str) -> CatalogEntry:
    entry = get_catalog().get(slug)
    if entry is None:
        raise Http404("No such exercise is published.")
    return entry


def _row(entry: CatalogEntry) -> Exercise:
    return get_object_or_404(Exercise, pk=entry.pk)


def _draw_choice(request: HttpRequest, entry: CatalogEntry, form: NameForm) -> HttpResponse:
    owner = owner_of(request)
    lists = shelves(list(ExerciseList.objects.owned_by(owner)))
    context = {
        "entry": entry,
        "form": form,
        "choices": [(shelf.list, entry in shelf.shown) for shelf in lists],
    }
    return render(request, "exercises/lists/choose.html", context)


def _after_star(request: HttpRequest, entry: CatalogEntry, reload: bool = False) -> HttpResponse:
    """Answer htmx with the star alone and everybody else with the page they came from."""
    back = _back(request, entry.url)
    if not getattr(request, "htmx", False):
        return redirect(back)
    response = render(
        request,
        "exercises/lists/_star.html",
        {"entry": entry, "back": back, "word": "word" in request.GET},
    )
    if reload:
        response.headers["HX-Refresh"] = "true"
    return response


def _back(request: HttpRequest, otherwise: str) -> str:
    """Return the page that an address names as the next one, if it is ours."""
    wanted = request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if ours else otherwise
