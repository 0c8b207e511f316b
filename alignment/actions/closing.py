"""Verbs: when a cycle closes, each objective gets its score and a choice, done, carried over or dropped; then the cycle ends."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Greatest

from alignment import policy
from alignment.actions.carrying import check_joins, check_takes, successor_in, take_back, was_joined
from alignment.actions.goalposts import named
from alignment.actions.objectives import ENDS, refresh
from alignment.arithmetic import text
from alignment.models import Objective
from alignment.models.objectives import Ambition, ObjectiveState, Outcome
from alignment.rollup import refresh_objectives
from alignment.scores import GOOD_FROM, hit_from, is_hit
from alignment.scoring import Tally, edition, tallies
from organizations.actions.cycles import STATES, check_may_run
from organizations.logbook import record, verb
from organizations.models import Cycle, Person
from organizations.models.cycles import CycleState, CycleStatus
from organizations.refusals import AlreadyClosed, ChangedMeanwhile, NotAllowed, NotSaid, OutOfTurn
from organizations.verbs import check_next, day_of, locked, whom_to_ask, worded

State = ObjectiveState
HIT = Q(ambition=Ambition.COMMITTED, score__gte=hit_from(Ambition.COMMITTED)) | (
    ~Q(ambition=Ambition.COMMITTED) & Q(score__gte=GOOD_FROM)
)
# What ended before its cycle did: reached or missed counts as done with its score, all else as dropped.
ENDED_EARLY = {State.COMPLETED: Outcome.DONE, State.MISSED: Outcome.DONE}
ASK = {
    Outcome.DONE: "",
    Outcome.CARRIED: "",
    Outcome.DROPPED: "Say why it is dropped: the reason is what others learn from.",
}


@verb
def conclude_objective(
    *,
    objective: Objective,
    outcome: Outcome,
    by: Person | None,
    now: datetime,
    score: Decimal | None = None,
    reason: str = "",
    into: Cycle | None = None,
    joins: Objective | None = None,
    seen: str = "",
) -> Objective:
    """Score it and choose what becomes of it; may be chosen anew until the cycle is closed.

    `score`: 0 to 1, in place of the computed one, with a reason. `into`: the cycle that it is carried to, as a new objective
    there, or `joins`: the one there that takes it on. `seen`: the `edition` of the choice that the writer saw, if they say so;
    raises ChangedMeanwhile when somebody else has chosen since.
    """
    cycle = locked_cycle(objective)
    objective = locked(objective)
    if not policy.may_conclude_objective(by, objective):
        raise NotAllowed(f"You may not close “{objective}”. Ask {whom_to_ask(objective.owner)}.")
    check_is_closing(cycle)
    tally = tallies([objective])[objective.pk]
    reached = scored(objective, outcome, tally, score, reason)
    note = worded(reason, ASK[outcome], limit=1000) if reason.strip() or ASK[outcome] else ""
    if is_said_already(objective, outcome, reached, note, joins or into):
        return objective
    if seen and seen != edition(objective):
        raise ChangedMeanwhile(f"Somebody else has chosen “{objective.get_outcome_display()}” for it since you opened this.")
    today = day_of(now, objective.organization)
    goes_on_there = outcome == Outcome.CARRIED and goes_to(objective, joins or into)
    is_joined = was_joined(objective) if goes_on_there else joins is not None
    if not goes_on_there:
        take_back(objective, today)
    objective.outcome, objective.outcome_note = outcome, note
    objective.score, objective.original_score = reached, tally.original_score
    if outcome == Outcome.CARRIED and not goes_on_there:
        objective.carried_to = carried(objective, into, joins, today)
    objective.save(update_fields=["outcome", "outcome_note", "score", "original_score", "carried_to"])
    if objective.carried_to:
        refresh(objective.carried_to, now=now)
    record(
        "objective.concluded",
        by=by,
        about=objective,
        now=now,
        cycle=cycle.pk,
        outcome=outcome,
        score=text(reached),
        computed=text(tally.score),
        original_score=text(tally.original_score),
        carried_to=objective.carried_to_id,
        joined=is_joined,
        reason=note,
    )
    return objective


@verb
def close_cycle(*, cycle: Cycle, by: Person | None, now: datetime) -> Cycle:
    """End it, with every objective in it; refused, with the list, while one of them has no choice."""
    cycle = locked(cycle)
    check_may_run(by, cycle.organization)
    check_next(STATES, cycle, CycleState.CLOSED)
    inner = Cycle.objects.filter(parent=cycle).exclude(status=CycleStatus.CLOSED).order_by("starts_on").first()
    if inner is not None:
        raise OutOfTurn(f"“{inner}” lies within it and is not closed. Close that one first.")
    check_all_chosen(cycle)
    today = day_of(now, cycle.organization)
    settle_what_ended_before(cycle)
    ended = end_all(cycle, today)
    cycle.status, cycle.closed_on = CycleStatus.CLOSED, today
    cycle.save(update_fields=["status", "closed_on"])
    refresh_objectives(organization_id=cycle.organization_id, objective_ids=ended, today=today, cycle_ids=[cycle.pk])
    chosen = list(of_cycle(cycle).values_list("outcome", flat=True))
    record("cycle.closed", by=by, about=cycle, now=now, **{one.value: chosen.count(one) for one in Outcome})
    return cycle


def of_cycle(cycle: Cycle) -> QuerySet[Objective]:
    """All that its closing is about."""
    found: QuerySet[Objective] = Objective.objects.filter(cycle=cycle, archived_on=None)
    return found


def without_choice(cycle: Cycle) -> QuerySet[Objective]:
    """What is still open and has no choice yet."""
    return of_cycle(cycle).filter(outcome="").exclude(state__in=ENDS)


def locked_cycle(objective: Objective) -> Cycle:
    if objective.cycle is None:
        raise OutOfTurn(f"“{objective}” is in no cycle. Close it by itself.")
    cycle: Cycle = locked(objective.cycle)
    return cycle


def check_is_closing(cycle: Cycle) -> None:
    if cycle.state == CycleState.CLOSED:
        raise AlreadyClosed(f"“{cycle}” is closed, and its scores stay as they were reported.")
    if cycle.state != CycleState.CLOSING:
        raise OutOfTurn(f"The closing of {cycle} has not begun. A leader of the organization begins it.")


def check_all_chosen(cycle: Cycle) -> None:
    left = list(without_choice(cycle).order_by("title", "id"))
    if left:
        has, count = ("has", "One objective") if len(left) == 1 else ("have", f"{len(left)} objectives")
        raise OutOfTurn(f"{count} {has} no choice yet: {named(left)}. Choose done, carry over or drop for each.")


def scored(objective: Objective, outcome: Outcome, tally: Tally, given: Decimal | None, reason: str) -> Decimal | None:
    """The score that is kept: the computed one, or the given one with a reason and only where no guard speaks against it."""
    if given is not None and not 0 <= given <= 1:
        raise NotSaid("Give the score as a number from 0 to 1, for instance 0.7.")
    if outcome == Outcome.DONE and objective.state == State.PROPOSED:
        raise NotSaid(f"“{objective}” was never published, so it cannot be done. Carry it over or drop it.")
    if given is None or given == tally.score:
        if tally.score is None and outcome == Outcome.DONE:
            raise NotSaid(f"Nothing measures “{objective}”. Say how much of it was reached, from 0 to 1, and how you know.")
        return tally.score
    if not reason.strip():
        computed = "nothing measures it" if tally.score is None else f"its key results come to {text(tally.score)}"
        raise NotSaid(f"Say why the score is {text(given)}: {computed}.")
    if tally.broken and is_hit(given, objective.ambition):
        raise NotSaid(f"{tally.cap_sentence} Give a score below {text(hit_from(objective.ambition))}.")
    return given


def is_said_already(
    objective: Objective, outcome: Outcome, score: Decimal | None, note: str, goal: Cycle | Objective | None
) -> bool:
    """The same words once more, as by a form that was sent twice."""
    if (objective.outcome, objective.score, objective.outcome_note) != (outcome, score, note):
        return False
    return outcome != Outcome.CARRIED or goes_to(objective, goal)


def goes_to(objective: Objective, goal: Cycle | Objective | None) -> bool:
    """Whether it is carried there already: to that objective, or to one in that cycle."""
    successor = objective.carried_to
    return successor is not None and goal in {successor, successor.cycle}


def carried(objective: Objective, into: Cycle | None, joins: Objective | None, today: date) -> Objective:
    if joins is not None:
        check_joins(objective, joins)
        return joins
    if into is None:
        raise NotSaid("Choose the cycle that it goes on in.")
    check_takes(objective, into)
    return successor_in(objective, into, today)


def settle_what_ended_before(cycle: Cycle) -> None:
    """What was closed during the cycle has had its choice then; here it gets its score."""
    early: list[Any] = list(of_cycle(cycle).filter(outcome="", state__in=ENDS))
    found = tallies(early)
    for objective in early:
        objective.outcome = ENDED_EARLY.get(objective.state, Outcome.DROPPED)
        objective.score, objective.original_score = found[objective.pk].score, found[objective.pk].original_score
    Objective.objects.bulk_update(early, ["outcome", "score", "original_score"], batch_size=500)


def end_all(cycle: Cycle, today: date) -> list[int]:
    """Every objective of the cycle that was still open ends as it was chosen; their ids."""
    still_open = of_cycle(cycle).exclude(state__in=ENDS)
    ids = list(still_open.order_by("pk").values_list("pk", flat=True))
    rows = Objective.objects.filter(pk__in=ids)
    on = {"completed_on": Greatest(F("start_on"), today)}
    rows.filter(HIT, outcome=Outcome.DONE).update(state=State.COMPLETED, **on)
    rows.filter(outcome=Outcome.DONE).exclude(state=State.COMPLETED).update(state=State.MISSED, **on)
    rows.filter(outcome=Outcome.CARRIED).update(state=State.SUPERSEDED, **on)
    rows.filter(outcome=Outcome.DROPPED, state=State.PROPOSED).update(state=State.REJECTED, **on)
    rows.filter(outcome=Outcome.DROPPED).exclude(state=State.REJECTED).update(state=State.CANCELLED, **on)
    return ids
