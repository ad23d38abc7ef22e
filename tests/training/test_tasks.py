"""What the worker does for the log."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import User
from tests.conftest import NOW
from tests.training.conftest import log_run
from training.models import Run, Workout
from training.tasks import purge_deleted


def test_the_worker_erases_what_is_beyond_undo(ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    old = Workout.objects.create(runner=ana, started_at=NOW)
    old.remove(NOW - timedelta(days=31))
    kept = Workout.objects.create(runner=ana, started_at=NOW)
    log_run(ana, 8000).remove(NOW - timedelta(days=31))
    monkeypatch.setattr("training.tasks.timezone.now", lambda: NOW)
    assert purge_deleted() == 2
    assert list(Workout.objects.all()) == [kept]
    assert not Run.objects.exists()
