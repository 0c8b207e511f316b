"""What a meeting needs of each of its people beforehand, counted; votes; and the line that says who is prepared."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from alignment.actions import record_measurement
from alignment.models import Metric
from organizations.models import Organization, Person, Team
from organizations.refusals import AlreadyClosed, NotAllowed, NotSaid, OutOfTurn
from rhythm.actions.agendas import build_agenda
from rhythm.actions.votes import cast_votes, order_by_votes, say_prepared
from rhythm.models import IssueVote, Meeting, MeetingRun
from rhythm.reads.preparation import Need, needed_of_people, readiness_of, what_is_needed_of
from tests.cast import NOW, new_person, new_team
from tests.query_counts import CountQueries
from tests.rhythm.agendas import LATER_TODAY, asked, days, new_issue, new_meeting, new_series, promised, troubled


@pytest.fixture
def security(ines: Person) -> Team:
    return new_team("Security", lead=ines)


@pytest.fixture
def meeting(security: Team, ines: Person) -> Meeting:
    """Security's weekly with three people: Ines, Wen and Tove."""
    for name in ("Wen Li", "Tove Berg"):
        security.memberships.create(organization=security.organization, person=new_person(name), role="member", status="active")
    return new_meeting(new_series("Security weekly", security, organizer=ines))


def titles(needs: list[Need]) -> list[str]:
    return [need.title for need in needs]


def test_everything_that_is_owed_before_the_meeting_is_counted_for_whom_it_is_owed_by(
    meeting: Meeting, security: Team, ines: Person
) -> None:
    wen = Person.objects.get(name="Wen Li")
    sso = troubled("SSO", "off_track", security, owner=ines)
    troubled("Reported", "on_track", security, owner=ines).health.__class__.objects.filter(objective__title="Reported").update(
        checked_in_on=days(0)
    )
    troubled("Of another team", "off_track", new_team("Data"), owner=ines)
    Metric.objects.create(organization=meeting.organization, title="Patch days", team=security, owner=wen)
    promised("Move the queue", ines, 0)
    promised("Later", ines, 9)
    asked("Sign-off", of=security, by=new_team("Sales"))
    for title in ("One", "Two"):
        new_issue(title, security)
    needed = needed_of_people(meeting, NOW)
    mine = needed[ines.pk]
    assert (titles(mine.check_ins), titles(mine.commitments), titles(mine.answers)) == (["SSO"], ["Move the queue"], ["Sign-off"])
    assert (mine.check_ins[0].id, mine.votes_left, mine.count) == (sso.pk, 3, 4)
    assert (titles(needed[wen.pk].numbers), needed[wen.pk].count) == (["Patch days"], 2)


def test_who_is_not_asked_owes_nothing_and_a_viewer_neither(meeting: Meeting, security: Team) -> None:
    reader = new_person("Karl Nyman", access="viewer")
    security.memberships.create(organization=security.organization, person=reader, role="member", status="active")
    promised("His", reader, -3)
    assert what_is_needed_of(new_person("Daniel Brooks"), meeting, NOW).count == 0
    assert reader.pk not in needed_of_people(meeting, NOW)


def test_a_meeting_of_nobody_needs_nothing(tidewater: Organization) -> None:
    meeting = new_meeting(new_series("Empty weekly", new_team("Empty")))
    assert needed_of_people(meeting, NOW) == {}
    readiness = readiness_of(meeting, NOW)
    assert (readiness.shares, readiness.issues, readiness.asked) == ([], 0, [])


def test_the_line_above_the_agenda_counts_the_whole_group(meeting: Meeting, security: Team, ines: Person) -> None:
    troubled("SSO", "off_track", security, owner=ines)
    metric = Metric.objects.create(organization=meeting.organization, title="Patch days", team=security, owner=ines)
    record_measurement(metric=metric, value=Decimal(9), by=ines, now=NOW)
    promised("Kept", ines, -1, state="done")
    promised("Not kept", ines, -2)
    promised("Long ago", ines, -30)
    new_issue("One", security)
    say_prepared(meeting=meeting, by=ines, now=NOW)
    readiness = readiness_of(meeting, NOW)
    assert [(share.word, share.done, share.all) for share in readiness.shares] == [
        ("check_ins", 0, 1), ("scorecard", 1, 1), ("commitments", 1, 2)
    ]  # fmt: skip
    assert (readiness.issues, readiness.prepared, len(readiness.asked)) == (1, [ines], 3)


@pytest.mark.parametrize(("age", "is_due"), [(6, False), (7, True)])
def test_a_number_is_due_when_its_own_stretch_is_over(
    meeting: Meeting, security: Team, ines: Person, age: int, is_due: bool
) -> None:
    metric = Metric.objects.create(organization=meeting.organization, title="Patch days", team=security, owner=ines)
    metric.measurements.create(organization=meeting.organization, on=NOW.date() - timedelta(days=age), value=9)
    assert bool(what_is_needed_of(ines, meeting, NOW).numbers) is is_due


