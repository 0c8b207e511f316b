"""Teams, people and the feed of changes, as a reader finds them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from accountability.models import Commitment
from alignment.models import CheckIn, Dependency
from alignment.rollup import refresh_organization
from decisions.models import Decision, DecisionRole
from intelligence.models import Lesson
from organizations.logbook import record
from organizations.models import Membership, Organization, Person, Team
from rhythm.models import Issue, MeetingSeries, TeamWeek
from tests.cast import MONDAY, NOW, new_objective, new_person, new_team
from tests.reading import Reader, in_order


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def reader(marta: Person) -> Reader:
    return Reader(marta)


def join(person: Person, team: Team, role: str = "member", **fields: Any) -> None:
    Membership.objects.create(organization=team.organization, person=person, team=team, role=role, **fields)


def test_the_tree_of_teams_opens_at_the_top_and_each_branch_when_it_is_asked_for(reader: Reader, ines: Person) -> None:
    tower = new_team("Tidewater itself")
    platform = new_team("Platform", parent=tower)
    new_team("Security", parent=tower, lead=ines)
    new_team("Grid API", parent=platform)
    page = reader.page("visibility:teams")
    assert "Four teams." in page
    assert in_order(page, "Tidewater itself", "Platform", "Security Ines Carvalho")
    assert "Grid API" not in page, "it is fetched when the branch is opened"
    assert "Grid API nobody leads it" in reader.slot("visibility:team_children", platform.pk)
    assert "Grid API" in reader.page("visibility:team_children", platform.pk), "without a script it is a page"
    assert in_order(reader.page("visibility:teams", q="grid"), "Grid API", "part of Platform")
    assert "No team matches “grid 2”" in reader.page("visibility:teams", q="grid 2")


def test_a_branch_of_sixty_teams_comes_in_two_pages(tidewater: Organization, reader: Reader) -> None:
    tower = new_team("Tidewater itself")
    for number in range(60):
        new_team(f"Crew {number:02}", parent=tower)
    page = reader.page("visibility:teams")
    assert in_order(page, "Crew 00", "Crew 49", "Show the next ones")
    assert "Crew 50" not in page
    second = reader.page("visibility:team_children", tower.pk, page=2)
    assert in_order(second, "Crew 50", "Crew 59")
    assert "Crew 49" not in second


def test_a_team_shows_its_priorities_who_waits_for_it_and_whom_it_waits_for(
    tidewater: Organization, reader: Reader, ines: Person
) -> None:
    security, success = new_team("Security", lead=ines, description="Keeps **keys**"), new_team("Customer Success")
    sso = new_objective("SSO for tenants", team=security, owner=ines)
    new_objective("Ended long ago", team=security, state="completed")
    new_objective("Put away", team=security, owner=ines, archived_on=MONDAY)
    CheckIn.objects.create(organization=tidewater, objective=sso, at=NOW - timedelta(days=1), claim="off_track")
    asked = {"organization": tidewater, "kind": "work", "state": "requested", "requested_on": MONDAY - timedelta(days=12)}
    Dependency.objects.create(**asked, title="SSO sign-off", to_team=security, from_team=success)
    Dependency.objects.create(**asked, title="Tenant list", to_team=success, from_objective=sso)
    refresh_organization(organization_id=tidewater.pk, today=MONDAY)
    page = reader.page("visibility:team", security.pk)
    assert "One of one priorities is off or at risk; one thing others wait for." in page
    assert in_order(
        page,
        "[Off track] SSO for tenants",
        "Who waits on us 1",
        "SSO sign-off",
        "for Customer Success",
        "Whom we wait on 1",
        "Tenant list",
    )
    assert "Ended long ago" not in page
    assert "Put away" not in page
    assert "Put away" not in reader.page("visibility:person", ines.pk)
    assert "Keeps keys" in page
    assert "SSO sign-off" in reader.page("visibility:team", success.pk)


def test_a_team_shows_its_rhythm_and_a_glance_at_the_rest(tidewater: Organization, reader: Reader, ines: Person) -> None:
    security = new_team("Security", lead=ines)
    for back, state in ((1, "missed"), (2, "held")):
        week = MONDAY - timedelta(weeks=back)
        TeamWeek.objects.create(organization=tidewater, team=security, week_of=week, meeting=state, check_ins_due=1, check_ins_in=1)
    here = {"organization": tidewater, "team": security}
    MeetingSeries.objects.create(**here, title="Security weekly")
    Decision.objects.create(**here, title="Extend the contractor", proposed_on=MONDAY - timedelta(days=9))
    Issue.objects.create(**here, title="Three teams wait", state="open", raised_on=MONDAY - timedelta(days=3))
    Commitment.objects.create(**here, title="New test date", state="open", due_on=MONDAY - timedelta(days=5), owner=ines)
    Commitment.objects.create(**here, title="State unknown", due_on=date(2018, 1, 1))
    Lesson.objects.create(**here, title="Ask for the sign-in condition", on=MONDAY)
    page = reader.page("visibility:team", security.pk)
    assert in_order(page, "Rhythm", "[1 of 7 weeks complete, last week missed]", "last meeting missed", "Security weekly")
    assert in_order(
        page, "Decisions", "Extend the contractor", "9 days", "New test date", "5 days late", "Three teams wait", "3 days"
    )
    assert in_order(page, "Lessons", "Ask for the sign-in condition")
    assert "State unknown" not in page


def test_of_a_team_of_sixty_the_first_fifty_are_shown_and_all_are_one_click_away(tidewater: Organization, reader: Reader) -> None:
    crew = new_team("Field crew")
    for number in range(60):
        join(new_person(f"Engineer {number:02}"), crew)
    join(new_person("Beth Moran"), crew, "lead")
    join(new_person("Gone Away"), crew, status="ended")
    refresh_organization(organization_id=tidewater.pk, today=MONDAY)
    page = reader.page("visibility:team", crew.pk)
    assert in_order(page, "all 61", "Beth Moran lead", "Engineer 00", "Engineer 48")
    assert "Engineer 49" not in page
    assert "Gone Away" not in page
    listed = reader.page("visibility:people", team=crew.pk)
    assert "61 people in Field crew" in listed
    assert "Engineer 58" in reader.page("visibility:people", team=crew.pk, page=2)


def test_people_are_listed_by_name_with_their_teams_and_nobody_is_ranked(reader: Reader, ines: Person) -> None:
    security = new_team("Security", lead=ines)
    omar = new_person("Omar Haddad", title="Tester")
    join(omar, security)
    new_person("Ada Nwosu", status="inactive")
    page = reader.page("visibility:people")
    assert in_order(page, "4 people.", "Ines Carvalho", "Security", "You", "Omar Haddad", "Tester", "Ada Nwosu", "inactive")
    assert "Omar Haddad" in reader.page("visibility:people", q="tester")
    assert "Omar Haddad" not in reader.page("visibility:people", q="carvalho")


def test_a_person_shows_what_they_own_promised_decide_and_where_they_belong(
    tidewater: Organization, reader: Reader, ines: Person
) -> None:
    security = new_team("Security", lead=ines)
    join(ines, new_team("Old crew"), status="ended", title="Tester")
    new_objective("SSO for tenants", owner=ines, team=security)
    for number in range(6):
        promised = {"organization": tidewater, "owner": ines, "due_on": date(2026, 8, 3 + number)}
        ended = {"state": "done", "completed_on": date(2026, 8, 5)} if number else {"state": "open"}
        Commitment.objects.create(title=f"Promise {number}", **promised, **ended)
    waiting = Decision.objects.create(organization=tidewater, title="Which tester", proposed_on=MONDAY - timedelta(days=2))
    DecisionRole.objects.create(organization=tidewater, decision=waiting, person=ines, part="decider")
    page = reader.page("visibility:person", ines.pk)
    assert in_order(
        page, "Owns", "SSO for tenants", "Promised", "kept 4 of 6", "Promise 0", "14 days late", "Decides", "Which tester", "2 days"
    )
    assert in_order(page, "Teams", "Security", "lead", "Old crew", "Tester, in the past")
    assert "Promise 3" not in page


def test_a_person_in_sixty_teams_shows_fifty_and_leads_to_all(tidewater: Organization, reader: Reader, ines: Person) -> None:
    for number in range(60):
        join(ines, new_team(f"Crew {number:02}"))
    page = reader.page("visibility:person", ines.pk)
    assert in_order(page, "Teams all", "Crew 00", "Crew 49")
    assert "Crew 50" not in page
    assert "Crew 55" in reader.page("visibility:teams", person=ines.pk, page=2)


def test_the_feed_tells_who_did_what_from_the_newest_back_and_each_line_only_once(
    tidewater: Organization, reader: Reader, ines: Person
) -> None:
    live = new_objective("12 utilities live")
    for number in range(60):
        record("objective.closed", by=ines, about=live, now=NOW + timedelta(minutes=number), reason=f"Reason {number:02}.")
    record("bundle.imported", by=None, about=live, now=NOW + timedelta(days=1))
    page = reader.page("visibility:changes")
    assert in_order(
        page,
        "Tue 18 Aug",
        "Peak OS imported a workspace bundle",
        "Mon 17 Aug",
        "Ines Carvalho closed the objective 12 utilities live",
    )
    assert in_order(page, "Reason 59.", "Reason 11.", "Earlier")
    assert "Reason 10." not in page
    source = reader.source("visibility:changes")
    before = int(source.split("?before=")[1].split('"')[0])
    earlier = reader.page("visibility:changes", before=before)
    assert in_order(earlier, "Reason 10.", "Reason 00.")
    assert "Reason 11." not in earlier
    assert "imported" not in reader.page("visibility:changes", person=ines.pk)
    assert "Nothing by Marta Lindqvist is on record" in reader.page("visibility:changes", person="Marta Lindqvist")


def test_a_day_stands_once_in_the_feed_whenever_its_lines_were_written(
    tidewater: Organization, reader: Reader, ines: Person
) -> None:
    live = new_objective("12 utilities live")
    for day, reason in enumerate(("Today.", "Tomorrow.", "Today, written down late.")):
        record("objective.closed", by=ines, about=live, now=NOW + timedelta(days=day % 2), reason=reason)
    page = reader.page("visibility:changes")
    assert page.count("Mon 17 Aug") == 1
    assert in_order(page, "Tue 18 Aug", "Tomorrow.", "Mon 17 Aug", "Today, written down late.", "Today.")


def test_a_company_where_nothing_has_happened_says_so(tidewater: Organization, reader: Reader) -> None:
    assert "Nothing has happened yet" in reader.page("visibility:changes")
    assert "No teams yet" in reader.page("visibility:teams")
    assert "1 person." in reader.page("visibility:people")
