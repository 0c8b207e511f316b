"""Monday morning: many report at once into one tree; nobody waits crosswise, and nothing is counted past another."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.db import connection, transaction

from alignment.models import CheckIn, KeyResult, Objective, ObjectiveHealth
from alignment.rollup import refresh_objectives, refresh_organization
from organizations.models import Organization
from organizations.tenancy import in_organization
from tests.alignment.test_rollup_exact import check_against_the_facts, row_versions
from tests.cast import MONDAY, new_key_result, new_objective, new_organization, new_quarter, new_team

REPORTS = 40  # of each person


@pytest.fixture
def organization(transactional_db: None) -> Iterator[Organization]:
    organization = new_organization("tidewater")
    with in_organization(organization):
        yield organization


def test_two_people_report_below_one_root_and_nothing_is_lost(organization: Organization) -> None:
    leaves = a_company(trees=1)
    report_at_once(organization, leaves)
    check_nothing_was_lost(organization)


def test_two_people_report_in_different_trees_of_the_same_teams_and_cycle(organization: Organization) -> None:
    leaves = a_company(trees=2)
    report_at_once(organization, leaves)
    check_nothing_was_lost(organization)


def a_company(trees: int) -> list[Objective]:
    """Trees of three levels whose leaves are spread over two teams and one cycle."""
    company, quarter = new_team("Company"), new_quarter()
    teams = [new_team("Security", parent=company), new_team("Data", parent=company)]
    leaves = []
    for _ in range(trees):
        root = new_objective("Company objective", cycle=quarter, team=company)
        for number in range(4):
            middle = new_objective(f"Priority {number}", parent=root, cycle=quarter, team=teams[number % 2])
            for _ in range(3):
                leaves.append(new_objective("Leaf", parent=middle, cycle=quarter, team=teams[number % 2]))
                new_key_result(leaves[-1], "Numbers")
    return leaves


def report_at_once(organization: Organization, leaves: list[Objective]) -> None:
    with ThreadPoolExecutor(max_workers=2) as people:
        for done in [people.submit(report_much, organization, leaves, seed) for seed in (1, 2)]:
            done.result()  # a deadlock would be raised here


def report_much(organization: Organization, leaves: list[Objective], seed: int) -> None:
    """One check-in after the other, each in its own transaction as the verb does it: lock, write, refresh."""
    dice = Random(seed)
    try:
        with in_organization(organization):
            for number in range(REPORTS):
                with transaction.atomic():
                    leaf = Objective.objects.select_for_update(no_key=True).get(pk=dice.choice(leaves).pk)
                    at = datetime(2026, 8, 17, 9, 0, tzinfo=UTC) + timedelta(seconds=number)
                    claim = dice.choice(["on_track", "at_risk", "off_track"])
                    CheckIn.objects.create(
                        organization=organization, objective=leaf, at=at, claim=claim, confidence=dice.randint(0, 100)
                    )
                    KeyResult.objects.filter(objective=leaf).update(current_value=dice.randint(0, 10))
                    refresh_objectives(organization_id=organization.pk, objective_ids=[leaf.pk], today=MONDAY)
    finally:
        connection.close()


def check_nothing_was_lost(organization: Organization) -> None:
    untouched = list(Objective.objects.filter(health=None).values_list("pk", flat=True))
    refresh_objectives(organization_id=organization.pk, objective_ids=untouched, today=MONDAY)
    carried = row_versions()
    refresh_organization(organization_id=organization.pk, today=MONDAY)
    assert row_versions() == carried
    assert ObjectiveHealth.objects.count() == Objective.objects.count()
    check_against_the_facts(organization, MONDAY)
