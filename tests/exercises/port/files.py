"""Files that editors bring, and the way through the admin that they take."""

from __future__ import annotations

import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from exercises.models import ImportJob

# In the style of open exercise collections: their own field names and their own words.
FOREIGN: list[dict[str, Any]] = [
    {
        "id": "Hip_Circles_(Prone)",
        "name": "Hip Circles (Prone)",
        "force": "pull",
        "level": "beginner",
        "mechanic": "isolation",
        "equipment": "body only",
        "primaryMuscles": ["abductors"],
        "secondaryMuscles": ["adductors"],
        "instructions": ["Lie on your front.", "Draw a circle with one knee."],
        "category": "stretching",
    },
    {
        "id": "Monster_Walk",
        "name": "Monster Walk",
        "force": None,
        "level": "intermediate",
        "mechanic": None,
        "equipment": "bands",
        "primaryMuscles": ["abductors"],
        "secondaryMuscles": [],
        "instructions": ["Step sideways; keep the band tight."],
        "category": "strength",
    },
]
FOREIGN_DEFAULTS = {
    "default-laterality": "bilateral",
    "default-sets": "2",
    "default-reps": "10",
    "default-rest_seconds": "45",
}


def upload(client: Client, data: bytes | str | list[Any], name: str = "file.csv") -> Any:
    """Send a file and return the response; lists are sent as JSON."""
    if not isinstance(data, bytes | str):
        data = json.dumps(data)
    content = data if isinstance(data, bytes) else data.encode()
    sent = {"file": SimpleUploadedFile(name, content)}
    return client.post(reverse("admin:exercises_importjob_add"), sent)


def page(job: ImportJob, name: str = "change") -> str:
    """Return the address of a page of an import."""
    return reverse(f"admin:exercises_importjob_{name}", args=[job.pk])


def fields_of(client: Client, job: ImportJob, name: str) -> dict[str, str]:
    """Return a form's fields as a browser would send them back."""
    form = client.get(page(job, name)).context["form"]
    return {field.html_name: str(field.value() or "") for field in form}


def check(
    client: Client, data: bytes | str | list[Any], name: str = "file.csv", **fields: str
) -> ImportJob:
    """Upload a file, accept the guessed columns apart from `fields`, and return the checked job."""
    assert upload(client, data, name).status_code == 302
    job = ImportJob.objects.latest("pk")
    answer = client.post(page(job, "mapping"), {**fields_of(client, job, "mapping"), **fields})
    assert answer.status_code == 302, answer.context["form"].errors
    job.refresh_from_db()
    return job


def errors_of(job: ImportJob) -> list[str]:
    """Return every mistake as line, field and reason."""
    return [
        f"{line.number}: {error['field']}: {error['reason']}"
        for line in job.lines.all()
        for error in line.errors
    ]
