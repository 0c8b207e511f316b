"""Blockers are found by what stands in the way, by what would clear them and by how they ended: the same column of words as the others."""

from __future__ import annotations

from django.db import migrations

TABLE = "decisions_blocker"


class Migration(migrations.Migration):
    dependencies = [("visibility", "0002_seats_found"), ("decisions", "0007_blockers")]

    operations = [
        migrations.RunSQL(
            [
                f"ALTER TABLE {TABLE} ADD COLUMN words tsvector"
                " GENERATED ALWAYS AS (strip(search_words(title, clears_when, ending))) STORED",
                f"CREATE INDEX {TABLE}_words ON {TABLE} USING gin (words)",
            ],
            f"ALTER TABLE {TABLE} DROP COLUMN words",
        )
    ]
