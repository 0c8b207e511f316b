"""Migrations: one line of them in each room, in step with the models, each with a way back."""

from __future__ import annotations

from itertools import pairwise

from django.core.management import call_command
from django.db import connection
from django.db.migrations import RunPython, RunSQL
from django.db.migrations.loader import MigrationLoader

from tests.test_architecture import ROOMS


def ours() -> MigrationLoader:
    return MigrationLoader(connection)


def test_models_and_migrations_say_the_same(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)


def test_each_room_has_one_line_of_migrations_without_forks(db: None) -> None:
    loader = ours()
    for room in ROOMS:
        nodes = sorted(key for key in loader.disk_migrations if key[0] == room)
        assert len(loader.graph.leaf_nodes(room)) <= 1, f"two ends in {room}"
        for earlier, later in pairwise(nodes):
            assert earlier in loader.disk_migrations[later].dependencies, f"{later} does not follow {earlier}"


def test_no_migration_is_a_one_way_street(db: None) -> None:
    for key, migration in ours().disk_migrations.items():
        if key[0] in ROOMS:
            for step in migration.operations:
                assert not isinstance(step, RunPython | RunSQL) or step.reversible, f"{key}: {step}"


def test_every_migration_is_applied_to_the_database_of_the_tests(db: None) -> None:
    loader = ours()
    assert set(loader.disk_migrations) <= set(loader.applied_migrations)
