"""A moment is told by the organization's clock on every page, and a day that was stated without a time stays that day."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine

from alignment.actions import set_objective
from alignment.models import CheckIn, Objective
from organizations.models import Organization, Person
from tests.cast import NOW, new_quarter
from tests.reading import Reader

MIDNIGHT = datetime(2026, 8, 16, tzinfo=UTC)  # as a bundle keeps "16 August"
LATE = datetime(2026, 8, 16, 20, 0, tzinfo=UTC)  # the seventeenth in Auckland, the sixteenth in Los Angeles


@pytest.fixture
def sso(tidewater: Organization, marta: Person) -> Objective:
    return set_objective(organization=tidewater, title="SSO", owner=marta, cycle=new_quarter(), by=marta, now=NOW)


@pytest.mark.parametrize(
    ("zone", "at", "is_day_only", "day"),
    [
        ("Pacific/Auckland", LATE, False, "Mon 17 Aug"),
        ("America/Los_Angeles", LATE, False, "Sun 16 Aug"),
        ("America/Los_Angeles", MIDNIGHT, True, "Sun 16 Aug"),
        ("Pacific/Auckland", MIDNIGHT, True, "Sun 16 Aug"),
    ],
)
def test_the_last_report_is_of_the_day_that_it_was_there(
    sso: Objective, marta: Person, zone: str, at: datetime, is_day_only: bool, day: str
) -> None:
    Organization.objects.filter(pk=sso.organization_id).update(timezone=zone)
    CheckIn.objects.create(organization_id=sso.organization_id, objective=sso, author=marta, at=at, is_day_only=is_day_only)
    with time_machine.travel(NOW, tick=False):
        page = Reader(marta).get("alignment:check_in", sso.pk).content.decode()
    assert f"Last one {day}." in page
