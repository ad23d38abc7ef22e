"""Favorites and private lists of exercises."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exercises', '0008_media'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ExerciseList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('is_favorites', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField()),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exercise_lists', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='ListEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('exercise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='list_entries', to='exercises.exercise')),
                ('list', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='exercises.exerciselist')),
            ],
            options={
                'ordering': ('position', 'pk'),
            },
        ),
        migrations.AddConstraint(
            model_name='exerciselist',
            constraint=models.UniqueConstraint(fields=('owner', 'name'), name='exercises_list_one_name'),
        ),
        migrations.AddConstraint(
            model_name='exerciselist',
            constraint=models.UniqueConstraint(condition=models.Q(('is_favorites', True)), fields=('owner',), name='exercises_list_one_favorites'),
        ),
        migrations.AddConstraint(
            model_name='exerciselist',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('is_favorites', True), ('name', 'Favorites')), models.Q(('is_favorites', False), models.Q(('name', 'Favorites'), _negated=True)), _connector='OR'), name='exercises_list_favorites_name'),
        ),
        migrations.AddConstraint(
            model_name='listentry',
            constraint=models.UniqueConstraint(fields=('list', 'exercise'), name='exercises_list_entry_once'),
        ),
    ]
