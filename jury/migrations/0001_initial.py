import django.db.models.deletion
import django.db.models.functions.text
import jury.assignments.rules
import jury.conflicts.rules
import jury.deliberation.rules
import jury.live.rules
import jury.publication.rules
import jury.rounds.rules
import jury.scoresheets.rules
import musicprize.kernel.texts
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('musicprize', '0001_initial'),
        ('submissions', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='musicprize.edition')),
                ('position', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('screening', 'screening'), ('jury', 'jury'), ('final', 'final')], default=jury.rounds.rules.Kind['JURY'], max_length=10)),
                ('title', musicprize.kernel.texts.TextsField(blank=True, default=dict, validators=[musicprize.kernel.texts.validate_texts])),
                ('state', models.CharField(choices=[('draft', 'draft'), ('open', 'open'), ('closed', 'closed')], default=jury.rounds.rules.State['DRAFT'], max_length=8)),
                ('blind', models.BooleanField(default=True)),
                ('marking', models.CharField(choices=[('once', 'once'), ('first', 'first'), ('second', 'second')], default=jury.rounds.rules.Marking['ONCE'], max_length=8)),
                ('live', models.BooleanField(default=False, help_text='marked entry by entry, as each is called')),
                ('scale_low', models.PositiveIntegerField(default=100)),
                ('scale_high', models.PositiveIntegerField(default=1000)),
                ('scale_step', models.PositiveIntegerField(default=100)),
                ('method', models.CharField(default='adjusted', max_length=12)),
                ('method_parameters', models.JSONField(default=dict)),
                ('advance', models.PositiveSmallIntegerField(default=4, help_text='how many go on, or win')),
                ('city_least', models.PositiveSmallIntegerField(blank=True, help_text='at least so many a city go on', null=True)),
                ('city_most', models.PositiveSmallIntegerField(blank=True, help_text='at most so many a city go on', null=True)),
                ('reserve', models.PositiveSmallIntegerField(default=2, help_text='how many stand on the reserve list')),
                ('judges', models.CharField(choices=[('jurors', 'jurors'), ('coordinators', 'coordinators'), ('both', 'both')], default=jury.rounds.rules.Judges['JURORS'], max_length=12)),
                ('entries_from', models.ForeignKey(blank=True, help_text='round whose advancing entries are judged; empty: all admitted, in a final the finalists', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='jury.round')),
                ('per_entry', models.PositiveSmallIntegerField(blank=True, help_text='jurors an entry; empty: everybody', null=True)),
                ('own_city', models.BooleanField(default=True, help_text='whether jurors hear entries of their own city')),
                ('reassign', models.CharField(choices=[('automatic', 'automatic'), ('ask', 'ask'), ('no', 'no')], default=jury.rounds.rules.Reassign['ASK'], max_length=10)),
                ('missing_rule', models.CharField(choices=[('refuse', 'refuse'), ('sealed', 'sealed'), ('complete', 'complete')], default=jury.rounds.rules.MissingRule['SEALED'], help_text='what closing does about ballots that are not sealed', max_length=10)),
                ('marks_shown', models.CharField(choices=[('own', 'own'), ('pseudonyms', 'pseudonyms'), ('names', 'names')], default=jury.rounds.rules.MarksShown['PSEUDONYMS'], help_text="what the jury sees of each other's marks once the round is closed", max_length=10)),
                ('publication_level', models.CharField(choices=[('default', 'default'), ('full', 'full')], default=jury.rounds.rules.PublicationLevel['DEFAULT'], max_length=8)),
                ('planned_close_at', models.DateTimeField(blank=True, null=True)),
                ('rules_document', models.JSONField(blank=True, help_text='what was frozen on opening', null=True)),
                ('rules_sha256', models.CharField(blank=True, max_length=64)),
                ('assignment_document', models.JSONField(blank=True, help_text='how the allocator handed the entries out', null=True)),
                ('seed', models.CharField(blank=True, help_text='of every order drawn in this round', max_length=64)),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('edition', 'position'), name='round_position_unique'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'open', 'closed'])), name='round_state_known'), models.CheckConstraint(condition=models.Q(('kind__in', ['screening', 'jury', 'final'])), name='round_kind_known'), models.CheckConstraint(condition=models.Q(('judges__in', ['jurors', 'coordinators', 'both'])), name='round_judges_known'), models.CheckConstraint(condition=models.Q(('reassign__in', ['automatic', 'ask', 'no'])), name='round_reassign_known'), models.CheckConstraint(condition=models.Q(('missing_rule__in', ['refuse', 'sealed', 'complete'])), name='round_missing_rule_known'), models.CheckConstraint(condition=models.Q(('marks_shown__in', ['own', 'pseudonyms', 'names'])), name='round_marks_shown_known'), models.CheckConstraint(condition=models.Q(('publication_level__in', ['default', 'full'])), name='round_publication_level_known'), models.CheckConstraint(condition=models.Q(('judges', jury.rounds.rules.Judges['JURORS']), ('kind', jury.rounds.rules.Kind['SCREENING']), _connector='OR'), name='round_coordinators_only_screen'), models.CheckConstraint(condition=models.Q(('per_entry__isnull', True), ('per_entry__gte', 1), _connector='OR'), name='round_per_entry'), models.CheckConstraint(condition=models.Q(('city_most__isnull', True), models.Q(('city_most__gte', 1), models.Q(('city_least__isnull', True), ('city_least__lte', models.F('city_most')), _connector='OR')), _connector='OR'), name='round_city_bounds_ordered'), models.CheckConstraint(condition=models.Q(('live', False), models.Q(('kind', 'final'), ('marking', 'once')), _connector='OR'), name='round_live_is_a_final'), models.CheckConstraint(condition=models.Q(('marking__in', ['once', 'first', 'second'])), name='round_marking_known'), models.CheckConstraint(condition=models.Q(('blind', False), ('marking', 'once'), _connector='OR'), name='round_blind_marks_once'), models.CheckConstraint(condition=models.Q(('scale_low__gte', 0), ('scale_high__gt', models.F('scale_low')), ('scale_step__gte', 1)), name='round_scale_ordered'), models.CheckConstraint(condition=models.Q(('state', 'draft'), models.Q(models.Q(('rules_sha256', ''), _negated=True), ('opened_at__isnull', False)), _connector='OR'), name='round_open_is_frozen'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state', 'closed')), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at__isnull', True)), _connector='OR'), name='round_closed_is_dated')],
            },
        ),
        migrations.CreateModel(
            name='Analysis',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('work_state', models.CharField(choices=[('due', 'Due'), ('running', 'Running'), ('done', 'Done'), ('parked', 'Parked')], default='due', max_length=10)),
                ('due_at', models.DateTimeField()),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('last_error', models.TextField(blank=True)),
                ('round', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='analysis', to='jury.round')),
                ('figures', models.JSONField(default=dict)),
                ('entries', models.JSONField(default=dict, help_text='code: p_top, p_first, sd, p_next, dissent')),
                ('computed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['work_state', 'due_at'], name='analysis_due')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='jury.round')),
                ('juror', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ties', models.BooleanField(help_text='whether the juror has ties')),
                ('answered_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('round', 'juror'), name='answer_once')],
            },
        ),
        migrations.CreateModel(
            name='RoundEntry',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='jury.round')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='submissions.application')),
                ('code', models.CharField(max_length=16)),
                ('city', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='musicprize.city')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['code'],
                'constraints': [models.UniqueConstraint(fields=('round', 'application'), name='roundentry_once'), models.UniqueConstraint(fields=('round', 'code'), name='roundentry_code_unique')],
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='jury.round')),
                ('juror', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='jury.roundentry')),
                ('position', models.PositiveSmallIntegerField()),
                ('origin', models.CharField(choices=[('draw', 'draw'), ('hand', 'hand'), ('stead', 'stead'), ('seat', 'seat')], default=jury.assignments.rules.Origin['DRAW'], max_length=8)),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.CheckConstraint(condition=models.Q(('origin__in', ['draw', 'hand', 'stead', 'seat'])), name='assignment_origin_known'), models.UniqueConstraint(fields=('juror', 'entry'), name='assignment_once'), models.UniqueConstraint(fields=('round', 'juror', 'position'), name='assignment_position_unique')],
            },
        ),
        migrations.CreateModel(
            name='Ballot',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ballots', to='jury.round')),
                ('juror', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='musicprize.city')),
                ('pseudonym', models.CharField(max_length=6)),
                ('state', models.CharField(choices=[('open', 'open'), ('sealed', 'sealed')], default=jury.scoresheets.rules.BallotState['OPEN'], max_length=8)),
                ('digest', models.CharField(blank=True, help_text='salted SHA-256 of the sealed sheets', max_length=64)),
                ('salt', models.CharField(max_length=64)),
                ('sealed_at', models.DateTimeField(blank=True, null=True)),
                ('ledger_head', models.CharField(blank=True, help_text='hash of the ledger entry of the sealing', max_length=64)),
                ('seen_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['pseudonym'],
                'constraints': [models.UniqueConstraint(fields=('round', 'juror'), name='ballot_once'), models.UniqueConstraint(fields=('round', 'pseudonym'), name='ballot_pseudonym_unique'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'sealed'])), name='ballot_state_known'), models.CheckConstraint(condition=models.Q(('state', 'open'), models.Q(('sealed_at__isnull', False), models.Q(('digest', ''), _negated=True)), _connector='OR'), name='ballot_sealed_is_dated')],
            },
        ),
        migrations.CreateModel(
            name='Bundle',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('round', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='bundle', to='jury.round')),
                ('full', models.BooleanField(help_text="every mark, as the round's frozen rules say; else sums by city")),
                ('numbers', models.JSONField(help_text='entry code → number in the bundle')),
                ('archive', models.BinaryField()),
                ('sha256', models.CharField(max_length=64)),
                ('head', models.CharField(help_text="hash of the ledger's act of counting", max_length=64)),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Criterion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='jury.round')),
                ('key', models.SlugField(max_length=30)),
                ('position', models.PositiveSmallIntegerField()),
                ('title', musicprize.kernel.texts.TextsField(blank=True, default=dict, validators=[musicprize.kernel.texts.validate_texts])),
                ('description', musicprize.kernel.texts.TextsField(blank=True, default=dict, validators=[musicprize.kernel.texts.validate_texts])),
                ('anchor_low', musicprize.kernel.texts.TextsField(blank=True, default=dict, validators=[musicprize.kernel.texts.validate_texts])),
                ('anchor_high', musicprize.kernel.texts.TextsField(blank=True, default=dict, validators=[musicprize.kernel.texts.validate_texts])),
                ('weight', models.PositiveSmallIntegerField(default=1)),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('round', 'key'), name='criterion_key_unique'), models.UniqueConstraint(fields=('round', 'position'), name='criterion_position_unique'), models.CheckConstraint(condition=models.Q(('weight__gte', 1), ('weight__lte', 1000)), name='criterion_weight_range')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='musicprize.edition')),
                ('round', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='jury.round')),
                ('kind', models.CharField(choices=[('finalists', 'finalists'), ('winner', 'winner'), ('special', 'special')], max_length=10)),
                ('prize', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='musicprize.prize')),
                ('reasons', musicprize.kernel.texts.TextsField(blank=True, default=dict, validators=[musicprize.kernel.texts.validate_texts])),
                ('document', models.JSONField(help_text='canonical: kind, entries, hashes of rules, inputs and result')),
                ('sha256', models.CharField(max_length=64)),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_at', models.DateTimeField()),
                ('supersedes', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='jury.decision')),
                ('superseded_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['decided_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['finalists', 'winner', 'special'])), name='decision_kind_known'), models.UniqueConstraint(condition=models.Q(('superseded_at__isnull', True)), fields=('edition', 'kind', 'prize'), name='decision_one_in_force'), models.UniqueConstraint(condition=models.Q(('prize__isnull', True), ('superseded_at__isnull', True)), fields=('edition', 'kind'), name='decision_one_in_force_without_prize')],
            },
        ),
        migrations.CreateModel(
            name='DecisionEntry',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='jury.decision')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='submissions.application')),
                ('code', models.CharField(max_length=16)),
                ('position', models.PositiveSmallIntegerField()),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('decision', 'application'), name='decisionentry_once'), models.UniqueConstraint(fields=('decision', 'position'), name='decisionentry_position_unique')],
            },
        ),
        migrations.CreateModel(
            name='Declaration',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('juror', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='submissions.application')),
                ('kind', models.CharField(choices=[('conflict', 'conflict'), ('recognised', 'recognised')], max_length=12)),
                ('source', models.CharField(choices=[('juror', 'juror'), ('artist', 'artist'), ('coordinator', 'coordinator'), ('organiser', 'organiser')], default=jury.conflicts.rules.Source['JUROR'], max_length=12)),
                ('tie', models.CharField(blank=True, choices=[('teacher', 'teacher'), ('pupil', 'pupil'), ('ensemble', 'ensemble'), ('label', 'label'), ('booking', 'booking'), ('family', 'family'), ('employer', 'employer'), ('laureate', 'laureate'), ('other', 'other')], max_length=12)),
                ('from_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('to_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('words', models.TextField(blank=True, help_text='of whoever named it, or why a hint binds', max_length=1000)),
                ('named_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('declared_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('lifted_because', models.TextField(blank=True, max_length=1000)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['conflict', 'recognised'])), name='conflict_kind_known'), models.CheckConstraint(condition=models.Q(('source__in', ['juror', 'artist', 'coordinator', 'organiser'])), name='conflict_source_known'), models.CheckConstraint(condition=models.Q(models.Q(('from_year__isnull', True), ('from_year__gte', 1900), _connector='OR'), models.Q(('from_year__isnull', True), ('to_year__isnull', True), ('to_year__gte', models.F('from_year')), _connector='OR')), name='conflict_years_ordered'), models.CheckConstraint(condition=models.Q(('source', jury.conflicts.rules.Source['JUROR']), models.Q(('kind', jury.conflicts.rules.Reason['CONFLICT']), ('named_by__isnull', False)), _connector='OR'), name='conflict_named_by_somebody'), models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('juror', 'application', 'kind', 'source'), name='conflict_once')],
            },
        ),
        migrations.CreateModel(
            name='Dismissal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('juror', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='submissions.application')),
                ('hint', models.CharField(choices=[('name', 'name'), ('register', 'register'), ('mentioned', 'mentioned'), ('mail_domain', 'mail_domain')], max_length=12)),
                ('reason', models.TextField(max_length=1000)),
                ('dismissed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('dismissed_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('hint__in', ['name', 'register', 'mentioned', 'mail_domain'])), name='dismissal_hint_known'), models.UniqueConstraint(fields=('juror', 'application', 'hint'), name='dismissal_once')],
            },
        ),
        migrations.CreateModel(
            name='ScoreSheet',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('ballot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sheets', to='jury.ballot')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sheets', to='jury.roundentry')),
                ('state', models.CharField(choices=[('open', 'open'), ('complete', 'complete'), ('recused', 'recused')], default=jury.scoresheets.rules.SheetState['OPEN'], max_length=8)),
                ('version', models.PositiveIntegerField(default=1)),
                ('note', models.TextField(blank=True, help_text='private to the juror', max_length=4000)),
                ('recused_because', models.CharField(blank=True, help_text='conflict or recognised', max_length=12)),
                ('completed_at', models.DateTimeField(blank=True, null=True)),
                ('changed_at', models.DateTimeField(blank=True, null=True)),
                ('shown_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('ballot', 'entry'), name='scoresheet_once'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'complete', 'recused'])), name='scoresheet_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('recused_because__in', ['conflict', 'recognised']), ('state', 'recused')), models.Q(models.Q(('state', 'recused'), _negated=True), ('recused_because', '')), _connector='OR'), name='scoresheet_recused_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('completed_at__isnull', False), ('state', 'complete')), models.Q(models.Q(('state', 'complete'), _negated=True), ('completed_at__isnull', True)), _connector='OR'), name='scoresheet_complete_is_dated')],
            },
        ),
        migrations.CreateModel(
            name='FirstMark',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='first_marks', to='jury.scoresheet')),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='jury.criterion')),
                ('hundredths', models.PositiveIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('sheet', 'criterion'), name='firstmark_once')],
            },
        ),
        migrations.CreateModel(
            name='Listening',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='listenings', to='jury.scoresheet')),
                ('work', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='submissions.work')),
                ('heard', models.JSONField(default=list, help_text='merged intervals [[from_ms, to_ms], …]')),
                ('heard_ms', models.PositiveIntegerField(default=0)),
                ('position_ms', models.PositiveIntegerField(default=0, help_text='where the juror stopped')),
                ('changed_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('sheet', 'work'), name='listening_once')],
            },
        ),
        migrations.CreateModel(
            name='Mark',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='jury.scoresheet')),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='jury.criterion')),
                ('hundredths', models.PositiveIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('sheet', 'criterion'), name='mark_once')],
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('round', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='meeting', to='jury.round')),
                ('version', models.PositiveIntegerField(default=0)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MeetingAct',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='jury.meeting')),
                ('version', models.PositiveIntegerField()),
                ('verb', models.CharField(max_length=24)),
                ('facts', models.JSONField(default=dict)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['version'],
                'constraints': [models.UniqueConstraint(fields=('meeting', 'version'), name='meetingact_version_unique')],
            },
        ),
        migrations.CreateModel(
            name='Minutes',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='minutes', to='jury.round')),
                ('version', models.PositiveSmallIntegerField()),
                ('document', models.JSONField()),
                ('sha256', models.CharField(max_length=64)),
                ('ledger_head', models.CharField(help_text='head of the ledger that the document names', max_length=64)),
                ('signed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('signed_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['version'],
                'constraints': [models.UniqueConstraint(fields=('round', 'version'), name='minutes_version_unique')],
            },
        ),
        migrations.CreateModel(
            name='Motion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='motions', to='jury.meeting')),
                ('number', models.PositiveSmallIntegerField()),
                ('text', models.TextField(max_length=2000)),
                ('language', models.CharField(max_length=2)),
                ('entry', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='jury.roundentry')),
                ('secret', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('open', 'open'), ('closed', 'closed'), ('withdrawn', 'withdrawn')], default=jury.deliberation.rules.MotionState['OPEN'], max_length=9)),
                ('outcome', models.CharField(blank=True, choices=[('carried', 'carried'), ('lost', 'lost'), ('tied', 'tied'), ('no_quorum', 'no_quorum')], max_length=9)),
                ('entitled', models.PositiveSmallIntegerField()),
                ('quorum', models.PositiveSmallIntegerField()),
                ('yes', models.PositiveSmallIntegerField(default=0)),
                ('no', models.PositiveSmallIntegerField(default=0)),
                ('abstain', models.PositiveSmallIntegerField(default=0)),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('meeting', 'number'), name='motion_number_unique'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'closed', 'withdrawn'])), name='motion_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='motion_closed_is_dated'), models.CheckConstraint(condition=models.Q(('entitled__gte', models.F('quorum'))), name='motion_quorum_can_be_met')],
            },
        ),
        migrations.CreateModel(
            name='PaperSheet',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('sheet', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='paper', to='jury.scoresheet')),
                ('marks', models.JSONField(help_text='{criterion: hundredths}, as first typed')),
                ('typed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('typed_at', models.DateTimeField()),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('confirmed_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at__isnull', True), ('confirmed_by__isnull', True)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False), models.Q(('confirmed_by', models.F('typed_by')), _negated=True)), _connector='OR'), name='papersheet_two_people')],
            },
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='musicprize.edition')),
                ('kind', models.CharField(choices=[('finalists', 'finalists'), ('results', 'results')], max_length=10)),
                ('state', models.CharField(choices=[('prepared', 'prepared'), ('scheduled', 'scheduled'), ('cancelled', 'cancelled')], default=jury.publication.rules.State['PREPARED'], max_length=10)),
                ('embargo_at', models.DateTimeField(help_text='public from here on; null: from its release on stage on', null=True)),
                ('snapshot', models.JSONField(help_text='everything the public page shows')),
                ('sha256', models.CharField(max_length=64)),
                ('prepared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('prepared_at', models.DateTimeField()),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('letters_at', models.DateTimeField(help_text='when the letters to applicants were written', null=True)),
                ('stage_notes', models.JSONField(default=dict, help_text='{entry code: how the name is said, who hands over}; for the presenter, never published')),
            ],
            options={
                'ordering': ['embargo_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['prepared', 'scheduled', 'cancelled'])), name='publication_state_known'), models.CheckConstraint(condition=models.Q(('kind__in', ['finalists', 'results'])), name='publication_kind_known'), models.UniqueConstraint(condition=models.Q(('state', 'cancelled'), _negated=True), fields=('edition', 'kind'), name='publication_one_in_force'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'scheduled'), _negated=True), ('confirmed_by__isnull', False), _connector='OR'), name='publication_confirmed'), models.CheckConstraint(condition=models.Q(('confirmed_by__isnull', True), models.Q(('confirmed_by', models.F('prepared_by')), _negated=True), _connector='OR'), name='publication_two_people')],
            },
        ),
        migrations.CreateModel(
            name='Registered',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('juror', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='musicprize.edition')),
                ('name', models.CharField(blank=True, max_length=160)),
                ('whom', models.CharField(choices=[('person', 'person'), ('ensemble', 'ensemble'), ('label', 'label'), ('institution', 'institution')], max_length=12)),
                ('tie', models.CharField(choices=[('teacher', 'teacher'), ('pupil', 'pupil'), ('ensemble', 'ensemble'), ('label', 'label'), ('booking', 'booking'), ('family', 'family'), ('employer', 'employer'), ('laureate', 'laureate'), ('other', 'other')], max_length=12)),
                ('from_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('to_year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('written_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['written_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('whom__in', ['person', 'ensemble', 'label', 'institution'])), name='registered_whom_known'), models.CheckConstraint(condition=models.Q(('tie__in', ['teacher', 'pupil', 'ensemble', 'label', 'booking', 'family', 'employer', 'laureate', 'other'])), name='registered_tie_known'), models.CheckConstraint(condition=models.Q(models.Q(('from_year__isnull', True), ('from_year__gte', 1900), _connector='OR'), models.Q(('from_year__isnull', True), ('to_year__isnull', True), ('to_year__gte', models.F('from_year')), _connector='OR')), name='registered_years_ordered')],
            },
        ),
        migrations.CreateModel(
            name='Reopening',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('ballot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reopenings', to='jury.ballot')),
                ('digest', models.CharField(max_length=64)),
                ('sealed_at', models.DateTimeField()),
                ('ledger_head', models.CharField(max_length=64)),
                ('reason', models.TextField(max_length=1000)),
                ('reopened_at', models.DateTimeField()),
                ('reopened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['reopened_at'],
                'constraints': [models.UniqueConstraint(fields=('ballot', 'digest'), name='reopening_once_a_seal'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='reopening_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Shortlisted',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shortlist', to='jury.meeting')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='jury.roundentry')),
                ('position', models.PositiveSmallIntegerField()),
                ('note', models.TextField(blank=True, max_length=2000)),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('meeting', 'entry'), name='shortlisted_once'), models.UniqueConstraint(fields=('meeting', 'position'), name='shortlisted_position_unique')],
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('round', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='tally', to='jury.round')),
                ('inputs', models.JSONField(help_text='rules and every mark: entry code, juror pseudonym, criterion, hundredths')),
                ('inputs_sha256', models.CharField(max_length=64)),
                ('result', models.JSONField(help_text='per method: entry code, exact score, place, explanation')),
                ('result_sha256', models.CharField(max_length=64)),
                ('methods', models.JSONField(default=dict, help_text='per method that was computed: why it could not be, or nothing')),
                ('computed_at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Standing',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('tally', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='standings', to='jury.tally')),
                ('position', models.PositiveIntegerField(help_text='order of the ranking, entries without a place last')),
                ('code', models.CharField(max_length=16)),
                ('place', models.PositiveIntegerField(blank=True, null=True)),
                ('line', models.JSONField()),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('tally', 'position'), name='standing_position_unique'), models.UniqueConstraint(fields=('tally', 'code'), name='standing_code_unique')],
            },
        ),
        migrations.CreateModel(
            name='Turn',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='turns', to='jury.round')),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='turn', to='jury.roundentry')),
                ('position', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('called', 'called'), ('done', 'done')], default=jury.live.rules.TurnState['WAITING'], max_length=8)),
                ('called_at', models.DateTimeField(blank=True, null=True)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'called', 'done'])), name='turn_state_known'), models.UniqueConstraint(fields=('round', 'position'), name='turn_position_unique'), models.UniqueConstraint(condition=models.Q(('state', 'called')), fields=('round',), name='turn_one_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('called_at__isnull', True), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('called_at__isnull', False)), _connector='OR'), name='turn_called_is_dated'), models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', False), ('state', 'done')), models.Q(models.Q(('state', 'done'), _negated=True), ('done_at__isnull', True)), _connector='OR'), name='turn_done_is_dated')],
            },
        ),
        migrations.CreateModel(
            name='Voice',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('motion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='voices', to='jury.motion')),
                ('juror', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('choice', models.CharField(blank=True, choices=[('yes', 'yes'), ('no', 'no'), ('abstain', 'abstain')], max_length=7)),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('motion', 'juror'), name='voice_once')],
            },
        ),
        migrations.CreateModel(
            name='Witness',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='musicprize.edition')),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='musicprize.city')),
                ('email', models.EmailField(max_length=254)),
                ('language', models.CharField(max_length=2)),
                ('named_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('named_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['city__colour', 'email'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), models.F('edition'), name='witness_once_an_edition')],
            },
        ),
    ]
