"""An exercise that was merged into another leads there."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exercises', '0004_published_works_have_live_words'),
    ]

    operations = [
        migrations.AddField(
            model_name='exercise',
            name='merged_into',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='exercises.exercise'),
        ),
    ]
