"""Verbs: somebody needs a decision of one person by a day, and says who waits for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from alignment.models import Dependency, Objective
from decisions import policy
from decisions.models import Decision, DecisionRole, DecisionState, Door, HeldUp, Option, Part
from organizations.logbook import record, verb
from organizations.models import Organization, Person, Team
from organizations.refusals import AlreadyThere, DatesOutOfOrder, NotAllowed, NotSaid
from organizations.tenancy import new_key
from organizations.verbs import States, check_next, day_of, locked, whom_to_ask, worded

State = DecisionState
ANSWERS = frozenset({State.ACCEPTED, State.REJECTED, State.DEFERRED, State.WITHDRAWN})
STATES: States = {
    State.PROPOSED: ANSWERS,
    State.DEFERRED: frozenset({State.PROPOSED}) | ANSWERS - {State.DEFERRED},
    State.ACCEPTED: frozenset({State.PROPOSED, State.SUPERSEDED}),  # open again
    State.REJECTED: frozenset({State.PROPOSED, State.SUPERSEDED}),
    State.WITHDRAWN: frozenset(),
    State.SUPERSEDED: frozenset(),
}
# DOMAIN 2.4: how many working days a question may stay open when nobody says by when it is needed.
WORKING_DAYS = {Door.TWO_WAY: 2, Door.ONE_WAY: 10}


@dataclass(frozen=True)
class Waiting:
    """What waits for a decision: a team, and what of its work if that is known."""

    team: Team
    objective: Objective | None = None
    dependency: Dependency | None = None


@verb
def ask_for_decision(
    *,
    organization: Organization,
    question: str,
    decider: Person | None,
    by: Person | None,
    now: datetime,
    key: str = "",
    need_by: date | None = None,
    door: Door = Door.TWO_WAY,
    context: str = "",
    options: Sequence[str] = (),
    holds_up: Iterable[Waiting] = (),
    team: Team | None = None,
    objective: Objective | None = None,
    heard: Iterable[Person] = (),
) -> Decision:
    """Put a question to one person; without a day it is needed in two working days, through a one-way door in ten."""
    if not policy.may_ask_for_decision(by, organization):
        raise NotAllowed("You may look, but not write here. Ask an admin of the organization to change that.")
    if decider is None:
        raise NotSaid("Say who decides: one person.")
    today = day_of(now, organization)
    if need_by and need_by < today:
        raise DatesOutOfOrder("Choose a day that is still to come.")
    need_by = need_by or working_days_after(today, WORKING_DAYS[door])
    decision: Decision = Decision.objects.create(
        organization=organization,
        key=key or new_key(),
        title=worded(question, "Say what is to be decided."),
        context=context.strip(),
        team=team,
        objective=objective,
        state=State.PROPOSED,
        door=door,
        proposed_on=today,
        need_by=need_by,
        asked_by=by,
    )
    write_options(decision, options)
    give_part(decision, Part.DECIDER, [decider])
    give_part(decision, Part.CONTRIBUTOR, heard)
    waiting = list(holds_up)
    for held in waiting:
        HeldUp.objects.create(
            organization=organization, decision=decision, team=held.team, objective=held.objective, dependency=held.dependency
        )
    teams = sorted({held.team.name for held in waiting})
    record("decision.asked", by=by, about=decision, now=now, decider=decider.pk, need_by=need_by.isoformat(), holds_up=teams)
    return decision


@verb
def hand_over_decision(*, decision: Decision, to: Person, by: Person | None, now: datetime, reason: str = "") -> Decision:
    """Pass the question on: somebody else decides, and the age of the question stays what it is."""
    decision = locked(decision)
    if not policy.may_hand_over_decision(by, decision):
        raise NotAllowed(f"You may not pass “{decision}” on. Ask {whom_to_ask(decider_of(decision))}.")
    check_next(STATES, decision, State.ACCEPTED)  # only what can still be decided
    former = decider_of(decision)
    if former == to:
        raise AlreadyThere(f"{to.name} decides this already. Choose somebody else.")
    DecisionRole.objects.filter(decision=decision, part=Part.DECIDER).delete()
    give_part(decision, Part.DECIDER, [to])
    record(
        "decision.handed_over",
        by=by,
        about=decision,
        now=now,
        former=former.name if former else None,
        to=to.pk,
        to_name=to.name,
        reason=reason.strip(),
    )
    return decision


@verb
def withdraw_decision(*, decision: Decision, reason: str, by: Person | None, now: datetime) -> Decision:
    """The question is no longer asked; why stands in its outcome."""
    decision = locked(decision)
    if not policy.may_withdraw_decision(by, decision):
        raise NotAllowed(f"You may not withdraw “{decision}”. Ask {whom_to_ask(decision.asked_by, decider_of(decision))}.")
    check_next(STATES, decision, State.WITHDRAWN)
    decision.state = State.WITHDRAWN
    decision.outcome = worded(reason, "Say why it need not be decided any more.", limit=4000)
    decision.save(update_fields=["state", "outcome"])
    record("decision.withdrawn", by=by, about=decision, now=now, reason=decision.outcome)
    return decision


def write_options(decision: Decision, options: Sequence[str]) -> None:
    for position, option in enumerate(options):
        text = worded(option, "Say what the option is, or leave it out.", limit=4000)
        Option.objects.create(organization_id=decision.organization_id, decision=decision, position=position, text=text)


def give_part(decision: Decision, part: Part, people: Iterable[Person]) -> None:
    for position, person in enumerate(people):
        DecisionRole.objects.create(
            organization_id=decision.organization_id, decision=decision, person=person, part=part, position=position
        )


def decider_of(decision: Decision) -> Person | None:
    """Who decides, for sentences and hand-overs."""
    role = DecisionRole.objects.select_related("person").filter(decision=decision, part=Part.DECIDER).first()
    person: Person | None = role.person if role else None
    return person


def working_days_after(day: date, count: int) -> date:
    """The day so many working days later; Saturdays and Sundays do not count."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day
