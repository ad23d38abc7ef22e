"""Searches that found nothing, and the posture in which an exercise is done."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exercises', '0005_merged_exercises'),
    ]

    operations = [
        migrations.CreateModel(
            name='MissedSearch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('query', models.CharField(max_length=60, unique=True)),
                ('count', models.PositiveIntegerField(default=1)),
                ('first_at', models.DateTimeField()),
                ('last_at', models.DateTimeField(db_index=True)),
            ],
            options={
                'verbose_name': 'missed search',
                'verbose_name_plural': 'missed searches',
                'ordering': ('-count', '-last_at'),
            },
        ),
        migrations.AddField(
            model_name='exercise',
            name='posture',
            field=models.CharField(blank=True, choices=[('standing', 'Standing'), ('seated', 'Seated'), ('kneeling', 'Kneeling or on all fours'), ('floor', 'Lying on the floor')], max_length=10),
        ),
    ]
