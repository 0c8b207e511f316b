"""An issue comes to a team's table from anybody, and leaves it with an answer."""

import pytest

from organizations.models import Event, Organization, Person
from organizations.refusals import AlreadyClosed, NotAllowed, NotSaid
from rhythm.actions import close_issue, raise_issue
from rhythm.models import Issue
from tests.cast import MONDAY, NOW, new_person, new_team


def test_anybody_raises_an_issue_for_any_team(tidewater: Organization, ines: Person) -> None:
    issue = raise_issue(organization=tidewater, title="Old column names", team=new_team("Data"), by=ines, now=NOW)
    assert (issue.state, issue.raised_on, Event.objects.get().name) == ("open", MONDAY, "issue.raised")
    with pytest.raises(NotAllowed):
        raise_issue(organization=tidewater, title="Mine", by=new_person("Tove Berg", access="viewer"), now=NOW)
    with pytest.raises(NotSaid, match="1 to 5"):
        raise_issue(organization=tidewater, title="Odd", impact=0, by=ines, now=NOW)


def test_an_issue_ends_with_an_answer_and_only_at_its_own_table(tidewater: Organization, ines: Person) -> None:
    lena = new_person("Lena Fischer")
    issue = raise_issue(organization=tidewater, title="Old column names", team=new_team("Data", lead=lena), by=ines, now=NOW)
    with pytest.raises(NotAllowed, match="another table"):
        close_issue(issue=issue, answer="Not my problem", by=ines, now=NOW)
    with pytest.raises(NotSaid, match="why nothing is done"):
        close_issue(issue=issue, answer=" ", by=lena, now=NOW)
    closed = close_issue(issue=issue, answer="Ingrid has renamed them", by=lena, now=NOW)
    assert (closed.state, closed.closed_on, closed.mitigation) == ("closed", MONDAY, "Ingrid has renamed them")
    with pytest.raises(AlreadyClosed):
        close_issue(issue=closed, answer="Again", by=lena, now=NOW)


def test_an_imported_issue_without_a_state_can_be_closed(tidewater: Organization, marta: Person) -> None:
    issue = Issue.objects.create(organization=tidewater, title="From the spreadsheet")
    assert close_issue(issue=issue, answer="Settled last year", by=marta, now=NOW).state == "closed"
