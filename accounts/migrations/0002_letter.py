"""Account mails: a row before each is sent, and the words erased when it has ended."""

import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("to", models.EmailField(max_length=254)),
                ("subject", models.CharField(max_length=250)),
                ("text", models.TextField(blank=True)),
                ("html", models.TextField(blank=True)),
                ("headers", models.JSONField(blank=True, default=dict)),
                ("created_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("due", "waits to be sent"),
                            ("claimed", "being sent"),
                            ("sent", "taken by the mail server"),
                            ("failed", "refused, or too old to be of use"),
                            ("uncertain", "may have left, never sent again by itself"),
                        ],
                        default="due",
                        max_length=9,
                    ),
                ),
                (
                    "attempts",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="Rises with every claim, and so tells one claim from the next.",
                    ),
                ),
                ("available_at", models.DateTimeField()),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                (
                    "reason",
                    models.TextField(blank=True, help_text="What the mail server said last."),
                ),
            ],
            options={
                "ordering": ("created_at",),
                "indexes": [
                    models.Index(fields=["state", "available_at"], name="accounts_letter_waiting"),
                    models.Index(fields=["created_at"], name="accounts_letter_age"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("due", "claimed", "sent", "failed", "uncertain"))
                        ),
                        name="accounts_letter_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lease_until__isnull", False), ("state", "claimed")),
                            models.Q(
                                models.Q(("state", "claimed"), _negated=True),
                                ("lease_until__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="accounts_letter_lease_while_claimed",
                    ),
                ],
            },
        ),
    ]
