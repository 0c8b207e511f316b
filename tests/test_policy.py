"""Who may what, as one table: each question of the rooms' policies against everybody who could ask it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from accountability import policy as accountability
from accountability.models import Commitment, Seat
from alignment import policy as alignment
from alignment.models import Dependency, HelpAsk, Metric, Objective, Risk, StrategyImpact, StrategyVersion
from decisions import policy as decisions
from decisions.models import Blocker, Decision, DecisionRole, Hearing, Part
from intelligence import policy as intelligence
from notifications import policy as notifications
from notifications.models import Comment, Mention, Notification
from organizations import policy as organizations
from organizations.models import Organization, Person, SavedView, Team
from rhythm import policy as rhythm
from rhythm.models import HuddleEntry, Issue, Meeting, MeetingSeries, Message
from tests.cast import MONDAY, NOW, new_objective, new_person, new_team

RUN = {"owner", "admin"}
LEAD = {*RUN, "leader"}
MONDAY_LATER = NOW + timedelta(days=7)
WRITE = {*LEAD, "team lead", "teammate", "adviser", "stranger", "asker", "decider", "contact", "contributor", "their owner"}
OURS = {*LEAD, "team lead", "teammate", "their owner"}  # Security's things, one of them owned by somebody outside of it


@dataclass
class World:
    """Security and what is Security's; another team that waits for it; and everybody by the part they play."""

    organization: Organization
    people: dict[str, Person]
    security: Team
    waiting: Team
    objective: Objective
    dependency: Dependency
    decision: Decision
    undecided: Decision
    hearing: Hearing
    blocker: Blocker
    risk: Risk
    metric: Metric
    commitment: Commitment
    asked: Commitment
    private: Commitment
    series: MeetingSeries
    one_to_one: MeetingSeries
    message: Message
    waiting_message: Message
    private_message: Message
    entry: HuddleEntry
    issue: Issue
    impact: StrategyImpact
    help: HelpAsk
    mention: Mention
    line: Notification
    seat: Seat
    top_seat: Seat
    own_view: SavedView
    shared_view: SavedView


PARTS: dict[str, dict[str, Any]] = {
    "owner": {"access": "owner"},
    "admin": {"access": "admin"},
    "leader": {"access": "leader"},
    "team lead": {},
    "teammate": {},
    "adviser": {},
    "former teammate": {"status": "inactive"},
    "stranger": {},
    "asker": {},
    "decider": {},
    "contact": {},
    "contributor": {},
    "their owner": {},
    "viewer": {"access": "viewer"},
}


@pytest.fixture
def world(tidewater: Organization) -> World:
    people = {part: new_person(part.title(), **fields) for part, fields in PARTS.items()}
    owner, scope = people["their owner"], {"organization": tidewater}
    security, waiting = new_team("Security", lead=people["team lead"]), new_team("Customer Success", lead=people["asker"])
    for part, role in (("teammate", "member"), ("adviser", "advisor"), ("former teammate", "member"), ("viewer", "lead")):
        security.memberships.create(**scope, person=people[part], role=role, status="active")
    security.memberships.create(**scope, person=people["stranger"], role="member", status="ended")
    objective = new_objective("SSO", team=security, owner=owner)
    objective.contributions.create(**scope, person=people["contributor"])
    dependency = Dependency.objects.create(
        **scope, kind="work", state="requested", from_team=waiting, to_team=security, asked_by=people["asker"]
    )
    dependency.contacts.create(**scope, person=people["contact"])
    decision, undecided = (
        Decision.objects.create(**scope, title=title, team=security, asked_by=people["asker"]) for title in ("One", "Two")
    )
    DecisionRole.objects.create(**scope, decision=decision, person=people["decider"], part=Part.DECIDER)
    hearing = Hearing.objects.create(**scope, decision=decision, way="consent", opened_at=NOW, closes_on=MONDAY)
    for part in ("contributor", "viewer", "former teammate"):
        hearing.answers.create(**scope, person=people[part])
    ours = {**scope, "team": security, "owner": owner}
    asked, private = promised(ours, people)
    version = StrategyVersion.objects.create(**scope, number=1, at=NOW, by=people["asker"])
    comment = Comment.objects.create(**scope, about_type="x", about_id=1, author=people["teammate"], text="@Decider", at=NOW)
    seat, top = seated(scope, people)
    weekly, one_to_one, sent, waits, between_two = told(scope, people, security)
    return World(
        tidewater, people, security, waiting, objective, dependency, decision, undecided, hearing, stuck(scope, people, objective),
        risk=Risk.objects.create(**ours, title="Tester"), metric=Metric.objects.create(**ours, title="Findings"),
        commitment=Commitment.objects.create(**ours, title="Book a slot", state="open"),
        series=weekly, one_to_one=one_to_one, message=sent, waiting_message=waits, private_message=between_two,
        entry=HuddleEntry.objects.create(**scope, meeting=sent.meeting, person=people["teammate"], thing="x", written_at=NOW),
        issue=Issue.objects.create(**ours, title="Queue"),
        impact=StrategyImpact.objects.create(**scope, version=version, team=security, asked_on=MONDAY),
        help=objective.help_asks.create(**scope, by=owner, asked=people["decider"], words="Sign it", asked_at=NOW),
        mention=comment.mentions.create(**scope, person=people["decider"]),
        line=Notification.objects.create(**scope, person=people["decider"], reason="x", text="X", created_at=NOW),
        asked=asked, private=private, seat=seat, top_seat=top,
        own_view=SavedView.objects.create(**scope, person=people["stranger"], name="Mine", created_at=NOW),
        shared_view=SavedView.objects.create(**scope, person=people["stranger"], name="All", is_shared=True, created_at=NOW),
    )  # fmt: skip


