"""What the reading pages cost: a bounded number of queries and few bytes, for an organization of any size."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from organizations.models import Organization, Person
from tests.cast import NOW
from tests.crowd import Crowd
from tests.query_counts import CountQueries, on_record

LISTS = [
    "alignment:objectives", "alignment:dependencies", "alignment:risks", "alignment:cycles", "accountability:commitments",
    "accountability:seats", "accountability:covers",
    "decisions:decisions", "decisions:in_force", "rhythm:series_list", "rhythm:issues", "intelligence:lessons",
    "visibility:teams", "visibility:people", "visibility:changes", "alignment:promises", "alignment:dependency_new",
    "rhythm:series_new", "rhythm:calendar",
    "accountability:commitment_new", "accountability:faring", "accountability:faring_priorities",
    "decisions:blockers", "decisions:blocker_new", "decisions:blocked_time",
]  # fmt: skip
THINGS = {
    "alignment:objective": "objective", "alignment:objective_children": "objective", "alignment:check_ins": "objective",
    "alignment:dependency": "dependency", "alignment:risk": "risk", "alignment:cycle": "cycle",
    "accountability:commitment": "commitment", "decisions:decision": "decision", "decisions:fork": "decision",
    "decisions:copy": "decision", "decisions:succession": "decision", "decisions:reversal": "decision",
    "decisions:near_it": "decision", "rhythm:series": "series", "rhythm:issue": "issue", "rhythm:series_edit": "series",
    "accountability:faring_of_team": "team", "decisions:blocker": "blocker", "decisions:blocker_edit": "blocker",
    "intelligence:lesson": "lesson", "visibility:team": "team", "visibility:team_children": "team", "visibility:person": "person",
}  # fmt: skip
SLOTS = {
    "decisions:of_objective": "objective", "accountability:of_objective": "objective", "rhythm:of_objective": "objective",
    "intelligence:of_objective": "objective", "rhythm:of_decision": "decision", "rhythm:of_commitment": "commitment",
    "accountability:seats_of_person": "person",
    "decisions:load_of_team": "team", "decisions:blockers_of_objective": "objective", "decisions:blocker_answer": "blocker",
    "decisions:blockers_of_commitment": "commitment", "decisions:blockers_of_decision": "decision",
    "decisions:blockers_of_dependency": "dependency",
}  # fmt: skip
MOST_QUERIES = 12
MOST_BYTES = 12 * 1024


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def pages(organization: Organization, crowd: Crowd) -> dict[str, str]:
    """Every reading page by its URL name, opened for the busiest row of its kind."""
    found = {name: reverse(name, args=[organization.slug]) for name in LISTS}
    found["alignment:objectives list"] = found["alignment:objectives"] + "?view=list&cycle=all&state=all&team=Team&owner=Person"
    for name, what in {**THINGS, **SLOTS}.items():
        found[name] = reverse(name, args=[organization.slug, getattr(crowd, what).pk])
    return found


@pytest.mark.parametrize("times", [1, 20])
def test_no_page_asks_the_database_more_often_when_the_organization_is_larger(
    tidewater: Organization, marta: Person, client: Client, count_queries: CountQueries, times: int
) -> None:
    crowd = Crowd(tidewater, times)
    assert marta.user
    client.force_login(marta.user)
    client.get(reverse("alignment:cycles", args=["tidewater"]))  # the counts of the rail are kept from here on
    for name, path in pages(tidewater, crowd).items():
        assert on_record(name) <= MOST_QUERIES
        headers = {"HX-Request": "true"} if name in SLOTS else {}
        with count_queries(name):
            answer = client.get(path, headers=headers)
        assert answer.status_code == 200, f"{path} answers {answer.status_code}"
        size = len(gzip.compress(answer.content))
        assert size <= MOST_BYTES, f"{name} is {size} bytes compressed"
