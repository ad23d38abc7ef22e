"""The log: workouts, their sets by side, and the consent to keep health data."""

import django.db.models.deletion
import uuid6
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("exercises", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Workout",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid6.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("note", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "runner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="workouts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-started_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="WorkoutSet",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid6.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(help_text="Place of the block, from 1."),
                ),
                (
                    "set_index",
                    models.PositiveSmallIntegerField(help_text="Number of the set, from 1."),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("left", "Left"), ("right", "Right"), ("both", "Both")],
                        max_length=5,
                    ),
                ),
                ("reps", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("hold_seconds", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("distance_m", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "load_kg",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True),
                ),
                (
                    "band",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("light", "Light band"),
                            ("medium", "Medium band"),
                            ("heavy", "Heavy band"),
                        ],
                        default="",
                        max_length=8,
                    ),
                ),
                ("rpe", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("rir", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("pain_score", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("completed_at", models.DateTimeField(blank=True, null=True)),
                ("prescribed_reps", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "prescribed_hold_seconds",
                    models.PositiveSmallIntegerField(blank=True, null=True),
                ),
                ("prescribed_distance_m", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "prescribed_load_kg",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True),
                ),
                (
                    "prescribed_band",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("light", "Light band"),
                            ("medium", "Medium band"),
                            ("heavy", "Heavy band"),
                        ],
                        default="",
                        max_length=8,
                    ),
                ),
                ("prescribed_rpe", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("prescribed_rir", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "exercise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="logged_sets",
                        to="exercises.exercise",
                    ),
                ),
                (
                    "workout",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sets",
                        to="training.workout",
                    ),
                ),
            ],
            options={
                "ordering": ("workout", "position", "set_index", "side"),
            },
        ),
        migrations.CreateModel(
            name="HealthConsent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                ("given_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "runner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="health_consents",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("runner", "given_at"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("runner", "version"),
                        name="training_healthconsent_one_valid",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True),
                            ("withdrawn_at__gte", models.F("given_at")),
                            _connector="OR",
                        ),
                        name="training_healthconsent_order",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="workout",
            index=models.Index(fields=["runner", "-started_at"], name="training_workout_log"),
        ),
        migrations.AddConstraint(
            model_name="workout",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("finished_at__isnull", True),
                    ("finished_at__gte", models.F("started_at")),
                    _connector="OR",
                ),
                name="training_workout_order",
                violation_error_message="A workout ends after it starts.",
            ),
        ),
        migrations.AddConstraint(
            model_name="workoutset",
            constraint=models.UniqueConstraint(
                fields=("workout", "exercise", "set_index", "side"), name="training_workoutset_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="workoutset",
            constraint=models.UniqueConstraint(
                condition=models.Q(("side__in", ("both", "left"))),
                fields=("workout", "exercise", "set_index"),
                name="training_workoutset_both_or_left",
            ),
        ),
        migrations.AddConstraint(
            model_name="workoutset",
            constraint=models.UniqueConstraint(
                condition=models.Q(("side__in", ("both", "right"))),
                fields=("workout", "exercise", "set_index"),
                name="training_workoutset_both_or_right",
            ),
        ),
        migrations.AddConstraint(
            model_name="workoutset",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["left", "right", "both"])),
                name="training_workoutset_side",
            ),
        ),
        migrations.AddConstraint(
            model_name="workoutset",
            constraint=models.CheckConstraint(
                condition=models.Q(("position__gte", 1), ("set_index__gte", 1)),
                name="training_workoutset_numbers",
            ),
        ),
        migrations.AddConstraint(
            model_name="workoutset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("distance_m__isnull", True),
                        ("hold_seconds__isnull", True),
                        ("reps__isnull", False),
                    ),
                    models.Q(
                        ("distance_m__isnull", True),
                        ("hold_seconds__isnull", False),
                        ("reps__isnull", True),
                    ),
                    models.Q(
                        ("distance_m__isnull", False),
                        ("hold_seconds__isnull", True),
                        ("reps__isnull", True),
                    ),
                    models.Q(
                        ("distance_m__isnull", True),
                        ("hold_seconds__isnull", True),
                        ("reps__isnull", True),
                        ("completed_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="training_workoutset_one_measure",
            ),
        ),
        migrations.AddConstraint(
            model_name="workoutset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("prescribed_distance_m__isnull", True),
                        ("prescribed_hold_seconds__isnull", True),
                        ("prescribed_reps__isnull", False),
                    ),
                    models.Q(
                        ("prescribed_distance_m__isnull", True),
                        ("prescribed_hold_seconds__isnull", False),
                        ("prescribed_reps__isnull", True),
                    ),
                    models.Q(
                        ("prescribed_distance_m__isnull", False),
                        ("prescribed_hold_seconds__isnull", True),
                        ("prescribed_reps__isnull", True),
                    ),
                    models.Q(
                        ("prescribed_distance_m__isnull", True),
                        ("prescribed_hold_seconds__isnull", True),
                        ("prescribed_reps__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="training_workoutset_one_prescribed",
            ),
        ),
        migrations.AddConstraint(
            model_name="workoutset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("load_kg__isnull", True),
                        ("load_kg__range", (0, 500)),
                        _connector="OR",
                    ),
                    models.Q(("reps__isnull", True), ("reps__range", (1, 500)), _connector="OR"),
                    models.Q(
                        ("hold_seconds__isnull", True),
                        ("hold_seconds__range", (1, 3600)),
                        _connector="OR",
                    ),
                    models.Q(
                        ("distance_m__isnull", True),
                        ("distance_m__range", (1, 5000)),
                        _connector="OR",
                    ),
                    models.Q(("rpe__isnull", True), ("rpe__range", (0, 10)), _connector="OR"),
                    models.Q(("rir__isnull", True), ("rir__range", (0, 10)), _connector="OR"),
                ),
                name="training_workoutset_ranges",
            ),
        ),
        migrations.AddConstraint(
            model_name="workoutset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("prescribed_load_kg__isnull", True),
                        ("prescribed_load_kg__range", (0, 500)),
                        _connector="OR",
                    ),
                    models.Q(
                        ("prescribed_reps__isnull", True),
                        ("prescribed_reps__range", (1, 500)),
                        _connector="OR",
                    ),
                    models.Q(
                        ("prescribed_hold_seconds__isnull", True),
                        ("prescribed_hold_seconds__range", (1, 3600)),
                        _connector="OR",
                    ),
                    models.Q(
                        ("prescribed_distance_m__isnull", True),
                        ("prescribed_distance_m__range", (1, 5000)),
                        _connector="OR",
                    ),
                    models.Q(
                        ("prescribed_rpe__isnull", True),
                        ("prescribed_rpe__range", (0, 10)),
                        _connector="OR",
                    ),
                    models.Q(
                        ("prescribed_rir__isnull", True),
                        ("prescribed_rir__range", (0, 10)),
                        _connector="OR",
                    ),
                ),
                name="training_workoutset_prescribed_ranges",
            ),
        ),
        migrations.AddConstraint(
            model_name="workoutset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("load_kg__isnull", True), ("band", ""), _connector="OR"),
                    models.Q(
                        ("prescribed_load_kg__isnull", True),
                        ("prescribed_band", ""),
                        _connector="OR",
                    ),
                ),
                name="training_workoutset_load_or_band",
            ),
        ),
        migrations.AddConstraint(
            model_name="workoutset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("rpe__isnull", True), ("rir__isnull", True), _connector="OR"),
                    models.Q(
                        ("prescribed_rpe__isnull", True),
                        ("prescribed_rir__isnull", True),
                        _connector="OR",
                    ),
                ),
                name="training_workoutset_one_effort",
            ),
        ),
        migrations.AddConstraint(
            model_name="workoutset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("pain_score__isnull", True), ("pain_score__range", (0, 10)), _connector="OR"
                ),
                name="training_workoutset_pain",
            ),
        ),
    ]
