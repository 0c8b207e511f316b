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
        ('alignment', '0001_initial'),
        ('organizations', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [CreateTables([
        migrations.CreateModel(
            name='Commitment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
                ('key', models.CharField(default=organizations.tenancy.new_key, max_length=80, validators=[django.core.validators.RegexValidator('^[a-z0-9][a-z0-9._-]*$')])),
                ('title', models.CharField(max_length=250)),
                ('description', models.CharField(blank=True, default='', max_length=4000)),
                ('owner', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='organizations.person')),
                ('team', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='organizations.team')),
                ('state', models.CharField(blank=True, choices=[('open', 'Open'), ('in_progress', 'In progress'), ('done', 'Done'), ('rescoped', 'Re-scoped'), ('cancelled', 'Dropped')], default='', max_length=11)),
                ('created_on', models.DateField(blank=True, null=True)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('completed_on', models.DateField(blank=True, null=True)),
                ('objective', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='alignment.objective')),
                ('closing_reason', models.CharField(blank=True, default='', max_length=1000)),
                ('successor', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='accountability.commitment')),
                ('url', models.CharField(blank=True, default='', max_length=2000)),
                ('original_title', models.CharField(blank=True, default='', editable=False, max_length=250)),
                ('original_due_on', models.DateField(editable=False, null=True)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(('state__in', ['open', 'in_progress'])), fields=['organization', 'due_on'], name='commitment_open'), models.Index(fields=['organization', 'owner', 'due_on'], name='commitment_of_owner'), models.Index(fields=['organization', 'team'], name='commitment_of_team')],
                'constraints': [models.UniqueConstraint(fields=('organization', 'id'), name='accountability_commitment_in_organization'), models.UniqueConstraint(fields=('organization', 'key'), name='accountability_commitment_key_once'), models.CheckConstraint(condition=models.Q(('key__regex', '^[a-z0-9][a-z0-9._-]*$')), name='accountability_commitment_key_form'), organizations.constraints.SameOrganization(field='owner', name='commitment_owner_same_organization'), organizations.constraints.SameOrganization(field='team', name='commitment_team_same_organization'), organizations.constraints.SameOrganization(field='objective', name='commitment_objective_same_organization'), organizations.constraints.SameOrganization(field='successor', name='commitment_successor_same_organization'), models.CheckConstraint(condition=models.Q(('state__in', ['', 'open', 'in_progress', 'done', 'rescoped', 'cancelled'])), name='commitment_state_known'), models.CheckConstraint(condition=models.Q(('created_on__isnull', True), ('completed_on__isnull', True), ('completed_on__gte', models.F('created_on')), _connector='OR'), name='commitment_completed_on_after_start')],
                'triggers': [pgtrigger.compiler.Trigger(name='keep_originals', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF TG_OP = 'INSERT' THEN NEW.original_title := COALESCE(NULLIF(NEW.original_title::text, ''), NEW.title::text)::varchar; NEW.original_due_on := COALESCE(NULLIF(NEW.original_due_on::text, ''), NEW.due_on::text)::date; ELSE NEW.original_title := COALESCE(NULLIF(OLD.original_title::text, ''), NULLIF(NEW.original_title::text, ''), NEW.title::text)::varchar; NEW.original_due_on := COALESCE(NULLIF(OLD.original_due_on::text, ''), NULLIF(NEW.original_due_on::text, ''), NEW.due_on::text)::date; END IF; RETURN NEW;", hash='e5a960d27235916111aa96f4e58d524498f613cd', operation='INSERT OR UPDATE', pgid='pgtrigger_keep_originals_a5126', table='accountability_commitment', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accountability_commitmentevent" ("closing_reason", "completed_on", "created_on", "description", "due_on", "id", "key", "objective_id", "organization_id", "original_due_on", "original_title", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "successor_id", "team_id", "title", "url") VALUES (NEW."closing_reason", NEW."completed_on", NEW."created_on", NEW."description", NEW."due_on", NEW."id", NEW."key", NEW."objective_id", NEW."organization_id", NEW."original_due_on", NEW."original_title", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."state", NEW."successor_id", NEW."team_id", NEW."title", NEW."url"); RETURN NULL;', hash='6b0ff7411fb27dbb57d60fa2b4ded7e1c1f6b106', operation='INSERT', pgid='pgtrigger_insert_insert_9a150', table='accountability_commitment', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "accountability_commitmentevent" ("closing_reason", "completed_on", "created_on", "description", "due_on", "id", "key", "objective_id", "organization_id", "original_due_on", "original_title", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "successor_id", "team_id", "title", "url") VALUES (NEW."closing_reason", NEW."completed_on", NEW."created_on", NEW."description", NEW."due_on", NEW."id", NEW."key", NEW."objective_id", NEW."organization_id", NEW."original_due_on", NEW."original_title", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."state", NEW."successor_id", NEW."team_id", NEW."title", NEW."url"); RETURN NULL;', hash='2ccd7425dddfb17ed7c6875d3055dc0e25bec968', operation='UPDATE', pgid='pgtrigger_update_update_13585', table='accountability_commitment', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accountability_commitmentevent" ("closing_reason", "completed_on", "created_on", "description", "due_on", "id", "key", "objective_id", "organization_id", "original_due_on", "original_title", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "successor_id", "team_id", "title", "url") VALUES (OLD."closing_reason", OLD."completed_on", OLD."created_on", OLD."description", OLD."due_on", OLD."id", OLD."key", OLD."objective_id", OLD."organization_id", OLD."original_due_on", OLD."original_title", OLD."owner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."state", OLD."successor_id", OLD."team_id", OLD."title", OLD."url"); RETURN NULL;', hash='e822d2c363345c7bb3326cef3ac9bc26f6108edc', operation='DELETE', pgid='pgtrigger_delete_delete_1db6b', table='accountability_commitment', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='CommitmentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accountability.commitment')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('organization', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.organization')),
                ('key', models.CharField(default=organizations.tenancy.new_key, max_length=80, validators=[django.core.validators.RegexValidator('^[a-z0-9][a-z0-9._-]*$')])),
                ('title', models.CharField(max_length=250)),
                ('description', models.CharField(blank=True, default='', max_length=4000)),
                ('owner', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.person')),
                ('team', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.team')),
                ('state', models.CharField(blank=True, choices=[('open', 'Open'), ('in_progress', 'In progress'), ('done', 'Done'), ('rescoped', 'Re-scoped'), ('cancelled', 'Dropped')], default='', max_length=11)),
                ('created_on', models.DateField(blank=True, null=True)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('completed_on', models.DateField(blank=True, null=True)),
                ('objective', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='alignment.objective')),
                ('closing_reason', models.CharField(blank=True, default='', max_length=1000)),
                ('successor', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accountability.commitment')),
                ('url', models.CharField(blank=True, default='', max_length=2000)),
                ('original_title', models.CharField(blank=True, default='', editable=False, max_length=250)),
                ('original_due_on', models.DateField(editable=False, null=True)),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ef2459ea8330726018b086268cd15a0ef998599e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_94f12', table='accountability_commitmentevent', when='BEFORE'))],
            },
        ),
    ])]
