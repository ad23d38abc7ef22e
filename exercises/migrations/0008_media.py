"""Pictures and films that editors upload, and the exercises that show them."""

import django.core.validators
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exercises", "0007_programs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Media",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("image", "Picture"), ("video", "Video")],
                        editable=False,
                        max_length=5,
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("author", models.CharField(blank=True, help_text="Who made it.", max_length=120)),
                (
                    "source",
                    models.CharField(blank=True, help_text="Where it comes from.", max_length=160),
                ),
                (
                    "source_url",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[
                            django.core.validators.URLValidator(
                                message="Write a full address that begins with https://.",
                                schemes=["http", "https"],
                            )
                        ],
                        verbose_name="source's address",
                    ),
                ),
                (
                    "license",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("cc-by-4.0", "CC BY 4.0"),
                            ("cc-by-sa-4.0", "CC BY-SA 4.0"),
                            ("cc0-1.0", "CC0 1.0"),
                            ("public-domain", "Public domain"),
                            ("own", "Own work, all rights reserved"),
                            ("other", "Other license"),
                        ],
                        max_length=13,
                    ),
                ),
                (
                    "license_url",
                    models.CharField(
                        blank=True,
                        help_text="Filled in by itself for the known licenses.",
                        max_length=300,
                        validators=[
                            django.core.validators.URLValidator(
                                message="Write a full address that begins with https://.",
                                schemes=["http", "https"],
                            )
                        ],
                        verbose_name="license's address",
                    ),
                ),
                (
                    "alt",
                    models.CharField(
                        blank=True,
                        help_text="What a picture shows, for those who do not see it. A picture needs it.",
                        max_length=300,
                        verbose_name="alternative text",
                    ),
                ),
                ("captions", models.TextField(blank=True, help_text="WebVTT. A video needs them.")),
                (
                    "transcript",
                    models.TextField(
                        blank=True,
                        help_text="The text of a video; without it the captions are shown as text.",
                    ),
                ),
                ("original", models.CharField(editable=False, max_length=32)),
                ("reader", models.CharField(editable=False, max_length=10)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "Waiting"),
                            ("processing", "Processing"),
                            ("ready", "Ready"),
                            ("failed", "Failed"),
                        ],
                        default="uploaded",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, editable=False, max_length=300)),
                (
                    "progress",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="progress, percent"
                    ),
                ),
                ("width", models.PositiveIntegerField(default=0, editable=False)),
                ("height", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "length_s",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="length, seconds"
                    ),
                ),
                ("files", models.JSONField(blank=True, default=dict, editable=False)),
                ("captions_file", models.CharField(blank=True, editable=False, max_length=44)),
                (
                    "claims",
                    models.PositiveIntegerField(
                        default=0,
                        editable=False,
                        help_text="Rises with every claim, and so tells one worker's claim from the next.",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("lease_until", models.DateTimeField(blank=True, editable=False, null=True)),
                ("uploaded_at", models.DateTimeField(editable=False)),
                (
                    "uploaded_by",
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
                "verbose_name_plural": "media",
                "ordering": ("-uploaded_at", "title"),
            },
        ),
        migrations.CreateModel(
            name="ExerciseMedia",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "exercise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="media",
                        to="exercises.exercise",
                    ),
                ),
                (
                    "media",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="exercises.media",
                    ),
                ),
            ],
            options={
                "verbose_name": "picture or video",
                "verbose_name_plural": "pictures and videos",
                "ordering": ("position", "pk"),
            },
        ),
        migrations.AddIndex(
            model_name="media",
            index=models.Index(fields=["state", "uploaded_at"], name="exercises_media_waiting"),
        ),
        migrations.AddConstraint(
            model_name="media",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ("uploaded", "processing", "ready", "failed"))),
                name="exercises_media_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="media",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ("image", "video"))), name="exercises_media_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="media",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lease_until__isnull", False), ("state", "processing")),
                    models.Q(
                        models.Q(("state", "processing"), _negated=True),
                        ("lease_until__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="exercises_media_lease_while_processing",
            ),
        ),
        migrations.AddConstraint(
            model_name="media",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "video"), ("state", "processing")),
                fields=("kind",),
                name="exercises_media_one_film_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="exercisemedia",
            constraint=models.UniqueConstraint(
                fields=("exercise", "media"),
                name="exercises_exercisemedia_once",
                violation_error_message="This stands on the page already.",
            ),
        ),
    ]
