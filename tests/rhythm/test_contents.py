"""What each segment of a running meeting shows: what is wrong first, what is fine in one line, the same for every reader."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from alignment.actions.metrics import add_metric
from alignment.models import Measurement, Metric
from alignment.models.metrics import Better
from decisions.models import Option
from organizations.models import Person, Team
from organizations.tenancy import in_organization
from rhythm.actions.rooms.asking import open_writing, show_writing, write_line
from rhythm.actions.rooms.capturing import capture
from rhythm.models import IssueVote, SegmentKind
from rhythm.ranking import CommitmentFacts
from rhythm.reads.candidates import candidates
from rhythm.reads.contents import content_of
from rhythm.reads.contents.rows import MOST
from rhythm.reads.frozen import freeze_segment
from rhythm.reads.mine import mine_of
from tests.cast import MONDAY, NOW, new_organization, new_person, new_team
from tests.reading import in_order
from tests.rhythm.agendas import asked, days, new_issue, new_risk, promised, troubled, undecided
from tests.rhythm.segments import go, look, on_agenda, room_at, run_meeting, security_of, segment_of, shown, source, titles

Kind = SegmentKind


@pytest.fixture
def security(ines: Person) -> Team:
    return security_of(ines)


def test_priorities_show_only_what_is_not_as_it_should_be(security: Team, ines: Person) -> None:
    for number in range(29):
        troubled(f"On its way {number}", "on_track", security)
    troubled(
        "SSO for mid-market",
        "off_track",
        security,
        since=-14,
        owner=ines,
        causes=[{"kind": "behind_pace", "type": "objective", "id": 1, "points": 21}],
    )
    troubled("Onboarding playbook", "at_risk", security)
    troubled("Believed by nobody", "on_track", security, is_contradicted=True)
    troubled("Of another team", "off_track", new_team("Sales"))
    page = shown(run_meeting(security, ines, Kind.PRIORITIES))
    assert in_order(
        page,
        "Believed by nobody",
        "[Off track] SSO for mid-market",
        "Ines Carvalho",
        "21 points behind pace",
        "14 days",
        "Onboarding playbook",
        "29 objectives on track, not read out",
    )
    assert "On its way" not in page
    assert "Of another team" not in page


def test_why_a_priority_is_on_the_agenda_is_said_once(security: Team, ines: Person) -> None:
    meeting = run_meeting(security, ines, Kind.PRIORITIES)
    behind = [{"kind": "behind_pace", "type": "objective", "id": 1, "points": 21}]
    for title, why in (("SSO", "21 points behind pace"), ("Playbook", "Ruth asks for it")):
        objective = troubled(title, "off_track", security, causes=behind)
        on_agenda(meeting, Kind.PRIORITIES, objective, why=why)
    page = shown(meeting)
    assert page.count("21 points behind pace") == 2, "in each row, and not again as the reason"
    assert "Ruth asks for it" in page


def test_a_week_without_trouble_says_so_in_one_sentence(security: Team, ines: Person) -> None:
    meeting = run_meeting(security, ines, Kind.PRIORITIES)
    assert "No objectives under way here." in shown(meeting)
    troubled("On its way", "on_track", security)
    assert in_order(shown(meeting), "All are on track. Nothing to read out.", "1 objective on track, not read out")
    go(meeting, Kind.DEPENDENCIES, ines)
    assert "Nobody waits for us, and we wait for nobody." in shown(meeting)
    go(meeting, Kind.SCORECARD, ines)
    assert "No numbers yet." in shown(meeting)
    go(meeting, Kind.WINS, ines)
    assert "The first win is still to come." in shown(meeting)


def test_what_the_agenda_ranks_stands_first_with_its_reason(security: Team, ines: Person) -> None:
    troubled("Gravest by status", "off_track", security)
    ranked = troubled("Ranked by the agenda", "at_risk", security)
    meeting = run_meeting(security, ines, Kind.PRIORITIES)
    on_agenda(meeting, Kind.PRIORITIES, ranked, why="At risk for three weeks, and carried over")
    page = shown(meeting)
    assert in_order(page, "Ranked by the agenda", "carried over", "Fine, next", "Gravest by status")


def measured(title: str, team: Team, owner: Person, goal: int, *values: float, better: Better = Better.UP, age: int = 0) -> Metric:
    """A number with a value a week, the newest on Monday or so many days before it."""
    metric = add_metric(
        organization=team.organization, title=title, team=team, owner=owner, goal=goal, better=better, by=None, now=NOW
    )
    for weeks, value in enumerate(reversed(values)):
        Measurement.objects.create(
            organization_id=team.organization_id,
            metric=metric,
            value=Decimal(str(value)),
            on=MONDAY - timedelta(days=7 * weeks + age),
        )
    return metric


def test_the_scorecard_begins_with_what_is_off_goal(security: Team, ines: Person) -> None:
    measured("Patch days", security, ines, 10, 9, 9, 8, better=Better.DOWN)
    measured("Duplicate rate", security, ines, 2, 9.1, 9.1, 9.1, 9.1, better=Better.DOWN)
    measured("New tenants", security, ines, 2, 3, 1)
    measured("Not measured this week", security, ines, 5, 7, age=8)
    meeting = run_meeting(security, ines, Kind.SCORECARD)
    page = shown(meeting)
    assert in_order(
        page,
        "4 numbers, 2 off goal, 1 of them two times running; 3 measured.",
        "[Off track] Duplicate rate",
        "flat for 4 weeks",
        "[At risk] New tenants",
        "[No update] Not measured this week",
        "1 number on goal, not read out",
        "Patch days",
    )
    html = source(meeting)
    assert 'value="9.1"' in html, "this week's number stands in its cell"
    assert in_order(html, 'aria-label="Not measured this week, this week"', "</form>")
    assert 'value=""' in html, "the cell of a number that nobody measured waits empty"


def test_promises_past_their_day_come_first(security: Team, ines: Person) -> None:
    promised("Rotate the keys", ines, due=-5, team=security)
    promised("Write the letter", ines, due=3, team=security)
    promised("Much later", ines, due=40, team=security)
    promised("Kept", ines, due=-1, team=security, state="done", completed_on=days(-1))
    page = shown(run_meeting(security, ines, Kind.COMMITMENTS))
    assert in_order(
        page,
        "Past their day",
        "[Late] Rotate the keys",
        "5 days late",
        "Due before the week is over",
        "Write the letter",
        "Thu 20 Aug",
        "1 of 2 kept this week, 1 more for later, not read out",
    )
    assert "Much later" not in page


def test_a_promise_is_past_its_day_where_its_owner_lives(security: Team, ines: Person) -> None:
    """Nine on Monday morning in London is eleven on Sunday evening in Honolulu, and eight on Monday evening in Nouméa."""
    for name, zone in {"Kai Akana": "Pacific/Honolulu", "Waia Poedi": "Pacific/Noumea"}.items():
        promised(f"Of {name}", new_person(name, timezone=zone, status="active"), due=-1, team=security)
    meeting = run_meeting(security, ines, Kind.COMMITMENTS)
    page = shown(meeting)
    assert in_order(page, "[Late] Of Waia Poedi", "1 day late", "Due before the week is over", "Of Kai Akana")
    assert page.count("1 day late") == 1
    found = candidates(meeting, MONDAY, NOW, {"commitments"}).facts
    assert [(row.owner, row.late) for row in found if isinstance(row, CommitmentFacts)] == [("Waia Poedi", 1)]


def test_coordination_shows_both_sides_of_the_next_two_weeks_and_what_waits_to_be_decided(security: Team, ines: Person) -> None:
    sales = new_team("Sales")
    asked("SSO pen-test sign-off", of=security, by=sales, needed_by=days(4))
    asked("Price list", of=sales, by=security, state="agreed", promised_by=days(-3), needed_by=days(-3))
    asked("Next year's budget", of=sales, by=security, state="agreed", promised_by=days(80), needed_by=days(80))
    meeting = run_meeting(security, ines, Kind.DEPENDENCIES)
    page = shown(meeting)
    assert in_order(
        page,
        "Others wait for us",
        "SSO pen-test sign-off",
        "Security for Sales",
        "12 days, no answer",
        "Accept for Fri 21 Aug",
        "Another day",
        "Decline",
        "We wait for others",
        "[Late] Price list",
        "3 days late",
        "Remind them",
        "1 dependency due later, not read out",
    )
    assert "Next year's budget" not in page


def test_decisions_stand_in_coordination_only_where_no_segment_is_for_them(security: Team, ines: Person) -> None:
    undecided("Extend the contractor", ines, held=(security,))
    meeting = run_meeting(security, ines, Kind.DEPENDENCIES)
    assert "Extend the contractor" not in shown(meeting)
    segment_of(meeting, Kind.DECISIONS).delete()
    assert in_order(shown(meeting), "Decisions that wait", "Extend the contractor", "1 team held up", "9 days open")


def test_decisions_wait_with_their_day_and_can_be_taken_on_the_spot(security: Team, ines: Person) -> None:
    late = undecided("Past its day", ines, team=security, need_by=days(-2))
    Option.objects.create(organization_id=late.organization_id, decision=late, position=0, text="Keep Jira")
    undecided("Soon", None, team=security, need_by=days(3), proposed_on=days(-1))
    page = shown(run_meeting(security, ines, Kind.DECISIONS))
    assert in_order(
        page,
        "[Past its day] Past its day",
        "Ines Carvalho",
        "2 days past its day",
        "What is chosen",
        "Keep Jira",
        "Decide",
        "Soon",
        "No owner",
        "needed by Thu 20 Aug",
    )


def test_risks_open_on_those_that_are_nobodys(security: Team, ines: Person) -> None:
    new_risk("Owned and answered", security, owner=ines, disposition="accepted")
    new_risk("Grave and undecided", security, owner=ines, likelihood=5, impact=5)
    new_risk("Nobody's", security, likelihood=2, impact=2)
    page = shown(run_meeting(security, ines, Kind.RISKS))
    assert in_order(page, "Nobody's", "No owner", "4 of 25", "Grave and undecided", "25 of 25", "1 risk owned and watched")
    assert "Owned and answered" not in page


def test_wins_and_headlines_are_shown_as_they_arrive(security: Team, ines: Person, marta: Person) -> None:
    meeting = run_meeting(security, ines, Kind.HEADLINES)
    capture(meeting=meeting, kind="headline", text="Fenmoor renewed three years", key="a", by=ines, now=NOW)
    capture(meeting=meeting, kind="headline", text="Two leavers in Support", key="b", by=marta, now=NOW)
    capture(meeting=meeting, kind="win", text="The audit is through", key="c", by=ines, now=NOW)
    page = shown(meeting)
    assert in_order(page, "Two leavers in Support", "Marta Lindqvist", "Issue", "Fenmoor renewed three years", "Ines Carvalho")
    assert "The audit" not in page
    go(meeting, Kind.WINS, ines)
    assert "The audit is through" in shown(meeting)


def test_the_issue_list_stands_by_votes(security: Team, ines: Person, marta: Person) -> None:
    meeting = run_meeting(security, ines, Kind.TRIAGE)
    for title, given in (("One vote", 1), ("Three votes", 3), ("None", 0)):
        issue = new_issue(title, security, raised_by=ines)
        if given:
            IssueVote.objects.create(organization_id=issue.organization_id, meeting=meeting, issue=issue, person=ines, votes=given)
    new_issue("Parked", security, parked_on=days(-3))
    page = shown(meeting)
    assert in_order(
        page, "1 of 0 have voted", "[3 votes]", "Three votes", "[1 vote]", "One vote", "None", "Take up the top 3", "1 parked"
    )
    mine = mine_of(ines, room_at(meeting))
    assert mine.template == "rhythm/segments/_mine_triage.html"
    assert [(issue.title, votes) for issue, votes in mine.ballot] == [("One vote", 1), ("Three votes", 3), ("None", 0)], (
        "it stands still"
    )
    assert mine.votes_left == 0
    assert not mine_of(marta, room_at(meeting)).may_vote, "she is not asked to this meeting"


def test_the_issue_on_the_clock_shows_what_is_known_said_and_taken(security: Team, ines: Person) -> None:
    meeting = run_meeting(security, ines, Kind.TRIAGE)
    own = troubled("SSO for mid-market", "off_track", security, progress=0.3, elapsed=0.5)
    issue = new_issue("Security holds up three teams", security, objective=own)
    on_agenda(meeting, Kind.ISSUES, issue, issue=issue, minutes=10)
    go(meeting, Kind.ISSUES, ines)
    page = shown(meeting)
    assert in_order(page, "SSO for mid-market", "30%, 20 behind", "What comes of it", "open", "Nothing yet. It ends in a decision")
    capture(meeting=meeting, kind="note", text="The contractor ends Friday", key="n", by=ines, now=NOW)
    capture(meeting=meeting, kind="decision", text="One intake queue", key="d", by=ines, now=NOW)
    assert in_order(shown(meeting), "Said so far", "The contractor ends Friday", "What comes of it", "Decided", "One intake queue")


def test_what_is_written_in_silence_is_seen_by_nobody_before_it_is_shown(security: Team, ines: Person, marta: Person) -> None:
    meeting = run_meeting(security, ines, Kind.WRITING)
    assert "Nobody has asked a question yet." in shown(meeting)
    writing = open_writing(meeting=meeting, question="It has failed. Why?", by=ines, now=NOW)
    write_line(writing=writing, text="The vendor went away", key="1", by=marta, now=NOW)
    page = shown(meeting)
    assert in_order(page, "It has failed. Why?", "1 of 1 have written")
    assert "vendor" not in page
    assert "vendor" not in str(freeze_segment(segment_of(meeting, Kind.WRITING), look(meeting)))
    show_writing(writing=writing, by=ines, now=NOW)
    assert in_order(shown(meeting), "1 person wrote.", "The vendor went away", "Marta Lindqvist", "Issue", "Risk")


def test_lessons_ask_of_what_ended_what_was_missed_first(security: Team, ines: Person) -> None:
    meeting = run_meeting(security, ines, Kind.LESSONS)
    on_agenda(meeting, Kind.LESSONS, troubled("Ring-fence", "", security, state="missed"), why="Missed on Fri 14 Aug")
    assert in_order(shown(meeting), "What ended", "Ring-fence", "Missed on Fri 14 Aug", "missed", "What was learned before")


def test_what_a_segment_showed_is_kept_as_it_was(security: Team, ines: Person) -> None:
    troubled("On its way", "on_track", security)
    troubled("SSO for mid-market", "off_track", security, owner=ines)
    meeting = run_meeting(security, ines, Kind.PRIORITIES)
    segment = segment_of(meeting, Kind.PRIORITIES)
    segment.known = {"beyond_count": 2}
    kept = freeze_segment(segment, look(meeting))
    assert kept["beyond_count"] == 2, "what the agenda noted stays beside it"
    assert kept["calm"] == "1 objective on track, not read out"
    assert [(line["mark"], line["words"], line["figure"], line["who"]) for line in kept["lines"]] == [
        ("off_track", "SSO for mid-market", "Off track", "Ines Carvalho")
    ]
    go(meeting, Kind.SCORECARD, ines)
    empty = freeze_segment(segment_of(meeting, Kind.SCORECARD), look(meeting))
    assert empty["lines"] == []
    assert empty["calm"].startswith("No numbers yet")


def test_a_long_list_ends_with_where_the_rest_is(security: Team, ines: Person) -> None:
    for number in range(MOST + 12):
        troubled(f"Off track {number:02}", "off_track", security)
    meeting = run_meeting(security, ines, Kind.PRIORITIES)
    assert len(titles(look(meeting))) == MOST
    assert "and 12 more" in shown(meeting)
    assert f"objectives/?team={security.pk}" in source(meeting)


def test_a_company_meeting_reads_every_team_and_another_companys_nothing(security: Team, ines: Person, marta: Person) -> None:
    with in_organization(new_organization("rival")):
        troubled("Secret of the rival", "off_track")
        new_issue("Rival's issue")
        new_person("Their spy")
    troubled("Of Sales", "off_track", new_team("Sales"))
    troubled("Of Security", "at_risk", security)
    meeting = run_meeting(None, marta, Kind.PRIORITIES)
    page = shown(meeting)
    assert in_order(page, "Of Sales", "Of Security")
    for kind in Kind:
        go(meeting, kind, marta)
        assert "ival" not in shown(meeting)


def test_a_reader_may_look_at_another_segment_meanwhile(security: Team, ines: Person) -> None:
    troubled("SSO for mid-market", "off_track", security)
    meeting = run_meeting(security, ines, Kind.WINS)
    there = content_of(room_at(meeting), segment_id=segment_of(meeting, Kind.PRIORITIES).pk)
    assert there.template == "rhythm/segments/_priorities.html"
    assert titles(there) == ["SSO for mid-market"]
    assert content_of(room_at(meeting), segment_id=999_999_999).segment is None
