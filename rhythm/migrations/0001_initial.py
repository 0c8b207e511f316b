import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import organizations.constraints
import organizations.tenancy
import pgtrigger.compiler
from django.db import migrations, models

from organizations.tables import CreateTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accountability', '0001_initial'),
        ('alignment', '0001_initial'),
        ('decisions', '0001_initial'),
        ('organizations', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [CreateTables([
        migrations.CreateModel(
            name='MeetingSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
                ('key', models.CharField(default=organizations.tenancy.new_key, max_length=80, validators=[django.core.validators.RegexValidator('^[a-z0-9][a-z0-9._-]*$')])),
                ('title', models.CharField(max_length=250)),
                ('team', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='meeting_series', to='organizations.team')),
                ('description', models.CharField(blank=True, default='', max_length=4000)),
                ('start_on', models.DateField(blank=True, null=True)),
                ('start_time', models.TimeField(blank=True, null=True)),
                ('duration_minutes', models.PositiveIntegerField(blank=True, null=True)),
                ('timezone', models.CharField(blank=True, default='', max_length=64)),
                ('rrule', models.CharField(blank=True, default='', max_length=250)),
                ('exdates', django.contrib.postgres.fields.ArrayField(base_field=models.DateField(), blank=True, default=list, size=None)),
                ('organizer', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='meeting_series', to='organizations.person')),
                ('location', models.CharField(blank=True, default='', max_length=250)),
                ('url', models.CharField(blank=True, default='', max_length=2000)),
                ('notes_url', models.CharField(blank=True, default='', max_length=2000)),
            ],
            options={
                'verbose_name_plural': 'meeting series',
                'abstract': False,
                'indexes': [models.Index(fields=['organization', 'team'], name='series_of_team')],
                'constraints': [models.UniqueConstraint(fields=('organization', 'id'), name='rhythm_meetingseries_in_organization'), models.UniqueConstraint(fields=('organization', 'key'), name='rhythm_meetingseries_key_once'), models.CheckConstraint(condition=models.Q(('key__regex', '^[a-z0-9][a-z0-9._-]*$')), name='rhythm_meetingseries_key_form'), organizations.constraints.SameOrganization(field='team', name='meetingseries_team_same_organization'), organizations.constraints.SameOrganization(field='organizer', name='meetingseries_organizer_same_organization'), models.CheckConstraint(condition=models.Q(('duration_minutes__isnull', True), ('duration_minutes__gte', 1), _connector='OR'), name='meetingseries_duration_from_one')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rhythm_meetingseriesevent" ("description", "duration_minutes", "exdates", "id", "key", "location", "notes_url", "organization_id", "organizer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rrule", "start_on", "start_time", "team_id", "timezone", "title", "url") VALUES (NEW."description", NEW."duration_minutes", NEW."exdates", NEW."id", NEW."key", NEW."location", NEW."notes_url", NEW."organization_id", NEW."organizer_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rrule", NEW."start_on", NEW."start_time", NEW."team_id", NEW."timezone", NEW."title", NEW."url"); RETURN NULL;', hash='f679fecc105cd68e596ea366d9b423483063c778', operation='INSERT', pgid='pgtrigger_insert_insert_ead2e', table='rhythm_meetingseries', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "rhythm_meetingseriesevent" ("description", "duration_minutes", "exdates", "id", "key", "location", "notes_url", "organization_id", "organizer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rrule", "start_on", "start_time", "team_id", "timezone", "title", "url") VALUES (NEW."description", NEW."duration_minutes", NEW."exdates", NEW."id", NEW."key", NEW."location", NEW."notes_url", NEW."organization_id", NEW."organizer_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rrule", NEW."start_on", NEW."start_time", NEW."team_id", NEW."timezone", NEW."title", NEW."url"); RETURN NULL;', hash='8c4800aae7292eaabe413856b579a64cf5148e1d', operation='UPDATE', pgid='pgtrigger_update_update_3621c', table='rhythm_meetingseries', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rhythm_meetingseriesevent" ("description", "duration_minutes", "exdates", "id", "key", "location", "notes_url", "organization_id", "organizer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rrule", "start_on", "start_time", "team_id", "timezone", "title", "url") VALUES (OLD."description", OLD."duration_minutes", OLD."exdates", OLD."id", OLD."key", OLD."location", OLD."notes_url", OLD."organization_id", OLD."organizer_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."rrule", OLD."start_on", OLD."start_time", OLD."team_id", OLD."timezone", OLD."title", OLD."url"); RETURN NULL;', hash='f0cda9e518fc769ba65ad1ebbd6f8025314f501f', operation='DELETE', pgid='pgtrigger_delete_delete_207da', table='rhythm_meetingseries', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='MeetingSeriesEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='rhythm.meetingseries')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('organization', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.organization')),
                ('key', models.CharField(default=organizations.tenancy.new_key, max_length=80, validators=[django.core.validators.RegexValidator('^[a-z0-9][a-z0-9._-]*$')])),
                ('title', models.CharField(max_length=250)),
                ('team', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.team')),
                ('description', models.CharField(blank=True, default='', max_length=4000)),
                ('start_on', models.DateField(blank=True, null=True)),
                ('start_time', models.TimeField(blank=True, null=True)),
                ('duration_minutes', models.PositiveIntegerField(blank=True, null=True)),
                ('timezone', models.CharField(blank=True, default='', max_length=64)),
                ('rrule', models.CharField(blank=True, default='', max_length=250)),
                ('exdates', django.contrib.postgres.fields.ArrayField(base_field=models.DateField(), blank=True, default=list, size=None)),
                ('organizer', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.person')),
                ('location', models.CharField(blank=True, default='', max_length=250)),
                ('url', models.CharField(blank=True, default='', max_length=2000)),
                ('notes_url', models.CharField(blank=True, default='', max_length=2000)),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='bc87ab35f27bbb0fdd5e56ee5c7b12bcb02abde9', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_911ef', table='rhythm_meetingseriesevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
                ('series', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='meetings', to='rhythm.meetingseries')),
                ('planned_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('held', 'Held'), ('missed', 'Missed'), ('skipped', 'Skipped')], default='planned', max_length=7)),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('rating', models.FloatField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, default='', max_length=1000)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['organization', 'planned_at'], name='meeting_by_time')],
                'constraints': [models.UniqueConstraint(fields=('organization', 'id'), name='rhythm_meeting_in_organization'), organizations.constraints.SameOrganization(field='series', name='meeting_series_same_organization'), models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'held', 'missed', 'skipped'])), name='meeting_state_known'), models.CheckConstraint(condition=models.Q(('started_at__isnull', True), ('ended_at__isnull', True), ('ended_at__gte', models.F('started_at')), _connector='OR'), name='meeting_ended_at_after_start'), models.UniqueConstraint(fields=('series', 'planned_at'), name='meeting_once')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rhythm_meetingevent" ("ended_at", "id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_at", "rating", "reason", "series_id", "started_at", "state") VALUES (NEW."ended_at", NEW."id", NEW."organization_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."planned_at", NEW."rating", NEW."reason", NEW."series_id", NEW."started_at", NEW."state"); RETURN NULL;', hash='e495136152085dba4d19e190f74b9971ab5563cb', operation='INSERT', pgid='pgtrigger_insert_insert_bc964', table='rhythm_meeting', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "rhythm_meetingevent" ("ended_at", "id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_at", "rating", "reason", "series_id", "started_at", "state") VALUES (NEW."ended_at", NEW."id", NEW."organization_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."planned_at", NEW."rating", NEW."reason", NEW."series_id", NEW."started_at", NEW."state"); RETURN NULL;', hash='f06ce8adcf9b0fc314648866b9bb7e2366994004', operation='UPDATE', pgid='pgtrigger_update_update_02d75', table='rhythm_meeting', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rhythm_meetingevent" ("ended_at", "id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_at", "rating", "reason", "series_id", "started_at", "state") VALUES (OLD."ended_at", OLD."id", OLD."organization_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."planned_at", OLD."rating", OLD."reason", OLD."series_id", OLD."started_at", OLD."state"); RETURN NULL;', hash='6726893a865749bf4153ccbe435625872068d611', operation='DELETE', pgid='pgtrigger_delete_delete_c807d', table='rhythm_meeting', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='MeetingEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='rhythm.meeting')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('organization', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.organization')),
                ('series', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rhythm.meetingseries')),
                ('planned_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('held', 'Held'), ('missed', 'Missed'), ('skipped', 'Skipped')], default='planned', max_length=7)),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('rating', models.FloatField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, default='', max_length=1000)),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f14ec65805bef8fe907c61bd8fbe02463d11e96f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_af8a3', table='rhythm_meetingevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Issue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
                ('key', models.CharField(default=organizations.tenancy.new_key, max_length=80, validators=[django.core.validators.RegexValidator('^[a-z0-9][a-z0-9._-]*$')])),
                ('title', models.CharField(max_length=250)),
                ('description', models.CharField(blank=True, default='', max_length=4000)),
                ('mitigation', models.CharField(blank=True, default='', max_length=4000)),
                ('state', models.CharField(blank=True, choices=[('open', 'Open'), ('mitigated', 'Mitigated'), ('closed', 'Closed')], default='', max_length=9)),
                ('likelihood', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('impact', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('raised_on', models.DateField(blank=True, null=True)),
                ('closed_on', models.DateField(blank=True, null=True)),
                ('owner', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='issues', to='organizations.person')),
                ('team', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='issues', to='organizations.team')),
                ('objective', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='issues', to='alignment.objective')),
                ('decision', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='issues', to='decisions.decision')),
                ('url', models.CharField(blank=True, default='', max_length=2000)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['organization', 'team'], name='issue_of_team')],
                'constraints': [models.UniqueConstraint(fields=('organization', 'id'), name='rhythm_issue_in_organization'), models.UniqueConstraint(fields=('organization', 'key'), name='rhythm_issue_key_once'), models.CheckConstraint(condition=models.Q(('key__regex', '^[a-z0-9][a-z0-9._-]*$')), name='rhythm_issue_key_form'), organizations.constraints.SameOrganization(field='owner', name='issue_owner_same_organization'), organizations.constraints.SameOrganization(field='team', name='issue_team_same_organization'), organizations.constraints.SameOrganization(field='objective', name='issue_objective_same_organization'), organizations.constraints.SameOrganization(field='decision', name='issue_decision_same_organization'), models.CheckConstraint(condition=models.Q(('state__in', ['', 'open', 'mitigated', 'closed'])), name='issue_state_known'), models.CheckConstraint(condition=models.Q(('likelihood__isnull', True), models.Q(('likelihood__gte', 1), ('likelihood__lte', 5)), _connector='OR'), name='issue_likelihood_within'), models.CheckConstraint(condition=models.Q(('impact__isnull', True), models.Q(('impact__gte', 1), ('impact__lte', 5)), _connector='OR'), name='issue_impact_within'), models.CheckConstraint(condition=models.Q(('raised_on__isnull', True), ('closed_on__isnull', True), ('closed_on__gte', models.F('raised_on')), _connector='OR'), name='issue_closed_on_after_start')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rhythm_issueevent" ("closed_on", "decision_id", "description", "id", "impact", "key", "likelihood", "mitigation", "objective_id", "organization_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_on", "state", "team_id", "title", "url") VALUES (NEW."closed_on", NEW."decision_id", NEW."description", NEW."id", NEW."impact", NEW."key", NEW."likelihood", NEW."mitigation", NEW."objective_id", NEW."organization_id", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."raised_on", NEW."state", NEW."team_id", NEW."title", NEW."url"); RETURN NULL;', hash='e163ae6d8fd8504bf5c1a0e26cd4ab1bebaf4536', operation='INSERT', pgid='pgtrigger_insert_insert_60c99', table='rhythm_issue', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "rhythm_issueevent" ("closed_on", "decision_id", "description", "id", "impact", "key", "likelihood", "mitigation", "objective_id", "organization_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_on", "state", "team_id", "title", "url") VALUES (NEW."closed_on", NEW."decision_id", NEW."description", NEW."id", NEW."impact", NEW."key", NEW."likelihood", NEW."mitigation", NEW."objective_id", NEW."organization_id", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."raised_on", NEW."state", NEW."team_id", NEW."title", NEW."url"); RETURN NULL;', hash='7990a87c5e0d60f432a4c76e8eabc7b2d6a9f841', operation='UPDATE', pgid='pgtrigger_update_update_9da2a', table='rhythm_issue', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rhythm_issueevent" ("closed_on", "decision_id", "description", "id", "impact", "key", "likelihood", "mitigation", "objective_id", "organization_id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_on", "state", "team_id", "title", "url") VALUES (OLD."closed_on", OLD."decision_id", OLD."description", OLD."id", OLD."impact", OLD."key", OLD."likelihood", OLD."mitigation", OLD."objective_id", OLD."organization_id", OLD."owner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."raised_on", OLD."state", OLD."team_id", OLD."title", OLD."url"); RETURN NULL;', hash='006e3f69dbbd9ac6d1c41e506dc0df311822013d', operation='DELETE', pgid='pgtrigger_delete_delete_00a8c', table='rhythm_issue', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='IssueEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='rhythm.issue')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('organization', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.organization')),
                ('key', models.CharField(default=organizations.tenancy.new_key, max_length=80, validators=[django.core.validators.RegexValidator('^[a-z0-9][a-z0-9._-]*$')])),
                ('title', models.CharField(max_length=250)),
                ('description', models.CharField(blank=True, default='', max_length=4000)),
                ('mitigation', models.CharField(blank=True, default='', max_length=4000)),
                ('state', models.CharField(blank=True, choices=[('open', 'Open'), ('mitigated', 'Mitigated'), ('closed', 'Closed')], default='', max_length=9)),
                ('likelihood', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('impact', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('raised_on', models.DateField(blank=True, null=True)),
                ('closed_on', models.DateField(blank=True, null=True)),
                ('owner', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.person')),
                ('team', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.team')),
                ('objective', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='alignment.objective')),
                ('decision', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='decisions.decision')),
                ('url', models.CharField(blank=True, default='', max_length=2000)),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a2b03e3031a25eb8e5ee71c18021b2d805a27f76', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_cb1c4', table='rhythm_issueevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='MeetingOutput',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
                ('series', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='outputs', to='rhythm.meetingseries')),
                ('meeting', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='outputs', to='rhythm.meeting')),
                ('decision', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='meeting_links', to='decisions.decision')),
                ('commitment', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='meeting_links', to='accountability.commitment')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('organization', 'id'), name='rhythm_meetingoutput_in_organization'), organizations.constraints.SameOrganization(field='series', name='meetingoutput_series_same_organization'), organizations.constraints.SameOrganization(field='meeting', name='meetingoutput_meeting_same_organization'), organizations.constraints.SameOrganization(field='decision', name='meetingoutput_decision_same_organization'), organizations.constraints.SameOrganization(field='commitment', name='meetingoutput_commitment_same_organization'), models.CheckConstraint(condition=models.Q(models.Q(('commitment__isnull', True), ('decision__isnull', False)), models.Q(('commitment__isnull', False), ('decision__isnull', True)), _connector='OR'), name='meeting_output_is_one_thing'), models.UniqueConstraint(fields=('decision',), name='decision_of_one_meeting'), models.UniqueConstraint(fields=('commitment',), name='commitment_of_one_meeting')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rhythm_meetingoutputevent" ("commitment_id", "decision_id", "id", "meeting_id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "series_id") VALUES (NEW."commitment_id", NEW."decision_id", NEW."id", NEW."meeting_id", NEW."organization_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."series_id"); RETURN NULL;', hash='774d46c3787ca61d40ab432a0b5485f46f301684', operation='INSERT', pgid='pgtrigger_insert_insert_f95ce', table='rhythm_meetingoutput', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "rhythm_meetingoutputevent" ("commitment_id", "decision_id", "id", "meeting_id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "series_id") VALUES (NEW."commitment_id", NEW."decision_id", NEW."id", NEW."meeting_id", NEW."organization_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."series_id"); RETURN NULL;', hash='c6715710bf18caf2438a52e10622cb10fd262d8f', operation='UPDATE', pgid='pgtrigger_update_update_c471d', table='rhythm_meetingoutput', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rhythm_meetingoutputevent" ("commitment_id", "decision_id", "id", "meeting_id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "series_id") VALUES (OLD."commitment_id", OLD."decision_id", OLD."id", OLD."meeting_id", OLD."organization_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."series_id"); RETURN NULL;', hash='a95b9c523b3833d27ce24dffd604118a9ec84611', operation='DELETE', pgid='pgtrigger_delete_delete_74a8a', table='rhythm_meetingoutput', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='MeetingOutputEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='rhythm.meetingoutput')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('organization', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.organization')),
                ('series', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rhythm.meetingseries')),
                ('meeting', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rhythm.meeting')),
                ('decision', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='decisions.decision')),
                ('commitment', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accountability.commitment')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e731a5b51455539b3ed21efe98bf4040e2468905', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a29ab', table='rhythm_meetingoutputevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='TeamWeek',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
                ('team', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='weeks', to='organizations.team')),
                ('week_of', models.DateField()),
                ('meeting', models.CharField(blank=True, choices=[('held', 'Met'), ('missed', 'No meeting'), ('planned', 'Planned')], default='', max_length=7)),
                ('check_ins_due', models.PositiveIntegerField(default=0)),
                ('check_ins_in', models.PositiveIntegerField(default=0)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['organization', 'week_of'], name='team_week_by_week')],
                'constraints': [models.UniqueConstraint(fields=('organization', 'id'), name='rhythm_teamweek_in_organization'), organizations.constraints.SameOrganization(field='team', name='teamweek_team_same_organization'), models.CheckConstraint(condition=models.Q(('meeting__in', ['', 'held', 'missed', 'planned'])), name='teamweek_meeting_known'), models.UniqueConstraint(fields=('team', 'week_of'), name='team_week_once')],
            },
        ),
    ])]
