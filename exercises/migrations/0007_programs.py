"""Training programs, published like every other work, with their history."""

import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exercises', '0006_missed_searches_and_posture'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalProgram',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('content', models.JSONField(null=True)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('review', 'In review'), ('published', 'Published'), ('archived', 'Archived')], db_index=True, default='draft', editable=False, max_length=10)),
                ('history_change_reason', models.CharField(max_length=200, null=True)),
                ('slug', models.SlugField(help_text='Its address; never change it.', max_length=80)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical program',
                'verbose_name_plural': 'historical programs',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Program',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_hash', models.CharField(blank=True, editable=False, max_length=64)),
                ('loaded_hash', models.CharField(blank=True, editable=False, max_length=64)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('review', 'In review'), ('published', 'Published'), ('archived', 'Archived')], db_index=True, default='draft', editable=False, max_length=10)),
                ('live', models.JSONField(editable=False, null=True)),
                ('changed_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('submitted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('review_note', models.CharField(blank=True, editable=False, max_length=500)),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('scheduled', models.JSONField(editable=False, null=True)),
                ('publish_at', models.DateTimeField(blank=True, db_index=True, editable=False, null=True)),
                ('archived_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('slug', models.SlugField(help_text='Its address; never change it.', max_length=80, unique=True)),
                ('title', models.CharField(max_length=120)),
                ('tagline', models.CharField(max_length=120)),
                ('goal', models.CharField(max_length=300)),
                ('level', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)])),
                ('equipment', models.JSONField(blank=True, default=list)),
                ('equipment_note', models.CharField(max_length=300)),
                ('entry_marks', models.JSONField(default=list)),
                ('exit_marks', models.JSONField(default=list)),
                ('following', models.SlugField(blank=True, max_length=80, verbose_name='next program')),
                ('less_time', models.CharField(blank=True, max_length=300, verbose_name='if time is short')),
                ('maintenance', models.CharField(blank=True, max_length=300)),
                ('weeks', models.JSONField(default=list)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('archived_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('changed_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('published_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('scheduled_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submitted_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('position', 'title'),
                'permissions': (('publish_program', 'Can publish and archive programs'),),
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), models.Q(('live__isnull', False), ('published_at__isnull', False)), _connector='OR'), name='exercises_program_published_when'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'archived'), _negated=True), ('archived_at__isnull', False), _connector='OR'), name='exercises_program_archived_when'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'review'), _negated=True), ('submitted_at__isnull', False), _connector='OR'), name='exercises_program_submitted_when'), models.CheckConstraint(condition=models.Q(models.Q(('publish_at__isnull', True), ('scheduled__isnull', True)), models.Q(('publish_at__isnull', False), ('scheduled__isnull', False)), _connector='OR'), name='exercises_program_scheduled_when'), models.CheckConstraint(condition=models.Q(('level__range', (1, 5))), name='exercises_program_level_range')],
            },
        ),
    ]