def stuck(scope: dict[str, Any], people: dict[str, Person], objective: Objective) -> Blocker:
    """Raised by one, for another to clear."""
    said = {"title": "No tester", "kind": "team", "owner": people["contact"], "raised_by": people["asker"], "raised_at": NOW}
    blocker: Blocker = Blocker.objects.create(**scope, objective=objective, **said)
    return blocker


def promised(ours: dict[str, Any], people: dict[str, Person]) -> tuple[Commitment, Commitment]:
    """What their owner is asked for by one for another, and what is between the two."""
    asked = Commitment.objects.create(**ours, title="Send it", state="asked", asked_by=people["asker"], receiver=people["contact"])
    own = {name: ours[name] for name in ("organization", "owner")}
    private = Commitment.with_private.create(**own, asked_by=people["asker"], title="Own", state="open", is_private=True)
    return asked, private


def seated(scope: dict[str, Any], people: dict[str, Person]) -> tuple[Seat, Seat]:
    """Security's seat, held by who leads it, below that of their owner."""
    top = Seat.objects.create(**scope, title="Chief executive")
    seat = Seat.objects.create(**scope, title="Security", above=top)
    top.holders.create(**scope, person=people["their owner"], start_on=MONDAY)
    seat.holders.create(**scope, person=people["team lead"], start_on=MONDAY)
    return seat, top


def told(scope: dict[str, Any], people: dict[str, Person], security: Team) -> Any:
    """Security's weekly and what two people say to each other: a message that was sent, one that waits, one from the two."""
    weekly = MeetingSeries.objects.create(**scope, title="Weekly", team=security, organizer=people["their owner"])
    one_to_one = MeetingSeries.objects.create(**scope, title="Two of us", kind="one_to_one", organizer=people["asker"])
    one_to_one.people.create(**scope, person=people["decider"])
    sent, waits, private = (
        Message.objects.create(
            **scope, meeting=Meeting.objects.create(**scope, series=series, planned_at=day), written_at=NOW, text=text,
            author=people["contributor"], sent_at=None if text == "Later" else NOW,
        )
        for series, text, day in ((weekly, "All of us", NOW), (one_to_one, "Later", NOW), (one_to_one, "To some", MONDAY_LATER))
    )  # fmt: skip
    sent.readings.create(**scope, team=security, person=people["contact"])
    private.readings.create(**scope, team=security, person=people["contact"])
    return weekly, one_to_one, sent, waits, private


