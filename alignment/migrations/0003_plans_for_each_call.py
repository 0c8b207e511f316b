"""Health is planned for what it is computed of: one objective and all of them want different plans.

Connections plan a prepared statement once for all ids (peakos/settings.py); inside of these functions that would be wrong.
"""

from django.db import migrations

EACH = """
DO $$
DECLARE
    name regprocedure;
BEGIN
    FOR name IN
        SELECT p.oid FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
        WHERE l.lanname = 'plpgsql' AND p.proname LIKE 'alignment\\_%' AND p.pronamespace = current_schema()::regnamespace
    LOOP
        EXECUTE format('ALTER FUNCTION %s {}', name);
    END LOOP;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("alignment", "0002_health")]

    operations = [
        migrations.RunSQL(EACH.format("SET plan_cache_mode = auto"), EACH.format("RESET plan_cache_mode")),
    ]
