"""A team's set is a draft until it is published; from then on every change says why."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from alignment.actions.key_results import change_key_result
from alignment.actions.objectives import change_objective, set_objective
from alignment.actions.plans import publish_plan
from alignment.models import KeyResult, Objective, TeamPlan
from organizations.models import Cycle, Event, Organization, Person, Team
from organizations.refusals import AlreadyClosed, AlreadyThere, NotAllowed, NotSaid, OutOfTurn
from tests.cast import MONDAY, NOW, new_key_result, new_objective, new_person, new_quarter, new_team


@pytest.fixture
def quarter(tidewater: Organization) -> Cycle:
    return new_quarter(key="q4", name="Q4 2026", status="planned", opened_on=MONDAY)


def draft(title: str, cycle: Cycle, team: Team | None, **fields: Any) -> Objective:
    return new_objective(title, cycle=cycle, team=team, state="proposed", **fields)


def test_a_lead_publishes_the_set_and_all_of_it_is_agreed_in_one_line(quarter: Cycle, security: Team, ines: Person) -> None:
    sso, keys = (draft(title, quarter, security) for title in ("SSO", "Keys"))
    other = draft("Another team's", quarter, new_team("Data"))
    plan = publish_plan(cycle=quarter, team=security, by=ines, now=NOW)
    assert (plan.state, plan.published_on, plan.by) == ("published", MONDAY, ines)
    states = dict(Objective.objects.values_list("title", "state"))
    assert states == {"SSO": "active", "Keys": "active", "Another team's": "proposed"}
    line = Event.objects.get()
    assert (line.name, line.data["objectives"]) == ("plan.published", [sso.pk, keys.pk])
    assert sso.health.status == "no_update", "its health is there at once"
    assert other.state == "proposed"


def test_what_changed_while_it_was_a_draft_moved_no_goalpost(quarter: Cycle, security: Team, ines: Person) -> None:
    sso = draft("SSO for all", quarter, security, due_on=date(2026, 11, 1))
    pilots = new_key_result(sso, "Pilots", 0, 20)
    Objective.objects.filter(pk=sso.pk).update(title="SSO for the mid-market", due_on=date(2026, 12, 1))
    KeyResult.objects.filter(pk=pilots.pk).update(target_value=12)
    publish_plan(cycle=quarter, team=security, by=ines, now=NOW)
    sso.refresh_from_db()
    pilots.refresh_from_db()
    assert (sso.original_title, sso.original_due_on) == ("SSO for the mid-market", date(2026, 12, 1))
    assert pilots.original_target_value == 12
    Objective.objects.filter(pk=sso.pk).update(title="Something easier")
    sso.refresh_from_db()
    assert sso.original_title == "SSO for the mid-market", "from now on what was first said stays"


def test_there_is_no_way_back_and_no_second_publication(quarter: Cycle, security: Team, ines: Person) -> None:
    draft("SSO", quarter, security)
    publish_plan(cycle=quarter, team=security, by=ines, now=NOW)
    with pytest.raises(AlreadyThere, match="each with its reason"):
        publish_plan(cycle=quarter, team=security, by=ines, now=NOW)
    assert TeamPlan.objects.count() == Event.objects.count() == 1


def test_a_teammate_drafts_and_the_lead_publishes(quarter: Cycle, security: Team, tidewater: Organization) -> None:
    omar = new_person("Omar Haddad")
    security.memberships.create(organization=tidewater, person=omar, role="member", status="active")
    draft("SSO", quarter, security)
    with pytest.raises(NotAllowed, match="whoever leads the team"):
        publish_plan(cycle=quarter, team=security, by=omar, now=NOW)


def test_an_empty_set_or_a_cycle_that_is_not_open_cannot_be_published(
    quarter: Cycle, security: Team, ines: Person, marta: Person
) -> None:
    with pytest.raises(NotSaid, match="nothing to publish"):
        publish_plan(cycle=quarter, team=security, by=ines, now=NOW)
    for status, refusal, words in (
        ({"status": "planned"}, OutOfTurn, "not open for planning"),
        ({"status": "active", "closing_on": MONDAY}, OutOfTurn, "being closed"),
        ({"status": "closed"}, AlreadyClosed, "is closed"),
    ):
        cycle = new_quarter(key=f"c{Cycle.objects.count()}", **status)
        draft("SSO", cycle, security)
        with pytest.raises(refusal, match=words):
            publish_plan(cycle=cycle, team=security, by=marta, now=NOW)


def test_the_organizations_own_set_is_the_leaders_to_publish(quarter: Cycle, ines: Person, marta: Person) -> None:
    live = draft("12 utilities live", quarter, None)
    with pytest.raises(NotAllowed):
        publish_plan(cycle=quarter, team=None, by=ines, now=NOW)
    publish_plan(cycle=quarter, team=None, by=marta, now=NOW)
    with pytest.raises(AlreadyThere, match="The organization’s own set"):
        publish_plan(cycle=quarter, team=None, by=marta, now=NOW)
    live.refresh_from_db()
    assert live.state == "active"


def test_once_published_a_priority_more_says_why(quarter: Cycle, security: Team, ines: Person, tidewater: Organization) -> None:
    draft("SSO", quarter, security)
    publish_plan(cycle=quarter, team=security, by=ines, now=NOW)
    more: dict[str, Any] = {"organization": tidewater, "title": "Keys", "team": security, "cycle": quarter, "by": ines, "now": NOW}
    with pytest.raises(NotSaid, match="the set of Security for Q4 2026 is published"):
        set_objective(**more)
    set_objective(**more, reason="The audit asks for it.")
    assert Event.objects.get(name="objective.set").data["reason"] == "The audit asks for it."


@pytest.mark.parametrize("field", ["title", "due_on", "weight", "owner", "team", "cycle"])
def test_once_published_no_field_that_others_plan_by_changes_in_silence(
    quarter: Cycle, security: Team, ines: Person, marta: Person, field: str
) -> None:
    sso = draft("SSO", quarter, security, owner=ines)
    publish_plan(cycle=quarter, team=security, by=ines, now=NOW)
    anew: dict[str, Any] = {
        "title": "SSO for some", "due_on": date(2026, 12, 1), "weight": 3, "owner": marta, "team": None, "cycle": None,
    }  # fmt: skip
    with pytest.raises(NotSaid, match="Say why"):
        change_objective(objective=sso, by=marta, now=NOW, **{field: anew[field]})
    change_objective(objective=sso, by=marta, now=NOW, reason="Two pilots left.", **{field: anew[field]})
    line = Event.objects.get(name="objective.changed")
    assert field in line.data["changes"]
    assert line.data["reason"] == "Two pilots left."


def test_a_draft_is_changed_at_will_and_so_are_its_measures(quarter: Cycle, security: Team, ines: Person) -> None:
    sso = draft("SSO", quarter, security)
    pilots = new_key_result(sso, "Pilots", 0, 20)
    change_objective(objective=sso, title="SSO for some", by=ines, now=NOW)
    change_key_result(key_result=pilots, target_value=10, reason="", by=ines, now=NOW)
    pilots.refresh_from_db()
    assert pilots.target_value == 10


def test_nothing_is_moved_into_a_closed_cycle(tidewater: Organization, marta: Person) -> None:
    closed = new_quarter(status="closed")
    with pytest.raises(AlreadyClosed, match="nothing is added to it"):
        set_objective(organization=tidewater, title="Late", cycle=closed, by=marta, now=NOW)
    with pytest.raises(AlreadyClosed):
        change_objective(objective=new_objective("Late"), cycle=closed, reason="Belongs there", by=marta, now=NOW)
