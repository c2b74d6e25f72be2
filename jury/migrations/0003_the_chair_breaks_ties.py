import django.db.models.deletion
import musicprize.kernel.texts
import uuid
from django.conf import settings
from django.db import migrations, models

from musicprize.kernel.triggers import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('jury', '0002_votes_cannot_change'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='TieBreak',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('order', models.JSONField(help_text='codes of all entries that shared the place, who goes on first')),
                ('reasons', musicprize.kernel.texts.TextsField(blank=True, default=dict, validators=[musicprize.kernel.texts.validate_texts])),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tie_breaks', to='jury.round')),
            ],
            options={
                'ordering': ['at'],
            },
        ),
        append_only('jury_tiebreak'),
    ]
