"""Verbs: a decision is taken or recorded, takes another's place, and is followed by promises."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from accountability.actions import make_commitment
from accountability.models import Commitment
from alignment.models import Objective
from decisions import policy
from decisions.actions.closing import close_with
from decisions.actions.evidence import Expected, keep_evidence
from decisions.actions.findings import settle_what_was_asked
from decisions.actions.states import STATES, check_people, decider_of, give_part
from decisions.actions.succession import check_may_undo, check_stands, decide_anew, give_back_place, hold_chains, take_place
from decisions.actions.telling import step_in, tell_teams
from decisions.models import Decision, DecisionCommitment, DecisionState, DecisionTeam, Door, Option, Part
from organizations.logbook import record, verb
from organizations.models import Organization, Person, Team
from organizations.refusals import NotAllowed, NotSaid, OutOfTurn
from organizations.tenancy import new_key
from organizations.verbs import check_next, check_order, day_of, locked, whom_to_ask, worded
from organizations.words import own_words

State = DecisionState
REVIEW_AFTER = timedelta(days=90)  # what cannot be undone is looked at again (DOMAIN 2.4)


@verb
def decide(
    *,
    decision: Decision,
    outcome: str,
    by: Person | None,
    now: datetime,
    option: Option | None = None,
    is_yes: bool = True,
    confidence: int | None = None,
    review_on: date | None = None,
    expects: Expected | None = None,
) -> Decision:
    """Answer the question: what was chosen and why, and what is expected of it. A no is an answer too (`is_yes=False`)."""
    decision = locked(decision)
    if not policy.may_decide(by, decision):
        raise NotAllowed(
            f"“{decision}” is not yours to decide. Ask {whom_to_ask(decider_of(decision))}, or have it passed on to you."
        )
    state = State.ACCEPTED if is_yes else State.REJECTED
    check_next(STATES, decision, state)
    check_choice(decision, option, confidence)
    today = day_of(now, decision.organization)
    waited = (today - decision.proposed_on).days if decision.proposed_on else None
    decision.state, decision.confidence = state, confidence
    decision.outcome = worded(outcome, "Say what was decided, and why.", limit=4000)
    decision.decided_on = decision.communicated_on = today  # the line in the logbook tells everybody who follows
    decision.review_on = review_on or (expects.by if expects else None)
    if decision.review_on is None and decision.door == Door.ONE_WAY and is_yes:
        decision.review_on = today + REVIEW_AFTER
    check_order(today, decision.review_on, "Choose a review date that is still to come.")
    decision.save(update_fields=["state", "confidence", "outcome", "decided_on", "communicated_on", "review_on"])
    if option:
        Option.objects.filter(pk=option.pk).update(is_chosen=True)
    keep_evidence(decision, option=option, is_yes=is_yes, expects=expects, by=by, now=now)
    step_in(decision, by)
    close_with(decision, by=by, now=now)
    settle_what_was_asked(decision, by=by, now=now)
    tell_teams(decision, by=by, now=now)
    record("decision.decided", by=by, about=decision, now=now, outcome=decision.outcome[:250], is_yes=is_yes, waited_days=waited)
    return decision


@verb
def record_decision(
    *,
    organization: Organization,
    title: str,
    outcome: str,
    by: Person | None,
    now: datetime,
    key: str = "",
    context: str = "",
    decider: Person | None = None,
    team: Team | None = None,
    objective: Objective | None = None,
    tells: Iterable[Team] = (),
    review_on: date | None = None,
) -> Decision:
    """Log a decision that is made as it is said: a two-way door, one decider, under a minute."""
    if not policy.may_record_decision(by, team):
        raise NotAllowed(f"You may not decide for {team.name if team else organization.name}. Ask {whom_to_ask()}.")
    decider = decider or by
    if decider is None:
        raise NotSaid("Say who decided: one person.")
    check_people(decider, {}, "")
    today = day_of(now, organization)
    check_order(today, review_on, "Choose a review date that is still to come.")
    decision: Decision = Decision.objects.create(
        organization=organization,
        key=key or new_key(),
        title=worded(title, "Say what was decided on."),
        context=context.strip(),
        outcome=worded(outcome, "Say what was decided, and why.", limit=4000),
        team=team,
        objective=objective,
        state=State.ACCEPTED,
        door=Door.TWO_WAY,
        proposed_on=today,
        decided_on=today,
        communicated_on=today,
        review_on=review_on,
        asked_by=by,
    )
    give_part(decision, Part.DECIDER, [decider])
    for position, told in enumerate(tells):
        DecisionTeam.objects.create(organization=organization, decision=decision, team=told, position=position)
    keep_evidence(decision, by=by, now=now)
    tell_teams(decision, by=by, now=now)
    record("decision.recorded", by=by, about=decision, now=now, outcome=decision.outcome[:250], decider=decider.pk)
    return decision


@verb
def take_back_decision(*, decision: Decision, reason: str, by: Person | None, now: datetime) -> Decision:
    """Recorded by mistake: on the same day it can be taken back; why stands in its outcome."""
    decision = locked(decision)
    if not policy.may_withdraw_decision(by, decision):
        raise NotAllowed(f"You may not take “{decision}” back. Ask {whom_to_ask(decision.asked_by, decider_of(decision))}.")
    if decision.state != State.ACCEPTED or decision.decided_on != day_of(now, decision.organization):
        raise OutOfTurn(f"“{decision}” was not decided today, so that cannot be taken back. Put another in its place.")
    decision.state = State.WITHDRAWN
    decision.outcome = worded(reason, "Say why it is taken back.", limit=4000)
    decision.save(update_fields=["state", "outcome"])
    give_back_place(decision)
    record("decision.taken_back", by=by, about=decision, now=now, reason=decision.outcome)
    return decision


@verb
def supersede_decision(
    *, decision: Decision, title: str, outcome: str, reason: str, by: Person | None, now: datetime, review_on: date | None = None
) -> Decision:
    """Decide anew what had been decided; the old decision stays to be read, with what took its place. Returns the new one."""
    hold_chains(decision.organization_id)
    decision = locked(decision)
    check_may_undo(by, decision)
    check_stands(decision)
    today = day_of(now, decision.organization)
    check_order(today, review_on, "Choose a review date that is still to come.")
    new = decide_anew(
        decision,
        title=worded(title, "Say what is decided now."),
        context=worded(reason, "Say what has changed since.", limit=4000),
        outcome=worded(outcome, "Say what was decided, and why.", limit=4000),
        review_on=review_on,
        by=by,
        today=today,
    )
    keep_evidence(new, by=by, now=now)
    take_place(of=decision, decision=new)
    tell_teams(new, by=by, now=now, in_place_of=decision)
    record("decision.superseded", by=by, about=decision, now=now, successor=new.pk, title=new.title, reason=new.context[:250])
    return new


@verb
def promise_follow_up(
    *, decision: Decision, title: str, due_on: date, by: Person | None, now: datetime, owner: Person | None = None
) -> Commitment:
    """Somebody promises what the decision asks for; the promise's own line is the line."""
    if not policy.may_follow_up(by, decision):
        raise NotAllowed(f"You have no part in “{decision}”. Ask {whom_to_ask(decider_of(decision))}.")
    commitment = make_commitment(
        organization=decision.organization,
        title=title,
        due_on=due_on,
        owner=owner,
        team=decision.team,
        objective=decision.objective,
        by=by,
        now=now,
    )
    DecisionCommitment.objects.create(organization_id=decision.organization_id, decision=decision, commitment=commitment)
    return commitment


def check_choice(decision: Decision, option: Option | None, confidence: int | None) -> None:
    """What cannot be undone is chosen among alternatives."""
    if option and option.decision_id != decision.pk:
        raise NotSaid(f"Choose one of the options of this {own_words()['decision']}.")
    if confidence is not None and not 0 <= confidence <= 100:
        raise NotSaid("Say how sure you are as a number from 0 to 100 per cent.")
    if decision.door == Door.ONE_WAY and decision.options.count() < 2:
        raise NotSaid("This cannot be undone: write down at least two options before you choose one.")
