"""Write the step's key on every mail of a step, and its start where a delay counts from."""

from django.db import migrations
from django.db.models import F, OuterRef, Subquery


def fill(apps, schema_editor):
    Delivery = apps.get_model("bonus", "Delivery")
    Step = apps.get_model("bonus", "Step")
    keys = Step.objects.filter(pk=OuterRef("step")).values("key")
    Delivery.objects.filter(step__isnull=False).update(step_key=Subquery(keys[:1]))
    Enrollment = apps.get_model("bonus", "Enrollment")
    Enrollment.objects.filter(counted_from=None).update(counted_from=F("last_sent_at"))


class Migration(migrations.Migration):

    dependencies = [
        ("bonus", "0009_rules"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
