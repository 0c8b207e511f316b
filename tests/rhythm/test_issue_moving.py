"""Between meetings an issue is parked, passed on, taken off with an answer, and raised again when it comes back."""

from datetime import date

import pytest
from django.test import Client

from notifications.models import Notification
from organizations.models import Event, Organization, Person, Team
from organizations.refusals import AlreadyClosed, AlreadyThere, NotAllowed, NotSaid, OutOfTurn
from organizations.relay import relay_one
from rhythm.actions import close_issue, park_issue, pass_issue, raise_issue_again, unpark_issue
from rhythm.models import Issue
from tests.cast import MONDAY, NOW, new_person, new_team
from tests.rhythm.agendas import asked, new_issue, new_meeting, new_series, sign_in


@pytest.fixture
def security(ines: Person) -> Team:
    return new_team("Security", lead=ines)


@pytest.fixture
def issue(security: Team) -> Issue:
    return new_issue("Support hours for tier 2", security)


def test_parked_it_stays_on_the_list_and_off_the_agenda_until_somebody_takes_it_out(issue: Issue, ines: Person) -> None:
    assert park_issue(issue=issue, by=ines, now=NOW).parked_on == MONDAY
    with pytest.raises(AlreadyThere, match="parked already"):
        park_issue(issue=issue, by=ines, now=NOW)
    assert unpark_issue(issue=issue, by=ines, now=NOW).parked_on is None
    with pytest.raises(AlreadyThere, match="not parked"):
        unpark_issue(issue=issue, by=ines, now=NOW)
    assert list(Event.objects.order_by("pk").values_list("name", flat=True)) == ["issue.parked", "issue.unparked"]


def test_passed_on_it_is_the_other_teams_whose_lead_hears_why(issue: Issue, security: Team, ines: Person) -> None:
    tomasz = new_person("Tomasz Zielinski", login=True, access="member", status="active")
    support = new_team("Support", lead=tomasz)
    issue.parked_on, issue.owner = date(2026, 8, 3), ines
    issue.save()
    passed = pass_issue(issue=issue, to=support, why="You answer the phone", by=ines, now=NOW)
    assert (passed.team, passed.passed_from, passed.owner, passed.parked_on) == (support, security, None, None)
    while relay_one(now=NOW):
        pass
    line = Notification.objects.get()
    assert (line.person, line.reason) == (tomasz, "issue.passed_to_you")
    with pytest.raises(NotAllowed):
        pass_issue(issue=issue, to=security, why="Back", by=ines, now=NOW)


def test_nothing_is_passed_to_nobody_to_its_own_table_or_without_a_word(issue: Issue, security: Team, ines: Person) -> None:
    gone = new_team("Old team", status="archived")
    with pytest.raises(OutOfTurn, match="does not meet any more"):
        pass_issue(issue=issue, to=gone, why="Why not", by=ines, now=NOW)
    with pytest.raises(AlreadyThere, match="already"):
        pass_issue(issue=issue, to=security, why="Why not", by=ines, now=NOW)
    with pytest.raises(NotSaid, match="Say why Old team"):
        pass_issue(issue=issue, to=gone, why=" ", by=ines, now=NOW)


def test_what_is_solved_is_moved_no_more_and_comes_back_as_a_new_one(issue: Issue, ines: Person) -> None:
    with pytest.raises(OutOfTurn, match="not been solved yet"):
        raise_issue_again(issue=issue, why="Again", by=ines, now=NOW)
    close_issue(issue=issue, answer="A night shift", by=ines, now=NOW)
    for move in (park_issue, unpark_issue):
        with pytest.raises(AlreadyClosed, match="raise it again"):
            move(issue=issue, by=ines, now=NOW)
    again = raise_issue_again(issue=issue, why="Nobody came", key="abc", by=ines, now=NOW)
    assert (again.again_of, again.team, again.state, again.description) == (issue, issue.team, "open", "Nobody came")
    assert raise_issue_again(issue=issue, why="Nobody came", key="abc", by=ines, now=NOW) == again
    with pytest.raises(AlreadyThere, match="raised again already"):
        raise_issue_again(issue=issue, why="Me too", by=ines, now=NOW)


def test_a_viewer_moves_nothing(issue: Issue) -> None:
    viewer = new_person("Tove Berg", access="viewer")
    close_issue(issue=issue, answer="Done", by=None, now=NOW)
    with pytest.raises(NotAllowed):
        raise_issue_again(issue=issue, why="Again", by=viewer, now=NOW)


@pytest.fixture
def browser(client: Client, ines: Person) -> Client:
    sign_in(client, ines)
    return client


def test_an_issue_is_raised_from_a_row_once_and_for_a_meeting(browser: Client, security: Team, tidewater: Organization) -> None:
    need = asked("Sign-off", of=security, by=new_team("Sales"))
    meeting = new_meeting(new_series("Security weekly", security))
    path = f"/tidewater/issues/new/?dependency={need.pk}&meeting={meeting.pk}"
    page = browser.get(path)
    assert "Sign-off" in page.content.decode()
    sent = {"title": "Nobody signs", "team": "Security", "owner": "", "description": "", "once": page.context["once"]}
    for _ in range(2):
        assert browser.post(path, sent)["Location"] == f"/tidewater/meetings/{meeting.pk}/preparation/"
    raised = Issue.objects.get()
    assert (raised.dependency, raised.team, raised.raised_by.name) == (need, security, "Ines Carvalho")
    assert browser.post(path, {"title": "", "team": "Nowhere"}).status_code == 422
    assert browser.get("/tidewater/issues/new/?objective=99999999999999999999&decision=0&meeting=7").status_code == 200


def test_its_page_has_a_door_for_each_move(browser: Client, issue: Issue) -> None:
    path = f"/tidewater/issues/{issue.pk}/"
    assert "Park it" in browser.get(path).content.decode()
    browser.post(f"{path}parking/", {"do": "park"})
    assert "out of the parking lot" in browser.get(path).content.decode()
    assert "Support hours" in browser.get("/tidewater/issues/?show=parked").content.decode()
    new_team("Support")
    assert browser.post(f"{path}passing/", {"to": "Support", "why": ""}).status_code == 422
    browser.post(f"{path}parking/", {"do": "unpark"})
    assert browser.post(f"{path}answer/", {"answer": ""}).status_code == 422
    assert browser.post(f"{path}answer/", {"answer": "No action, because it is over"}).status_code == 302
    assert "raise it again" in browser.get(path).content.decode()
    assert browser.post(f"{path}again/", {"why": "It is not over"}).status_code == 302
    assert "solved before" in browser.get(f"/tidewater/issues/{Issue.objects.latest('id').pk}/").content.decode()


def test_it_is_passed_on_by_the_name_of_a_team(browser: Client, issue: Issue) -> None:
    new_team("Support")
    browser.post(f"/tidewater/issues/{issue.pk}/passing/", {"to": "Support", "why": "They answer the phone"})
    issue.refresh_from_db()
    assert issue.team and issue.team.name == "Support"
