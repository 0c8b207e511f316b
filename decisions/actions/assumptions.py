"""Verbs: what a decision rests on is written down, comes true, is given up, or breaks and opens the decision again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from alignment.actions.key_results import LARGEST
from alignment.models import Dependency, Metric
from alignment.models.objectives import Bound
from decisions import policy
from decisions.actions.reopening import open_again
from decisions.actions.states import decider_of
from decisions.measures import ASSUMPTION
from decisions.models import UNDECIDED, Assumption, AssumptionState, Decision, DecisionState, Watch
from decisions.reads.watching import why_broken
from organizations.logbook import record, verb
from organizations.models import Organization, Person
from organizations.refusals import AlreadyClosed, DatesOutOfOrder, NotAllowed, NotSaid, OutOfTurn
from organizations.verbs import day_of, locked, whom_to_ask, worded

State = AssumptionState
MAY_REST = {*UNDECIDED, DecisionState.ACCEPTED}  # what still stands, or may come to


@dataclass(frozen=True)
class Bond:
    """What an assumption is bound to: a number and its limit, a dependency and its day, or a day alone."""

    metric: Metric | None = None
    bound: Bound | None = None
    limit: Decimal | None = None
    dependency: Dependency | None = None
    until: date | None = None

    @property
    def watch(self) -> Watch:
        return Watch.METRIC if self.metric else Watch.DEPENDENCY if self.dependency else Watch.DATE


@verb
def assume(*, decision: Decision, text: str, bond: Bond, by: Person | None, now: datetime) -> Assumption:
    """Write down what must hold; it holds today, or it is no ground to decide on."""
    decision = locked(decision)
    check_may_assume(by, decision)
    if decision.state not in MAY_REST:
        raise OutOfTurn(f"“{decision}” is not in force, so nothing has to hold for it.")
    assumption = Assumption(
        organization_id=decision.organization_id,
        decision=decision,
        text=worded(text, "Say what must hold for this to stand."),
        by=by,
        **columns(bond, day_of(now, decision.organization)),
    )
    broken = why_broken(assumption, day_of(now, decision.organization))
    if broken:
        raise NotSaid(f"That does not hold today: {broken}")
    assumption.save()
    record("decision.assumed", by=by, about=decision, now=now, text=assumption.text, watch=assumption.watch)
    return assumption


def columns(bond: Bond, today: date) -> dict[str, object]:
    """The bond as columns.

    Raises NotSaid, or DatesOutOfOrder, where it could never be noticed that it breaks.
    """
    if bond.metric:
        if bond.bound is None or bond.limit is None:
            raise NotSaid("Say at which number it would not hold any more.")
        if abs(bond.limit) >= LARGEST:
            raise NotSaid("That number is too large. Choose a larger unit, thousands or millions.")
        return {"watch": Watch.METRIC, "metric": bond.metric, "bound": bond.bound, "limit_value": bond.limit}
    until = bond.until or (bond.dependency.promised_by or bond.dependency.needed_by if bond.dependency else None)
    if until is None:
        raise NotSaid("Say by which day it is to have come true.")
    if until < today:
        raise DatesOutOfOrder("Choose a day that is still to come.")
    return {"watch": bond.watch, "dependency": bond.dependency, "holds_until": until}


@verb
def confirm_assumption(*, assumption: Assumption, by: Person | None, now: datetime) -> Assumption:
    """It came true, and is not watched any more."""
    return end(assumption, State.CONFIRMED, "", by=by, now=now)


@verb
def drop_assumption(*, assumption: Assumption, reason: str, by: Person | None, now: datetime) -> Assumption:
    """The decision does not rest on it any more; why stands beside it."""
    reason = worded(reason, "Say why the decision stands without it.", limit=1000)
    return end(assumption, State.DROPPED, reason, by=by, now=now)


def end(assumption: Assumption, state: State, reason: str, *, by: Person | None, now: datetime) -> Assumption:
    decision = locked(assumption.decision)
    check_may_assume(by, decision)
    assumption = locked(assumption)
    if assumption.state != State.HOLDS:
        raise AlreadyClosed(f"“{assumption}” is settled already: {assumption.get_state_display().lower()}.")
    assumption.state, assumption.because, assumption.ended_on = state, reason, day_of(now, decision.organization)
    assumption.save(update_fields=["state", "because", "ended_on"])
    event = "decision.assumption_confirmed" if state == State.CONFIRMED else "decision.assumption_dropped"
    record(event, by=by, about=decision, now=now, text=assumption.text, reason=reason)
    return assumption


@verb
def break_what_broke(
    *, organization: Organization, now: datetime, metric: int | None = None, dependency: int | None = None
) -> list[Assumption]:
    """Look at what is watched, all of it or what hangs on one thing; each that broke is settled for good and opens its decision."""
    watched = Assumption.objects.filter(state=State.HOLDS, decision__state__in=MAY_REST)
    if metric or dependency:
        watched = watched.filter(metric=metric) if metric else watched.filter(dependency=dependency)
    today = day_of(now, organization)
    broken = [row for row in watched.select_related("metric", "dependency", "decision") if why_broken(row, today)]
    # Always decision before assumption, as whoever settles one by hand does: two who lock crosswise would wait for each other.
    found = [break_one(row, today, now) for row in sorted(broken, key=lambda row: (row.decision_id, row.pk))]
    return [row for row in found if row]


def break_one(assumption: Assumption, today: date, now: datetime) -> Assumption | None:
    """Once: a number that goes to and fro finds it broken, and a decision that is open again already is not opened twice."""
    decision = locked(assumption.decision)
    assumption = locked(assumption)
    reason = why_broken(assumption, today)
    if assumption.state != State.HOLDS or not reason:
        return None
    assumption.state, assumption.because, assumption.ended_on = State.BROKEN, reason, today
    assumption.save(update_fields=["state", "because", "ended_on"])
    record("decision.assumption_broken", by=None, about=decision, now=now, text=assumption.text, reason=reason)
    if decision.state == DecisionState.ACCEPTED:
        open_again(decision, reason=f"“{assumption}” does not hold any more. {reason}", because=ASSUMPTION, by=None, now=now)
    return assumption


def check_may_assume(by: Person | None, decision: Decision) -> None:
    if not policy.may_assume(by, decision):
        raise NotAllowed(f"You have no part in “{decision}”. Ask {whom_to_ask(decider_of(decision), decision.asked_by)}.")
