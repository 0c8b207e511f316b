"""Verbs: the handshake. One side asks, the other agrees to a day, delivers, and the first accepts what it got."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from alignment import policy
from alignment.actions.objectives import iso
from alignment.forecasts import refresh_forecasts
from alignment.handshakes import last_offer, who_offered
from alignment.models import Dependency, DependencyContact, Objective, Risk
from alignment.models.dependencies import DependencyKind, DependencyState, IfItSlips
from alignment.models.risks import RiskState
from alignment.rollup import refresh_objectives
from alignment.turns import GIVER
from organizations.logbook import record, verb
from organizations.models import Organization, Person, Team
from organizations.refusals import NotAllowed, NotSaid, OutOfTurn
from organizations.tenancy import new_key
from organizations.verbs import States, check_next, day_of, locked, whom_to_ask, worded
from organizations.words import as_opening, own_words

State = DependencyState
ANSWERS = frozenset({State.NEGOTIATING, State.AGREED, State.DECLINED, State.WITHDRAWN})
# "We'll look at it" is still requested. Any new date opens the talk again, also after a yes.
STATES: States = {
    "": frozenset({State.REQUESTED, State.DELIVERED}) | ANSWERS,
    State.REQUESTED: ANSWERS,
    State.NEGOTIATING: ANSWERS,
    State.AGREED: frozenset({State.NEGOTIATING, State.IN_PROGRESS, State.DELIVERED, State.DECLINED, State.WITHDRAWN}),
    State.IN_PROGRESS: frozenset({State.NEGOTIATING, State.DELIVERED, State.DECLINED, State.WITHDRAWN}),
    State.DELIVERED: frozenset({State.ACCEPTED, State.IN_PROGRESS}),
    State.ACCEPTED: frozenset(),
    State.DECLINED: frozenset(),
    State.WITHDRAWN: frozenset(),
}


@verb
def request_dependency(
    *,
    organization: Organization,
    title: str,
    by: Person | None,
    now: datetime,
    key: str = "",
    from_team: Team | None = None,
    from_objective: Objective | None = None,
    to_team: Team | None = None,
    to_objective: Objective | None = None,
    kind: DependencyKind = DependencyKind.WORK,
    needed_by: date | None = None,
    deliverable: str = "",
    acceptance_test: str = "",
    description: str = "",
    effort: str = "",
    contacts: Iterable[Person] = (),
    from_owner: Person | None = None,
    to_owner: Person | None = None,
    if_it_slips: str = "",
) -> Dependency:
    """One side says what it needs of the other, and by when."""
    if not policy.may_request_dependency(by, from_team, from_objective):
        raise NotAllowed(f"You may not ask for that team. Ask {whom_to_ask(from_objective.owner if from_objective else None)}.")
    check_sides(from_team, from_objective, to_team, to_objective)
    dependency: Dependency = Dependency.objects.create(
        organization=organization,
        key=key or new_key(),
        title=worded(title, "Say what is needed, for instance: pen-test sign-off."),
        from_team=from_team,
        from_objective=from_objective,
        to_team=to_team,
        to_objective=to_objective,
        kind=kind,
        state=State.REQUESTED,
        needed_by=needed_by,
        deliverable=deliverable.strip(),
        acceptance_test=acceptance_test.strip(),
        description=description.strip(),
        effort=effort,
        requested_on=day_of(now, organization),
        asked_by=by,
        from_owner=from_owner,
        to_owner=to_owner,
        if_it_slips=if_it_slips,
    )
    for position, person in enumerate(contacts):
        DependencyContact.objects.create(organization=organization, dependency=dependency, person=person, position=position)
    finish(dependency, "dependency.requested", by=by, now=now, needed_by=iso(needed_by))
    return dependency


def check_may_ask(by: Person | None) -> None:
    """Whether there is any side that this person could ask for."""
    if not policy.may_request_some_dependency(by):
        raise NotAllowed(f"You have no {own_words()['team']} to ask for. Ask {whom_to_ask()}.")


@verb
def negotiate_dependency(
    *,
    dependency: Dependency,
    note: str,
    by: Person | None,
    now: datetime,
    needed_by: date | None = None,
    promised_by: date | None = None,
) -> Dependency:
    """Either side proposes other dates; a yes that was given is open again, and the other side hears of it."""
    dependency = locked(dependency)
    if not policy.may_negotiate_dependency(by, dependency):
        raise no_say(dependency)
    if dependency.state != State.NEGOTIATING:
        check_next(STATES, dependency, State.NEGOTIATING)
    before = {"needed_by": iso(dependency.needed_by), "promised_by": iso(dependency.promised_by)}
    dependency.state = State.NEGOTIATING
    dependency.answer = worded(note, "Say why you propose something else.", limit=1000)
    dependency.needed_by, dependency.promised_by = needed_by or dependency.needed_by, promised_by or dependency.promised_by
    dependency.save(update_fields=["state", "answer", "needed_by", "promised_by"])
    after = {"needed_by": iso(dependency.needed_by), "promised_by": iso(dependency.promised_by)}
    finish(dependency, "dependency.negotiated", by=by, now=now, before=before, after=after, said=dependency.answer)
    return dependency


@verb
def agree_dependency(
    *, dependency: Dependency, promised_by: date, by: Person | None, now: datetime, answer: str = ""
) -> Dependency:
    """The needed side says yes, with a day; in a negotiation either side may take the other's offer, never its own."""
    dependency = locked(dependency)
    may = policy.may_negotiate_dependency if dependency.state == State.NEGOTIATING else policy.may_answer_dependency
    if not may(by, dependency):
        raise no_say(dependency)
    check_next(STATES, dependency, State.AGREED)
    check_offered_by_other(dependency, by)
    today = day_of(now, dependency.organization)
    if promised_by < today:
        raise NotSaid("Promise a day that is still to come.")
    dependency.state, dependency.promised_by, dependency.answered_on = State.AGREED, promised_by, today
    dependency.answer = answer.strip()
    dependency.save(update_fields=["state", "promised_by", "answered_on", "answer"])
    finish(dependency, "dependency.agreed", by=by, now=now, promised_by=iso(promised_by), said=dependency.answer)
    return dependency


