"""Names found as people type them: without accents, by parts, with a letter wrong."""

from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations

# Declared immutable though `unaccent` is only stable: its dictionary never changes here, and an index needs the promise.
FOLD = """
CREATE FUNCTION search_fold(VARIADIC words text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT lower(public.unaccent('public.unaccent'::regdictionary, array_to_string(words, ' '))) $$
"""
PEOPLE = """
CREATE INDEX person_found ON organizations_person USING gin (search_fold(name, handle, email) public.gin_trgm_ops)
"""
TEAMS = "CREATE INDEX team_found ON organizations_team USING gin (search_fold(name, key) public.gin_trgm_ops)"


class Migration(migrations.Migration):
    replaces = [("organizations", "0006_names")]  # what it was called before the first release
    dependencies = [("organizations", "0001_initial")]

    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        migrations.RunSQL(FOLD, "DROP FUNCTION search_fold(text[])"),
        migrations.RunSQL(PEOPLE, "DROP INDEX person_found"),
        migrations.RunSQL(TEAMS, "DROP INDEX team_found"),
    ]
