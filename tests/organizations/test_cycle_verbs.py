"""The life of a planning period: added, opened for planning, started, its closing begun; no step out of turn."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import date
from typing import TypedDict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from organizations.actions.cycles import STATES, add_cycle, begin_closing, change_cycle, open_cycle, start_cycle
from organizations.models import Cycle, Event, Organization, Person
from organizations.models.cycles import CycleState
from organizations.refusals import AlreadyClosed, DatesOutOfOrder, NotAllowed, NotSaid, OutOfTurn, Refused, WouldBeCircle
from tests.cast import MONDAY, NOW, new_quarter


class Period(TypedDict):
    name: str
    starts_on: date
    ends_on: date


Q4: Period = {"name": "Q4 2026", "starts_on": date(2026, 9, 28), "ends_on": date(2026, 12, 27)}


def test_a_quarter_is_planned_opened_started_and_its_closing_begins(tidewater: Organization, marta: Person) -> None:
    quarter = add_cycle(organization=tidewater, by=marta, now=NOW, **Q4)
    assert quarter.state == CycleState.PLANNED
    opened = open_cycle(cycle=quarter, by=marta, now=NOW)
    assert (opened.state, opened.opened_on) == (CycleState.PLANNING, MONDAY)
    assert start_cycle(cycle=quarter, by=marta, now=NOW).state == CycleState.ACTIVE
    closing = begin_closing(cycle=quarter, by=marta, now=NOW)
    assert (closing.state, closing.closing_on) == (CycleState.CLOSING, MONDAY)
    names = list(Event.objects.order_by("id").values_list("name", flat=True))
    assert names == ["cycle.added", "cycle.opened", "cycle.started", "cycle.closing_begun"]


def test_a_closing_that_began_too_early_is_taken_back(tidewater: Organization, marta: Person) -> None:
    quarter = begin_closing(cycle=new_quarter(), by=marta, now=NOW)
    back = start_cycle(cycle=quarter, by=marta, now=NOW)
    assert (back.state, back.closing_on) == (CycleState.ACTIVE, None)


def test_only_leaders_run_the_quarters(tidewater: Organization, ines: Person) -> None:
    quarter = new_quarter(status="planned")
    for step in (open_cycle, start_cycle):
        with pytest.raises(NotAllowed, match="Ask a leader"):
            step(cycle=quarter, by=ines, now=NOW)
    with pytest.raises(NotAllowed):
        change_cycle(cycle=quarter, parent=None, by=ines, now=NOW, **Q4)


def test_a_step_out_of_turn_says_where_it_stands_and_what_can_follow(tidewater: Organization, marta: Person) -> None:
    with pytest.raises(OutOfTurn, match=r"“Q3 2026” is planned, so it cannot become closing\. It can become open for planning"):
        begin_closing(cycle=new_quarter(status="planned"), by=marta, now=NOW)
    with pytest.raises(AlreadyClosed, match="is closed already"):
        start_cycle(cycle=new_quarter(key="q2", name="Q2 2026", status="closed"), by=marta, now=NOW)


def test_days_are_moved_and_the_line_has_what_was(tidewater: Organization, marta: Person) -> None:
    quarter, year = new_quarter(), new_quarter(key="2026", name="2026")
    moved = change_cycle(
        cycle=quarter, name="Q3", starts_on=quarter.starts_on, ends_on=date(2026, 10, 4), parent=year, by=marta, now=NOW
    )
    assert (moved.name, moved.ends_on, moved.parent) == ("Q3", date(2026, 10, 4), year)
    assert Event.objects.get().data["changes"] == {
        "name": ["Q3 2026", "Q3"], "ends_on": ["2026-09-27", "2026-10-04"], "parent": ["", "2026"],
    }  # fmt: skip
    change_cycle(cycle=moved, name="Q3", starts_on=moved.starts_on, ends_on=moved.ends_on, parent=year, by=marta, now=NOW)
    assert Event.objects.count() == 1, "the same words once more are no news"


def test_a_quarter_that_makes_no_sense_is_refused(tidewater: Organization, marta: Person) -> None:
    quarter = new_quarter()
    inner = new_quarter(key="sprint", name="Sprint 1", parent=quarter)
    same = {"name": quarter.name, "starts_on": quarter.starts_on, "by": marta, "now": NOW}
    with pytest.raises(DatesOutOfOrder, match="not before the first day"):
        change_cycle(cycle=quarter, ends_on=date(2026, 1, 1), parent=None, **same)  # type: ignore[arg-type]
    with pytest.raises(WouldBeCircle, match="“Sprint 1” lies within “Q3 2026” already"):
        change_cycle(cycle=quarter, ends_on=quarter.ends_on, parent=inner, **same)  # type: ignore[arg-type]
    with pytest.raises(NotSaid, match="Give the cycle a name"):
        add_cycle(organization=tidewater, by=marta, now=NOW, **(Q4 | {"name": " "}))
    overlapping = add_cycle(organization=tidewater, by=marta, now=NOW, name="Release 7", starts_on=MONDAY, ends_on=MONDAY)
    assert overlapping.starts_on < quarter.ends_on, "periods may overlap"


def test_what_is_closed_keeps_its_name_and_days(tidewater: Organization, marta: Person) -> None:
    with pytest.raises(AlreadyClosed, match="as they were reported"):
        change_cycle(cycle=new_quarter(status="closed"), parent=None, by=marta, now=NOW, **Q4)


STEPS: dict[str, tuple[Callable[..., Cycle], CycleState]] = {
    "open": (open_cycle, CycleState.PLANNING),
    "start": (start_cycle, CycleState.ACTIVE),
    "close": (begin_closing, CycleState.CLOSING),
}


@settings(max_examples=25)
@given(start=st.sampled_from(["", "planned", "active", "closed"]), steps=st.lists(st.sampled_from(sorted(STEPS)), max_size=7))
def test_no_order_of_steps_admits_a_move_that_the_table_does_not_have(
    tidewater: Organization, marta: Person, start: str, steps: list[str]
) -> None:
    cycle = new_quarter(key=f"c{Cycle.objects.count()}", status=start)
    for step in steps:
        before = Cycle.objects.get(pk=cycle.pk).state
        verb, wanted = STEPS[step]
        with contextlib.suppress(Refused):
            verb(cycle=cycle, by=marta, now=NOW)
        after = Cycle.objects.get(pk=cycle.pk).state
        assert after == (wanted if wanted in STATES[before] else before)
