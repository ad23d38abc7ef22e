"""Films that editors have asked for."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exercises', '0012_figures_of_exercises'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FilmJob',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('board', models.JSONField()),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('rendering', 'Being rendered'), ('done', 'Rendered'), ('failed', 'Failed'), ('canceled', 'Canceled')], default='waiting', max_length=10)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('progress', models.PositiveSmallIntegerField(default=0, verbose_name='progress, percent')),
                ('claim', models.UUIDField(null=True)),
                ('lease_until', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('made_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('video', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='film_jobs', to='exercises.video')),
            ],
            options={
                'ordering': ('-made_at', '-pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('claim__isnull', True), ('lease_until__isnull', True)), models.Q(('claim__isnull', False), ('lease_until__isnull', False), ('state', 'rendering')), _connector='OR'), name='exercises_film_claim_while_rendering'), models.UniqueConstraint(condition=models.Q(('state__in', ('waiting', 'rendering'))), fields=('video',), name='exercises_film_one_open_for_a_video'), models.UniqueConstraint(condition=models.Q(('state', 'rendering')), fields=('state',), name='exercises_film_one_at_a_time')],
            },
        ),
    ]
