"""What is published has live words; what is scheduled has a date."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exercises", "0003_live_words_of_published_works")]

    operations = [
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), models.Q(('live__isnull', False), ('published_at__isnull', False)), _connector='OR'), name='exercises_article_published_when'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('publish_at__isnull', True), ('scheduled__isnull', True)), models.Q(('publish_at__isnull', False), ('scheduled__isnull', False)), _connector='OR'), name='exercises_article_scheduled_when'),
        ),
        migrations.AddConstraint(
            model_name='exercise',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), models.Q(('live__isnull', False), ('published_at__isnull', False)), _connector='OR'), name='exercises_exercise_published_when'),
        ),
        migrations.AddConstraint(
            model_name='exercise',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('publish_at__isnull', True), ('scheduled__isnull', True)), models.Q(('publish_at__isnull', False), ('scheduled__isnull', False)), _connector='OR'), name='exercises_exercise_scheduled_when'),
        ),
        migrations.AddConstraint(
            model_name='video',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), models.Q(('live__isnull', False), ('published_at__isnull', False)), _connector='OR'), name='exercises_video_published_when'),
        ),
        migrations.AddConstraint(
            model_name='video',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('publish_at__isnull', True), ('scheduled__isnull', True)), models.Q(('publish_at__isnull', False), ('scheduled__isnull', False)), _connector='OR'), name='exercises_video_scheduled_when'),
        ),
    ]
