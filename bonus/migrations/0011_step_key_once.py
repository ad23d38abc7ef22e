from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("bonus", "0010_step_keys"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(fields=('enrollment', 'step_key'), name='bonus_key_mailed_once'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('enrollment__isnull', True), ('kind__in', ('confirm', 'move')), ('step__isnull', True), ('step_key', '')), models.Q(('enrollment__isnull', False), ('kind', 'step'), ('step__isnull', False), models.Q(('step_key', ''), _negated=True)), _connector='OR'), name='bonus_delivery_kind'),
        ),
    ]
