"""What is done with the rows of a running meeting: raised, voted, taken up, sorted out, completed, and answered in place."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from accountability.models import Commitment
from alignment.models import Measurement, Risk
from organizations.models import Organization, Person, Team
from organizations.refusals import AlreadyClosed, NotAllowed, NotSaid, OutOfTurn
from organizations.tenancy import in_organization
from rhythm.actions.rooms.asking import open_writing, show_writing, write_line
from rhythm.actions.rooms.capturing import capture, withdraw_capture
from rhythm.actions.rooms.naming import complete_promise
from rhythm.actions.rooms.raising import raise_row
from rhythm.actions.rooms.triage import sort_out, take_up_top, vote_here
from rhythm.models import AgendaItem, Capture, Issue, IssueVote, Meeting, SegmentKind
from rhythm.shares import LEAST, minutes_by_votes
from tests.cast import MONDAY, NOW, new_organization, new_person, new_team
from tests.reading import Reader
from tests.rhythm.agendas import asked, days, new_issue, new_risk, promised, troubled, undecided
from tests.rhythm.segments import go, on_agenda, run_meeting, security_of, segment_of, shown, version
from tests.rhythm.test_contents import measured

Kind = SegmentKind
BY_SCRIPT = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def amara(tidewater: Organization) -> Person:
    return new_person("Amara Osei", login=True, access="member", status="active")


@pytest.fixture
def security(ines: Person, amara: Person) -> Team:
    return security_of(ines, amara)


def send(reader: Reader, name: str, pk: int, said: dict[str, Any], **headers: str) -> Any:
    return reader.client.post(reader.address(name, pk), said, headers=headers)


def test_a_row_becomes_an_issue_in_one_click_and_stays_where_it_is(security: Team, ines: Person, amara: Person) -> None:
    objective = troubled("SSO for mid-market", "off_track", security, progress=0.3, elapsed=0.5)
    meeting = run_meeting(security, ines, Kind.PRIORITIES)
    item = on_agenda(meeting, Kind.PRIORITIES, objective)
    before = version(meeting)
    reader = Reader(amara)
    for _ in range(2):
        answer = send(reader, "rhythm:raised", meeting.pk, {"about": f"alignment.Objective:{objective.pk}"}, **BY_SCRIPT)
        assert answer.status_code == 204
    issue = Issue.objects.get()
    assert (issue.title, issue.objective, issue.team, issue.raised_by) == ("SSO for mid-market", objective, security, amara)
    assert version(meeting) == before + 1, "a second click changes nothing"
    item.refresh_from_db()
    assert (item.disposition, item.known != []) == ("issue", True), "reporting segments never solve: it is settled as an issue"
    page = shown(meeting)
    assert "SSO for mid-market" in page
    assert "On the list" in page
    plain = reader.client.post(reader.address("rhythm:raised", meeting.pk), {"about": f"alignment.Objective:{objective.pk}"})
    assert plain["Location"] == reader.address("rhythm:room", meeting.pk), "without scripts the way leads back to the room"


def test_what_was_raised_by_mistake_can_be_raised_again(security: Team, ines: Person) -> None:
    meeting = run_meeting(security, ines, Kind.DEPENDENCIES)
    need = asked("SSO pen-test sign-off", of=security, by=new_team("Sales"))
    about = f"alignment.Dependency:{need.pk}"
    caught = raise_row(meeting=meeting, about=about, by=ines, now=NOW)
    assert caught.issue is not None
    assert caught.issue.dependency == need
    withdraw_capture(caught=caught, by=ines, now=NOW)
    again = raise_row(meeting=meeting, about=about, by=ines, now=NOW)
    assert again.pk != caught.pk
    assert again.issue is not None
    assert again.issue.state == "open"


@pytest.mark.parametrize(
    "about", ["", "Objective", "auth.User:1", "alignment.Objective:x", "alignment.Objective:99999999999999999999"]
)
def test_a_row_that_is_none_is_refused(about: str, security: Team, ines: Person) -> None:
    meeting = run_meeting(security, ines)
    with pytest.raises(NotSaid, match="Choose a row"):
        raise_row(meeting=meeting, about=about, by=ines, now=NOW)


def test_rows_of_other_meetings_and_organizations_are_not_there(security: Team, ines: Person) -> None:
    meeting = run_meeting(security, ines)
    with in_organization(new_organization("rival")):
        theirs = troubled("Secret", "off_track")
    with pytest.raises(OutOfTurn, match="not there any more"):
        raise_row(meeting=meeting, about=f"alignment.Objective:{theirs.pk}", by=ines, now=NOW)
    writing = open_writing(meeting=meeting, question="Why?", by=ines, now=NOW)
    line = write_line(writing=writing, text="The vendor went away", key="1", by=ines, now=NOW)
    with pytest.raises(OutOfTurn):
        raise_row(meeting=meeting, about=f"rhythm.WrittenLine:{line.pk}", by=ines, now=NOW)
    show_writing(writing=writing, by=ines, now=NOW)
    raise_row(meeting=meeting, about=f"rhythm.WrittenLine:{line.pk}", by=ines, now=NOW, as_risk=True)
    assert Risk.objects.get().title == "The vendor went away"
    assert not Issue.objects.exists()


def test_votes_are_cast_in_the_room_and_seen_by_all(security: Team, ines: Person, amara: Person, marta: Person) -> None:
    meeting = run_meeting(security, ines, Kind.TRIAGE)
    issue = new_issue("Security holds up three teams", security)
    before, reader = version(meeting), Reader(amara)
    assert send(reader, "rhythm:room_votes", meeting.pk, {"issue": issue.pk, "votes": 3}, **BY_SCRIPT).status_code == 204
    assert version(meeting) == before + 1
    mine = reader.slot("rhythm:mine", meeting.pk)
    assert mine is not None
    assert IssueVote.objects.get().votes == 3
    over = send(reader, "rhythm:room_votes", meeting.pk, {"issue": issue.pk, "votes": 4}, **BY_SCRIPT)
    assert (over.status_code, b"between 0 and 3" in over.content) == (422, True)
    assert send(reader, "rhythm:room_votes", meeting.pk, {"issue": issue.pk}, **BY_SCRIPT).status_code == 422
    assert send(reader, "rhythm:room_votes", meeting.pk, {"votes": 1}, **BY_SCRIPT).status_code == 404
    with pytest.raises(NotAllowed):
        vote_here(meeting=meeting, issue=issue, votes=1, by=marta, now=NOW)


def voted(meeting: Meeting, title: str, team: Team, *votes: tuple[Person, int]) -> Issue:
    issue = new_issue(title, team)
    for person, number in votes:
        vote_here(meeting=meeting, issue=issue, votes=number, by=person, now=NOW)
    return issue


def test_the_top_three_are_taken_up_with_minutes_by_their_votes(security: Team, ines: Person, amara: Person) -> None:
    meeting = run_meeting(security, ines, Kind.TRIAGE)
    old = on_agenda(meeting, Kind.ISSUES, new_issue("Stood there before", security), minutes=10)
    AgendaItem.objects.filter(pk=old.pk).update(issue=old.about_id)
    voted(meeting, "One", security, (amara, 1))
    voted(meeting, "Three", security, (ines, 2), (amara, 1))
    voted(meeting, "Two", security, (ines, 1), (amara, 1))
    answer = send(Reader(ines), "rhythm:top", meeting.pk, {"screen": "stage"})
    assert answer.url.endswith("/stage/")
    items = AgendaItem.objects.filter(segment=segment_of(meeting, Kind.ISSUES)).order_by("position")
    assert [(item.title, item.minutes) for item in items] == [("Three", 11), ("Two", 8), ("One", 6), ("Stood there before", 0)]
    assert sum(item.minutes for item in items) == 25
    with pytest.raises(NotAllowed, match="Ines Carvalho leads the room"):
        take_up_top(meeting=meeting, by=amara, now=NOW)
    go(meeting, Kind.ISSUES, ines)
    with pytest.raises(OutOfTurn, match="already"):
        take_up_top(meeting=meeting, by=ines, now=NOW)


def test_there_is_nothing_to_take_up_without_issues_or_without_time_for_them(security: Team, ines: Person) -> None:
    meeting = run_meeting(security, ines, Kind.TRIAGE)
    with pytest.raises(OutOfTurn, match="The list is empty"):
        take_up_top(meeting=meeting, by=ines, now=NOW)
    segment_of(meeting, Kind.ISSUES).delete()
    with pytest.raises(OutOfTurn, match="no segment for issues"):
        take_up_top(meeting=meeting, by=ines, now=NOW)


@given(minutes=st.integers(0, 240), votes=st.lists(st.integers(0, 30), max_size=12))
def test_all_minutes_are_given_and_more_votes_never_get_less(minutes: int, votes: list[int]) -> None:
    shares = minutes_by_votes(minutes, votes)
    assert len(shares) == len(votes)
    assert sum(shares) == (minutes if votes else 0)
    if votes and minutes >= LEAST * len(votes):
        assert min(shares) >= LEAST
        ordered = sorted(zip(votes, shares, strict=True))
        assert all(more[1] >= less[1] - 1 for less, more in pairwise(ordered))


def test_what_has_no_time_today_is_parked_passed_on_or_dropped(security: Team, ines: Person) -> None:
    sales = new_team("Sales")
    meeting, reader = run_meeting(security, ines, Kind.TRIAGE), Reader(ines)
    parked, passed, dropped = (new_issue(title, security) for title in ("Parked", "Passed", "Dropped"))
    item = on_agenda(meeting, Kind.ISSUES, parked, issue=parked)
    assert send(reader, "rhythm:sorting", meeting.pk, {"issue": parked.pk, "deed": "park"}, **BY_SCRIPT).status_code == 204
    said = {"issue": passed.pk, "deed": "pass", "to": "sales", "note": "They own the contract"}
    assert send(reader, "rhythm:sorting", meeting.pk, said, **BY_SCRIPT).status_code == 204
    unknown = send(reader, "rhythm:sorting", meeting.pk, said | {"to": "Nobody"}, **BY_SCRIPT)
    assert (unknown.status_code, b"There is no team" in unknown.content) == (422, True)
    silent = send(reader, "rhythm:sorting", meeting.pk, {"issue": dropped.pk, "deed": "drop"}, **BY_SCRIPT)
    assert silent.status_code == 422
    sort_out(meeting=meeting, issue=dropped, deed="drop", note="Solved by the move", by=ines, now=NOW)
    for issue in (parked, passed, dropped):
        issue.refresh_from_db()
    item.refresh_from_db()
    assert (parked.parked_on, item.disposition) == (MONDAY, "parked")
    assert (passed.team, passed.passed_from) == (sales, security)
    assert (dropped.state, dropped.mitigation) == ("closed", "Solved by the move")
    with pytest.raises(NotSaid, match="parked, passed on or dropped"):
        sort_out(meeting=meeting, issue=parked, deed="eaten", by=ines, now=NOW)


def test_a_promise_without_an_owner_is_named_in_place(security: Team, ines: Person, amara: Person) -> None:
    meeting = run_meeting(security, ines, Kind.CLOSE)
    lost = capture(meeting=meeting, kind="commitment", text="Price list", key="l", by=ines, now=NOW)
    Capture.objects.filter(pk=lost.pk).update(owner=None)
    Commitment.objects.filter(pk=lost.commitment_id).update(owner=None)
    reader = Reader(ines)
    assert send(reader, "rhythm:completion", lost.pk, {}, **BY_SCRIPT).status_code == 422
    assert send(reader, "rhythm:completion", lost.pk, {"owner": "Nobody at all"}, **BY_SCRIPT).status_code == 422
    assert send(Reader(amara), "rhythm:completion", lost.pk, {"owner": "Amara"}, **BY_SCRIPT).status_code == 403
    assert send(reader, "rhythm:completion", lost.pk, {"owner": "Amara Osei"}, **BY_SCRIPT).status_code == 204
    lost.refresh_from_db()
    assert (lost.owner, lost.agreed_at) == (amara, None), "she has still to agree"
    assert Commitment.objects.get(pk=lost.commitment_id).owner == amara
    with pytest.raises(NotSaid):
        complete_promise(caught=lost, owner=ines, by=ines, now=NOW)
    withdraw_capture(caught=lost, by=ines, now=NOW)
    with pytest.raises(AlreadyClosed):
        complete_promise(caught=lost, due_on=days(3), by=ines, now=NOW)


def test_a_number_is_typed_where_it_stands(security: Team, ines: Person, amara: Person, marta: Person) -> None:
    metric = measured("Open findings", security, ines, 20, 31)
    outsider = Reader(new_person("Jonas Weber", login=True, access="member", status="active"))
    reader = Reader(amara)
    assert send(reader, "alignment:measurements", metric.pk, {"value": "28.5"}, **BY_SCRIPT).status_code == 204
    assert Measurement.objects.get(metric=metric, on=MONDAY).value == 28.5
    back = reader.client.post(
        reader.address("alignment:measurements", metric.pk),
        {"value": "29"},
        headers={"Referer": "http://testserver/tidewater/meetings/5/room/"},
    )
    assert back["Location"] == "/tidewater/meetings/5/room/"
    for typed, sentence in (("", "as a number"), ("many", "as a number"), ("12,5", "Write it as 12.5")):
        refused = send(reader, "alignment:measurements", metric.pk, {"value": typed}, **BY_SCRIPT)
        assert (refused.status_code, sentence in refused.content.decode()) == (422, True)
    assert send(reader, "alignment:measurements", metric.pk, {"value": "1", "on": "2026-09-01"}, **BY_SCRIPT).status_code == 422
    assert send(outsider, "alignment:measurements", metric.pk, {"value": "1"}, **BY_SCRIPT).status_code == 403


def test_promises_and_requests_are_answered_from_the_room_and_lead_back_to_it(security: Team, ines: Person) -> None:
    meeting, reader = run_meeting(security, ines, Kind.COMMITMENTS), Reader(ines)
    back = {"lead_back": f"meetings/{meeting.pk}/room/"}
    kept, moved = (
        promised("Rotate the keys", ines, due=-5, team=security),
        promised("Write the letter", ines, due=-1, team=security),
    )
    answer = send(reader, "accountability:closure", kept.pk, {"ending": "done"} | back)
    assert answer.url == f"/tidewater/meetings/{meeting.pk}/room/"
    assert send(reader, "accountability:closure", kept.pk, {"ending": "done"} | back, **BY_SCRIPT).status_code == 409
    carry = {"ending": "carry", "due_on": days(4).isoformat(), "reason": "Waits for the vendor"}
    assert send(reader, "accountability:closure", moved.pk, carry | back, **BY_SCRIPT).status_code == 422, (
        "past its day: what kept it?"
    )
    carry |= {"reason_code": "external"}
    assert send(reader, "accountability:closure", moved.pk, carry | back, **BY_SCRIPT).status_code == 204
    need = asked("SSO pen-test sign-off", of=security, by=new_team("Sales"), needed_by=days(4))
    yes = {"answer": "agree", "seen": f"requested|{days(4).isoformat()}|", "promised_by": days(4).isoformat()}
    assert send(reader, "alignment:answer", need.pk, yes | back, **BY_SCRIPT).status_code == 204
    need.refresh_from_db()
    assert (need.state, need.promised_by) == ("agreed", days(4))
    open_one = undecided("Extend the contractor", ines, team=security)
    decided = {"outcome": "To 30 September", "answer": "yes"}
    assert send(reader, "decisions:outcome", open_one.pk, decided | back, **BY_SCRIPT).status_code == 204
    later = undecided("Renew the lease", ines, team=security)
    off = {"need_by": days(9).isoformat(), "reason": ""}
    assert send(reader, "decisions:deferral", later.pk, off | back, **BY_SCRIPT).status_code == 422
    assert (
        send(reader, "decisions:deferral", later.pk, off | {"reason": "The offer is late"} | back, **BY_SCRIPT).status_code == 204
    )
    later.refresh_from_db()
    assert (later.state, later.need_by) == ("deferred", days(9))


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "../x/", "a?b=/", "\\evil/", "meetings/5"])
def test_a_form_leads_back_to_no_place_but_ours(back: str, security: Team, ines: Person) -> None:
    kept = promised("Rotate the keys", ines, due=-5, team=security)
    answer = send(Reader(ines), "accountability:closure", kept.pk, {"ending": "done", "lead_back": back})
    assert answer.url == f"/tidewater/commitments/{kept.pk}/"


def test_a_check_in_from_the_room_comes_back_to_it(security: Team, ines: Person) -> None:
    objective = troubled("SSO for mid-market", "off_track", security, owner=ines)
    meeting, reader = run_meeting(security, ines, Kind.PRIORITIES), Reader(ines)
    back = f"meetings/{meeting.pk}/stage/"
    assert f'name="lead_back" value="{back}"' in reader.source("alignment:check_in", objective.pk, lead_back=back)
    said = {"claim": "on_track", "confidence": "7", "note": "The vendor answered", "once": "abc", "seen": "", "lead_back": back}
    answer = send(reader, "alignment:check_in", objective.pk, said)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    assert answer.url == f"/tidewater/{back}"


def test_a_risk_is_settled_where_it_is_read_out(security: Team, ines: Person, amara: Person) -> None:
    risk = new_risk("The tester cannot come", security, likelihood=4, impact=4)
    meeting = run_meeting(security, ines, Kind.RISKS)
    assert "Settle" in shown(meeting)
    reader, back = Reader(ines), {"lead_back": f"meetings/{meeting.pk}/room/"}
    for said, sentence in (
        ({}, "Say what becomes of it."),
        ({"disposition": "gone"}, "Choose one of the four answers."),
        ({"disposition": "owned"}, "Name who owns it."),
        ({"disposition": "owned", "owner": "Nobody"}, "There is no person"),
        ({"disposition": "mitigated"}, "Say what is done about it."),
    ):
        refused = send(reader, "alignment:risk_settlement", risk.pk, said | back, **BY_SCRIPT)
        assert (refused.status_code, sentence in refused.content.decode()) == (422, True), sentence
    done = {"disposition": "owned", "owner": "Amara Osei", "mitigation": "A second one is asked"}
    assert send(reader, "alignment:risk_settlement", risk.pk, done | back, **BY_SCRIPT).status_code == 204
    risk.refresh_from_db()
    assert (risk.owner, risk.disposition, risk.state, risk.mitigation) == (amara, "owned", "open", "A second one is asked")
    assert "The tester cannot come" not in shown(meeting), "it has an owner and an answer"
    page = reader.page("alignment:risk", risk.pk)
    assert "Settle it" in page
    plain = reader.client.post(reader.address("alignment:risk_settlement", risk.pk), {"disposition": "resolved"})
    assert plain["Location"] == reader.address("alignment:risk", risk.pk)
    assert "Settle it" not in reader.page("alignment:risk", risk.pk)
