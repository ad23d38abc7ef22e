"""A real worker process checks and writes an import, on both databases."""

from __future__ import annotations

import pytest

from tests.copies import Copy

pytestmark = pytest.mark.services

UPLOAD = """
import json
from django.utils import timezone
from exercises.port import jobs, tasks
from exercises.port.mapping import guess
from exercises.port.resources import export
entries = json.loads(export("json"))[:20]
made = [
    {**entry, "slug": f"made-{n}", "name": f"Made {n}", "easier": [], "harder": []}
    for n, entry in enumerate(entries)
]
job = jobs.upload("made.json", json.dumps(made).encode(), None, timezone.now())
jobs.choose(job, guess(job.headers))
tasks.hint(job.pk)
"""
START = """
from exercises.models import ImportJob
from exercises.port import jobs, tasks
job = ImportJob.objects.latest("pk")
jobs.start_import(job)
tasks.hint(job.pk)
"""
STATE = """
from exercises.models import Exercise, ImportJob
made = Exercise.objects.filter(slug__startswith="made-", state="draft", live__isnull=True)
said = [ImportJob.objects.latest("pk").state, made.count()]
"""


def test_the_worker_checks_and_imports(copy: Copy) -> None:
    copy.shell(UPLOAD)
    copy.wait_in_shell(STATE, "said == ['checked', 0]", "the end of the check")
    copy.shell(START)
    copy.wait_in_shell(STATE, "said == ['done', 20]", "the end of the import")
