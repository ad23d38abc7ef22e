"""A figure is part of an exercise's words."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exercises", "0010_imports")]

    operations = [
        migrations.AddField(
            model_name="exercise",
            name="figure",
            field=models.TextField(blank=True, editable=False),
        ),
    ]
