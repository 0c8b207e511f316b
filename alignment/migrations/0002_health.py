"""The health of objectives, teams and cycles, computed in the database: sql/*.sql; docs/health.md has the rules in words."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"


def run(name: str) -> migrations.RunSQL:
    return migrations.RunSQL((SQL / f"{name}.sql").read_text(), (SQL / "undo.sql").read_text() if name == "formulas" else "")


class Migration(migrations.Migration):
    dependencies = [
        ("alignment", "0001_initial"),
    ]

    operations = [
        # Nearly every row changes every night: room on the page keeps the indexes as they are.
        migrations.RunSQL(
            "ALTER TABLE alignment_objectivehealth SET (fillfactor = 70)", "ALTER TABLE alignment_objectivehealth RESET (fillfactor)"
        ),
        *(run(name) for name in ("formulas", "sources", "level", "counts", "refresh")),
    ]
