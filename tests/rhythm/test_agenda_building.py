"""The agenda builds itself: what this group can change this week, ranked, explained, and fitted to its minutes."""

from datetime import timedelta

import pytest

from organizations.models import Event, Organization, Person, Team
from organizations.refusals import AlreadyClosed, NotAllowed
from rhythm.actions.agendas import build_agenda
from rhythm.models import AgendaItem, IssueVote, Meeting, MeetingRun, MeetingSeries
from rhythm.ranking import KINDS_OF_FACTS
from rhythm.reads.candidates import candidates
from rhythm.reads.known import known_of
from tests.cast import MONDAY, NOW, new_person, new_team
from tests.query_counts import CountQueries
from tests.rhythm.agendas import (
    LATER_TODAY,
    asked,
    days,
    new_issue,
    new_meeting,
    new_risk,
    new_series,
    promised,
    stuck,
    troubled,
    undecided,
)


@pytest.fixture
def security(ines: Person) -> Team:
    return new_team("Security", lead=ines)


@pytest.fixture
def success(tidewater: Organization) -> Team:
    return new_team("Customer Success", lead=new_person("Ruth Adeyemi"))


@pytest.fixture
def weekly(security: Team, ines: Person) -> MeetingSeries:
    return new_series("Security weekly", security, organizer=ines)


@pytest.fixture
def meeting(weekly: MeetingSeries) -> Meeting:
    return new_meeting(weekly)


def whys(meeting: Meeting, kind: str) -> dict[str, str]:
    """Title and reason of the items in a segment, in their order."""
    return {item.title: item.why for item in AgendaItem.objects.filter(meeting=meeting, segment__kind=kind, disposition="")}


def test_an_empty_week_has_the_segments_of_the_box_and_nothing_in_them(meeting: Meeting, ines: Person) -> None:
    build_agenda(meeting=meeting, by=ines, now=NOW)
    assert [segment.minutes for segment in meeting.segments.all()] == [3, 2, 4, 6, 5, 5, 5, 25, 5]
    assert not meeting.items.exists()
    assert Event.objects.get().name == "agenda.built"


def test_each_thing_stands_in_the_segment_where_it_belongs_with_its_reason(
    meeting: Meeting, security: Team, success: Team, ines: Person
) -> None:
    troubled("SSO for mid-market tenants", "off_track", security, causes=[{"kind": "due_passed", "days": 3}])
    troubled("Tenant isolation", "on_track", security, is_contradicted=True, contradictions=[{"kind": "behind_pace", "points": 21}])
    troubled("Patching", "on_track", security)
    troubled("Somebody else's", "off_track", success)
    asked("SSO pen-test sign-off", of=security, by=success)
    asked("Log format", of=success, by=security, state="agreed", promised_by=days(-5))
    asked("SOC 2 letter", of=success, by=security, state="declined", answered_on=days(-6))
    undecided("Extend the contractor", ines, held=(success, security), need_by=days(-9))
    promised("Move the queue", ines, -2)
    new_risk("Nobody watches the logs", security)
    new_issue("Security holds up three teams", security, likelihood=4, impact=4)
    build_agenda(meeting=meeting, by=ines, now=NOW)
    assert whys(meeting, "priorities") == {
        "Tenant isolation": "Says on track; 21 points behind pace",
        "SSO for mid-market tenants": "Off track, 7 days: due date passed 3 days ago",
    }
    assert whys(meeting, "dependencies") == {
        "SOC 2 letter": "Customer Success has said no, 6 days ago",
        "Extend the contractor": "Past its day by 9 days, holds up 2 teams",
        "Log format": "Customer Success has not delivered it, 5 days late",
        "SSO pen-test sign-off": "Customer Success waits for our answer, 12 days",
    }
    assert whys(meeting, "commitments") == {"Move the queue": "Ines Carvalho promised it, 2 days past its day"}
    assert whys(meeting, "triage") == {"Nobody watches the logs": "Nobody owns this risk, 12 of 25"}
    assert whys(meeting, "issues") == {"Security holds up three teams": "Open 3 weeks, weight 16 of 25"}
    assert meeting.segments.get(kind="priorities").known == {"on_track": 1}


