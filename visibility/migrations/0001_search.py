"""Finding things by their words: one index for each table that the search looks into; `visibility/reads/search` asks them."""

from __future__ import annotations

from django.db import migrations

# Plain words, so that a half-typed one finds them; what joins words in names and addresses parts them. Declared immutable as
# `search_fold` is (organizations/0006).
WORDS = r"""
CREATE FUNCTION search_words(VARIADIC words text[]) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT to_tsvector('simple', translate(
        lower(public.unaccent('public.unaccent'::regdictionary, array_to_string(words, ' '))), '/\_-.@:''’', '         '))
$$
"""
# Every word must be there, as the beginning of one: as it was typed, or by its English stem ("outages" finds "outage",
# "policies" finds "policy"). A single letter stands for itself.
ASKED = r"""
CREATE FUNCTION search_asked(asked text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    WITH typed AS (
        SELECT lexeme, rtrim((ts_lexize('english_stem', lexeme))[1], 'i') AS stem
        FROM unnest(search_words(asked)) ORDER BY positions[1] LIMIT 8
    ), quoted AS (
        SELECT '''' || replace(replace(lexeme, '\', '\\'), '''', '''''') || '''' || CASE WHEN length(lexeme) > 1 THEN ':*' ELSE '' END
            || CASE WHEN length(stem) > 2 AND stem <> lexeme AND lexeme ~ '^[a-z]+$' THEN '|' || stem || ':*' ELSE '' END AS word
        FROM typed
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


def index(table: str, columns: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE INDEX {table}_words ON {table} USING gin (search_words({columns}))", f"DROP INDEX {table}_words"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0006_names"),
        ("alignment", "0003_strategy_plans_guards"),
        ("accountability", "0001_initial"),
        ("decisions", "0001_initial"),
        ("rhythm", "0001_initial"),
        ("intelligence", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(WORDS, "DROP FUNCTION search_words(text[])"),
        migrations.RunSQL(ASKED, "DROP FUNCTION search_asked(text)"),
        *(index(table, columns) for table, columns in TABLES.items()),
    ]
