"""Who may reach an entry of a log, a workout, a run or a hip check: its runner, and nobody else.

Every page takes an entry from here. To a stranger, an editor or an operator it does not exist.
"""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from accounts.models import User
from training.models import HipCheck, LogEntry, Run, RunImport, StrengthImport, Workout

KINDS: tuple[type[LogEntry], ...] = (Workout, Run, HipCheck)


def find_entry[E: LogEntry](kind: type[E], runner: User, pk: UUID) -> E | None:
    """Return the runner's entry, deleted or not, or None where the id is free.

    Raises Http404 when the id belongs to somebody else.
    """
    entry = kind._default_manager.filter(pk=pk).first()
    if entry is not None and entry.runner_id != runner.pk:
        raise Http404("No such entry.")
    return entry


def get_entry[E: LogEntry](kind: type[E], runner: User, pk: UUID, *, deleted: bool = False) -> E:
    """Return the runner's entry that is in the log or, if asked, that was deleted.

    Raises Http404 otherwise.
    """
    entry = find_entry(kind, runner, pk)
    if entry is None or (entry.deleted_at is not None) is not deleted:
        raise Http404("No such entry.")
    return entry


def get_import(runner: User, pk: UUID) -> RunImport:
    """Return the runner's import of runs; raises Http404 for any other."""
    found = RunImport.objects.filter(runner=runner, pk=pk).first()
    if found is None:
        raise Http404("No such import.")
    return found


def get_strength_import(runner: User, pk: UUID) -> StrengthImport:
    """Return the runner's import of a strength log; raises Http404 for any other."""
    found = StrengthImport.objects.filter(runner=runner, pk=pk).select_related("runner").first()
    if found is None:
        raise Http404("No such import.")
    return found


def find_deleted(runner: User, text: str) -> LogEntry | None:
    """Return the runner's deleted entry whose id an address names, if it names one."""
    try:
        found = (find_entry(kind, runner, UUID(text)) for kind in KINDS)
        return next((entry for entry in found if entry and entry.deleted_at), None)
    except (ValueError, Http404):
        return None