def test_issues_share_the_minutes_of_their_segment_and_the_rest_waits_for_votes(
    meeting: Meeting, security: Team, ines: Person
) -> None:
    issues = [new_issue(f"Issue {at}", security, raised_on=days(-at)) for at in range(1, 21)]
    IssueVote.objects.create(organization=meeting.organization, meeting=meeting, issue=issues[0], person=ines, votes=2)
    build_agenda(meeting=meeting, by=ines, now=NOW)
    items = list(meeting.items.filter(segment__kind="issues").order_by("position"))
    assert [(item.title, item.minutes) for item in items[:4]] == [("Issue 1", 9), ("Issue 20", 8), ("Issue 19", 8), ("Issue 18", 0)]
    assert items[0].why == "2 votes, open 1 day"
    known = meeting.segments.get(kind="issues").known
    assert len(items) + known["beyond_count"] == 20
    assert len(known["beyond"]) == known["beyond_count"] == 5


def test_what_was_not_finished_comes_back_once_and_higher(weekly: MeetingSeries, security: Team, ines: Person) -> None:
    last = new_meeting(weekly, LATER_TODAY - timedelta(days=7), state="held")
    slow, quick = new_issue("Slow", security, raised_on=days(-1)), new_issue("Quick", security, raised_on=days(-60))
    segment = last.segments.create(organization=last.organization, position=0, kind="issues", title="ACT", minutes=20)
    scope = {"organization": last.organization, "meeting": last, "segment": segment, "disposition": "carried"}
    before = AgendaItem.objects.create(**scope, position=0, title="Slow", about_type="rhythm.Issue", about_id=slow.pk, issue=slow)
    AgendaItem.objects.create(**scope, position=1, title="Who feeds the cat", rule="by_hand")
    meeting = new_meeting(weekly)
    build_agenda(meeting=meeting, by=ines, now=NOW)
    assert whys(meeting, "issues") == {
        "Slow": "Carried over from 10 Aug. Open 1 day",
        "Quick": "Open 8 weeks",
        "Who feeds the cat": "Carried over from 10 Aug",
    }
    assert meeting.items.get(title="Slow").carried_from == before
    following = new_meeting(weekly, LATER_TODAY + timedelta(days=7))
    build_agenda(meeting=following, by=ines, now=NOW)
    assert "Who feeds the cat" not in whys(following, "issues")
    assert quick.title in whys(following, "issues")


def test_built_again_it_ranks_anew_and_keeps_what_somebody_put_there_or_took_off(
    meeting: Meeting, security: Team, ines: Person
) -> None:
    first, second = new_issue("First", security), new_issue("Second", security)
    build_agenda(meeting=meeting, by=ines, now=NOW)
    segment = meeting.segments.get(kind="issues")
    AgendaItem.objects.create(
        organization=meeting.organization, meeting=meeting, segment=segment, position=9, title="By hand", rule="by_hand"
    )
    meeting.items.filter(title="First").update(disposition="dropped")
    second.state = "closed"
    second.save()
    promised("Late", ines, -1)
    build_agenda(meeting=meeting, by=ines, now=NOW)
    assert (list(whys(meeting, "issues")), list(whys(meeting, "commitments"))) == (["By hand"], ["Late"])
    assert meeting.items.get(title="First").about_id == first.pk
    assert meeting.segments.count() == 9


def test_what_was_put_by_hand_outlives_its_segment(meeting: Meeting, weekly: MeetingSeries, ines: Person) -> None:
    build_agenda(meeting=meeting, by=ines, now=NOW)
    scope = {"organization": meeting.organization, "meeting": meeting, "position": 0, "rule": "by_hand"}
    AgendaItem.objects.create(**scope, segment=meeting.segments.get(kind="wins"), title="Thank Wen")
    weekly.agenda.create(organization=meeting.organization, position=0, kind="issues", title="Only this", minutes=60)
    build_agenda(meeting=meeting, by=ines, now=NOW)
    assert [segment.title for segment in meeting.segments.all()] == ["Only this"]
    assert [(item.title, item.minutes) for item in meeting.items.all()] == [("Thank Wen", 60)]


def test_no_stranger_builds_it_and_nobody_once_the_room_is_open(meeting: Meeting, ines: Person) -> None:
    with pytest.raises(NotAllowed, match="Ask Ines Carvalho"):
        build_agenda(meeting=meeting, by=new_person("Wen Li"), now=NOW)
    MeetingRun.objects.create(organization=meeting.organization, meeting=meeting, opened_at=NOW)
    with pytest.raises(AlreadyClosed, match="its agenda stands"):
        build_agenda(meeting=meeting, by=ines, now=NOW)


