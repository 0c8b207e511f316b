"""How priorities end and begin: done at the end of their period, and set up to succeed, reckoned by hand and read on the page."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from accountability import measures
from accountability.actions.seats import add_seat, close_seat, fill_seat
from accountability.measures import Score, SetUp
from accountability.models import Commitment, Seat
from accountability.reads.faring import faring
from accountability.reads.priorities import completion_of, set_up_of, under_way
from accountability.reads.set_up import NAMES, needs_of
from alignment.models import Dependency, Initiative, Objective
from organizations.models import Cycle, Organization, Person, Team
from tests.cast import MONDAY, NOW, new_key_result, new_objective, new_person, new_quarter, new_team
from tests.query_counts import CountQueries
from tests.reading import Reader, in_order


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def reader(marta: Person) -> Reader:
    return Reader(marta)


@pytest.fixture
def security(tidewater: Organization) -> Team:
    return new_team("Security")


@pytest.fixture
def seat(tidewater: Organization, marta: Person, ines: Person) -> Seat:
    """Ines holds it, and may hold a release."""
    seat = add_seat(organization=tidewater, title="Security", rights=["Hold a release"], by=marta, now=NOW)
    fill_seat(seat=seat, person=ines, by=marta, now=NOW)
    return seat


def ended(title: str, cycle: Cycle, outcome: str, now: str | None, first: str | None = None, **fields: Any) -> Objective:
    score, original = (None if one is None else Decimal(one) for one in (now, now if first is None else first))
    state = {"done": "completed", "carried": "superseded", "dropped": "cancelled"}[outcome]
    return new_objective(title, cycle=cycle, outcome=outcome, score=score, original_score=original, **({"state": state} | fields))


def quarter_that_ended(security: Team) -> Cycle:
    """Seven of Security, by hand: two are done as they were first worded and aimed; the eighth was never published."""
    second = new_quarter(
        key="q2",
        name="Q2 2026",
        starts_on=date(2026, 3, 30),
        ends_on=date(2026, 6, 28),
        status="closed",
        closed_on=date(2026, 6, 28),
    )
    ended("SSO for all", second, "done", "0.8", team=security)
    ended("Audit passed", second, "done", "1", team=security, ambition="committed")
    ended("Fewer alarms", second, "done", "1", "0.5", team=security)  # a hit only because its target was lowered
    ended("Keys rotated", second, "done", "0.9", team=security, ambition="committed", state="missed")
    ended("Zero trust", second, "carried", "1", team=security)
    ended("Bug bounty", second, "dropped", None, team=security)
    ended("Pen-test", second, "done", "0.69", team=security, state="missed")
    ended("An idea", second, "dropped", None, team=security, state="rejected")
    ended("Archived", second, "done", "1", team=security, archived_on=MONDAY)
    return second


def test_completion_is_of_the_last_closed_period_as_it_was_first_aimed(security: Team) -> None:
    second = quarter_that_ended(security)
    ended("We grow", second, "done", "1")  # the organization's own
    first = new_quarter(
        key="q1",
        name="Q1 2026",
        starts_on=date(2025, 12, 29),
        ends_on=date(2026, 3, 29),
        status="closed",
        closed_on=date(2026, 3, 29),
    )
    ended("Older", first, "done", "1", team=security)
    year = new_quarter(
        key="y", name="A year to June", starts_on=date(2025, 7, 1), ends_on=date(2026, 6, 28), status="closed", closed_on=MONDAY
    )
    ended("The year's", year, "done", "1", team=security)
    new_quarter(key="q0", name="Imported, unscored", starts_on=date(2026, 6, 1), ends_on=date(2026, 7, 31), status="closed")
    assert (completion_of(security).score, completion_of(security).cycle) == (Score(2, 7), "Q2 2026")
    assert completion_of(None).score == Score(3, 8)
    assert completion_of(new_team("Sales")).score == Score(0, 0)


@pytest.mark.parametrize(("done", "of", "is_short"), [(4, 5, False), (3, 4, False), (7, 9, True), (0, 5, True), (0, 0, False)])
def test_under_eighty_percent_is_worth_a_talk_from_five_on(done: int, of: int, is_short: bool) -> None:
    assert measures.is_short(Score(done, of)) is is_short


def test_the_figure_opens_its_records_those_that_do_not_count_first(security: Team, reader: Reader) -> None:
    quarter_that_ended(security)
    Objective.objects.filter(title="SSO for all").update(title="SSO for most")
    page = reader.page("accountability:faring_of_team", security.pk)
    assert in_order(page, "Done at the end of Q2 2026", "2 of 7", "Under 80%")
    behind = reader.page("accountability:faring_priorities", show="completion", team=security.pk)
    assert in_order(behind, "Two of 7 priorities were done at the end of Q2 2026", "Bug bounty", "Dropped, without a score")
    assert in_order(behind, "Fewer alarms", "Done, 0.5 on what was first said", "[Counts]", "Audit passed", "Done, 1")
    assert in_order(behind, "SSO for most", "first “SSO for all”")
    assert "An idea" not in behind
    assert "Archived" not in behind
    whole = SetUp(True, True, True, True, True)
    assert measures.set_up([whole, whole, SetUp(True, True, True, True, False)]) == Score(2, 3)


def everything_about(objective: Objective) -> None:
    """A number and a first step."""
    new_key_result(objective, "Tenants on SSO")
    Initiative.objects.create(organization=objective.organization, objective=objective, title="Plan", due_on=MONDAY)


def test_set_up_to_succeed_needs_all_five(seat: Seat, security: Team, marta: Person, ines: Person, reader: Reader) -> None:
    def priority(title: str, owner: Person | None = ines, **fields: Any) -> Objective:
        made = new_objective(title, team=security, owner=owner, **fields)
        everything_about(made)
        return made

    priority("All five")
    priority("Nobody owns it", owner=None)
    priority("Of one who left", owner=new_person("Gus Olsen", status="inactive"))
    priority("Without a seat", owner=marta)
    for state in ("requested", "agreed"):
        Dependency.objects.create(
            organization=ines.organization, kind="work", state=state, from_objective=priority(f"Waits, {state}"), to_team=security
        )
    new_key_result(new_objective("Without a step", team=security, owner=ines), "A number")
    new_key_result(new_objective("A milestone is a step", team=security, owner=ines), "M", kind="milestone", due_on=MONDAY)
    promised = new_objective("A promise is a step", team=security, owner=ines)
    new_key_result(promised, "A number")
    Commitment.objects.create(
        organization=ines.organization, title="Book", state="open", owner=ines, objective=promised, due_on=MONDAY
    )
    priority("Proposed", state="proposed")
    priority("Archived", archived_on=MONDAY)
    # By hand: "All five", the agreed one and the promised one have all; nine are under way.
    assert set_up_of(security) == set_up_of(None) == Score(3, 9)
    for row in under_way(None).select_related("owner", "organization"):
        assert [need.is_there for need in needs_of(row)] == [bool(getattr(row, name)) for name in NAMES], row
    assert in_order(reader.page("accountability:faring_of_team", security.pk), "Set up to succeed", "3 of 9")
    behind = reader.page("accountability:faring_priorities", show="set_up", team=security.pk)
    assert in_order(
        behind,
        "Three of 9 priorities under way are set up to succeed",
        "Missing: an owner who is here, a right to decide",
        "Has all five",
    )
    assert measures.set_up([SetUp(**{name: bool(getattr(row, name)) for name in NAMES}) for row in under_way(None)]) == Score(3, 9)


def test_before_a_chart_is_drawn_nobody_is_told_that_they_hold_no_seat(
    tidewater: Organization, marta: Person, ines: Person, reader: Reader
) -> None:
    gone = new_person("Gus Olsen", status="inactive")
    for owner in (marta, ines, marta, ines, gone, None):
        Commitment.objects.create(organization=tidewater, title="Book", state="open", owner=owner, due_on=MONDAY)
    objective = new_objective("SSO", owner=ines)
    everything_about(objective)
    fares = faring(None, MONDAY)
    assert (fares.owned, fares.unseated, fares.unowned, fares.has_chart) == (Score(4, 6), 0, 2, False)
    page = reader.page("accountability:faring")
    assert in_order(page, "With an owner who is here", "4 of 6", "No seat is on the chart yet", "Set up to succeed", "no seats yet")
    said = reader.slot("accountability:set_up", objective.pk)
    assert in_order(said, "4 of 5", "Ines Carvalho", "No seat, so no right to decide")
    assert "holds no seat" not in said
    assert "No seat is on the chart yet" in reader.page("accountability:faring_priorities")
    # With a seat for Ines, two of six have an owner who holds one: two of Marta's do not, and two nobody who is here owns.
    seat = add_seat(organization=tidewater, title="Security", by=marta, now=NOW)
    fill_seat(seat=seat, person=ines, by=marta, now=NOW)
    fill_seat(seat=seat, person=marta, part="backup", by=marta, now=NOW)  # type: ignore[arg-type]  # stands in, and holds nothing
    fares = faring(None, MONDAY)
    assert (fares.owned, fares.unseated, fares.unowned) == (Score(2, 6), 2, 2)
    page = reader.page("accountability:faring")
    assert in_order(
        page, "With an owner who holds a seat", "2 of 6", "2 whose owner holds no seat", "2 without an owner who is here"
    )
    for fate, count in {"seated": 2, "unseated": 2, "unowned": 2}.items():
        assert reader.get("accountability:commitments", fate=fate).context["list"].counts["all"] == count
    assert "holds no seat" not in reader.slot("accountability:set_up", objective.pk)
    close_seat(seat=seat, reason="No need", by=marta, now=NOW)
    assert faring(None, MONDAY).owned == Score(4, 6)


def test_nothing_has_ended_yet_and_nothing_breaks(tidewater: Organization, reader: Reader) -> None:
    assert "No period with priorities has ended yet" in reader.page("accountability:faring_priorities", show="completion")
    assert "No priority is under way" in reader.page("accountability:faring_priorities", show="x", team="0", page="9")


def test_what_the_records_ask_of_the_database_does_not_grow(security: Team, reader: Reader, count_queries: CountQueries) -> None:
    second = quarter_that_ended(security)
    for size in (0, 70):
        for number in range(size):
            ended(f"More {number}", second, "done", "1", team=security)
            new_objective(f"Under way {number}", team=security)
        reader.get("alignment:cycles")
        for show in ("completion", "set_up"):
            with count_queries("accountability:faring_priorities"):
                reader.get("accountability:faring_priorities", show=show)
