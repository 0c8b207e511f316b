"""Commitments as a reader finds them: nothing is overdue that was never said to be open, and the first date stays in view."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine

from accountability.models import Commitment
from decisions.models import Decision, DecisionCommitment
from organizations.models import Organization, Person
from rhythm.models import MeetingOutput, MeetingSeries
from tests.cast import NOW, new_objective, new_person, new_team
from tests.reading import Reader, in_order


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def reader(marta: Person) -> Reader:
    return Reader(marta)


def promise(owner: Person, title: str, state: str = "open", **fields: Any) -> Commitment:
    created: Commitment = Commitment.objects.create(
        organization=owner.organization, owner=owner, title=title, state=state, **fields
    )
    return created


def test_what_is_overdue_is_said_in_days_and_what_states_nothing_is_neither_open_nor_overdue(reader: Reader, ines: Person) -> None:
    promise(ines, "Price list to Daniel", due_on=date(2026, 8, 21))
    promise(ines, "New pen-test date", due_on=date(2026, 8, 12))
    promise(ines, "Patch rota", "done", completed_on=date(2026, 8, 3))
    promise(ines, "Finalize schedule", "", due_on=date(2018, 4, 2))
    page = reader.page("accountability:commitments")
    assert "Two open commitments, one overdue." in page
    assert "1 commitment says nothing of how it ended: not counted as open, and never as overdue." in page
    assert in_order(page, "New pen-test date", "5 days late", "due Wed 12 Aug", "Price list to Daniel", "Fri 21 Aug")
    assert "Finalize schedule" not in page
    assert "Price list" not in reader.page("accountability:commitments", show="overdue")
    unstated = reader.page("accountability:commitments", show="unstated")
    assert "Finalize schedule" in unstated
    assert "late" not in unstated
    assert "Patch rota" in reader.page("accountability:commitments", show="done")


def test_a_date_that_was_moved_stays_beside_the_new_one(reader: Reader, ines: Person) -> None:
    moved = promise(ines, "Agree a new date", due_on=date(2026, 8, 10))
    Commitment.objects.filter(pk=moved.pk).update(due_on=date(2026, 8, 24), title="Agree a new date with the tester")
    assert in_order(reader.page("accountability:commitments"), "Mon 24 Aug", "first Mon 10 Aug")
    page = reader.page("accountability:commitment", moved.pk)
    assert in_order(page, "Due Mon 24 Aug", "first Mon 10 Aug", "As first promised", "“Agree a new date”")


def test_what_a_commitment_was_rescoped_to_and_came_from_is_one_click_away(
    tidewater: Organization, reader: Reader, ines: Person
) -> None:
    smaller = promise(ines, "Report for tenant type B only", objective=new_objective("12 utilities live"))
    larger = promise(ines, "Report for all tenants", "rescoped", successor=smaller, closing_reason="The slot is half as long")
    decision = Decision.objects.create(organization=tidewater, title="Only tenant type B", state="accepted")
    DecisionCommitment.objects.create(organization=tidewater, decision=decision, commitment=smaller)
    weekly = MeetingSeries.objects.create(organization=tidewater, title="Security weekly")
    MeetingOutput.objects.create(organization=tidewater, series=weekly, commitment=smaller)
    page = reader.page("accountability:commitment", larger.pk)
    assert in_order(page, "Why it was re-scoped", "The slot is half as long", "Re-scoped to", "Report for tenant type B only")
    assert in_order(
        reader.page("accountability:commitment", smaller.pk), "Before that", "Report for all tenants", "Serves", "12 utilities"
    )
    for origin in (reader.slot("rhythm:of_commitment", smaller.pk), reader.page("rhythm:of_commitment", smaller.pk)):
        assert in_order(origin, "Where it comes from", "Only tenant type B", "Security weekly")


def test_the_list_is_narrowed_to_a_person_a_team_and_words(reader: Reader, ines: Person, marta: Person) -> None:
    promise(ines, "Patch rota", team=new_team("Security"))
    promise(marta, "Board pre-read")
    for asked in ({"owner": "ines"}, {"owner": ines.pk}, {"team": "Security"}, {"q": "rota patch"}):
        page = reader.page("accountability:commitments", **asked)
        assert "Patch rota" in page
        assert "Board pre-read" not in page
    assert "Nothing matches “audit”" in reader.page("accountability:commitments", q="audit")


def test_a_slot_shows_the_nearest_few_and_leads_to_all(tidewater: Organization, reader: Reader, ines: Person) -> None:
    live = new_objective("12 utilities live")
    for day in range(1, 8):
        promise(ines, f"Step {day}", due_on=date(2026, 9, day), objective=live)
    slot = reader.slot("accountability:of_objective", live.pk)
    assert in_order(slot, "Step 1", "Step 5", "All commitments for it")
    assert "Step 6" not in slot


def test_a_company_that_promised_nothing_is_told_what_a_commitment_is(tidewater: Organization, reader: Reader) -> None:
    assert "Nobody has promised anything yet" in reader.page("accountability:commitments")


def test_who_only_looks_is_offered_no_form(tidewater: Organization) -> None:
    tove = Reader(new_person("Tove Berg", login=True, access="viewer", status="active"))
    for name in ("accountability:commitments", "visibility:my_work"):
        assert ">Promise something</a>" not in tove.source(name)
