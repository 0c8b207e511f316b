"""Finding things by their words, stored with each row that the search looks into, so that looking through rows never takes texts apart.

`visibility/reads/search` asks them.
"""

from __future__ import annotations

from django.db import migrations

# Plain words, so that a half-typed one finds them; what joins words in names and addresses parts them. Declared immutable as
# `search_fold` is (organizations/0002).
WORDS = r"""
CREATE FUNCTION search_words(VARIADIC words text[]) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT to_tsvector('simple', translate(
        lower(public.unaccent('public.unaccent'::regdictionary, array_to_string(words, ' '))), '/\_-.@:''’', '         '))
$$
"""
# Every word must be there, as the beginning of one: as it was typed, or by its English stem ("outages" finds "outage",
# "policies" finds "policy"). A single letter stands for itself.
# A stem that its word begins with finds whatever the word finds: one beginning to look up, not two, and a nearer guess of the
# planner, which takes every beginning that it has not counted for one in 200 rows.
ASKED = r"""
CREATE FUNCTION search_asked(asked text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
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
TABLES = {
    "alignment_objective": "title, description, done_means",
    "alignment_keyresult": "title",
    "alignment_dependency": "title, deliverable, description",
    "alignment_strategyline": "text",
    "accountability_commitment": "title, description",
    "decisions_decision": "title, context, outcome",
    "rhythm_meetingseries": "title, description",
    "rhythm_issue": "title, description, mitigation",
    "intelligence_lesson": "title, description, recommendation",
    "organizations_person": "name, handle, email, title",
    "organizations_team": "name, key, description",
}


def stored(table: str, columns: str) -> migrations.RunSQL:
    """The column `words`, kept by the database and unknown to Django, so that nothing can forget it or try to write it.

    Without the places of the words, which nothing asks for and which would make it nearly twice as large.
    Whoever changes the type of one of the columns it is made of drops it first and makes it anew.
    """
    return migrations.RunSQL(
        [
            f"ALTER TABLE {table} ADD COLUMN words tsvector GENERATED ALWAYS AS (strip(search_words({columns}))) STORED",
            f"CREATE INDEX {table}_words ON {table} USING gin (words)",
        ],
        f"ALTER TABLE {table} DROP COLUMN words",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0002_names"),
        ("alignment", "0001_initial"),
        ("accountability", "0001_initial"),
        ("decisions", "0001_initial"),
        ("rhythm", "0001_initial"),
        ("intelligence", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(WORDS, "DROP FUNCTION search_words(text[])"),
        migrations.RunSQL(ASKED, "DROP FUNCTION search_asked(text)"),
        *(stored(table, columns) for table, columns in TABLES.items()),
    ]
