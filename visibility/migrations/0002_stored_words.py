"""Finding things quickly: the words of a row are stored with it, so that looking through rows never takes their texts apart again."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

BEFORE = import_module("visibility.migrations.0001_search")

# A stem that its word begins with finds whatever the word finds: one beginning to look up, not two, and a nearer guess of the
# planner, which takes every beginning that it has not counted for one in 200 rows.
ASKED = r"""
CREATE OR REPLACE FUNCTION search_asked(asked text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    WITH typed AS (
        SELECT lexeme, rtrim((ts_lexize('english_stem', lexeme))[1], 'i') AS stem
        FROM unnest(search_words(asked)) ORDER BY positions[1] LIMIT 8
    ), stemmed AS (
        SELECT lexeme, CASE WHEN length(stem) > 2 AND stem <> lexeme AND lexeme ~ '^[a-z]+$' THEN stem END AS stem FROM typed
    ), quoted AS (
        SELECT CASE WHEN starts_with(lexeme, stem) THEN stem || ':*'
            ELSE '''' || replace(replace(lexeme, '\', '\\'), '''', '''''') || '''' || CASE WHEN length(lexeme) > 1 THEN ':*' ELSE '' END
                || coalesce('|' || stem || ':*', '') END AS word
        FROM stemmed
    )
    SELECT coalesce(string_agg('(' || word || ')', '&'), '')::tsquery FROM quoted
$$
"""


def stored(table: str, columns: str) -> migrations.RunSQL:
    """The column `words`, kept by the database and unknown to Django, so that nothing can forget it or try to write it.

    Without the places of the words, which nothing asks for and which would make it nearly twice as large.
    Whoever changes the type of one of the columns it is made of drops it first and makes it anew.
    """
    return migrations.RunSQL(
        [
            f"DROP INDEX {table}_words",
            f"ALTER TABLE {table} ADD COLUMN words tsvector GENERATED ALWAYS AS (strip(search_words({columns}))) STORED",
            f"CREATE INDEX {table}_words ON {table} USING gin (words)",
        ],
        [
            f"ALTER TABLE {table} DROP COLUMN words",
            f"CREATE INDEX {table}_words ON {table} USING gin (search_words({columns}))",
        ],
    )


class Migration(migrations.Migration):
    dependencies = [("visibility", "0001_search")]

    operations = [
        *(stored(table, columns) for table, columns in BEFORE.TABLES.items()),
        migrations.RunSQL(ASKED, BEFORE.ASKED.replace("CREATE", "CREATE OR REPLACE")),
    ]
