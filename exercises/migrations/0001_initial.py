"""The library: exercises and their ladder, sources, articles, videos."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Source",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_hash", models.CharField(blank=True, editable=False, max_length=64)),
                ("loaded_hash", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "key",
                    models.SlugField(
                        help_text="Short name, as in niemuth-2005.", max_length=60, unique=True
                    ),
                ),
                ("citation", models.TextField()),
                ("doi", models.CharField(blank=True, max_length=120, verbose_name="DOI")),
                (
                    "certainty",
                    models.CharField(
                        help_text="How sure we are of the citation and the DOI.", max_length=120
                    ),
                ),
            ],
            options={
                "ordering": ("key",),
            },
        ),
        migrations.CreateModel(
            name="CatalogVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.CharField(max_length=32)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pk", 1)), name="exercises_one_catalog_version"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Exercise",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_hash", models.CharField(blank=True, editable=False, max_length=64)),
                ("loaded_hash", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("review", "In review"),
                            ("published", "Published"),
                            ("archived", "Archived"),
                        ],
                        db_index=True,
                        default="draft",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("submitted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("published_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("archived_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "slug",
                    models.SlugField(
                        help_text="Its address; never change it.", max_length=80, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=80, unique=True)),
                (
                    "aliases",
                    models.JSONField(
                        blank=True, default=list, help_text="Other names, one per line."
                    ),
                ),
                ("planes", models.JSONField(default=list, help_text="The main plane first.")),
                ("traits", models.JSONField(blank=True, default=list)),
                ("primary_muscles", models.JSONField(default=list)),
                ("secondary_muscles", models.JSONField(blank=True, default=list)),
                ("equipment_sets", models.JSONField(blank=True, default=list)),
                ("equipment_optional", models.JSONField(blank=True, default=list)),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ]
                    ),
                ),
                (
                    "laterality",
                    models.CharField(
                        choices=[
                            ("unilateral", "One side at a time"),
                            ("bilateral", "Both sides together"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("reps", "Reps"),
                            ("hold_seconds", "Hold, seconds"),
                            ("distance_m", "Distance, meters"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "measure_also",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="What a runner may also note: load, band, distance_m.",
                    ),
                ),
                (
                    "sets",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(10),
                        ]
                    ),
                ),
                (
                    "reps",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                    ),
                ),
                (
                    "hold_seconds",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(300),
                        ],
                        verbose_name="hold, seconds",
                    ),
                ),
                (
                    "distance_m",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(400),
                        ],
                        verbose_name="distance, meters",
                    ),
                ),
                (
                    "per_side",
                    models.BooleanField(
                        help_text="The dose counts for each side.", verbose_name="each side"
                    ),
                ),
                (
                    "rest_seconds",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(600),
                        ],
                        verbose_name="rest, seconds",
                    ),
                ),
                (
                    "tempo",
                    models.CharField(
                        blank=True,
                        help_text="Seconds of lowering, pause, lifting, pause: 3-1-1-0.",
                        max_length=7,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d-\\d-\\d-\\d$", "Write four digits, as in 3-1-1-0."
                            )
                        ],
                    ),
                ),
                (
                    "target_rir",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(10),
                        ],
                        verbose_name="reps left in reserve",
                    ),
                ),
                (
                    "target_rpe",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(10),
                        ],
                        verbose_name="effort, 0 to 10",
                    ),
                ),
                ("setup", models.TextField(verbose_name="set-up")),
                ("steps", models.JSONField(default=list)),
                ("cues", models.JSONField(blank=True, default=list)),
                ("stop_signs", models.JSONField(default=list)),
                ("contraindications", models.JSONField(blank=True, default=list)),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=0, help_text="Order in the library."),
                ),
                (
                    "archived_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("position", "name"),
                "permissions": (("publish_exercise", "Can publish and archive exercises"),),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="exercises_exercise_published_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "archived"), _negated=True),
                            ("archived_at__isnull", False),
                            _connector="OR",
                        ),
                        name="exercises_exercise_archived_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "review"), _negated=True),
                            ("submitted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="exercises_exercise_submitted_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__range", (1, 5))),
                        name="exercises_exercise_level",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sets__gte", 1),
                            models.Q(
                                models.Q(
                                    ("distance_m__isnull", True),
                                    ("hold_seconds__isnull", True),
                                    ("measure", "reps"),
                                    ("reps__isnull", False),
                                ),
                                models.Q(
                                    ("distance_m__isnull", True),
                                    ("hold_seconds__isnull", False),
                                    ("measure", "hold_seconds"),
                                    ("reps__isnull", True),
                                ),
                                models.Q(
                                    ("distance_m__isnull", False),
                                    ("hold_seconds__isnull", True),
                                    ("measure", "distance_m"),
                                    ("reps__isnull", True),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="exercises_exercise_dose",
                        violation_error_message="Fill exactly the one number that the measure names.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("laterality", "unilateral"), ("per_side", True)),
                            models.Q(("laterality", "bilateral"), ("per_side", False)),
                            _connector="OR",
                        ),
                        name="exercises_exercise_sides",
                        violation_error_message="A one-sided exercise has its dose per side.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("target_rir__isnull", True),
                            ("target_rpe__isnull", True),
                            _connector="OR",
                        ),
                        name="exercises_exercise_one_effort",
                        violation_error_message="Give reps in reserve or effort, not both.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Fault",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("fault", models.CharField(max_length=160)),
                ("fix", models.CharField(max_length=240)),
                (
                    "exercise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="faults",
                        to="exercises.exercise",
                    ),
                ),
            ],
            options={
                "ordering": ("position", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Progression",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "easier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps_up",
                        to="exercises.exercise",
                    ),
                ),
                (
                    "harder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps_down",
                        to="exercises.exercise",
                    ),
                ),
            ],
            options={
                "ordering": ("position", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("easier", "harder"),
                        name="exercises_progression_once",
                        violation_error_message="This step stands on the ladder already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("easier", models.F("harder")), _negated=True),
                        name="exercises_progression_not_itself",
                        violation_error_message="An exercise cannot lead to itself.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="exercise",
            name="harder",
            field=models.ManyToManyField(
                related_name="easier",
                through="exercises.Progression",
                through_fields=("easier", "harder"),
                to="exercises.exercise",
            ),
        ),
        migrations.CreateModel(
            name="EvidenceNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("note", models.TextField()),
                (
                    "confidence",
                    models.CharField(
                        choices=[
                            ("verified", "Read in the paper's abstract or a page quoting it"),
                            (
                                "secondary",
                                "Read in another source, or inferred from a related exercise",
                            ),
                            ("memory", "Not checked in a source"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "exercise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="exercises.exercise",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="exercises.source",
                    ),
                ),
            ],
            options={
                "ordering": ("position", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("confidence__in", ["verified", "secondary", "memory"])),
                        name="exercises_evidence_confidence",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Video",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_hash", models.CharField(blank=True, editable=False, max_length=64)),
                ("loaded_hash", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("review", "In review"),
                            ("published", "Published"),
                            ("archived", "Archived"),
                        ],
                        db_index=True,
                        default="draft",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("submitted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("published_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("archived_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "slug",
                    models.SlugField(
                        help_text="Its address; never change it.", max_length=80, unique=True
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("length_s", models.PositiveSmallIntegerField(verbose_name="length, seconds")),
                ("planes", models.JSONField(blank=True, default=list)),
                ("scenes", models.JSONField(default=list)),
                ("narration", models.TextField()),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "archived_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("position", "title"),
                "permissions": (("publish_video", "Can publish and archive videos"),),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="exercises_video_published_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "archived"), _negated=True),
                            ("archived_at__isnull", False),
                            _connector="OR",
                        ),
                        name="exercises_video_archived_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "review"), _negated=True),
                            ("submitted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="exercises_video_submitted_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("length_s__gte", 1)),
                        name="exercises_video_has_a_length",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Article",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_hash", models.CharField(blank=True, editable=False, max_length=64)),
                ("loaded_hash", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("review", "In review"),
                            ("published", "Published"),
                            ("archived", "Archived"),
                        ],
                        db_index=True,
                        default="draft",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("submitted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("published_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("archived_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "slug",
                    models.SlugField(
                        help_text="Its address; never change it.", max_length=100, unique=True
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("summary", models.CharField(max_length=300)),
                ("body", models.TextField(help_text="Markdown.", verbose_name="text")),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="reading time, minutes")),
                ("checked_on", models.DateField(verbose_name="sources checked on")),
                ("is_lead", models.BooleanField(default=False, verbose_name="on the home page")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "archived_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("position", "title"),
                "permissions": (("publish_article", "Can publish and archive articles"),),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="exercises_article_published_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "archived"), _negated=True),
                            ("archived_at__isnull", False),
                            _connector="OR",
                        ),
                        name="exercises_article_archived_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "review"), _negated=True),
                            ("submitted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="exercises_article_submitted_when",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_lead", True)),
                        fields=("is_lead",),
                        name="exercises_article_one_lead",
                        violation_error_message="Another article is on the home page already.",
                    ),
                ],
            },
        ),
    ]
