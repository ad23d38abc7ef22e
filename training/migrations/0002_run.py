"""Runs; workouts share their base, which changes no column."""

import django.db.models.deletion
import uuid6
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("training", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="workout",
            name="runner",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="%(class)ss",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid6.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("note", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, null=True)),
                ("distance_m", models.PositiveIntegerField()),
                ("duration_s", models.PositiveIntegerField(blank=True, null=True)),
                ("pain_score", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "runner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-started_at", "-pk"),
                "indexes": [
                    models.Index(fields=["runner", "-started_at"], name="training_run_log")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("distance_m__range", (1, 500000))),
                        name="training_run_distance",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("duration_s__isnull", True),
                            ("duration_s__range", (1, 432000)),
                            _connector="OR",
                        ),
                        name="training_run_duration",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("pain_score__isnull", True),
                            ("pain_score__range", (0, 10)),
                            _connector="OR",
                        ),
                        name="training_run_pain",
                    ),
                ],
            },
        ),
    ]
