import django.db.models.deletion
import django.db.models.functions.text
import musicprize.kernel.texts
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='City',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(max_length=8, unique=True)),
                ('name', musicprize.kernel.texts.TextsField(blank=True, default=dict, validators=[musicprize.kernel.texts.validate_texts])),
                ('country', models.CharField(max_length=2)),
                ('latitude', models.DecimalField(decimal_places=5, max_digits=8)),
                ('longitude', models.DecimalField(decimal_places=5, max_digits=8)),
                ('colour', models.PositiveSmallIntegerField()),
            ],
            options={
                'ordering': ['colour'],
                'constraints': [models.CheckConstraint(condition=models.Q(('colour__gte', 1), ('colour__lte', 4)), name='city_colour_slot')],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('name', models.CharField(blank=True, max_length=120)),
                ('language', models.CharField(choices=[('de', 'De'), ('fr', 'Fr'), ('lb', 'Lb'), ('en', 'En')], default='de', max_length=2)),
                ('theme', models.CharField(blank=True, help_text="light, dark, or empty for the device's own", max_length=5)),
                ('single_keys', models.BooleanField(default=True, help_text='single-key shortcuts in the jury room (WCAG 2.1.4)')),
                ('is_active', models.BooleanField(default=True)),
                ('joined_at', models.DateTimeField(auto_now_add=True)),
                ('seen_at', models.DateTimeField(blank=True, null=True)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_unique'), models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='user_email_lower')],
            },
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('slug', models.SlugField(max_length=40, unique=True)),
                ('year', models.PositiveSmallIntegerField()),
                ('title', musicprize.kernel.texts.TextsField(blank=True, default=dict, validators=[musicprize.kernel.texts.validate_texts])),
                ('summary', musicprize.kernel.texts.TextsField(blank=True, default=dict, help_text='one sentence', validators=[musicprize.kernel.texts.validate_texts])),
                ('call_text', musicprize.kernel.texts.TextsField(blank=True, default=dict, validators=[musicprize.kernel.texts.validate_texts])),
                ('jury_note', musicprize.kernel.texts.TextsField(blank=True, default=dict, help_text='who sits on the jury, in public', validators=[musicprize.kernel.texts.validate_texts])),
                ('host_city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hosted', to='musicprize.city')),
                ('published', models.BooleanField(default=False, help_text='the call may be seen')),
                ('opens_at', models.DateTimeField()),
                ('closes_at', models.DateTimeField(help_text='exclusive: at this instant it is closed')),
                ('grace_minutes', models.PositiveSmallIntegerField(default=30, help_text='for uploads begun before closing')),
                ('screening_until', models.DateTimeField()),
                ('finalists_at', models.DateTimeField(help_text='planned announcement')),
                ('final_at', models.DateTimeField(help_text='the night of the final concert')),
                ('works_required', models.PositiveSmallIntegerField(default=3)),
                ('work_max_age_years', models.PositiveSmallIntegerField(default=5)),
                ('radius_km', models.PositiveSmallIntegerField(default=50)),
                ('min_seconds', models.PositiveIntegerField(default=30)),
                ('max_seconds', models.PositiveIntegerField(default=1800)),
                ('max_file_bytes', models.PositiveBigIntegerField(default=1000000000)),
                ('formats', models.JSONField(default=list, help_text='accepted containers: wav, flac, mp3, …; empty = all we can read')),
                ('video_accepted', models.BooleanField(default=False, help_text='films are taken; their sound is the work')),
                ('compact_copies', models.BooleanField(default=False, help_text='jurors may choose Opus, a third less to download')),
                ('lossless_copies', models.BooleanField(default=False, help_text='jurors may choose FLAC')),
                ('finding_rules', models.JSONField(default=dict, help_text='{code of a finding: refusal, warning or note}')),
                ('text_limits', models.JSONField(default=dict, help_text='{biography: [min, max], …} in characters')),
                ('retention_months', models.PositiveSmallIntegerField(default=24)),
                ('created_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('cities', models.ManyToManyField(related_name='editions', to='musicprize.city')),
            ],
            options={
                'ordering': ['-opens_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='edition_closes_after_opening'), models.CheckConstraint(condition=models.Q(('final_at__gte', models.F('closes_at'))), name='edition_final_after_closing'), models.CheckConstraint(condition=models.Q(('max_seconds__gt', models.F('min_seconds'))), name='edition_durations_ordered'), models.CheckConstraint(condition=models.Q(('works_required__gte', 1), ('works_required__lte', 10)), name='edition_works_required')],
            },
        ),
        migrations.CreateModel(
            name='ConsentText',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consent_texts', to='musicprize.edition')),
                ('purpose', models.SlugField(help_text='rules, excerpt, broadcast, archive, newsletter', max_length=30)),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('required', models.BooleanField(default=False)),
                ('title', musicprize.kernel.texts.TextsField(blank=True, default=dict, validators=[musicprize.kernel.texts.validate_texts])),
                ('text', musicprize.kernel.texts.TextsField(blank=True, default=dict, validators=[musicprize.kernel.texts.validate_texts])),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('replaced_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['position', 'purpose', 'version'],
                'constraints': [models.UniqueConstraint(fields=('edition', 'purpose', 'version'), name='consent_version_unique'), models.UniqueConstraint(condition=models.Q(('replaced_at__isnull', True)), fields=('edition', 'purpose'), name='consent_current_unique')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to=settings.AUTH_USER_MODEL)),
                ('text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='musicprize.consenttext')),
                ('language', models.CharField(help_text='in which language it was read', max_length=2)),
                ('given_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('user', 'text'), name='consent_given_once'), models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), ('withdrawn_at__gte', models.F('given_at')), _connector='OR'), name='consent_withdrawn_after_given')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254)),
                ('name', models.CharField(blank=True, max_length=120)),
                ('language', models.CharField(choices=[('de', 'De'), ('fr', 'Fr'), ('lb', 'Lb'), ('en', 'En')], max_length=2)),
                ('role', models.CharField(choices=[('organiser', 'Organiser'), ('coordinator', 'Coordinator'), ('juror', 'Juror'), ('chair', 'Chair')], max_length=12)),
                ('edition', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='musicprize.edition')),
                ('city', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='musicprize.city')),
                ('state', models.CharField(choices=[('sent', 'Sent'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn')], default='sent', max_length=10)),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('invited_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['sent', 'accepted', 'declined', 'withdrawn'])), name='invitation_state_known'), models.UniqueConstraint(django.db.models.functions.text.Lower('email'), models.F('role'), models.F('edition'), condition=models.Q(('state', 'sent')), name='invitation_open_once')],
            },
        ),
        migrations.CreateModel(
            name='LedgerEntry',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('seq', models.PositiveBigIntegerField(unique=True)),
                ('edition', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='musicprize.edition')),
                ('verb', models.CharField(max_length=60)),
                ('subject', models.CharField(help_text='kind:uuid', max_length=80)),
                ('document', models.TextField()),
                ('previous', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64, unique=True)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['seq'],
            },
        ),
        migrations.CreateModel(
            name='Mail',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('work_state', models.CharField(choices=[('due', 'Due'), ('running', 'Running'), ('done', 'Done'), ('parked', 'Parked')], default='due', max_length=10)),
                ('due_at', models.DateTimeField()),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('last_error', models.TextField(blank=True)),
                ('to', models.EmailField(max_length=254)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('language', models.CharField(max_length=2)),
                ('template', models.CharField(max_length=60)),
                ('campaign', models.CharField(blank=True, help_text='one mail per campaign and address', max_length=120)),
                ('subject', models.CharField(max_length=200)),
                ('body', models.TextField()),
                ('attachment', models.BinaryField(blank=True, help_text='a PDF', null=True)),
                ('attachment_name', models.CharField(blank=True, max_length=80)),
                ('secret', models.BooleanField(default=False, help_text='holds a sign-in code: the body is blanked once sent')),
                ('written_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-written_at'],
                'abstract': False,
                'indexes': [models.Index(fields=['work_state', 'due_at'], name='mail_due')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('campaign', ''), _negated=True), fields=('campaign', 'to'), name='mail_once_per_campaign')],
            },
        ),
        migrations.CreateModel(
            name='Prize',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='prizes', to='musicprize.edition')),
                ('kind', models.CharField(choices=[('main', 'Main'), ('special', 'Special')], max_length=10)),
                ('title', musicprize.kernel.texts.TextsField(blank=True, default=dict, validators=[musicprize.kernel.texts.validate_texts])),
                ('description', musicprize.kernel.texts.TextsField(blank=True, default=dict, validators=[musicprize.kernel.texts.validate_texts])),
                ('amount_cents', models.PositiveIntegerField(default=0)),
                ('position', models.PositiveSmallIntegerField()),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('edition', 'position'), name='prize_position_unique')],
            },
        ),
        migrations.CreateModel(
            name='RoleGrant',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grants', to=settings.AUTH_USER_MODEL)),
                ('role', models.CharField(choices=[('organiser', 'Organiser'), ('coordinator', 'Coordinator'), ('juror', 'Juror'), ('chair', 'Chair')], max_length=12)),
                ('edition', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='musicprize.edition')),
                ('city', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='musicprize.city')),
                ('granted_at', models.DateTimeField()),
                ('granted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['organiser', 'coordinator', 'juror', 'chair'])), name='rolegrant_role_known'), models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('user', 'role', 'edition'), name='rolegrant_once'), models.UniqueConstraint(condition=models.Q(('edition__isnull', True), ('revoked_at__isnull', True)), fields=('user', 'role'), name='rolegrant_once_everywhere'), models.CheckConstraint(condition=models.Q(('edition__isnull', False), ('role', 'organiser'), _connector='OR'), name='rolegrant_edition_unless_organiser'), models.CheckConstraint(condition=models.Q(models.Q(('role__in', ['coordinator', 'juror']), _negated=True), ('city__isnull', False), _connector='OR'), name='rolegrant_city_given')],
            },
        ),
    ]