@pytest.mark.parametrize("number", [1, 30])
def test_the_needs_of_all_take_the_same_queries_as_those_of_one(
    meeting: Meeting, security: Team, ines: Person, count_queries: CountQueries, number: int
) -> None:
    other = new_team("Sales")
    for at in range(number):
        person = new_person(f"Person {at}", key=f"person-{at}")
        security.memberships.create(organization=security.organization, person=person, role="member", status="active")
        troubled(f"Objective {at}", "off_track", security, owner=person)
        promised(f"Promise {at}", person, -at)
        asked(f"Need {at}", of=security, by=other)
        new_issue(f"Issue {at}", security)
        Metric.objects.create(organization=meeting.organization, title=f"Number {at}", team=security, owner=person)
    with count_queries("look: needed_of_people"):
        needed = needed_of_people(meeting, NOW)
    assert len(needed[ines.pk].answers) == number
    with count_queries("look: readiness_of"):
        readiness_of(meeting, NOW)


def test_three_votes_are_given_taken_back_and_given_elsewhere(meeting: Meeting, security: Team, ines: Person) -> None:
    one, two = new_issue("One", security), new_issue("Two", security)
    assert cast_votes(meeting=meeting, issue=one, votes=2, by=ines, now=NOW) == 1
    with pytest.raises(OutOfTurn, match="You have 1 of your 3 votes left"):
        cast_votes(meeting=meeting, issue=two, votes=2, by=ines, now=NOW)
    assert cast_votes(meeting=meeting, issue=one, votes=0, by=ines, now=NOW) == 3
    assert cast_votes(meeting=meeting, issue=two, votes=3, by=ines, now=NOW) == 0
    assert [(vote.issue, vote.votes) for vote in IssueVote.objects.all()] == [(two, 3)]


def test_nobody_votes_who_is_not_asked_nor_for_what_is_not_up(meeting: Meeting, security: Team, ines: Person) -> None:
    issue, parked = new_issue("One", security), new_issue("Parked", security, parked_on=date(2026, 8, 3))
    with pytest.raises(NotAllowed, match="Ask Ines Carvalho"):
        cast_votes(meeting=meeting, issue=issue, votes=1, by=new_person("Daniel Brooks"), now=NOW)
    with pytest.raises(OutOfTurn, match="not up for the next meeting"):
        cast_votes(meeting=meeting, issue=parked, votes=1, by=ines, now=NOW)
    with pytest.raises(OutOfTurn, match="another table"):
        cast_votes(meeting=meeting, issue=new_issue("Elsewhere", new_team("Data")), votes=1, by=ines, now=NOW)
    with pytest.raises(NotSaid, match="between 0 and 3"):
        cast_votes(meeting=meeting, issue=issue, votes=-1, by=ines, now=NOW)


def test_votes_change_until_the_room_is_past_its_triage(meeting: Meeting, security: Team, ines: Person) -> None:
    issue = new_issue("One", security)
    build_agenda(meeting=meeting, by=ines, now=NOW)
    run = MeetingRun.objects.create(
        organization=meeting.organization, meeting=meeting, opened_at=NOW, segment=meeting.segments.get(kind="triage")
    )
    assert cast_votes(meeting=meeting, issue=issue, votes=1, by=ines, now=NOW) == 2
    run.segment = meeting.segments.get(kind="issues")
    run.save()
    with pytest.raises(AlreadyClosed, match="Voting is over"):
        cast_votes(meeting=meeting, issue=issue, votes=2, by=ines, now=NOW)


def test_the_agenda_follows_the_votes_and_the_first_issues_get_the_minutes(meeting: Meeting, security: Team, ines: Person) -> None:
    issues = [new_issue(f"Issue {at}", security, raised_on=days(at - 30)) for at in range(5)]
    build_agenda(meeting=meeting, by=ines, now=NOW)
    cast_votes(meeting=meeting, issue=issues[4], votes=2, by=ines, now=NOW)
    order_by_votes(meeting)
    items = meeting.items.filter(segment__kind="issues").order_by("position")
    assert [(item.title, item.minutes) for item in items] == [
        ("Issue 4", 9), ("Issue 0", 8), ("Issue 1", 8), ("Issue 2", 0), ("Issue 3", 0)
    ]  # fmt: skip


def test_i_am_ready_is_said_and_taken_back_before_the_meeting_is_over(meeting: Meeting, ines: Person) -> None:
    assert say_prepared(meeting=meeting, by=ines, now=NOW).prepared_at == NOW
    assert say_prepared(meeting=meeting, by=ines, now=LATER_TODAY).prepared_at == NOW
    assert say_prepared(meeting=meeting, by=ines, now=NOW, is_prepared=False).prepared_at is None
    with pytest.raises(NotAllowed):
        say_prepared(meeting=meeting, by=new_person("Daniel Brooks"), now=NOW)
    meeting.state = "held"
    with pytest.raises(AlreadyClosed):
        say_prepared(meeting=meeting, by=ines, now=NOW)
