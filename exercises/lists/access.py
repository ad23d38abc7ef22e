"""Who may reach a list: its owner, and nobody else.

Every page takes a list from here. To a stranger, an editor or an operator it does not exist.
"""

from __future__ import annotations

from django.http import Http404

from accounts.models import User
from exercises.models import ExerciseList


def get_list(owner: User, pk: int) -> ExerciseList:
    """Return the owner's list. Raises Http404 where it is somebody else's or gone."""
    found = ExerciseList.objects.filter(owner=owner, pk=pk).first()
    if found is None:
        raise Http404("No such list.")
    return found


def get_own_list(owner: User, pk: int) -> ExerciseList:
    """Return a list that the owner made. Raises Http404 for the favorites too: they stay."""
    found = get_list(owner, pk)
    if found.is_favorites:
        raise Http404("The favorites have no such page.")
    return found
