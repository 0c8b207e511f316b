"""What is in force on a day for a team: told by hand, and held against a slow reference over random chains."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from decisions.actions import record_decision, reverse_decision, supersede_decision
from decisions.models import Decision, DecisionState, Reversal, Supersession
from decisions.reads.in_force import in_force_for, teams_above
from organizations.models import Organization, Person, Team
from tests.cast import MONDAY, NOW, new_team
from tests.reading import Reader, in_order

FIRST = date(2026, 8, 1)
STATES = [*DecisionState.values, "accepted", "accepted", "superseded"]


@st.composite
def chains(draw: Any) -> dict[str, Any]:
    """Up to seven decisions of any state, day and team, links between any two without a circle, and some that only undo."""
    count = draw(st.integers(1, 7))
    day = st.none() | st.integers(0, 6)
    rows = [(draw(st.sampled_from(STATES)), draw(day), draw(st.integers(0, 4))) for _ in range(count)]
    pairs = [(later, earlier) for later in range(count) for earlier in range(later)]
    links = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=8)) if pairs else []
    undoing = draw(st.sets(st.integers(0, count - 1), max_size=2))
    order = draw(st.permutations(range(count)))  # so that what comes later in a chain may have the smaller number
    return {"rows": rows, "links": links, "undoing": undoing, "order": order}


def reference(world: dict[str, Any], on: int, teams: set[int] | None) -> set[int]:
    """Decision by decision, as the sentence of `in_force` says it. Teams: 0 is the organization; a day that nobody stated is -1."""
    rows = world["rows"]
    held = set()
    for number, (state, day, team) in enumerate(rows):
        begins = -1 if day is None else day
        ends = []
        for later, earlier in world["links"]:
            if earlier == number and rows[later][0] in ("accepted", "superseded"):
                ends.append(-1 if rows[later][1] is None else rows[later][1])
        if state == "superseded" and not ends:
            ends.append(-1)
        is_yes = state in ("accepted", "superseded") and number not in world["undoing"]
        has_ended = bool(ends) and min(ends) <= on
        if is_yes and begins <= on and not has_ended and (teams is None or team == 0 or team in teams):
            held.add(number)
    return held


@settings(max_examples=60)
@given(world=chains())
def test_the_answer_is_that_of_the_slow_reference(tidewater: Organization, world: dict[str, Any]) -> None:
    Supersession.objects.all().delete()
    Decision.objects.all().delete()
    teams = tree_of_teams()
    made: dict[int, Decision] = {}
    for number in world["order"]:
        state, day, team = world["rows"][number]
        decided_on = None if day is None else FIRST + timedelta(days=day)
        made[number] = Decision.objects.create(
            organization=tidewater, title=f"Number {number}", state=state, decided_on=decided_on, team=teams[team]
        )
    for later, earlier in world["links"]:
        Supersession.objects.create(organization=tidewater, decision=made[later], superseded=made[earlier])
    for number in world["undoing"]:
        Reversal.objects.create(organization=tidewater, decision=made[number])
    numbers = {row.pk: number for number, row in made.items()}
    above = {None: None, 1: {1}, 2: {1, 2}, 3: {1, 2, 3}, 4: {4}}  # 3 lies in 2, 2 in 1; 4 stands beside them
    for on in range(-1, 8):
        day = FIRST + timedelta(days=on)
        for team, counted in above.items():
            ids = None if team is None else [each.id for each in teams_above(teams[team].pk)]  # type: ignore[union-attr]
            told = {numbers[pk] for pk in in_force_for(day, ids).values_list("pk", flat=True)}
            assert told == reference(world, on, counted), f"on {day} for {team}"


def tree_of_teams() -> list[Team | None]:
    """The organization itself, Platform, Grid API in it, Gateway in that, and Design beside them."""
    known = {team.name: team for team in Team.objects.all()}
    if not known:
        platform = new_team("Platform")
        grid = new_team("Grid API", parent=platform)
        known = {team.name: team for team in (platform, grid, new_team("Gateway", parent=grid), new_team("Design"))}
    return [None, known["Platform"], known["Grid API"], known["Gateway"], known["Design"]]


@pytest.fixture
def reader(marta: Person) -> Any:
    with time_machine.travel(NOW, tick=False):
        yield Reader(marta)


def logged(by: Person, title: str, team: Team | None = None, days_ago: int = 0) -> Decision:
    return record_decision(
        organization=by.organization, title=title, outcome="It is so.", team=team, by=by, now=NOW - timedelta(days=days_ago)
    )


def test_a_team_is_told_its_own_then_those_above_then_the_organizations(reader: Reader, marta: Person) -> None:
    _, platform, grid, _, design = tree_of_teams()
    for title, team in (("Everybody writes", None), ("One gateway", platform), ("API v1", grid), ("Two faces", design)):
        logged(marta, title, team)
    assert grid
    page = reader.page("decisions:in_force", team=grid.pk)
    assert in_order(
        page, "Three decisions are in force for Grid API", "Its own", "API v1", "Of Platform, above it", "One gateway",
        "Of the organization", "Everybody writes",
    )  # fmt: skip
    assert "Two faces" not in page
    assert "Two faces" in reader.page("decisions:in_force")


def test_a_day_in_the_past_shows_what_held_then_and_until_when(reader: Reader, marta: Person) -> None:
    old = logged(marta, "Freeze on 1 September", days_ago=20)
    new = supersede_decision(
        decision=old, title="Freeze on 1 October", outcome="Later", reason="Late", by=marta, now=NOW - timedelta(days=10)
    )
    reverse_decision(decision=new, reason="No freeze at all", by=marta, now=NOW)
    before = reader.page("decisions:in_force", on="2026-08-01")
    assert in_order(before, "One decision was in force on Sat 1 Aug", "Freeze on 1 September", "until Fri 7 Aug")
    assert "Freeze on 1 October" not in before
    assert in_order(reader.page("decisions:in_force", on="2026-08-10"), "Freeze on 1 October", "until Mon 17 Aug")
    assert "Nothing is in force" in reader.page("decisions:in_force")
    assert in_order(reader.page("decisions:in_force", on="2020-01-01"), "Nothing was in force on Wed 1 Jan 2020")


def test_a_team_by_a_part_of_its_name_and_one_that_is_not_there(reader: Reader, marta: Person) -> None:
    tree_of_teams()
    logged(marta, "Everybody writes")
    assert "for Grid API" in reader.page("decisions:in_force", team="grid")
    page = reader.page("decisions:in_force", team="Nowhere")
    assert in_order(page, "There is no team “Nowhere”", "Everybody writes")
    assert (MONDAY.year, reader.get("decisions:in_force", on="soon", team="9" * 30).status_code) == (2026, 200)
