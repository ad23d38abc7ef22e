"""Files that are imported into the library, and their lines."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exercises', '0009_favorites_and_lists'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportJob',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.CharField(max_length=120)),
                ('upload', models.BinaryField()),
                ('format', models.CharField(choices=[('csv', 'CSV'), ('json', 'JSON')], max_length=4)),
                ('encoding', models.CharField(max_length=12)),
                ('headers', models.JSONField(default=list)),
                ('shape', models.CharField(db_index=True, help_text='Token of the headers.', max_length=64)),
                ('samples', models.JSONField(default=dict)),
                ('mapping', models.JSONField(null=True)),
                ('unknown', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('uploaded', 'Columns to choose'), ('checking', 'Being checked'), ('checked', 'Checked'), ('importing', 'Being imported'), ('done', 'Imported'), ('failed', 'Failed')], default='uploaded', max_length=10)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('total', models.PositiveIntegerField(default=0, help_text='Lines of the file.')),
                ('made_at', models.DateTimeField(db_index=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('claim', models.UUIDField(null=True)),
                ('lease_until', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'import',
                'ordering': ('-made_at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='ImportLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('slug', models.CharField(blank=True, max_length=80)),
                ('name', models.CharField(blank=True, max_length=80)),
                ('outcome', models.CharField(choices=[('error', 'Cannot be imported'), ('new', 'New draft'), ('changed', 'Changed draft'), ('same', 'No change')], max_length=7)),
                ('before', models.JSONField(null=True)),
                ('after', models.JSONField(null=True)),
                ('errors', models.JSONField(default=list)),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='exercises.importjob')),
            ],
            options={
                'ordering': ('number',),
            },
        ),
        migrations.AddConstraint(
            model_name='importjob',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('claim__isnull', True), ('lease_until__isnull', True)), models.Q(('claim__isnull', False), ('lease_until__isnull', False), ('state__in', ('checking', 'importing'))), _connector='OR'), name='exercises_import_claim_while_at_work'),
        ),
        migrations.AddConstraint(
            model_name='importline',
            constraint=models.UniqueConstraint(fields=('job', 'number'), name='exercises_import_line_once'),
        ),
    ]
