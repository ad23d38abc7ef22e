"""Give every published work its live words: what its rows say at this moment.

The shape is that of the content files at this version.
"""

from django.db import migrations

EXERCISE = (
    "slug", "name", "position", "level", "laterality", "setup", "aliases", "planes", "traits",
    "steps", "cues", "stop_signs", "contraindications", "primary_muscles", "secondary_muscles",
    "equipment_optional", "equipment_sets",
)
DOSE = (
    "measure", "sets", "reps", "hold_seconds", "distance_m", "per_side", "rest_seconds", "tempo",
    "target_rir", "target_rpe",
)
ARTICLE = ("slug", "title", "summary", "position", "minutes", "is_lead", "body")
VIDEO = ("slug", "title", "position", "length_s", "planes", "narration", "scenes")


def _exercise(row):
    said = {name: getattr(row, name) for name in EXERCISE}
    said["dose"] = {"also": row.measure_also, **{name: getattr(row, name) for name in DOSE}}
    said["faults"] = [{"fault": f.fault, "fix": f.fix} for f in row.faults.all()]
    said["evidence"] = [
        {"source": n.source.key, "confidence": n.confidence, "note": n.note}
        for n in row.evidence.all()
    ]
    said["easier"] = [step.easier.slug for step in row.steps_down.all()]
    said["harder"] = [step.harder.slug for step in row.steps_up.all()]
    return said


def _article(row):
    said = {name: getattr(row, name) for name in ARTICLE}
    return {**said, "checked_on": row.checked_on.isoformat()}


def _video(row):
    return {name: getattr(row, name) for name in VIDEO}


def fill(apps, schema_editor):
    for name, say in (("Exercise", _exercise), ("Article", _article), ("Video", _video)):
        model = apps.get_model("exercises", name)
        history = apps.get_model("exercises", f"Historical{name}")
        for row in model.objects.all():
            said = say(row)
            if row.state in ("published", "archived") and row.published_at:
                row.live = said
                row.save(update_fields=["live"])
            history.objects.create(
                id=row.pk,
                slug=row.slug,
                state=row.state,
                content=said,
                history_date=row.updated_at,
                history_type="~",
                history_change_reason="Before the history began",
            )


class Migration(migrations.Migration):
    dependencies = [("exercises", "0002_drafts_beside_the_live_words")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
