"""Health with weights, guards and forecasts of dependencies, computed in the database: sql/0004_*.sql; docs/health.md has the rules."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent / "sql"
NEW = ("alignment_broken_guards(bigint[], date)", "alignment_key_results(bigint[])", "alignment_children(bigint[])", "alignment_waits(bigint[], date)")
OLD = ("alignment_key_results(", "alignment_children(", "alignment_waits(")


def before() -> str:
    """The functions as 0002 made them."""
    parts = (SQL / "0002_sources.sql").read_text().split("\n\n")
    sources = [part for part in parts if any(f"CREATE FUNCTION {name}" in part for name in OLD)]
    level = (SQL / "0002_level.sql").read_text().replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    return "\n\n".join([*(f"DROP FUNCTION {name};" for name in NEW), *sources, level])


class Migration(migrations.Migration):
    dependencies = [
        ("alignment", "0003_strategy_plans_guards"),
    ]

    operations = [
        migrations.AlterField(
            model_name='objectivehealth',
            name='status_source',
            field=models.CharField(blank=True, choices=[('reported', 'as reported'), ('pace', 'from its pace'), ('children', 'from what it is carried by'), ('waits', 'from what it waits for'), ('guard', 'from what must not get worse'), ('date', 'its due date has passed')], default='', max_length=8),
        ),
        migrations.RunSQL((SQL / "0004_sources.sql").read_text(), before()),
        migrations.RunSQL((SQL / "0004_level.sql").read_text(), ""),
    ]
