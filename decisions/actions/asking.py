"""Verbs: somebody needs a decision of one person by a day, and says who waits for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from alignment.models import Dependency, Objective
from decisions import policy
from decisions.actions.closing import close_with
from decisions.actions.options import Alternative, write_options
from decisions.actions.states import STATES, check_is_here, check_people, decider_of, give_part
from decisions.models import Decision, DecisionRole, DecisionState, DecisionTeam, Door, HeldUp, Part
from organizations.logbook import record, verb
from organizations.models import Organization, Person, Team
from organizations.refusals import AlreadyThere, DatesOutOfOrder, NotAllowed, NotSaid
from organizations.tenancy import new_key
from organizations.verbs import check_next, day_of, locked, whom_to_ask, worded

State = DecisionState
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
    options: Sequence[str | Alternative] = (),
    holds_up: Iterable[Waiting] = (),
    team: Team | None = None,
    objective: Objective | None = None,
    heard: Iterable[Person] = (),
    parts: Mapping[Part, Sequence[Person]] | None = None,
    touches: Iterable[Team] = (),
    pattern: str = "",
) -> Decision:
    """Put a question to one person; without a day it is needed in two working days, through a one-way door in ten."""
    if not policy.may_ask_for_decision(by, organization):
        raise NotAllowed("You may look, but not write here. Ask an admin of the organization to change that.")
    if decider is None:
        raise NotSaid("Say who decides: one person.")
    parts = {Part.CONTRIBUTOR: list(heard)} | dict(parts or {})
    check_people(decider, parts, pattern)
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
        pattern=pattern,
        proposed_on=today,
        need_by=need_by,
        asked_by=by,
    )
    write_options(decision, options)
    give_part(decision, Part.DECIDER, [decider])
    for part, people in parts.items():
        give_part(decision, part, people)
    waiting = list(dict.fromkeys(holds_up))
    write_reach(decision, waiting, touches)
    teams = sorted({held.team.name for held in waiting})
    record("decision.asked", by=by, about=decision, now=now, decider=decider.pk, need_by=need_by.isoformat(), holds_up=teams)
    return decision


@verb
def hand_over_decision(*, decision: Decision, to: Person, by: Person | None, now: datetime, reason: str = "") -> Decision:
    """Pass the question on: somebody else decides, and the age of the question stays what it is."""
    decision = locked(decision)
    check_may_hand_over(decision, by)
    former = decider_of(decision)
    if former == to:
        raise AlreadyThere(f"{to.name} decides this already. Choose somebody else.")
    check_is_here(to)
    DecisionRole.objects.filter(decision=decision, part=Part.DECIDER).delete()
    DecisionRole.objects.filter(decision=decision, part=Part.APPROVER, person=to).delete()  # who decides need not agree as well
    give_part(decision, Part.DECIDER, [to])
    record(
        "decision.handed_over",
        by=by,
        about=decision,
        now=now,
        former=former.name if former else None,
        former_id=former.pk if former else None,
        to=to.pk,
        to_name=to.name,
        reason=reason.strip(),
    )
    return decision


def check_may_hand_over(decision: Decision, by: Person | None) -> None:
    """Also before a form is shown: none is offered that cannot be sent."""
    if not policy.may_hand_over_decision(by, decision):
        raise NotAllowed(f"You may not pass “{decision}” on. Ask {whom_to_ask(decider_of(decision))}.")
    check_next(STATES, decision, State.ACCEPTED)  # only what can still be decided


@verb
def withdraw_decision(*, decision: Decision, reason: str, by: Person | None, now: datetime) -> Decision:
    """The question is no longer asked; why stands in its outcome."""
    decision = locked(decision)
    check_may_withdraw(decision, by)
    decision.state = State.WITHDRAWN
    decision.outcome = worded(reason, "Say why it need not be decided any more.", limit=4000)
    decision.save(update_fields=["state", "outcome"])
    close_with(decision, by=by, now=now)
    record("decision.withdrawn", by=by, about=decision, now=now, reason=decision.outcome)
    return decision


def check_may_withdraw(decision: Decision, by: Person | None) -> None:
    """Also before a form is shown: none is offered that cannot be sent."""
    if not policy.may_withdraw_decision(by, decision):
        raise NotAllowed(f"You may not withdraw “{decision}”. Ask {whom_to_ask(decision.asked_by, decider_of(decision))}.")
    check_next(STATES, decision, State.WITHDRAWN)


def write_reach(decision: Decision, waiting: Iterable[Waiting], touches: Iterable[Team]) -> None:
    """What waits for it, and whom it touches."""
    scope = {"organization_id": decision.organization_id, "decision": decision}
    for held in waiting:
        HeldUp.objects.create(**scope, team=held.team, objective=held.objective, dependency=held.dependency)
    for position, team in enumerate(dict.fromkeys(touches)):
        DecisionTeam.objects.create(**scope, team=team, position=position)


def working_days_after(day: date, count: int) -> date:
    """The day so many working days later; Saturdays and Sundays do not count."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day
