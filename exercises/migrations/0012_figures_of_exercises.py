"""Give every exercise, its live words and its history the figure that its file has shown so far.

Up to here a figure was drawn from the file of the exercise's slug, whatever the database said.
"""

import json
from pathlib import Path

from django.db import migrations

FOLDER = Path(__file__).resolve().parents[1] / "content" / "figures"
BATCH = 100


def _figures():
    return {
        path.stem: json.dumps(
            json.loads(path.read_text(encoding="utf-8")), separators=(",", ":"), ensure_ascii=False
        )
        for path in FOLDER.glob("*.json")
    }


def _with_figure(row, fields, figure):
    words = {name: getattr(row, name) for name in fields}
    return {name: {**said, "figure": figure} for name, said in words.items() if said}


def fill(apps, schema_editor):
    figures = _figures()
    exercises = apps.get_model("exercises", "Exercise").objects
    for row in exercises.iterator(chunk_size=BATCH):
        figure = figures.get(row.slug, "")
        words = _with_figure(row, ("live", "scheduled"), figure)
        exercises.filter(pk=row.pk).update(figure=figure, **words)
    revisions = apps.get_model("exercises", "HistoricalExercise").objects
    for row in revisions.filter(content__isnull=False).iterator(chunk_size=BATCH):
        words = _with_figure(row, ("content",), figures.get(row.slug, ""))
        revisions.filter(pk=row.pk).update(**words)


class Migration(migrations.Migration):
    dependencies = [("exercises", "0011_exercise_figure")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
