import django.db.models.deletion
import organizations.constraints
import organizations.tenancy
from django.db import migrations, models

from organizations.tables import CreateTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organizations', '0001_initial'),
    ]

    operations = [CreateTables([
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
                ('person', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='notifications', to='organizations.person')),
                ('event', organizations.tenancy.TenantKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.event')),
                ('reason', models.CharField(max_length=60)),
                ('text', models.CharField(max_length=500)),
                ('path', models.CharField(blank=True, max_length=500)),
                ('created_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(null=True)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['organization', 'person', '-id'], name='notification_newest')],
                'constraints': [models.UniqueConstraint(fields=('organization', 'id'), name='notifications_notification_in_organization'), organizations.constraints.SameOrganization(field='person', name='notification_person_same_organization'), organizations.constraints.SameOrganization(field='event', name='notification_event_same_organization'), models.UniqueConstraint(fields=('person', 'event', 'reason'), name='notification_once')],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
                ('about_type', models.CharField(max_length=60)),
                ('about_id', models.BigIntegerField()),
                ('author', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='organizations.person')),
                ('text', models.CharField(max_length=4000)),
                ('at', models.DateTimeField()),
                ('edited_at', models.DateTimeField(null=True)),
                ('removed_at', models.DateTimeField(null=True)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['organization', 'about_type', 'about_id', 'id'], name='comment_about')],
                'constraints': [models.UniqueConstraint(fields=('organization', 'id'), name='notifications_comment_in_organization'), organizations.constraints.SameOrganization(field='author', name='comment_author_same_organization')],
            },
        ),
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
                ('comment', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='notifications.comment')),
                ('person', organizations.tenancy.TenantKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='organizations.person')),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('organization', 'id'), name='notifications_mention_in_organization'), organizations.constraints.SameOrganization(field='comment', name='mention_comment_same_organization'), organizations.constraints.SameOrganization(field='person', name='mention_person_same_organization'), models.UniqueConstraint(fields=('comment', 'person'), name='mention_once')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization')),
                ('key', models.CharField(max_length=200)),
                ('channel', models.CharField(choices=[('mail', 'Mail')], default='mail', max_length=10)),
                ('recipient', models.CharField(max_length=250)),
                ('subject', models.CharField(max_length=250)),
                ('text', models.TextField()),
                ('html', models.TextField(blank=True, default='')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('sent', 'Sent'), ('failed', 'Failed')], default='waiting', max_length=7)),
                ('created_at', models.DateTimeField()),
                ('next_attempt_at', models.DateTimeField()),
                ('attempt_count', models.PositiveSmallIntegerField(default=0)),
                ('sent_at', models.DateTimeField(null=True)),
                ('last_error', models.CharField(blank=True, default='', max_length=1000)),
            ],
            options={
                'verbose_name_plural': 'deliveries',
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['next_attempt_at'], name='delivery_due')],
                'constraints': [models.UniqueConstraint(fields=('organization', 'id'), name='notifications_delivery_in_organization'), models.UniqueConstraint(fields=('organization', 'key'), name='delivery_once'), models.CheckConstraint(condition=models.Q(('channel__in', ['mail'])), name='delivery_channel_known'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'sent', 'failed'])), name='delivery_state_known')],
            },
        ),
    ])]