@verb
def start_dependency(*, dependency: Dependency, by: Person | None, now: datetime) -> Dependency:
    """Work on it has begun."""
    dependency = turn(dependency, State.IN_PROGRESS, may=policy.may_answer_dependency, by=by)
    dependency.save(update_fields=["state"])
    finish(dependency, "dependency.started", by=by, now=now)
    return dependency


@verb
def decline_dependency(*, dependency: Dependency, reason: str, by: Person | None, now: datetime) -> Dependency:
    """The needed side says no, and why; what that leaves open is a risk with a name on it."""
    dependency = turn(dependency, State.DECLINED, may=policy.may_answer_dependency, by=by)
    dependency.answer = worded(reason, "Say why, so that they can look for another way.", limit=1000)
    dependency.answered_on = day_of(now, dependency.organization)
    dependency.save(update_fields=["state", "answer", "answered_on"])
    risk = risk_of_refusal(dependency, today=dependency.answered_on)
    finish(dependency, "dependency.declined", by=by, now=now, reason=dependency.answer, risk=risk.pk)
    return dependency


@verb
def deliver_dependency(*, dependency: Dependency, by: Person | None, now: datetime) -> Dependency:
    """The needed side hands it over; it is not accepted yet."""
    dependency = turn(dependency, State.DELIVERED, may=policy.may_answer_dependency, by=by)
    dependency.delivered_on = day_of(now, dependency.organization)
    dependency.save(update_fields=["state", "delivered_on"])
    finish(dependency, "dependency.delivered", by=by, now=now, promised_by=iso(dependency.promised_by))
    return dependency


@verb
def accept_delivery(*, dependency: Dependency, by: Person | None, now: datetime) -> Dependency:
    """The asking side has tried it, and it is what was needed."""
    dependency = turn(dependency, State.ACCEPTED, may=policy.may_ask_again, by=by)
    dependency.save(update_fields=["state"])
    finish(dependency, "dependency.accepted", by=by, now=now, delivered_on=iso(dependency.delivered_on))
    return dependency


@verb
def withdraw_dependency(*, dependency: Dependency, by: Person | None, now: datetime, reason: str = "") -> Dependency:
    """The asking side needs it no longer."""
    dependency = turn(dependency, State.WITHDRAWN, may=policy.may_ask_again, by=by)
    dependency.answer = reason.strip()[:1000] or dependency.answer
    dependency.save(update_fields=["state", "answer"])
    finish(dependency, "dependency.withdrawn", by=by, now=now, reason=reason.strip())
    return dependency


