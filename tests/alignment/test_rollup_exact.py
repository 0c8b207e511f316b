"""The roll-up is exact: on organizations at random it stores what a slow reading of the facts finds, and a change carried up the
tree leaves the same as computing everything anew."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from alignment.forecasts import refresh_forecasts
from alignment.models import CycleHealth, DependencyForecast, ObjectiveHealth, TeamHealth
from alignment.rollup import refresh_objectives, refresh_organization
from organizations.models import Organization
from tests.alignment.reference import Health, Reference
from tests.alignment.worlds import World
from tests.cast import MONDAY

some_worlds = settings(max_examples=30)
seeds = st.integers(0, 2**32)
zones = st.sampled_from(["UTC", "Pacific/Auckland", "America/Los_Angeles"])
FIELDS = [
    "depth", "verdict", "status", "status_source", "claim", "claimed_on", "confidence", "confidence_trend", "checked_in_on",
    "is_fresh", "children_by_status", "below_by_status",
]  # fmt: skip
MOST = 5  # causes that are kept


def a_world(organization: Organization, seed: int, zone: str) -> World:
    Organization.objects.filter(pk=organization.pk).update(timezone=zone)
    organization.timezone = zone
    return World(organization, seed)


@some_worlds
@given(seed=seeds, zone=zones, later=st.integers(0, 40))
def test_what_is_stored_is_what_the_facts_say(tidewater: Organization, seed: int, zone: str, later: int) -> None:
    with transaction.atomic():
        a_world(tidewater, seed, zone)
        for today in (MONDAY, MONDAY + timedelta(days=later)):
            refresh_organization(organization_id=tidewater.pk, today=today)
            check_against_the_facts(tidewater, today)
        transaction.set_rollback(True)


@some_worlds
@given(seed=seeds, zone=zones)
def test_a_change_carried_up_leaves_what_computing_everything_anew_would(tidewater: Organization, seed: int, zone: str) -> None:
    with transaction.atomic():
        world = a_world(tidewater, seed, zone)
        refresh_organization(organization_id=tidewater.pk, today=MONDAY)
        for _ in range(3):
            change = world.change()
            waiting = refresh_forecasts(
                organization_id=tidewater.pk,
                today=MONDAY,
                dependency_ids=change.dependency_ids,
                objective_ids=change.redated_ids,
            )
            refresh_objectives(
                organization_id=tidewater.pk,
                objective_ids={*change.objective_ids, *waiting},
                today=MONDAY,
                team_ids=change.team_ids,
                cycle_ids=change.cycle_ids,
            )
            carried = row_versions()
            refresh_organization(organization_id=tidewater.pk, today=MONDAY)
            assert row_versions() == carried, "a full refresh found something that the carried change had missed"
        check_against_the_facts(tidewater, MONDAY)
        transaction.set_rollback(True)


def check_against_the_facts(organization: Organization, today: date) -> None:
    facts = Reference(organization, today)
    stored = {row.objective_id: row for row in ObjectiveHealth.objects.all()}
    assert stored.keys() == facts.health.keys()
    slips = {row.dependency_id: (row.expected_on, row.slip_days) for row in DependencyForecast.objects.all()}
    assert {pk: slips.get(pk, (None, 0)) for pk in facts.forecasts} == {
        pk: (found.expected_on, found.slip_days) for pk, found in facts.forecasts.items()
    }
    for pk, expected in facts.health.items():
        check_objective(stored[pk], expected)
    for team in TeamHealth.objects.select_related("team"):
        check_counts(team, facts.of_team(team.team))
    for cycle in CycleHealth.objects.select_related("cycle"):
        check_counts(cycle, facts.of_cycle(cycle.cycle))


def check_objective(row: ObjectiveHealth, expected: Health) -> None:
    assert {name: getattr(row, name) for name in FIELDS} == {name: getattr(expected, name) for name in FIELDS}
    for name in ("progress", "elapsed", "pace"):
        assert same(getattr(row, name), getattr(expected, name)), name
    assert row.child_count == sum(expected.children_by_status.values())
    assert row.below_count == sum(expected.below_by_status.values())
    assert row.is_contradicted == bool(expected.contradictions)
    check_reasons(row.causes, expected.causes)
    check_reasons(row.contradictions, expected.contradictions)


def check_reasons(stored: list[dict[str, Any]], expected: set[tuple[str, int]]) -> None:
    """Which they are; in which order, and in which words, is told by stories."""
    found = [(cause["kind"], 0 if cause["kind"] == "reported" else cause["id"]) for cause in stored]
    assert len(found) == len(set(found)) == min(MOST, len(expected))
    assert set(found) <= expected


def check_counts(row: Any, expected: dict[str, Any]) -> None:
    assert same(row.progress, expected.pop("progress"))
    assert {name: getattr(row, name) for name in expected} == expected


def same(stored: float | None, expected: Any) -> bool:
    return stored == (None if expected is None else float(expected))


def row_versions() -> list[tuple[Any, ...]]:
    """Where each row stands in its table: a row that is written, even with the same values, stands elsewhere."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 'o', objective_id, ctid::text FROM alignment_objectivehealth"
            " UNION ALL SELECT 'd', dependency_id, ctid::text FROM alignment_dependencyforecast"
            " UNION ALL SELECT 't', team_id, ctid::text FROM alignment_teamhealth"
            " UNION ALL SELECT 'c', cycle_id, ctid::text FROM alignment_cyclehealth ORDER BY 1, 2"
        )
        return list(cursor.fetchall())
