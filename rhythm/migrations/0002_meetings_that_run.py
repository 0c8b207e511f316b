import django.db.models.constraints
import django.db.models.deletion
import organizations.constraints
import organizations.tables
import organizations.tenancy
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accountability', '0001_initial'),
        ('alignment', '0003_corrected_is_not_said'),
        ('decisions', '0001_initial'),
        ('organizations', '0002_names'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('rhythm', '0001_initial'),
    ]

    operations = [
        organizations.tables.ChangeTables(
            operations=[pgtrigger.migrations.RemoveTrigger(
                model_name='issue',
                name='insert_insert',
            ), pgtrigger.migrations.RemoveTrigger(
                model_name='issue',
                name='update_update',
            ), pgtrigger.migrations.RemoveTrigger(
                model_name='issue',
                name='delete_delete',
            ), pgtrigger.migrations.RemoveTrigger(
                model_name='meeting',
                name='insert_insert',
            ), pgtrigger.migrations.RemoveTrigger(
                model_name='meeting',
                name='update_update',
            ), pgtrigger.migrations.RemoveTrigger(
                model_name='meeting',
                name='delete_delete',
            ), pgtrigger.migrations.RemoveTrigger(
                model_name='meetingseries',
                name='insert_insert',
            ), pgtrigger.migrations.RemoveTrigger(
                model_name='meetingseries',
                name='update_update',
            ), pgtrigger.migrations.RemoveTrigger(
                model_name='meetingseries',
                name='delete_delete',
            ), migrations.AddField(
                model_name='issue',
                name='again_of',
                field=organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='again', to='rhythm.issue'),
            ), migrations.AddField(
                model_name='issue',
                name='dependency',
                field=organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='issues', to='alignment.dependency'),
            ), migrations.AddField(
                model_name='issue',
                name='parked_on',
                field=models.DateField(blank=True, null=True),
            ), migrations.AddField(
                model_name='issue',
                name='passed_from',
                field=organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.team'),
            ), migrations.AddField(
                model_name='issue',
                name='raised_by',
                field=organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.person'),
            ), migrations.AddField(
                model_name='issueevent',
                name='again_of',
                field=organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rhythm.issue'),
            ), migrations.AddField(
                model_name='issueevent',
                name='dependency',
                field=organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='alignment.dependency'),
            ), migrations.AddField(
                model_name='issueevent',
                name='parked_on',
                field=models.DateField(blank=True, null=True),
            ), migrations.AddField(
                model_name='issueevent',
                name='passed_from',
                field=organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.team'),
            ), migrations.AddField(
                model_name='issueevent',
                name='raised_by',
                field=organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.person'),
            ), migrations.AddField(
                model_name='meeting',
                name='facilitator',
                field=organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.person'),
            ), migrations.AddField(
                model_name='meeting',
                name='original_at',
                field=models.DateTimeField(blank=True, null=True),
            ), migrations.AddField(
                model_name='meetingevent',
                name='facilitator',
                field=organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.person'),
            ), migrations.AddField(
                model_name='meetingevent',
                name='original_at',
                field=models.DateTimeField(blank=True, null=True),
            ), migrations.AddField(
                model_name='meetingseries',
                name='end_reason',
                field=models.CharField(blank=True, default='', max_length=1000),
            ), migrations.AddField(
                model_name='meetingseries',
                name='ended_on',
                field=models.DateField(blank=True, null=True),
            ), migrations.AddField(
                model_name='meetingseries',
                name='kind',
                field=models.CharField(blank=True, choices=[('weekly', 'Weekly meeting'), ('team_sync', 'Team-of-teams sync'), ('huddle', 'Daily huddle'), ('monthly', 'Monthly review'), ('quarterly', 'Quarterly planning'), ('annual', 'Annual meeting'), ('one_to_one', 'One-to-one'), ('after_action', 'After-action review'), ('decision_review', 'Decision review'), ('premortem', 'Premortem')], default='', max_length=15),
            ), migrations.AddField(
                model_name='meetingseries',
                name='sequence',
                field=models.PositiveIntegerField(default=0),
            ), migrations.AddField(
                model_name='meetingseriesevent',
                name='end_reason',
                field=models.CharField(blank=True, default='', max_length=1000),
            ), migrations.AddField(
                model_name='meetingseriesevent',
                name='ended_on',
                field=models.DateField(blank=True, null=True),
            ), migrations.AddField(
                model_name='meetingseriesevent',
                name='kind',
                field=models.CharField(blank=True, choices=[('weekly', 'Weekly meeting'), ('team_sync', 'Team-of-teams sync'), ('huddle', 'Daily huddle'), ('monthly', 'Monthly review'), ('quarterly', 'Quarterly planning'), ('annual', 'Annual meeting'), ('one_to_one', 'One-to-one'), ('after_action', 'After-action review'), ('decision_review', 'Decision review'), ('premortem', 'Premortem')], default='', max_length=15),
            ), migrations.AddField(
                model_name='meetingseriesevent',
                name='sequence',
                field=models.PositiveIntegerField(default=0),
            ), pgtrigger.migrations.AddTrigger(
                model_name='issue',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rhythm_issueevent" ("again_of_id", "closed_on", "decision_id", "dependency_id", "description", "id", "impact", "key", "likelihood", "mitigation", "objective_id", "organization_id", "owner_id", "parked_on", "passed_from_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_by_id", "raised_on", "state", "team_id", "title", "url") VALUES (NEW."again_of_id", NEW."closed_on", NEW."decision_id", NEW."dependency_id", NEW."description", NEW."id", NEW."impact", NEW."key", NEW."likelihood", NEW."mitigation", NEW."objective_id", NEW."organization_id", NEW."owner_id", NEW."parked_on", NEW."passed_from_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."raised_by_id", NEW."raised_on", NEW."state", NEW."team_id", NEW."title", NEW."url"); RETURN NULL;', hash='77321c9c1431aae9abbf749135085dc848809e43', operation='INSERT', pgid='pgtrigger_insert_insert_60c99', table='rhythm_issue', when='AFTER')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='issue',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "rhythm_issueevent" ("again_of_id", "closed_on", "decision_id", "dependency_id", "description", "id", "impact", "key", "likelihood", "mitigation", "objective_id", "organization_id", "owner_id", "parked_on", "passed_from_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_by_id", "raised_on", "state", "team_id", "title", "url") VALUES (NEW."again_of_id", NEW."closed_on", NEW."decision_id", NEW."dependency_id", NEW."description", NEW."id", NEW."impact", NEW."key", NEW."likelihood", NEW."mitigation", NEW."objective_id", NEW."organization_id", NEW."owner_id", NEW."parked_on", NEW."passed_from_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."raised_by_id", NEW."raised_on", NEW."state", NEW."team_id", NEW."title", NEW."url"); RETURN NULL;', hash='e6e1d0af569511f1c59806fd5d6f74c3aea70bc7', operation='UPDATE', pgid='pgtrigger_update_update_9da2a', table='rhythm_issue', when='AFTER')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='issue',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rhythm_issueevent" ("again_of_id", "closed_on", "decision_id", "dependency_id", "description", "id", "impact", "key", "likelihood", "mitigation", "objective_id", "organization_id", "owner_id", "parked_on", "passed_from_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_by_id", "raised_on", "state", "team_id", "title", "url") VALUES (OLD."again_of_id", OLD."closed_on", OLD."decision_id", OLD."dependency_id", OLD."description", OLD."id", OLD."impact", OLD."key", OLD."likelihood", OLD."mitigation", OLD."objective_id", OLD."organization_id", OLD."owner_id", OLD."parked_on", OLD."passed_from_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."raised_by_id", OLD."raised_on", OLD."state", OLD."team_id", OLD."title", OLD."url"); RETURN NULL;', hash='22d7db92ca95b7b25c887aa2b219081e41afb280', operation='DELETE', pgid='pgtrigger_delete_delete_00a8c', table='rhythm_issue', when='AFTER')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='meeting',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rhythm_meetingevent" ("ended_at", "facilitator_id", "id", "organization_id", "original_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_at", "rating", "reason", "series_id", "started_at", "state") VALUES (NEW."ended_at", NEW."facilitator_id", NEW."id", NEW."organization_id", NEW."original_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."planned_at", NEW."rating", NEW."reason", NEW."series_id", NEW."started_at", NEW."state"); RETURN NULL;', hash='4fe9c0f9d68b4c72cc2a3eb2278e84b8ee0d1f38', operation='INSERT', pgid='pgtrigger_insert_insert_bc964', table='rhythm_meeting', when='AFTER')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='meeting',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "rhythm_meetingevent" ("ended_at", "facilitator_id", "id", "organization_id", "original_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_at", "rating", "reason", "series_id", "started_at", "state") VALUES (NEW."ended_at", NEW."facilitator_id", NEW."id", NEW."organization_id", NEW."original_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."planned_at", NEW."rating", NEW."reason", NEW."series_id", NEW."started_at", NEW."state"); RETURN NULL;', hash='f415aca6c0349b624ec71e24ad038824d61e08b2', operation='UPDATE', pgid='pgtrigger_update_update_02d75', table='rhythm_meeting', when='AFTER')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='meeting',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rhythm_meetingevent" ("ended_at", "facilitator_id", "id", "organization_id", "original_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_at", "rating", "reason", "series_id", "started_at", "state") VALUES (OLD."ended_at", OLD."facilitator_id", OLD."id", OLD."organization_id", OLD."original_at", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."planned_at", OLD."rating", OLD."reason", OLD."series_id", OLD."started_at", OLD."state"); RETURN NULL;', hash='842a09254afe01c01f070b1831117389126450ea', operation='DELETE', pgid='pgtrigger_delete_delete_c807d', table='rhythm_meeting', when='AFTER')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='meetingseries',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rhythm_meetingseriesevent" ("description", "duration_minutes", "end_reason", "ended_on", "exdates", "id", "key", "kind", "location", "notes_url", "organization_id", "organizer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rrule", "sequence", "start_on", "start_time", "team_id", "timezone", "title", "url") VALUES (NEW."description", NEW."duration_minutes", NEW."end_reason", NEW."ended_on", NEW."exdates", NEW."id", NEW."key", NEW."kind", NEW."location", NEW."notes_url", NEW."organization_id", NEW."organizer_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rrule", NEW."sequence", NEW."start_on", NEW."start_time", NEW."team_id", NEW."timezone", NEW."title", NEW."url"); RETURN NULL;', hash='7a03a028d118793b4acd261b0ffd49f65410bf8f', operation='INSERT', pgid='pgtrigger_insert_insert_ead2e', table='rhythm_meetingseries', when='AFTER')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='meetingseries',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "rhythm_meetingseriesevent" ("description", "duration_minutes", "end_reason", "ended_on", "exdates", "id", "key", "kind", "location", "notes_url", "organization_id", "organizer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rrule", "sequence", "start_on", "start_time", "team_id", "timezone", "title", "url") VALUES (NEW."description", NEW."duration_minutes", NEW."end_reason", NEW."ended_on", NEW."exdates", NEW."id", NEW."key", NEW."kind", NEW."location", NEW."notes_url", NEW."organization_id", NEW."organizer_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rrule", NEW."sequence", NEW."start_on", NEW."start_time", NEW."team_id", NEW."timezone", NEW."title", NEW."url"); RETURN NULL;', hash='cf7ae3bfb58b9e98ad3334df112ab32d58bcc8a9', operation='UPDATE', pgid='pgtrigger_update_update_3621c', table='rhythm_meetingseries', when='AFTER')),
            ), pgtrigger.migrations.AddTrigger(
                model_name='meetingseries',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rhythm_meetingseriesevent" ("description", "duration_minutes", "end_reason", "ended_on", "exdates", "id", "key", "kind", "location", "notes_url", "organization_id", "organizer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rrule", "sequence", "start_on", "start_time", "team_id", "timezone", "title", "url") VALUES (OLD."description", OLD."duration_minutes", OLD."end_reason", OLD."ended_on", OLD."exdates", OLD."id", OLD."key", OLD."kind", OLD."location", OLD."notes_url", OLD."organization_id", OLD."organizer_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."rrule", OLD."sequence", OLD."start_on", OLD."start_time", OLD."team_id", OLD."timezone", OLD."title", OLD."url"); RETURN NULL;', hash='b852039fabe8578c1ad7346e89be80fe22c9cbda', operation='DELETE', pgid='pgtrigger_delete_delete_207da', table='rhythm_meetingseries', when='AFTER')),
            ), migrations.AddConstraint(
                model_name='issue',
                constraint=organizations.constraints.SameOrganization(field='raised_by', name='issue_raised_by_same_organization'),
            ), migrations.AddConstraint(
                model_name='issue',
                constraint=organizations.constraints.SameOrganization(field='dependency', name='issue_dependency_same_organization'),
            ), migrations.AddConstraint(
                model_name='issue',
                constraint=organizations.constraints.SameOrganization(field='passed_from', name='issue_passed_from_same_organization'),
            ), migrations.AddConstraint(
                model_name='issue',
                constraint=organizations.constraints.SameOrganization(field='again_of', name='issue_again_of_same_organization'),
            ), migrations.AddConstraint(
                model_name='meeting',
                constraint=organizations.constraints.SameOrganization(field='facilitator', name='meeting_facilitator_same_organization'),
            ), migrations.AddConstraint(
                model_name='meeting',
                constraint=models.UniqueConstraint(condition=models.Q(('original_at__isnull', False)), fields=('series', 'original_at'), name='meeting_moved_once'),
            ), migrations.AddConstraint(
                model_name='meetingseries',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['', 'weekly', 'team_sync', 'huddle', 'monthly', 'quarterly', 'annual', 'one_to_one', 'after_action', 'decision_review', 'premortem'])), name='meetingseries_kind_known'),
            )],
        ),
        organizations.tables.CreateTables(
            models=[migrations.CreateModel(
                name='SeriesPerson',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
                    ('series', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='people', to='rhythm.meetingseries')),
                    ('person', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.person')),
                    ('part', models.CharField(choices=[('required', 'Takes part'), ('optional', 'Welcome'), ('left_out', 'Left out')], default='required', max_length=8)),
                ],
                options={
                    'verbose_name_plural': 'series people',
                    'abstract': False,
                    'constraints': [models.UniqueConstraint(fields=('organization', 'id'), name='rhythm_seriesperson_in_organization'), organizations.constraints.SameOrganization(field='series', name='seriesperson_series_same_organization'), organizations.constraints.SameOrganization(field='person', name='seriesperson_person_same_organization'), models.CheckConstraint(condition=models.Q(('part__in', ['required', 'optional', 'left_out'])), name='seriesperson_part_known'), models.UniqueConstraint(fields=('series', 'person'), name='series_person_once')],
                    'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rhythm_seriespersonevent" ("id", "organization_id", "part", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "series_id") VALUES (NEW."id", NEW."organization_id", NEW."part", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."series_id"); RETURN NULL;', hash='a6f8fb672473b8ba40398b7443f49fcc9d0f59d9', operation='INSERT', pgid='pgtrigger_insert_insert_5c572', table='rhythm_seriesperson', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "rhythm_seriespersonevent" ("id", "organization_id", "part", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "series_id") VALUES (NEW."id", NEW."organization_id", NEW."part", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."series_id"); RETURN NULL;', hash='ea772de33b1e3dbb1e6639083d7b4de56e682bca', operation='UPDATE', pgid='pgtrigger_update_update_b8a4a', table='rhythm_seriesperson', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rhythm_seriespersonevent" ("id", "organization_id", "part", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "series_id") VALUES (OLD."id", OLD."organization_id", OLD."part", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."series_id"); RETURN NULL;', hash='96ba78e39752d2dd7a5e62c0286eb15558861c88', operation='DELETE', pgid='pgtrigger_delete_delete_5fa67', table='rhythm_seriesperson', when='AFTER'))],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='SeriesPersonEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='rhythm.seriesperson')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('id', models.BigIntegerField()),
                    ('organization', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.organization')),
                    ('series', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rhythm.meetingseries')),
                    ('person', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.person')),
                    ('part', models.CharField(choices=[('required', 'Takes part'), ('optional', 'Welcome'), ('left_out', 'Left out')], default='required', max_length=8)),
                ],
                options={
                    'abstract': False,
                    'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a0db39d3c9f8e5cfae4f3b414ac3acd7ece40557', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d89d4', table='rhythm_seriespersonevent', when='BEFORE'))],
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='RotaTurn',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
                    ('series', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='rota', to='rhythm.meetingseries')),
                    ('person', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.person')),
                    ('position', models.PositiveSmallIntegerField()),
                ],
                options={
                    'ordering': ('position',),
                    'abstract': False,
                    'constraints': [models.UniqueConstraint(fields=('organization', 'id'), name='rhythm_rotaturn_in_organization'), organizations.constraints.SameOrganization(field='series', name='rotaturn_series_same_organization'), organizations.constraints.SameOrganization(field='person', name='rotaturn_person_same_organization'), models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('series', 'position'), name='rota_place_once'), models.UniqueConstraint(fields=('series', 'person'), name='rota_person_once')],
                    'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rhythm_rotaturnevent" ("id", "organization_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "series_id") VALUES (NEW."id", NEW."organization_id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."series_id"); RETURN NULL;', hash='d9b351b1fb44c7ebfb0dc9c6db33c1b901d8f7d6', operation='INSERT', pgid='pgtrigger_insert_insert_e726e', table='rhythm_rotaturn', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "rhythm_rotaturnevent" ("id", "organization_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "series_id") VALUES (NEW."id", NEW."organization_id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."series_id"); RETURN NULL;', hash='ad863c6e267256f91e849de0a1ae0eb7a8893937', operation='UPDATE', pgid='pgtrigger_update_update_f6fb4', table='rhythm_rotaturn', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "rhythm_rotaturnevent" ("id", "organization_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "series_id") VALUES (OLD."id", OLD."organization_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."series_id"); RETURN NULL;', hash='c5a39ed01c4f4b5841bf158a460cd0206351c72f', operation='DELETE', pgid='pgtrigger_delete_delete_12fa3', table='rhythm_rotaturn', when='AFTER'))],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='RotaTurnEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='rhythm.rotaturn')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('id', models.BigIntegerField()),
                    ('organization', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.organization')),
                    ('series', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='rhythm.meetingseries')),
                    ('person', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.person')),
                    ('position', models.PositiveSmallIntegerField()),
                ],
                options={
                    'abstract': False,
                    'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='be728d8804c293f3d5a42d83e49504bad5b504b0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3ccfe', table='rhythm_rotaturnevent', when='BEFORE'))],
                    'indexes': [],
                    'constraints': [],
                },
            ), migrations.CreateModel(
                name='SegmentPlan',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
                    ('series', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='agenda', to='rhythm.meetingseries')),
                    ('position', models.PositiveSmallIntegerField()),
                    ('kind', models.CharField(choices=[('talk', 'Talk'), ('wins', 'Wins'), ('headlines', 'Headlines'), ('scorecard', 'Scorecard'), ('priorities', 'Priorities'), ('commitments', 'Commitments'), ('dependencies', 'Dependencies'), ('decisions', 'Decisions'), ('risks', 'Risks'), ('triage', 'Triage'), ('issues', 'Issues'), ('writing', 'Silent writing'), ('lessons', 'Lessons'), ('close', 'Close')], default='talk', max_length=12)),
                    ('title', models.CharField(max_length=120)),
                    ('minutes', models.PositiveSmallIntegerField()),
                    ('purpose', models.CharField(blank=True, default='', max_length=1000)),
                ],
                options={
                    'ordering': ('position',),
                    'abstract': False,
                    'constraints': [models.UniqueConstraint(fields=('organization', 'id'), name='rhythm_segmentplan_in_organization'), organizations.constraints.SameOrganization(field='series', name='segmentplan_series_same_organization'), models.CheckConstraint(condition=models.Q(('kind__in', ['talk', 'wins', 'headlines', 'scorecard', 'priorities', 'commitments', 'dependencies', 'decisions', 'risks', 'triage', 'issues', 'writing', 'lessons', 'close'])), name='segmentplan_kind_known'), models.CheckConstraint(condition=models.Q(('minutes__gte', 1)), name='segmentplan_minutes_from_one'), models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('series', 'position'), name='segment_plan_place_once')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='CalendarFeed',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
                    ('person', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='calendar_feeds', to='organizations.person')),
                    ('team', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.team')),
                    ('secret_hash', models.CharField(db_index=True, max_length=64)),
                    ('made_at', models.DateTimeField()),
                    ('read_at', models.DateTimeField(null=True)),
                    ('revoked_at', models.DateTimeField(null=True)),
                ],
                options={
                    'abstract': False,
                    'constraints': [models.UniqueConstraint(fields=('organization', 'id'), name='rhythm_calendarfeed_in_organization'), organizations.constraints.SameOrganization(field='person', name='calendarfeed_person_same_organization'), organizations.constraints.SameOrganization(field='team', name='calendarfeed_team_same_organization'), models.UniqueConstraint(condition=models.Q(('revoked_at', None)), fields=('person', 'team'), name='calendar_feed_once', nulls_distinct=False)],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='Segment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
                    ('meeting', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='segments', to='rhythm.meeting')),
                    ('position', models.PositiveSmallIntegerField()),
                    ('kind', models.CharField(choices=[('talk', 'Talk'), ('wins', 'Wins'), ('headlines', 'Headlines'), ('scorecard', 'Scorecard'), ('priorities', 'Priorities'), ('commitments', 'Commitments'), ('dependencies', 'Dependencies'), ('decisions', 'Decisions'), ('risks', 'Risks'), ('triage', 'Triage'), ('issues', 'Issues'), ('writing', 'Silent writing'), ('lessons', 'Lessons'), ('close', 'Close')], default='talk', max_length=12)),
                    ('title', models.CharField(max_length=120)),
                    ('minutes', models.PositiveSmallIntegerField()),
                    ('purpose', models.CharField(blank=True, default='', max_length=1000)),
                    ('extra_minutes', models.PositiveSmallIntegerField(default=0)),
                    ('used_seconds', models.PositiveIntegerField(default=0)),
                    ('known', models.JSONField(blank=True, default=dict)),
                ],
                options={
                    'ordering': ('position',),
                    'abstract': False,
                    'constraints': [models.UniqueConstraint(fields=('organization', 'id'), name='rhythm_segment_in_organization'), organizations.constraints.SameOrganization(field='meeting', name='segment_meeting_same_organization'), models.CheckConstraint(condition=models.Q(('kind__in', ['talk', 'wins', 'headlines', 'scorecard', 'priorities', 'commitments', 'dependencies', 'decisions', 'risks', 'triage', 'issues', 'writing', 'lessons', 'close'])), name='segment_kind_known'), models.CheckConstraint(condition=models.Q(('minutes__gte', 1)), name='segment_minutes_from_one'), models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('meeting', 'position'), name='segment_place_once')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='AgendaItem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
                    ('meeting', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='items', to='rhythm.meeting')),
                    ('segment', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='items', to='rhythm.segment')),
                    ('position', models.PositiveSmallIntegerField()),
                    ('title', models.CharField(max_length=250)),
                    ('why', models.CharField(blank=True, default='', max_length=500)),
                    ('rule', models.CharField(blank=True, default='', max_length=40)),
                    ('rank', models.IntegerField(default=0)),
                    ('about_type', models.CharField(blank=True, default='', max_length=60)),
                    ('about_id', models.BigIntegerField(blank=True, null=True)),
                    ('issue', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agenda_items', to='rhythm.issue')),
                    ('raised_by', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.person')),
                    ('minutes', models.PositiveSmallIntegerField(default=0)),
                    ('extra_minutes', models.PositiveSmallIntegerField(default=0)),
                    ('used_seconds', models.PositiveIntegerField(default=0)),
                    ('disposition', models.CharField(blank=True, choices=[('fine', 'Seen, nothing to do'), ('decided', 'Decided'), ('committed', 'Promised'), ('issue', 'On the issue list'), ('routed', 'Passed to another team'), ('parked', 'Parked'), ('dropped', 'Dropped on purpose'), ('carried', 'Carried over')], default='', max_length=9)),
                    ('note', models.CharField(blank=True, default='', max_length=1000)),
                    ('disposed_at', models.DateTimeField(blank=True, null=True)),
                    ('carried_from', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='carried_to', to='rhythm.agendaitem')),
                    ('known', models.JSONField(blank=True, default=list)),
                ],
                options={
                    'ordering': ('segment__position', 'position'),
                    'abstract': False,
                    'indexes': [models.Index(fields=['organization', 'about_type', 'about_id'], name='agenda_item_about')],
                    'constraints': [models.UniqueConstraint(fields=('organization', 'id'), name='rhythm_agendaitem_in_organization'), organizations.constraints.SameOrganization(field='meeting', name='agendaitem_meeting_same_organization'), organizations.constraints.SameOrganization(field='segment', name='agendaitem_segment_same_organization'), organizations.constraints.SameOrganization(field='issue', name='agendaitem_issue_same_organization'), organizations.constraints.SameOrganization(field='raised_by', name='agendaitem_raised_by_same_organization'), organizations.constraints.SameOrganization(field='carried_from', name='agendaitem_carried_from_same_organization'), models.CheckConstraint(condition=models.Q(('disposition__in', ['', 'fine', 'decided', 'committed', 'issue', 'routed', 'parked', 'dropped', 'carried'])), name='agendaitem_disposition_known'), models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('segment', 'position'), name='agenda_item_place_once'), models.UniqueConstraint(condition=models.Q(('about_id__isnull', False)), fields=('meeting', 'about_type', 'about_id'), name='agenda_item_thing_once')],
                },
            ), migrations.CreateModel(
                name='Attendance',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
                    ('meeting', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to='rhythm.meeting')),
                    ('person', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to='organizations.person')),
                    ('is_expected', models.BooleanField(default=True)),
                    ('prepared_at', models.DateTimeField(blank=True, null=True)),
                    ('joined_at', models.DateTimeField(blank=True, null=True)),
                    ('seen_at', models.DateTimeField(blank=True, null=True)),
                    ('ready_for', models.PositiveIntegerField(blank=True, null=True)),
                    ('hand_at', models.DateTimeField(blank=True, null=True)),
                    ('rating', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ('rating_note', models.CharField(blank=True, default='', max_length=500)),
                ],
                options={
                    'abstract': False,
                    'indexes': [models.Index(fields=['organization', 'person'], name='attendance_of_person')],
                    'constraints': [models.UniqueConstraint(fields=('organization', 'id'), name='rhythm_attendance_in_organization'), organizations.constraints.SameOrganization(field='meeting', name='attendance_meeting_same_organization'), organizations.constraints.SameOrganization(field='person', name='attendance_person_same_organization'), models.CheckConstraint(condition=models.Q(('rating__isnull', True), models.Q(('rating__gte', 1), ('rating__lte', 10)), _connector='OR'), name='attendance_rating_within'), models.UniqueConstraint(fields=('meeting', 'person'), name='attendance_once')],
                },
            ), migrations.CreateModel(
                name='Message',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
                    ('meeting', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='rhythm.meeting')),
                    ('author', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.person')),
                    ('text', models.CharField(max_length=1000)),
                    ('written_at', models.DateTimeField()),
                    ('sent_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'ordering': ('id',),
                    'abstract': False,
                    'constraints': [models.UniqueConstraint(fields=('organization', 'id'), name='rhythm_message_in_organization'), organizations.constraints.SameOrganization(field='meeting', name='message_meeting_same_organization'), organizations.constraints.SameOrganization(field='author', name='message_author_same_organization')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='MessageTeam',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
                    ('message', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='teams', to='rhythm.message')),
                    ('team', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.team')),
                ],
                options={
                    'abstract': False,
                    'constraints': [models.UniqueConstraint(fields=('organization', 'id'), name='rhythm_messageteam_in_organization'), organizations.constraints.SameOrganization(field='message', name='messageteam_message_same_organization'), organizations.constraints.SameOrganization(field='team', name='messageteam_team_same_organization'), models.UniqueConstraint(fields=('message', 'team'), name='message_team_once')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='MessageReading',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
                    ('message', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='rhythm.message')),
                    ('person', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.person')),
                    ('team', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.team')),
                    ('read_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'abstract': False,
                    'indexes': [models.Index(condition=models.Q(('read_at', None)), fields=['organization', 'person'], name='message_unread')],
                    'constraints': [models.UniqueConstraint(fields=('organization', 'id'), name='rhythm_messagereading_in_organization'), organizations.constraints.SameOrganization(field='message', name='messagereading_message_same_organization'), organizations.constraints.SameOrganization(field='person', name='messagereading_person_same_organization'), organizations.constraints.SameOrganization(field='team', name='messagereading_team_same_organization'), models.UniqueConstraint(fields=('message', 'person'), name='message_reading_once')],
                },
            ), migrations.CreateModel(
                name='MeetingRun',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
                    ('meeting', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='run', to='rhythm.meeting')),
                    ('facilitator', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.person')),
                    ('segment', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rhythm.segment')),
                    ('item', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='rhythm.agendaitem')),
                    ('version', models.PositiveBigIntegerField(default=1)),
                    ('move', models.PositiveIntegerField(default=1)),
                    ('opened_at', models.DateTimeField()),
                    ('stretch_began_at', models.DateTimeField(blank=True, null=True)),
                    ('suspended_at', models.DateTimeField(blank=True, null=True)),
                    ('closed_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'abstract': False,
                    'indexes': [models.Index(condition=models.Q(('closed_at', None)), fields=['organization'], name='meeting_run_open')],
                    'constraints': [models.UniqueConstraint(fields=('organization', 'id'), name='rhythm_meetingrun_in_organization'), organizations.constraints.SameOrganization(field='meeting', name='meetingrun_meeting_same_organization'), organizations.constraints.SameOrganization(field='facilitator', name='meetingrun_facilitator_same_organization'), organizations.constraints.SameOrganization(field='segment', name='meetingrun_segment_same_organization'), organizations.constraints.SameOrganization(field='item', name='meetingrun_item_same_organization')],
                },
            ), migrations.CreateModel(
                name='Capture',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
                    ('meeting', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='captures', to='rhythm.meeting')),
                    ('key', models.CharField(max_length=40)),
                    ('kind', models.CharField(choices=[('decision', 'Decided'), ('commitment', 'Commits'), ('issue', 'Issue'), ('note', 'Note'), ('win', 'Win'), ('headline', 'Headline')], max_length=10)),
                    ('text', models.CharField(max_length=1000)),
                    ('by', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.person')),
                    ('at', models.DateTimeField()),
                    ('segment', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rhythm.segment')),
                    ('item', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='captures', to='rhythm.agendaitem')),
                    ('owner', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.person')),
                    ('due_on', models.DateField(blank=True, null=True)),
                    ('decision', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='captures', to='decisions.decision')),
                    ('commitment', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='captures', to='accountability.commitment')),
                    ('issue', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='captures', to='rhythm.issue')),
                    ('agreed_at', models.DateTimeField(blank=True, null=True)),
                    ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'ordering': ('id',),
                    'abstract': False,
                    'constraints': [models.UniqueConstraint(fields=('organization', 'id'), name='rhythm_capture_in_organization'), organizations.constraints.SameOrganization(field='meeting', name='capture_meeting_same_organization'), organizations.constraints.SameOrganization(field='by', name='capture_by_same_organization'), organizations.constraints.SameOrganization(field='segment', name='capture_segment_same_organization'), organizations.constraints.SameOrganization(field='item', name='capture_item_same_organization'), organizations.constraints.SameOrganization(field='owner', name='capture_owner_same_organization'), organizations.constraints.SameOrganization(field='decision', name='capture_decision_same_organization'), organizations.constraints.SameOrganization(field='commitment', name='capture_commitment_same_organization'), organizations.constraints.SameOrganization(field='issue', name='capture_issue_same_organization'), models.CheckConstraint(condition=models.Q(('kind__in', ['decision', 'commitment', 'issue', 'note', 'win', 'headline'])), name='capture_kind_known'), models.UniqueConstraint(fields=('meeting', 'key'), name='capture_once')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='Poll',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
                    ('meeting', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='polls', to='rhythm.meeting')),
                    ('item', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='polls', to='rhythm.agendaitem')),
                    ('question', models.CharField(max_length=500)),
                    ('asked_by', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.person')),
                    ('opened_at', models.DateTimeField()),
                    ('closed_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'ordering': ('id',),
                    'abstract': False,
                    'constraints': [models.UniqueConstraint(fields=('organization', 'id'), name='rhythm_poll_in_organization'), organizations.constraints.SameOrganization(field='meeting', name='poll_meeting_same_organization'), organizations.constraints.SameOrganization(field='item', name='poll_item_same_organization'), organizations.constraints.SameOrganization(field='asked_by', name='poll_asked_by_same_organization')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='PollAnswer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
                    ('poll', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='rhythm.poll')),
                    ('person', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.person')),
                    ('answer', models.CharField(choices=[('yes', 'Yes'), ('concern', 'Yes, with a concern'), ('no', 'No')], max_length=7)),
                    ('concern', models.CharField(blank=True, default='', max_length=500)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'abstract': False,
                    'constraints': [models.UniqueConstraint(fields=('organization', 'id'), name='rhythm_pollanswer_in_organization'), organizations.constraints.SameOrganization(field='poll', name='pollanswer_poll_same_organization'), organizations.constraints.SameOrganization(field='person', name='pollanswer_person_same_organization'), models.CheckConstraint(condition=models.Q(('answer__in', ['yes', 'concern', 'no'])), name='pollanswer_answer_known'), models.UniqueConstraint(fields=('poll', 'person'), name='poll_answer_once')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='Writing',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
                    ('meeting', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='writings', to='rhythm.meeting')),
                    ('segment', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='writings', to='rhythm.segment')),
                    ('item', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='writings', to='rhythm.agendaitem')),
                    ('question', models.CharField(max_length=500)),
                    ('opened_at', models.DateTimeField()),
                    ('shown_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'ordering': ('id',),
                    'abstract': False,
                    'constraints': [models.UniqueConstraint(fields=('organization', 'id'), name='rhythm_writing_in_organization'), organizations.constraints.SameOrganization(field='meeting', name='writing_meeting_same_organization'), organizations.constraints.SameOrganization(field='segment', name='writing_segment_same_organization'), organizations.constraints.SameOrganization(field='item', name='writing_item_same_organization')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='WrittenLine',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
                    ('writing', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='rhythm.writing')),
                    ('person', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.person')),
                    ('key', models.CharField(max_length=40)),
                    ('text', models.CharField(max_length=500)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'ordering': ('id',),
                    'abstract': False,
                    'constraints': [models.UniqueConstraint(fields=('organization', 'id'), name='rhythm_writtenline_in_organization'), organizations.constraints.SameOrganization(field='writing', name='writtenline_writing_same_organization'), organizations.constraints.SameOrganization(field='person', name='writtenline_person_same_organization'), models.UniqueConstraint(fields=('writing', 'key'), name='written_line_once')],
                    'indexes': [],
                },
            ), migrations.CreateModel(
                name='IssueVote',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
                    ('meeting', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='rhythm.meeting')),
                    ('issue', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='rhythm.issue')),
                    ('person', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.person')),
                    ('votes', models.PositiveSmallIntegerField()),
                ],
                options={
                    'abstract': False,
                    'constraints': [models.UniqueConstraint(fields=('organization', 'id'), name='rhythm_issuevote_in_organization'), organizations.constraints.SameOrganization(field='meeting', name='issuevote_meeting_same_organization'), organizations.constraints.SameOrganization(field='issue', name='issuevote_issue_same_organization'), organizations.constraints.SameOrganization(field='person', name='issuevote_person_same_organization'), models.CheckConstraint(condition=models.Q(('votes__isnull', True), models.Q(('votes__gte', 1), ('votes__lte', 9)), _connector='OR'), name='issuevote_votes_within'), models.UniqueConstraint(fields=('meeting', 'issue', 'person'), name='issue_vote_once')],
                    'indexes': [],
                },
            )],
        ),
    ]