def risk_of_refusal(dependency: Dependency, *, today: date) -> Risk:
    """What was asked for and will not come: held by the side that asked, with the refusal in it."""
    objective = dependency.from_objective
    risk: Risk = Risk.objects.create(
        organization_id=dependency.organization_id,
        key=new_key(),
        title=f"Declined: {dependency}"[:250],
        description=dependency.answer,
        state=RiskState.OPEN,
        likelihood=4,
        impact=4 if dependency.if_it_slips == IfItSlips.OBJECTIVE else 3,
        raised_on=today,
        owner=owner_of_refusal(dependency),
        team_id=dependency.from_team_id or (objective.team_id if objective else None),
        objective=objective,
        dependency=dependency,
    )
    return risk


def owner_of_refusal(dependency: Dependency) -> Person | None:
    """Who asked answers for another way: the named owner, the objective's, the asker, or the team's lead."""
    objective = dependency.from_objective
    named = dependency.from_owner or (objective.owner if objective else None) or dependency.asked_by
    return named or (dependency.from_team.lead() if dependency.from_team else None)


def check_offered_by_other(dependency: Dependency, by: Person | None) -> None:
    """Nobody takes their own offer; who speaks for both sides may, and so may either where no offer is known.

    Raises OutOfTurn.
    """
    offered = who_offered(last_offer(dependency)) if dependency.state == State.NEGOTIATING else ""
    if not offered:
        return
    others = policy.may_ask_again if offered == GIVER else policy.may_answer_dependency
    if not others(by, dependency):
        raise OutOfTurn("That day is your own side's offer. The other side says whether it does; until then you can offer another.")


def check_sides(
    from_team: Team | None, from_objective: Objective | None, to_team: Team | None, to_objective: Objective | None
) -> None:
    if not (from_team or from_objective):
        raise NotSaid(f"Say who needs it: {either_side()}.")
    if not (to_team or to_objective):
        raise NotSaid(f"Say whom it is needed of: {either_side()}.")
    if from_objective and from_objective == to_objective:
        raise NotSaid(f"{as_opening(own_words()['an_objective'])} cannot wait for itself. Choose another one.")


def either_side() -> str:
    return "{an_team} or {an_objective}".format_map(own_words())


def turn(dependency: Dependency, state: State, *, may: Any, by: Person | None) -> Dependency:
    """Lock the row, ask policy and the table, and set the state; the caller saves it with what belongs to it."""
    dependency = locked(dependency)
    if not may(by, dependency):
        raise no_say(dependency)
    check_next(STATES, dependency, state)
    dependency.state = state
    return dependency


def no_say(dependency: Dependency) -> NotAllowed:
    sides = [team.name for team in (dependency.from_team, dependency.to_team) if team]
    between = f" between {' and '.join(sides)}" if len(sides) == 2 else ""
    return NotAllowed(f"You have no say in “{dependency}”{between}. Ask {whom_to_ask(dependency.asked_by)}.")


def finish(dependency: Dependency, event: str, *, by: Person | None, now: datetime, **data: Any) -> None:
    """Refresh both ends and all that waits along the way, and write the line, with how long the request has been open."""
    today = day_of(now, dependency.organization)
    waiting = refresh_forecasts(
        organization_id=dependency.organization_id, dependency_ids=[dependency.pk], today=today, now=now, by=by
    )
    refresh_objectives(
        organization_id=dependency.organization_id,
        objective_ids={pk for pk in (dependency.from_objective_id, dependency.to_objective_id, *waiting) if pk},
        today=today,
        team_ids=teams_of(dependency),
    )
    days = (today - dependency.requested_on).days if dependency.requested_on else None
    record(event, by=by, about=dependency, now=now, open_days=days, **data)


def teams_of(dependency: Dependency) -> list[int]:
    """The teams on both sides, be they named or those of the objectives."""
    asking, needed = dependency.from_objective, dependency.to_objective
    sides = (dependency.from_team_id or (asking and asking.team_id), dependency.to_team_id or (needed and needed.team_id))
    return [pk for pk in sides if pk]
