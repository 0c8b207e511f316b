"""Verbs: a decision gives way to one that stands already, is undone without another in its place, or is asked again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection

from decisions import policy
from decisions.actions.asking import ask_for_decision
from decisions.actions.options import Alternative
from decisions.actions.states import STATES, decider_of, give_part
from decisions.models import Decision, DecisionState, Door, Fork, Part, Reversal, Supersession
from organizations.logbook import record, verb
from organizations.models import Person
from organizations.refusals import AlreadyClosed, AlreadyThere, NotAllowed, NotSaid, OutOfTurn, WouldBeCircle
from organizations.verbs import check_next, day_of, locked, whom_to_ask, worded

State = DecisionState
TAKES_PLACE = (State.ACCEPTED, State.SUPERSEDED)  # what was decided as a yes takes another's place, whatever became of it since


@verb
def give_way(*, decision: Decision, to: Decision, by: Person | None, now: datetime) -> Decision:
    """Say that a decision which stands already has taken this one's place. Returns the one that gave way."""
    hold_chains(decision.organization_id)
    decision = locked(decision)
    check_may_undo(by, decision)
    if to.state not in TAKES_PLACE:
        raise OutOfTurn(f"“{to}” is not decided, so it takes nobody's place yet.")
    check_no_circle(to, decision)
    if Supersession.objects.filter(decision=to, superseded=decision).exists():
        raise AlreadyThere(f"“{to}” has taken the place of “{decision}” already.")
    check_stands(decision)
    take_place(of=decision, decision=to)
    record("decision.gave_way", by=by, about=decision, now=now, successor=to.pk, title=to.title)
    return decision


@verb
def reverse_decision(*, decision: Decision, reason: str, by: Person | None, now: datetime) -> Decision:
    """Undo a decision and put nothing in its place; why is the outcome of the decision that undoes it, which is returned."""
    hold_chains(decision.organization_id)
    decision = locked(decision)
    check_may_undo(by, decision)
    check_stands(decision)
    if Reversal.objects.filter(decision=decision).exists():
        raise OutOfTurn(f"“{decision}” only undid something. To have that again, copy it and have it decided.")
    today = day_of(now, decision.organization)
    outcome = worded(reason, "Say why it no longer holds.", limit=4000)
    new = decide_anew(decision, title=undone(decision.title), outcome=outcome, by=by, today=today)
    Reversal.objects.create(organization=decision.organization, decision=new)
    take_place(of=decision, decision=new)
    record("decision.reversed", by=by, about=decision, now=now, successor=new.pk, reason=new.outcome[:250])
    return new


@verb
def fork_decision(
    *,
    decision: Decision,
    question: str,
    decider: Person | None,
    by: Person | None,
    now: datetime,
    key: str = "",
    need_by: date | None = None,
    context: str = "",
    options: Sequence[str | Alternative] = (),
    door: Door = Door.TWO_WAY,
) -> Decision:
    """Ask it again: a new open question that says where it comes from. The question's own line is the line."""
    new = ask_for_decision(
        organization=decision.organization,
        key=key,
        question=question,
        decider=decider,
        need_by=need_by,
        context=context,
        options=options,
        door=door,
        team=decision.team,
        objective=decision.objective,
        by=by,
        now=now,
    )
    Fork.objects.create(organization=decision.organization, decision=new, origin=decision)
    return new


def decide_anew(decision: Decision, *, by: Person | None, today: date, **said: Any) -> Decision:
    """A decision of today about the same thing; who decides it is who says so."""
    common = {name: getattr(decision, name) for name in ("organization", "team", "objective", "door")}
    days = dict.fromkeys(("proposed_on", "decided_on", "communicated_on"), today)
    new: Decision = Decision.objects.create(**common, **days, **said, state=State.ACCEPTED, asked_by=by)
    decider = by or decider_of(decision)
    give_part(new, Part.DECIDER, [decider] if decider else [])
    return new


def take_place(*, of: Decision, decision: Decision) -> None:
    """Link the two. A no stays a no, with what came after it; a yes says of itself that it is superseded."""
    Supersession.objects.create(organization_id=of.organization_id, decision=decision, superseded=of)
    if of.state == State.ACCEPTED:
        of.state = State.SUPERSEDED
        of.save(update_fields=["state"])


def give_back_place(decision: Decision) -> None:
    """Within the verb that takes a decision back: what it had superseded holds again, unless something else took its place too."""
    for link in Supersession.objects.filter(decision=decision).select_related("superseded"):
        before = locked(link.superseded)
        others = Supersession.objects.filter(superseded=before, decision__state__in=TAKES_PLACE).exclude(decision=decision)
        if before.state == State.SUPERSEDED and not others.exists():
            before.state = State.ACCEPTED
            before.save(update_fields=["state"])


def check_may_undo(by: Person | None, decision: Decision) -> None:
    if not policy.may_undo_decision(by, decision):
        raise NotAllowed(f"“{decision}” is not yours to decide anew. Ask {whom_to_ask(decider_of(decision))}.")


def check_stands(decision: Decision) -> None:
    """Raises when there is no answer yet, or when another has taken its place."""
    check_next(STATES, decision, State.SUPERSEDED)
    link = Supersession.objects.filter(superseded=decision, decision__state__in=TAKES_PLACE).select_related("decision").first()
    if link:
        raise AlreadyClosed(f"“{link.decision}” has taken the place of “{decision}” already. Go on from there.")


def check_no_circle(decision: Decision, superseded: Decision) -> None:
    """Raises WouldBeCircle, which names its members, when `superseded` has taken the place of `decision`, by any way."""
    if decision.pk == superseded.pk:
        raise NotSaid(f"“{decision}” cannot take its own place. Choose another.")
    way = way_back(superseded.pk, decision.pk)
    if way:
        titles = dict(Decision.objects.filter(pk__in=way).values_list("pk", "title"))
        told = " → ".join(f"“{titles[pk]}”" for pk in [decision.pk, *way])
        raise WouldBeCircle(f"This would be a circle: {told}. Choose one that “{superseded}” did not come after.")


def way_back(start: int, goal: int) -> list[int]:
    """The decisions from `start` back to `goal`, both included, through what each superseded; none when no way leads there."""
    came_from: dict[int, int] = {start: start}
    level = {start}
    while level and goal not in came_from:
        links = Supersession.objects.filter(decision__in=level).order_by("id").values_list("decision_id", "superseded_id")
        steps = {before: after for after, before in links if before not in came_from}
        came_from |= steps
        level = set(steps)
    if goal not in came_from:
        return []
    way = [goal]
    while way[-1] != start:
        way.append(came_from[way[-1]])
    return way[::-1]


def hold_chains(organization_id: int) -> None:
    """Let links of an organization follow each other, as the table itself does: two at once could close a circle unseen."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('decisions_supersession links', %s))", [organization_id])


def undone(title: str) -> str:
    """“Freeze on 1 September” is undone by “Undone: Freeze on 1 September”."""
    words = f"Undone: {title}"
    return words if len(words) <= 250 else f"{words[:249]}…"
