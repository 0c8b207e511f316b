import django.contrib.postgres.fields
import django.core.validators
import django.db.models.constraints
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
        ('organizations', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [CreateTables([
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
                ('key', models.CharField(default=organizations.tenancy.new_key, max_length=80, validators=[django.core.validators.RegexValidator('^[a-z0-9][a-z0-9._-]*$')])),
                ('title', models.CharField(max_length=250)),
                ('type', models.CharField(blank=True, default='', max_length=250)),
                ('team', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='organizations.team')),
                ('context', models.CharField(blank=True, default='', max_length=4000)),
                ('outcome', models.CharField(blank=True, default='', max_length=4000)),
                ('state', models.CharField(choices=[('proposed', 'Waiting'), ('accepted', 'Decided'), ('rejected', 'Rejected'), ('deferred', 'Deferred'), ('withdrawn', 'Withdrawn'), ('superseded', 'Superseded')], default='proposed', max_length=10)),
                ('door', models.CharField(blank=True, choices=[('one_way', 'One-way door'), ('two_way', 'Two-way door')], default='', max_length=7)),
                ('proposed_on', models.DateField(blank=True, null=True)),
                ('need_by', models.DateField(blank=True, null=True)),
                ('decided_on', models.DateField(blank=True, null=True)),
                ('communicated_on', models.DateField(blank=True, null=True)),
                ('review_on', models.DateField(blank=True, null=True)),
                ('confidence', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('asked_by', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.person')),
                ('objective', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='alignment.objective')),
                ('tags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=250), blank=True, default=list, size=None)),
                ('url', models.CharField(blank=True, default='', max_length=2000)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(('state', 'proposed')), fields=['organization', 'proposed_on'], name='decision_waiting'), models.Index(fields=['organization', '-decided_on'], name='decision_newest'), models.Index(fields=['organization', 'team'], name='decision_of_team'), models.Index(fields=['organization', 'objective'], name='decision_of_objective')],
                'constraints': [models.UniqueConstraint(fields=('organization', 'id'), name='decisions_decision_in_organization'), models.UniqueConstraint(fields=('organization', 'key'), name='decisions_decision_key_once'), models.CheckConstraint(condition=models.Q(('key__regex', '^[a-z0-9][a-z0-9._-]*$')), name='decisions_decision_key_form'), organizations.constraints.SameOrganization(field='team', name='decision_team_same_organization'), organizations.constraints.SameOrganization(field='objective', name='decision_objective_same_organization'), organizations.constraints.SameOrganization(field='asked_by', name='decision_asked_by_same_organization'), models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'accepted', 'rejected', 'deferred', 'withdrawn', 'superseded'])), name='decision_state_known'), models.CheckConstraint(condition=models.Q(('door__in', ['', 'one_way', 'two_way'])), name='decision_door_known'), models.CheckConstraint(condition=models.Q(('proposed_on__isnull', True), ('decided_on__isnull', True), ('decided_on__gte', models.F('proposed_on')), _connector='OR'), name='decision_decided_on_after_start'), models.CheckConstraint(condition=models.Q(('confidence__isnull', True), models.Q(('confidence__gte', 0), ('confidence__lte', 100)), _connector='OR'), name='decision_confidence_within')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "decisions_decisionevent" ("asked_by_id", "communicated_on", "confidence", "context", "decided_on", "door", "id", "key", "need_by", "objective_id", "organization_id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_on", "review_on", "state", "tags", "team_id", "title", "type", "url") VALUES (NEW."asked_by_id", NEW."communicated_on", NEW."confidence", NEW."context", NEW."decided_on", NEW."door", NEW."id", NEW."key", NEW."need_by", NEW."objective_id", NEW."organization_id", NEW."outcome", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."proposed_on", NEW."review_on", NEW."state", NEW."tags", NEW."team_id", NEW."title", NEW."type", NEW."url"); RETURN NULL;', hash='d0756d4edeb45c092ae5314faa7cf64f1165e23f', operation='INSERT', pgid='pgtrigger_insert_insert_c5437', table='decisions_decision', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "decisions_decisionevent" ("asked_by_id", "communicated_on", "confidence", "context", "decided_on", "door", "id", "key", "need_by", "objective_id", "organization_id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_on", "review_on", "state", "tags", "team_id", "title", "type", "url") VALUES (NEW."asked_by_id", NEW."communicated_on", NEW."confidence", NEW."context", NEW."decided_on", NEW."door", NEW."id", NEW."key", NEW."need_by", NEW."objective_id", NEW."organization_id", NEW."outcome", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proposed_on", NEW."review_on", NEW."state", NEW."tags", NEW."team_id", NEW."title", NEW."type", NEW."url"); RETURN NULL;', hash='6c98dd96a3994653dc0e877ad4aebd5e63e6a80d', operation='UPDATE', pgid='pgtrigger_update_update_b017a', table='decisions_decision', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "decisions_decisionevent" ("asked_by_id", "communicated_on", "confidence", "context", "decided_on", "door", "id", "key", "need_by", "objective_id", "organization_id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_on", "review_on", "state", "tags", "team_id", "title", "type", "url") VALUES (OLD."asked_by_id", OLD."communicated_on", OLD."confidence", OLD."context", OLD."decided_on", OLD."door", OLD."id", OLD."key", OLD."need_by", OLD."objective_id", OLD."organization_id", OLD."outcome", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."proposed_on", OLD."review_on", OLD."state", OLD."tags", OLD."team_id", OLD."title", OLD."type", OLD."url"); RETURN NULL;', hash='26d94b9158b266a493ab8f961ca8e882561b39b0', operation='DELETE', pgid='pgtrigger_delete_delete_e4cc5', table='decisions_decision', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='DecisionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='decisions.decision')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('organization', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.organization')),
                ('key', models.CharField(default=organizations.tenancy.new_key, max_length=80, validators=[django.core.validators.RegexValidator('^[a-z0-9][a-z0-9._-]*$')])),
                ('title', models.CharField(max_length=250)),
                ('type', models.CharField(blank=True, default='', max_length=250)),
                ('team', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.team')),
                ('context', models.CharField(blank=True, default='', max_length=4000)),
                ('outcome', models.CharField(blank=True, default='', max_length=4000)),
                ('state', models.CharField(choices=[('proposed', 'Waiting'), ('accepted', 'Decided'), ('rejected', 'Rejected'), ('deferred', 'Deferred'), ('withdrawn', 'Withdrawn'), ('superseded', 'Superseded')], default='proposed', max_length=10)),
                ('door', models.CharField(blank=True, choices=[('one_way', 'One-way door'), ('two_way', 'Two-way door')], default='', max_length=7)),
                ('proposed_on', models.DateField(blank=True, null=True)),
                ('need_by', models.DateField(blank=True, null=True)),
                ('decided_on', models.DateField(blank=True, null=True)),
                ('communicated_on', models.DateField(blank=True, null=True)),
                ('review_on', models.DateField(blank=True, null=True)),
                ('confidence', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('asked_by', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.person')),
                ('objective', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='alignment.objective')),
                ('tags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=250), blank=True, default=list, size=None)),
                ('url', models.CharField(blank=True, default='', max_length=2000)),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6f89f379de60120ce95130c3b84693af23c581df', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_da64a', table='decisions_decisionevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Option',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
                ('decision', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='options', to='decisions.decision')),
                ('position', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=4000)),
                ('is_chosen', models.BooleanField(default=False)),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('organization', 'id'), name='decisions_option_in_organization'), organizations.constraints.SameOrganization(field='decision', name='option_decision_same_organization'), models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('decision', 'position'), name='option_position_once')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "decisions_optionevent" ("decision_id", "id", "is_chosen", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "text") VALUES (NEW."decision_id", NEW."id", NEW."is_chosen", NEW."organization_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."text"); RETURN NULL;', hash='22849e0fbfbb8bd1b13af2a2216f222e5127f399', operation='INSERT', pgid='pgtrigger_insert_insert_88bfc', table='decisions_option', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "decisions_optionevent" ("decision_id", "id", "is_chosen", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "text") VALUES (NEW."decision_id", NEW."id", NEW."is_chosen", NEW."organization_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."text"); RETURN NULL;', hash='8e869493e2dcb89c18bc431bc128073021234ed7', operation='UPDATE', pgid='pgtrigger_update_update_1b1f4', table='decisions_option', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "decisions_optionevent" ("decision_id", "id", "is_chosen", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "text") VALUES (OLD."decision_id", OLD."id", OLD."is_chosen", OLD."organization_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."text"); RETURN NULL;', hash='a7d1a5c6e1346d0e21b0daa58dab9c832950b5a7', operation='DELETE', pgid='pgtrigger_delete_delete_521ec', table='decisions_option', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='OptionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='decisions.option')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('organization', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.organization')),
                ('decision', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='decisions.decision')),
                ('position', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=4000)),
                ('is_chosen', models.BooleanField(default=False)),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4ea98b3d6aab52364c7c8147ecaf7461564eeff2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b3dcd', table='decisions_optionevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='DecisionRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
                ('decision', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='roles', to='decisions.decision')),
                ('person', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='decision_roles', to='organizations.person')),
                ('part', models.CharField(choices=[('decider', 'Decides'), ('driver', 'Drives'), ('approver', 'Approves'), ('contributor', 'Is heard'), ('informed', 'Is told')], max_length=11)),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['organization', 'person', 'part'], name='decision_role_of_person')],
                'constraints': [models.UniqueConstraint(fields=('organization', 'id'), name='decisions_decisionrole_in_organization'), organizations.constraints.SameOrganization(field='decision', name='decisionrole_decision_same_organization'), organizations.constraints.SameOrganization(field='person', name='decisionrole_person_same_organization'), models.CheckConstraint(condition=models.Q(('part__in', ['decider', 'driver', 'approver', 'contributor', 'informed'])), name='decisionrole_part_known'), models.UniqueConstraint(fields=('decision', 'person', 'part'), name='decision_role_once'), models.UniqueConstraint(condition=models.Q(('part', 'decider')), fields=('decision',), name='decision_one_decider')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "decisions_decisionroleevent" ("decision_id", "id", "organization_id", "part", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."decision_id", NEW."id", NEW."organization_id", NEW."part", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position"); RETURN NULL;', hash='c7751ff61956eea1bb6773c04474e314506a7bfd', operation='INSERT', pgid='pgtrigger_insert_insert_62400', table='decisions_decisionrole', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "decisions_decisionroleevent" ("decision_id", "id", "organization_id", "part", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."decision_id", NEW."id", NEW."organization_id", NEW."part", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position"); RETURN NULL;', hash='e4e45abdd82e2b5f7be56a6f5a109408a89ba840', operation='UPDATE', pgid='pgtrigger_update_update_98096', table='decisions_decisionrole', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "decisions_decisionroleevent" ("decision_id", "id", "organization_id", "part", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (OLD."decision_id", OLD."id", OLD."organization_id", OLD."part", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position"); RETURN NULL;', hash='953418a651a762f93dc4c5a716302fc3743c7d89', operation='DELETE', pgid='pgtrigger_delete_delete_cced7', table='decisions_decisionrole', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='DecisionRoleEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='decisions.decisionrole')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('organization', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.organization')),
                ('decision', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='decisions.decision')),
                ('person', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.person')),
                ('part', models.CharField(choices=[('decider', 'Decides'), ('driver', 'Drives'), ('approver', 'Approves'), ('contributor', 'Is heard'), ('informed', 'Is told')], max_length=11)),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4329627503125ccac8f72ed9682a447ae1ac1578', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4daec', table='decisions_decisionroleevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='DecisionTeam',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
                ('decision', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='teams_involved', to='decisions.decision')),
                ('team', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.team')),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('organization', 'id'), name='decisions_decisionteam_in_organization'), organizations.constraints.SameOrganization(field='decision', name='decisionteam_decision_same_organization'), organizations.constraints.SameOrganization(field='team', name='decisionteam_team_same_organization'), models.UniqueConstraint(fields=('decision', 'team'), name='decision_team_once')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "decisions_decisionteamevent" ("decision_id", "id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "team_id") VALUES (NEW."decision_id", NEW."id", NEW."organization_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."team_id"); RETURN NULL;', hash='f9ed61ca84e57476633d4ea72d390eca85fdba96', operation='INSERT', pgid='pgtrigger_insert_insert_bdaf0', table='decisions_decisionteam', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "decisions_decisionteamevent" ("decision_id", "id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "team_id") VALUES (NEW."decision_id", NEW."id", NEW."organization_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."team_id"); RETURN NULL;', hash='f729574d04c93ca6520e6c7935c7ba6bb3c2ec93', operation='UPDATE', pgid='pgtrigger_update_update_981c5', table='decisions_decisionteam', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "decisions_decisionteamevent" ("decision_id", "id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "team_id") VALUES (OLD."decision_id", OLD."id", OLD."organization_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."team_id"); RETURN NULL;', hash='3c53bf5bfc502c1cb035da317d997ef1539825e0', operation='DELETE', pgid='pgtrigger_delete_delete_21bb0', table='decisions_decisionteam', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='DecisionTeamEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='decisions.decisionteam')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('organization', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.organization')),
                ('decision', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='decisions.decision')),
                ('team', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.team')),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='021da1c6cbbe8fe701e36c5a9e3706ed789be6c4', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_bfe65', table='decisions_decisionteamevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Supersession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
                ('decision', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='supersedes', to='decisions.decision')),
                ('superseded', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='decisions.decision')),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('organization', 'id'), name='decisions_supersession_in_organization'), organizations.constraints.SameOrganization(field='decision', name='supersession_decision_same_organization'), organizations.constraints.SameOrganization(field='superseded', name='supersession_superseded_same_organization'), models.UniqueConstraint(fields=('decision', 'superseded'), name='supersession_once'), models.CheckConstraint(condition=models.Q(('decision', models.F('superseded')), _negated=True), name='supersession_of_another')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "decisions_supersessionevent" ("decision_id", "id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "superseded_id") VALUES (NEW."decision_id", NEW."id", NEW."organization_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."superseded_id"); RETURN NULL;', hash='37167745161cb20cc8423c6991bf7416705bffad', operation='INSERT', pgid='pgtrigger_insert_insert_e9d34', table='decisions_supersession', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "decisions_supersessionevent" ("decision_id", "id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "superseded_id") VALUES (NEW."decision_id", NEW."id", NEW."organization_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."superseded_id"); RETURN NULL;', hash='bec21faeb5fa421f28308883dee123d6516b4167', operation='UPDATE', pgid='pgtrigger_update_update_75569', table='decisions_supersession', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "decisions_supersessionevent" ("decision_id", "id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "superseded_id") VALUES (OLD."decision_id", OLD."id", OLD."organization_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."superseded_id"); RETURN NULL;', hash='497a47800bc9a600fdff5a4e51f480cb7343e44f', operation='DELETE', pgid='pgtrigger_delete_delete_7c712', table='decisions_supersession', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='SupersessionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='decisions.supersession')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('organization', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.organization')),
                ('decision', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='decisions.decision')),
                ('superseded', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='decisions.decision')),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='72c832ca25dd2ed37214303f048452f2dba359e7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ef21b', table='decisions_supersessionevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='HeldUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
                ('decision', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='holds_up', to='decisions.decision')),
                ('team', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='held_up', to='organizations.team')),
                ('objective', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='held_up', to='alignment.objective')),
                ('dependency', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='held_up', to='alignment.dependency')),
            ],
            options={
                'verbose_name_plural': 'held up',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('organization', 'id'), name='decisions_heldup_in_organization'), organizations.constraints.SameOrganization(field='decision', name='heldup_decision_same_organization'), organizations.constraints.SameOrganization(field='team', name='heldup_team_same_organization'), organizations.constraints.SameOrganization(field='objective', name='heldup_objective_same_organization'), organizations.constraints.SameOrganization(field='dependency', name='heldup_dependency_same_organization'), models.UniqueConstraint(fields=('decision', 'team', 'objective', 'dependency'), name='held_up_once', nulls_distinct=False)],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "decisions_heldupevent" ("decision_id", "dependency_id", "id", "objective_id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "team_id") VALUES (NEW."decision_id", NEW."dependency_id", NEW."id", NEW."objective_id", NEW."organization_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."team_id"); RETURN NULL;', hash='b5eed5f7cc12058a18e4d5c4273eae911919b798', operation='INSERT', pgid='pgtrigger_insert_insert_23f1e', table='decisions_heldup', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "decisions_heldupevent" ("decision_id", "dependency_id", "id", "objective_id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "team_id") VALUES (NEW."decision_id", NEW."dependency_id", NEW."id", NEW."objective_id", NEW."organization_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."team_id"); RETURN NULL;', hash='71800e34606e68196d6eae8b7e434b84a87deb85', operation='UPDATE', pgid='pgtrigger_update_update_c8d00', table='decisions_heldup', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "decisions_heldupevent" ("decision_id", "dependency_id", "id", "objective_id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "team_id") VALUES (OLD."decision_id", OLD."dependency_id", OLD."id", OLD."objective_id", OLD."organization_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."team_id"); RETURN NULL;', hash='c45c7f5414d3d50c1629e6a5e838f3edc4bc151c', operation='DELETE', pgid='pgtrigger_delete_delete_b57d5', table='decisions_heldup', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='HeldUpEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='decisions.heldup')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('organization', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.organization')),
                ('decision', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='decisions.decision')),
                ('team', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.team')),
                ('objective', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='alignment.objective')),
                ('dependency', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='alignment.dependency')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='823ce5810ffc8f33ad527697d1ed85a6f4783b44', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_eb085', table='decisions_heldupevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='DecisionCommitment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
                ('decision', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='commitment_links', to='decisions.decision')),
                ('commitment', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='decision_links', to='accountability.commitment')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('organization', 'id'), name='decisions_decisioncommitment_in_organization'), organizations.constraints.SameOrganization(field='decision', name='decisioncommitment_decision_same_organization'), organizations.constraints.SameOrganization(field='commitment', name='decisioncommitment_commitment_same_organization'), models.UniqueConstraint(fields=('commitment',), name='commitment_of_one_decision')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "decisions_decisioncommitmentevent" ("commitment_id", "decision_id", "id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."commitment_id", NEW."decision_id", NEW."id", NEW."organization_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='6eb6c21cb53c8e825846ddfd6aa80414e9e0da15', operation='INSERT', pgid='pgtrigger_insert_insert_fe4be', table='decisions_decisioncommitment', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "decisions_decisioncommitmentevent" ("commitment_id", "decision_id", "id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."commitment_id", NEW."decision_id", NEW."id", NEW."organization_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='5f04b6874f0d720586a83a9444ac9edc06f31f9b', operation='UPDATE', pgid='pgtrigger_update_update_44c8d', table='decisions_decisioncommitment', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "decisions_decisioncommitmentevent" ("commitment_id", "decision_id", "id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."commitment_id", OLD."decision_id", OLD."id", OLD."organization_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='ed1b25be86be5fabd6c865cdf17b96dd5e07f151', operation='DELETE', pgid='pgtrigger_delete_delete_f0163', table='decisions_decisioncommitment', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='DecisionCommitmentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='decisions.decisioncommitment')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('organization', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.organization')),
                ('decision', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='decisions.decision')),
                ('commitment', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accountability.commitment')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='588d2cebfe5985314b342f31d0dcbe12c2eb4668', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1cf1f', table='decisions_decisioncommitmentevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='DecisionRisk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
                ('decision', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='risk_links', to='decisions.decision')),
                ('risk', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='decision_links', to='alignment.risk')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('organization', 'id'), name='decisions_decisionrisk_in_organization'), organizations.constraints.SameOrganization(field='decision', name='decisionrisk_decision_same_organization'), organizations.constraints.SameOrganization(field='risk', name='decisionrisk_risk_same_organization'), models.UniqueConstraint(fields=('risk',), name='risk_of_one_decision')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "decisions_decisionriskevent" ("decision_id", "id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "risk_id") VALUES (NEW."decision_id", NEW."id", NEW."organization_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."risk_id"); RETURN NULL;', hash='a6727399e8f5ebd7a47a50eae867b391989cc1a9', operation='INSERT', pgid='pgtrigger_insert_insert_a846e', table='decisions_decisionrisk', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "decisions_decisionriskevent" ("decision_id", "id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "risk_id") VALUES (NEW."decision_id", NEW."id", NEW."organization_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."risk_id"); RETURN NULL;', hash='f4b3c74ab1ceccd51ced8017f161cb58b93c859b', operation='UPDATE', pgid='pgtrigger_update_update_3af87', table='decisions_decisionrisk', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "decisions_decisionriskevent" ("decision_id", "id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "risk_id") VALUES (OLD."decision_id", OLD."id", OLD."organization_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."risk_id"); RETURN NULL;', hash='13e3a49c7e423c6f4d1bac17a771aa91b94a2268', operation='DELETE', pgid='pgtrigger_delete_delete_1c593', table='decisions_decisionrisk', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='DecisionRiskEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='decisions.decisionrisk')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('organization', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.organization')),
                ('decision', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='decisions.decision')),
                ('risk', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='alignment.risk')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='13177570c55ac9f5e2044f41da213fab04403da7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7de86', table='decisions_decisionriskevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='DecisionFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
                ('decision', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='decisions.decision')),
                ('finding', models.CharField(max_length=200)),
                ('objective', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='alignment.objective')),
                ('other', organizations.tenancy.TenantKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='alignment.objective')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['organization', 'finding'], name='decision_of_finding')],
                'constraints': [models.UniqueConstraint(fields=('organization', 'id'), name='decisions_decisionfinding_in_organization'), organizations.constraints.SameOrganization(field='decision', name='decisionfinding_decision_same_organization'), organizations.constraints.SameOrganization(field='objective', name='decisionfinding_objective_same_organization'), organizations.constraints.SameOrganization(field='other', name='decisionfinding_other_same_organization'), models.UniqueConstraint(fields=('decision', 'finding'), name='decision_finding_once')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "decisions_decisionfindingevent" ("decision_id", "finding", "id", "objective_id", "organization_id", "other_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."decision_id", NEW."finding", NEW."id", NEW."objective_id", NEW."organization_id", NEW."other_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='3403511e2342e7aed7c0147a831a3034499ea256', operation='INSERT', pgid='pgtrigger_insert_insert_bb14b', table='decisions_decisionfinding', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "decisions_decisionfindingevent" ("decision_id", "finding", "id", "objective_id", "organization_id", "other_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."decision_id", NEW."finding", NEW."id", NEW."objective_id", NEW."organization_id", NEW."other_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='af1fd6196f0ef3543f0bdabf78486bf799955e4f', operation='UPDATE', pgid='pgtrigger_update_update_d0ebe', table='decisions_decisionfinding', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "decisions_decisionfindingevent" ("decision_id", "finding", "id", "objective_id", "organization_id", "other_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."decision_id", OLD."finding", OLD."id", OLD."objective_id", OLD."organization_id", OLD."other_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='faea971b54eb285f8592fb9867f45f11feb3b60e', operation='DELETE', pgid='pgtrigger_delete_delete_0fe0c', table='decisions_decisionfinding', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='DecisionFindingEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='decisions.decisionfinding')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('organization', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.organization')),
                ('decision', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='decisions.decision')),
                ('finding', models.CharField(max_length=200)),
                ('objective', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='alignment.objective')),
                ('other', organizations.tenancy.TenantKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='alignment.objective')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='82cc8f75fa382cb5313acbeec09a0053ff30e605', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1e66e', table='decisions_decisionfindingevent', when='BEFORE'))],
            },
        ),
    ])]
