"""Eighteen hundred commitments: listed, narrowed, searched and counted within the queries and the bytes of any page."""

from __future__ import annotations

import gzip
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accountability.models import Commitment
from organizations.models import Organization, Person
from tests.cast import MONDAY, NOW, new_team
from tests.reading import Reader

MANY = 1_800
MOST_QUERIES, MOST_BYTES = 12, 12 * 1024
STATES = ["open", "done", "rescoped", "", "cancelled", "done", "asked"]
ASKED: list[tuple[str, dict[str, str | int]]] = [
    ("accountability:commitments", {}),
    ("accountability:commitments", {"show": "all", "page": 7}),
    ("accountability:commitments", {"show": "overdue"}),
    ("accountability:commitments", {"q": "slot 17"}),
    ("accountability:commitments", {"owner": "Ines", "team": "Security"}),
    ("accountability:commitments", {"fate": "due", "weeks": 13}),
    ("accountability:commitments", {"fate": "silent"}),
    ("accountability:faring", {}),
    ("visibility:search", {"q": "slot", "in": "commitments"}),
]


@pytest.fixture
def reader(tidewater: Organization, marta: Person, ines: Person) -> Any:
    """Commitments of three teams over thirty weeks, in every state."""
    teams = [new_team(name) for name in ("Security", "Sales", "Data")]
    rows = []
    for number in range(MANY):
        state, due = STATES[number % len(STATES)], MONDAY - timedelta(days=number % 210 - 20)
        closed = due + timedelta(days=number % 12 - 6) if state in {"done", "rescoped", "cancelled"} else None
        rows.append(
            Commitment(
                organization=tidewater, title=f"Book slot {number}", owner=(marta, ines)[number % 2], team=teams[number % 3],
                state=state, due_on=None if state == "asked" else due, asked_for_on=due if state == "asked" else None,
                completed_on=closed if state == "done" else None, closed_on=closed, reason_code="team" if number % 5 == 0 else "",
            )
        )  # fmt: skip
    Commitment.objects.bulk_create(rows)
    with time_machine.travel(NOW, tick=False):
        yield Reader(marta)


def test_eighteen_hundred_are_read_as_few_are(reader: Reader) -> None:
    for name, asked in ASKED:
        with CaptureQueriesContext(connection) as captured:
            answer = reader.get(name, **asked)
        assert answer.status_code == 200
        assert len(captured) <= MOST_QUERIES, f"{name} {asked} takes {len(captured)}"
        assert len(gzip.compress(answer.content)) <= MOST_BYTES, f"{name} {asked}"


def test_each_figure_leads_to_as_many_records(reader: Reader) -> None:
    fares = reader.get("accountability:faring").context["fares"]
    for fate, figure in {"kept": fares.reliability.kept, "due": fares.reliability.of, "rescoped": fares.rescoped.kept}.items():
        assert reader.get("accountability:commitments", fate=fate, weeks=4).context["list"].counts["all"] == figure
    assert reader.get("accountability:commitments", fate="silent").context["list"].counts["all"] == fares.silent
    assert (
        reader.get("accountability:commitments", fate="coordination", weeks=13).context["list"].counts["all"] == fares.coordination
    )
    assert fares.reliability.of > 50