Question = Callable[[World, Person | None], bool]
TABLE: list[tuple[str, Question, set[str]]] = [
    ("add people", lambda w, p: organizations.may_add_person(p, w.organization), RUN),
    ("form teams", lambda w, p: organizations.may_form_team(p, None), LEAD),
    ("change who is in Security", lambda w, p: organizations.may_change_members(p, w.security), LEAD | {"team lead"}),
    ("run the quarters", lambda w, p: organizations.may_run_cycles(p, w.organization), LEAD),
    (
        "say when their owner is away",
        lambda w, p: organizations.may_plan_absence(p, w.people["their owner"]),
        LEAD | {"their owner"},
    ),
    ("change a view of one's own", lambda w, p: organizations.may_change_view(p, w.own_view), {"stranger"}),
    ("change a shared view", lambda w, p: organizations.may_change_view(p, w.shared_view), LEAD | {"stranger"}),
    ("begin something for a team", lambda w, p: organizations.may_act_for_some_team(p), LEAD | {"team lead", "teammate", "asker"}),
    ("comment", lambda w, p: notifications.may_comment(p), WRITE),
    ("change a comment", lambda w, p: notifications.may_edit_comment(p, w.mention.comment, NOW), {"teammate"}),
    ("take a comment back", lambda w, p: notifications.may_remove_comment(p, w.mention.comment, NOW), RUN | {"teammate"}),
    ("say that what names them is read", lambda w, p: notifications.may_read_mention(p, w.mention), {"decider"}),
    ("read a line of the decider's", lambda w, p: notifications.may_read_line(p, w.line), {"decider"}),
    ("turn reminders off for everybody", lambda w, p: notifications.may_set_rules(p), RUN),
    ("connect a chat of Security", lambda w, p: notifications.may_connect_chat(p, w.security), LEAD | {"team lead"}),
    ("connect a chat of the organization", lambda w, p: notifications.may_connect_chat(p, None), RUN),
    ("say how often Security is asked", lambda w, p: alignment.may_set_cadence(p, w.security), LEAD | {"team lead"}),
    ("set the company's objectives", lambda w, p: alignment.may_set_objective(p, None), LEAD),
    ("set Security's priorities", lambda w, p: alignment.may_set_objective(p, w.security), OURS - {"their owner"}),
    ("change SSO", lambda w, p: alignment.may_change_objective(p, w.objective), OURS),
    ("close SSO", lambda w, p: alignment.may_close_objective(p, w.objective), OURS),
    ("check in on SSO", lambda w, p: alignment.may_post_check_in(p, w.objective), OURS | {"contributor"}),
    ("publish Security's plan", lambda w, p: alignment.may_publish_plan(p, w.security), LEAD | {"team lead"}),
    ("publish the company's plan", lambda w, p: alignment.may_publish_plan(p, None), LEAD),
    ("score SSO", lambda w, p: alignment.may_conclude_objective(p, w.objective), LEAD | {"team lead", "their owner"}),
    ("answer a call for help", lambda w, p: alignment.may_answer_help(p, w.help), {"decider"}),
    ("take a call for help back", lambda w, p: alignment.may_close_help(p, w.help), OURS),
    ("settle what was found about SSO", lambda w, p: alignment.may_settle_finding(p, w.objective, None), OURS),
    ("open the pulse", lambda w, p: alignment.may_open_pulse(p), LEAD),
    ("answer the pulse", lambda w, p: alignment.may_answer_pulse(p), WRITE),
    ("ask Security for Customer Success", lambda w, p: alignment.may_request_dependency(p, w.waiting, None), LEAD | {"asker"}),
    ("ask any team", lambda w, p: alignment.may_request_some_dependency(p), OURS | {"asker"}),
    ("answer for Security", lambda w, p: alignment.may_answer_dependency(p, w.dependency), OURS - {"their owner"} | {"contact"}),
    ("accept for Customer Success", lambda w, p: alignment.may_ask_again(p, w.dependency), LEAD | {"asker"}),
    (
        "offer or ask for another day",
        lambda w, p: alignment.may_negotiate_dependency(p, w.dependency),
        OURS - {"their owner"} | {"contact", "asker"},
    ),
    ("write the strategy", lambda w, p: alignment.may_edit_strategy(p, w.organization), LEAD),
    ("say what the strategy means for Security", lambda w, p: alignment.may_answer_impact(p, w.impact), OURS - {"their owner"}),
    ("say that it was meant otherwise", lambda w, p: alignment.may_return_impact(p, w.impact), LEAD | {"asker"}),
    ("raise a risk", lambda w, p: alignment.may_raise_risk(p, w.organization), WRITE),
    ("settle a risk", lambda w, p: alignment.may_settle_risk(p, w.risk), OURS),
    ("add a number to the scorecard", lambda w, p: alignment.may_add_metric(p, None), LEAD),
    ("measure", lambda w, p: alignment.may_record_measurement(p, w.metric), OURS),
    (
        "promise for the owner",
        lambda w, p: accountability.may_make_commitment(p, w.people["their owner"], None),
        LEAD | {"their owner"},
    ),
    ("close a promise", lambda w, p: accountability.may_close_commitment(p, w.commitment), OURS),
    ("ask for a promise", lambda w, p: accountability.may_ask_for_commitment(p), WRITE),
    ("answer to that", lambda w, p: accountability.may_answer_commitment(p, w.asked), {"their owner"}),
    ("take the day that is offered", lambda w, p: accountability.may_settle_ask(p, w.asked), LEAD | {"asker"}),
    ("take the question back", lambda w, p: accountability.may_close_commitment(p, w.asked), LEAD | {"asker"}),
    ("say that it is done", lambda w, p: accountability.may_confirm_commitment(p, w.asked), LEAD | {"contact"}),
    ("see a private promise", lambda w, p: accountability.may_see_commitment(p, w.private), {"their owner", "asker"}),
    ("close a private promise", lambda w, p: accountability.may_close_commitment(p, w.private), {"their owner"}),
    ("begin the chart", lambda w, p: accountability.may_change_below(p, None), LEAD),
    ("add a seat below Security", lambda w, p: accountability.may_change_below(p, w.seat), LEAD | {"team lead"}),
    ("add some seat", lambda w, p: accountability.may_add_some_seat(p), LEAD | {"team lead", "their owner"}),
    ("change the seat of Security", lambda w, p: accountability.may_change_seat(p, w.seat), LEAD | {"their owner"}),
    ("read who fits Security", lambda w, p: accountability.may_read_fit(p, w.seat), RUN | {"their owner"}),
    ("read who fits the top", lambda w, p: accountability.may_read_fit(p, w.top_seat), RUN),
    (
        "hand over what their owner has",
        lambda w, p: accountability.may_hand_over(p, w.people["their owner"]),
        LEAD | {"their owner"},
    ),
    ("ask for a decision", lambda w, p: decisions.may_ask_for_decision(p, w.organization), WRITE),
    ("decide", lambda w, p: decisions.may_decide(p, w.decision), RUN | {"decider"}),
    ("undo a decision", lambda w, p: decisions.may_undo_decision(p, w.decision), RUN | {"decider"}),
    ("decide what nobody was named for", lambda w, p: decisions.may_decide(p, w.undecided), LEAD),
    ("pass a decision on", lambda w, p: decisions.may_hand_over_decision(p, w.decision), LEAD | {"asker", "decider"}),
    ("log Security's decisions", lambda w, p: decisions.may_record_decision(p, w.security), OURS - {"their owner"}),
    ("change a question", lambda w, p: decisions.may_change_decision(p, w.decision), LEAD | {"asker", "decider"}),
    ("answer before it is decided", lambda w, p: decisions.may_answer(p, w.hearing), {"contributor"}),
    ("say that Security knows", lambda w, p: decisions.may_acknowledge(p, w.security), {"team lead"}),
    ("disagree", lambda w, p: decisions.may_disagree(p, w.decision), WRITE - {"decider"}),
    ("follow up", lambda w, p: decisions.may_follow_up(p, w.decision), OURS - {"their owner"} | {"asker", "decider"}),
    ("open a decision again", lambda w, p: decisions.may_reopen_decision(p, w.decision), RUN | {"decider"}),
    ("look at a decision again", lambda w, p: decisions.may_review_decision(p, w.decision), LEAD | {"decider"}),
    ("raise a blocker", lambda w, p: decisions.may_raise_blocker(p, w.organization), WRITE),
    ("withdraw a blocker", lambda w, p: decisions.may_withdraw_blocker(p, w.blocker), OURS | {"asker"}),
    ("change a blocker", lambda w, p: decisions.may_change_blocker(p, w.blocker), OURS | {"asker"}),
    ("clear a blocker", lambda w, p: decisions.may_clear_blocker(p, w.blocker), OURS | {"asker", "contact"}),
    ("open a blocker again", lambda w, p: decisions.may_reopen_blocker(p, w.blocker), OURS | {"asker", "contact"}),
    ("hand a blocker on", lambda w, p: decisions.may_hand_on_blocker(p, w.blocker), OURS | {"asker", "contact"}),
    ("say when a blocker is cleared", lambda w, p: decisions.may_promise_blocker(p, w.blocker), RUN | {"contact"}),
    ("say what must hold", lambda w, p: decisions.may_assume(p, w.decision), OURS - {"their owner"} | {"asker", "decider"}),
    ("plan Security's meetings", lambda w, p: rhythm.may_plan_series(p, w.security), OURS - {"their owner"}),
    ("plan meetings of no team", lambda w, p: rhythm.may_plan_series(p, None), LEAD | {"team lead", "asker"}),
    ("change the series", lambda w, p: rhythm.may_change_series(p, w.series), OURS),
    ("hand on a turn", lambda w, p: rhythm.may_give_turn(p, w.series, w.people["stranger"]), OURS | {"stranger"}),
    ("open a calendar", lambda w, p: rhythm.may_have_calendar(p, w.people["viewer"]), {"viewer"}),
    ("keep minutes", lambda w, p: rhythm.may_keep_meeting(p, w.series), OURS),
    ("read minutes", lambda w, p: rhythm.may_read_minutes(p, w.series), set(PARTS)),
    ("read what two people said", lambda w, p: rhythm.may_read_minutes(p, w.one_to_one), {"asker", "decider"}),
    ("correct minutes", lambda w, p: rhythm.may_correct_minutes(p, w.series), OURS),
    ("correct what two people said", lambda w, p: rhythm.may_correct_minutes(p, w.one_to_one), {"asker", "decider"}),
    ("read a message", lambda w, p: rhythm.may_read_message(p, w.message), set(PARTS)),
    ("read what waits", lambda w, p: rhythm.may_read_message(p, w.waiting_message), {"asker", "decider"}),
    ("read what two people say", lambda w, p: rhythm.may_read_message(p, w.private_message), {"asker", "decider", "contact"}),
    ("say that a message is read", lambda w, p: rhythm.may_acknowledge_message(p, w.message), {"contact"}),
    ("take a message back", lambda w, p: rhythm.may_withdraw_message(p, w.message), OURS | {"contributor"}),
    ("raise an issue", lambda w, p: rhythm.may_raise_issue(p, w.organization), WRITE),
    ("vote before a meeting", lambda w, p: rhythm.may_vote(p, w.series), {"team lead", "teammate", "their owner"}),
    ("write into a huddle", lambda w, p: rhythm.may_write_entry(p, w.series), {"team lead", "teammate", "their owner"}),
    ("turn stucks of a huddle", lambda w, p: rhythm.may_turn_stucks(p, w.series, None), {*LEAD, "team lead", "their owner"}),
    ("turn one's own stuck", lambda w, p: rhythm.may_turn_stuck(p, w.entry), {*LEAD, "team lead", "teammate", "their owner"}),
    ("close an issue", lambda w, p: rhythm.may_close_issue(p, w.issue), OURS),
    ("write a lesson", lambda w, p: intelligence.may_record_lesson(p, w.organization), WRITE),
]


@pytest.mark.parametrize(("question", "may"), [(question, may) for _, question, may in TABLE], ids=[name for name, *_ in TABLE])
def test_just_these_people_may(world: World, question: Question, may: set[str]) -> None:
    assert {part for part, person in world.people.items() if question(world, person)} == may


@pytest.mark.parametrize("question", [question for _, question, _ in TABLE], ids=[name for name, *_ in TABLE])
def test_the_product_itself_may_everything_and_a_question_costs_little(
    world: World, question: Question, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(0):
        assert question(world, None)
    with django_assert_max_num_queries(4):
        question(world, world.people["stranger"])
