"""The health of objectives, teams and cycles, computed in the database: sql/0002_*.sql; docs/health.md has the rules in words."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent / "sql"


def run(name: str) -> migrations.RunSQL:
    return migrations.RunSQL((SQL / f"0002_{name}.sql").read_text(), (SQL / "0002_undo.sql").read_text() if name == "formulas" else "")


class Migration(migrations.Migration):
    dependencies = [
        ("alignment", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name='cyclehealth',
            name='measured_count',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='cyclehealth',
            name='progress_sum',
            field=models.DecimalField(decimal_places=6, default=0, max_digits=20),
        ),
        migrations.AddField(
            model_name='teamhealth',
            name='measured_count',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='teamhealth',
            name='progress_sum',
            field=models.DecimalField(decimal_places=6, default=0, max_digits=20),
        ),
        # The newest check-in's day, without a look into the table.
        migrations.RemoveIndex(model_name="checkin", name="checkin_newest"),
        migrations.AddIndex(
            model_name="checkin",
            index=models.Index(fields=["organization", "objective", "-at"], include=["is_day_only"], name="checkin_newest"),
        ),
        # Nearly every row changes every night: room on the page keeps the indexes as they are.
        migrations.RunSQL(
            "ALTER TABLE alignment_objectivehealth SET (fillfactor = 70)", "ALTER TABLE alignment_objectivehealth RESET (fillfactor)"
        ),
        *(run(name) for name in ("formulas", "sources", "level", "counts", "refresh")),
    ]
