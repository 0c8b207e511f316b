"""Seats are found by their titles, by what they answer for and by what they may decide: the same column of words as the others have."""

from __future__ import annotations

from django.db import migrations

TABLE = "accountability_seat"
# A list of texts is put together by casts and joins that the database knows to be immutable, as a stored column must be.
WORDS = "VARIADIC ARRAY[title::text] || outcomes::text[] || rights::text[]"


class Migration(migrations.Migration):
    dependencies = [("visibility", "0001_search"), ("accountability", "0003_seats_and_cover")]

    operations = [
        migrations.RunSQL(
            [
                f"ALTER TABLE {TABLE} ADD COLUMN words tsvector GENERATED ALWAYS AS (strip(search_words({WORDS}))) STORED",
                f"CREATE INDEX {TABLE}_words ON {TABLE} USING gin (words)",
            ],
            f"ALTER TABLE {TABLE} DROP COLUMN words",
        )
    ]
