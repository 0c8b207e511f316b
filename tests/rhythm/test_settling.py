"""What the room settles is settled on the issue list too: an issue goes the way of its item on the agenda."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine

from decisions.models import Decision
from organizations.actions.words import rename_nouns
from organizations.models import Event, Organization, Person, Team
from organizations.refusals import AlreadyClosed, NotSaid
from organizations.tenancy import in_organization
from rhythm.actions.rooms.capturing import capture
from rhythm.actions.rooms.closing import close_meeting, settle_item
from rhythm.actions.rooms.moving import move_room
from rhythm.models import AgendaItem, Issue, Meeting, SegmentKind
from tests.cast import MONDAY, NOW, new_team
from tests.reading import Reader
from tests.rhythm.agendas import new_issue
from tests.rhythm.rooms import at_minute
from tests.rhythm.segments import on_agenda, run_meeting, security_of


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def security(tidewater: Organization, ines: Person) -> Team:
    return security_of(ines)


@pytest.fixture
def meeting(security: Team, ines: Person) -> Meeting:
    return run_meeting(security, ines, SegmentKind.ISSUES)


@pytest.fixture
def item(meeting: Meeting, security: Team) -> AgendaItem:
    issue = new_issue("Security holds up three teams", security)
    return on_agenda(meeting, SegmentKind.ISSUES, issue, issue=issue, minutes=10)


def issue_of(item: AgendaItem) -> Issue:
    found: Issue = Issue.objects.get(pk=item.issue_id)
    return found


def ending_of(item: AgendaItem) -> str:
    return str(AgendaItem.objects.get(pk=item.pk).disposition)


def test_what_is_solved_is_off_the_issue_list_with_what_came_of_it(meeting: Meeting, item: AgendaItem, ines: Person) -> None:
    move_room(meeting=meeting, item=item, by=ines, now=NOW)
    capture(meeting=meeting, kind="decision", text="One intake queue with dates.", key="d", by=ines, now=NOW)
    capture(meeting=meeting, kind="commitment", text="Publish it /fri", key="c", by=ines, now=NOW)
    settle_item(item=item, disposition="decided", by=ines, now=at_minute(5))
    issue = issue_of(item)
    assert (issue.state, issue.mitigation) == ("closed", "One intake queue with dates. Publish it")
    assert issue.decision == Decision.objects.get()
    assert Event.objects.get(name="issue.closed").actor == ines


def test_what_is_off_the_list_is_not_settled_another_way(item: AgendaItem, ines: Person) -> None:
    settle_item(item=item, disposition="decided", by=ines, now=NOW)
    for disposition in ("dropped", "carried"):
        with pytest.raises(AlreadyClosed):
            settle_item(item=item, disposition=disposition, note="Or not", by=ines, now=at_minute(1))
    assert ending_of(item) == "decided"


@pytest.mark.parametrize(
    ("disposition", "note", "left"),
    [
        ("dropped", "Sales does not need it", ("closed", "Sales does not need it", None)),
        ("fine", "It went away by itself", ("closed", "It went away by itself", None)),
        ("committed", "", ("closed", "Promised in “Security weekly”", None)),
        ("parked", "", ("open", "", MONDAY)),
        ("carried", "", ("open", "", None)),
        ("issue", "", ("open", "", None)),
    ],
)
def test_the_issue_goes_the_way_of_its_item(
    item: AgendaItem, ines: Person, disposition: str, note: str, left: tuple[str, str, date | None]
) -> None:
    settle_item(item=item, disposition=disposition, note=note, by=ines, now=NOW)
    issue = issue_of(item)
    assert (issue.state, issue.mitigation, issue.parked_on) == left


def test_nothing_done_has_a_reason_and_nothing_reached_stays_on_the_list(meeting: Meeting, item: AgendaItem, ines: Person) -> None:
    with pytest.raises(NotSaid, match="Say why nothing is done"):
        settle_item(item=item, disposition="fine", by=ines, now=NOW)
    close_meeting(meeting=meeting, by=ines, now=at_minute(30))
    assert (ending_of(item), issue_of(item).state) == ("carried", "open")


def test_it_is_passed_on_to_a_team_by_its_name(item: AgendaItem, ines: Person) -> None:
    sales, reader = new_team("Sales"), Reader(ines)
    said = {"disposition": "routed", "note": "They own the contract", "to": "Sales"}

    def send(**other: str) -> int:
        door = reader.address("rhythm:settlement", item.pk)
        return int(reader.client.post(door, said | other, headers={"HX-Request": "true"}).status_code)

    assert [send(to=""), send(to="Nobody"), send(note="")] == [422, 422, 422]
    assert (ending_of(item), issue_of(item).team == sales) == ("", False), "nothing is half done"
    assert send() == 204
    assert (ending_of(item), issue_of(item).team) == ("routed", sales)


def test_how_an_item_ends_is_said_in_the_organizations_own_nouns(tidewater: Organization, marta: Person) -> None:
    words = {"issue": {"one": "snag", "many": "snags"}, "team": {"one": "crew", "many": "crews"}}
    rename_nouns(organization=tidewater, words=words, by=marta, now=NOW)
    with in_organization(Organization.objects.get(pk=tidewater.pk)):
        said = [AgendaItem(disposition=way).ending for way in ("issue", "routed", "parked", "")]
    assert said == ["On the snag list", "Passed to another crew", "Parked", ""]