def test_a_company_meeting_sees_all_teams_and_one_to_one_only_its_two(
    tidewater: Organization, marta: Person, ines: Person, security: Team, success: Team
) -> None:
    troubled("Utilities live", "off_track", success)
    troubled("Ines's own", "at_risk", None, owner=ines)
    asked("Sign-off", of=security, by=success)
    company = new_meeting(new_series("Leadership weekly", organizer=marta))
    talk = new_series("Marta and Ines", kind="one_to_one", organizer=marta, duration_minutes=30)
    talk.people.create(organization=tidewater, person=ines, part="required")
    two = new_meeting(talk)
    promised("Call Fenmoor", ines, -3)
    promised("Not theirs", new_person("Daniel Brooks"), -3)
    for meeting in (company, two):
        build_agenda(meeting=meeting, by=marta, now=NOW)
    assert set(whys(company, "priorities")) == {"Utilities live", "Ines's own"}
    assert whys(company, "dependencies") == {"Sign-off": "Security has not accepted it, 12 days"}
    assert set(whys(two, "commitments")) == {"Call Fenmoor"}
    assert two.items.count() == 1


def test_a_department_sees_what_is_below_it_and_a_team_of_nobody_gets_its_agenda(
    tidewater: Organization, marta: Person, security: Team
) -> None:
    engineering = new_team("Engineering")
    security.parent = engineering
    security.save()
    troubled("SSO", "off_track", security)
    new_issue("Security's own table", security)
    meeting = new_meeting(new_series("Engineering weekly", engineering))
    build_agenda(meeting=meeting, by=marta, now=NOW)
    assert [item.title for item in meeting.items.all()] == ["SSO"]


@pytest.mark.parametrize(("segment", "title"), [("lessons", "Missed one"), ("decisions", "Freeze v1")])
def test_a_review_asks_for_what_ended_and_for_decisions_to_look_at_again(
    tidewater: Organization, marta: Person, security: Team, segment: str, title: str
) -> None:
    troubled("Missed one", "", security, state="missed", completed_on=days(-9))
    undecided("Freeze v1", marta, state="accepted", decided_on=days(-90), review_on=days(-1), proposed_on=days(-99))
    meeting = new_meeting(new_series("Monthly", kind="monthly", organizer=marta, duration_minutes=90))
    weekly = new_meeting(new_series("Weekly", organizer=marta))
    for one in (meeting, weekly):
        build_agenda(meeting=one, by=marta, now=NOW)
    assert list(whys(meeting, segment)) == [title]
    assert not weekly.items.exists()


def fill_up(security: Team, success: Team, ines: Person, number: int) -> None:
    for at in range(number):
        troubled(f"Objective {at}", "off_track", security, causes=[{"kind": "no_owner", "type": "objective", "id": 1}])
        need = asked(f"Need {at}", of=security, by=success)
        undecided(f"Decision {at}", ines, held=(success,), need_by=days(-at - 1))
        promised(f"Promise {at}", ines, -at - 1)
        stuck(f"Stuck {at}", security, ines, hoped_on=days(-at))
        new_risk(f"Risk {at}", security)
        new_issue(f"Issue {at}", security, dependency=need)


@pytest.mark.parametrize("number", [2, 50])
def test_it_takes_the_same_few_queries_whatever_the_size(
    meeting: Meeting, security: Team, success: Team, ines: Person, count_queries: CountQueries, number: int
) -> None:
    fill_up(security, success, ines, number)
    with count_queries("verb: build_agenda"):
        build_agenda(meeting=meeting, by=ines, now=NOW)
    assert meeting.organization  # which the verb has in hand
    with count_queries("look: candidates"):
        candidates(meeting, MONDAY, NOW, KINDS_OF_FACTS)
    items = list(AgendaItem.objects.filter(meeting=meeting).select_related("meeting__organization"))
    with count_queries("look: known_of"):
        known = known_of(items, NOW)
    assert all(known[item.pk] for item in items)


def test_the_same_facts_give_the_same_agenda(meeting: Meeting, security: Team, success: Team, ines: Person) -> None:
    fill_up(security, success, ines, 4)
    seen = []
    for _ in range(2):
        build_agenda(meeting=meeting, by=ines, now=NOW)
        seen.append(list(meeting.items.values_list("segment__position", "position", "title", "why", "minutes", "rank")))
    assert seen[0] == seen[1]
