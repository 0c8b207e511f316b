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
            name='Lesson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
                ('key', models.CharField(default=organizations.tenancy.new_key, max_length=80, validators=[django.core.validators.RegexValidator('^[a-z0-9][a-z0-9._-]*$')])),
                ('title', models.CharField(max_length=250)),
                ('description', models.CharField(blank=True, default='', max_length=4000)),
                ('recommendation', models.CharField(blank=True, default='', max_length=4000)),
                ('category', models.CharField(blank=True, choices=[('went_well', 'Went well'), ('went_poorly', 'Went poorly'), ('lucky', 'Got lucky'), ('improvement', 'Could be better'), ('insight', 'Insight')], default='', max_length=11)),
                ('on', models.DateField(blank=True, null=True)),
                ('author', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lessons', to='organizations.person')),
                ('team', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lessons', to='organizations.team')),
                ('objective', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lessons', to='alignment.objective')),
                ('url', models.CharField(blank=True, default='', max_length=2000)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['organization', '-on'], name='lesson_newest'), models.Index(fields=['organization', 'team'], name='lesson_of_team')],
                'constraints': [models.UniqueConstraint(fields=('organization', 'id'), name='intelligence_lesson_in_organization'), models.UniqueConstraint(fields=('organization', 'key'), name='intelligence_lesson_key_once'), models.CheckConstraint(condition=models.Q(('key__regex', '^[a-z0-9][a-z0-9._-]*$')), name='intelligence_lesson_key_form'), organizations.constraints.SameOrganization(field='author', name='lesson_author_same_organization'), organizations.constraints.SameOrganization(field='team', name='lesson_team_same_organization'), organizations.constraints.SameOrganization(field='objective', name='lesson_objective_same_organization'), models.CheckConstraint(condition=models.Q(('category__in', ['', 'went_well', 'went_poorly', 'lucky', 'improvement', 'insight'])), name='lesson_category_known')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "intelligence_lessonevent" ("author_id", "category", "description", "id", "key", "objective_id", "on", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recommendation", "team_id", "title", "url") VALUES (NEW."author_id", NEW."category", NEW."description", NEW."id", NEW."key", NEW."objective_id", NEW."on", NEW."organization_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recommendation", NEW."team_id", NEW."title", NEW."url"); RETURN NULL;', hash='1b8b2cc227b5c2fdefae80226958cfbb50c41696', operation='INSERT', pgid='pgtrigger_insert_insert_6e147', table='intelligence_lesson', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "intelligence_lessonevent" ("author_id", "category", "description", "id", "key", "objective_id", "on", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recommendation", "team_id", "title", "url") VALUES (NEW."author_id", NEW."category", NEW."description", NEW."id", NEW."key", NEW."objective_id", NEW."on", NEW."organization_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recommendation", NEW."team_id", NEW."title", NEW."url"); RETURN NULL;', hash='f7f6936750192004acf66047425ce0e2d96b7a89', operation='UPDATE', pgid='pgtrigger_update_update_69432', table='intelligence_lesson', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "intelligence_lessonevent" ("author_id", "category", "description", "id", "key", "objective_id", "on", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recommendation", "team_id", "title", "url") VALUES (OLD."author_id", OLD."category", OLD."description", OLD."id", OLD."key", OLD."objective_id", OLD."on", OLD."organization_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recommendation", OLD."team_id", OLD."title", OLD."url"); RETURN NULL;', hash='aed538e79fb0d596f78b471b043f274666877939', operation='DELETE', pgid='pgtrigger_delete_delete_57645', table='intelligence_lesson', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='LessonEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='intelligence.lesson')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('organization', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.organization')),
                ('key', models.CharField(default=organizations.tenancy.new_key, max_length=80, validators=[django.core.validators.RegexValidator('^[a-z0-9][a-z0-9._-]*$')])),
                ('title', models.CharField(max_length=250)),
                ('description', models.CharField(blank=True, default='', max_length=4000)),
                ('recommendation', models.CharField(blank=True, default='', max_length=4000)),
                ('category', models.CharField(blank=True, choices=[('went_well', 'Went well'), ('went_poorly', 'Went poorly'), ('lucky', 'Got lucky'), ('improvement', 'Could be better'), ('insight', 'Insight')], default='', max_length=11)),
                ('on', models.DateField(blank=True, null=True)),
                ('author', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.person')),
                ('team', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organizations.team')),
                ('objective', organizations.tenancy.TenantKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='alignment.objective')),
                ('url', models.CharField(blank=True, default='', max_length=2000)),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e9fc5488260d2fd3752661b41e525482b196bcbd', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6bb7b', table='intelligence_lessonevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='HealthSnapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
                ('objective', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='snapshots', to='alignment.objective')),
                ('on', models.DateField()),
                ('status', models.CharField(blank=True, choices=[('on_track', 'On track'), ('at_risk', 'At risk'), ('off_track', 'Off track'), ('no_update', 'No update'), ('paused', 'On hold'), ('done', 'Done')], default='', max_length=9)),
                ('progress', models.FloatField(null=True)),
                ('elapsed', models.FloatField(null=True)),
                ('confidence', models.PositiveSmallIntegerField(null=True)),
                ('is_contradicted', models.BooleanField(default=False)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['organization', 'on'], name='snapshot_by_day')],
                'constraints': [models.UniqueConstraint(fields=('organization', 'id'), name='intelligence_healthsnapshot_in_organization'), organizations.constraints.SameOrganization(field='objective', name='healthsnapshot_objective_same_organization'), models.CheckConstraint(condition=models.Q(('status__in', ['', 'on_track', 'at_risk', 'off_track', 'no_update', 'paused', 'done'])), name='healthsnapshot_status_known'), models.UniqueConstraint(fields=('objective', 'on'), name='snapshot_once_a_day')],
            },
        ),
    ])]
