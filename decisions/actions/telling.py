"""Verbs: teams are told of a decision and say that they know it; who disagrees says so, and goes along or not."""

from __future__ import annotations

from datetime import datetime

from decisions import policy
from decisions.actions.states import decider_of
from decisions.models import (
    Decision,
    DecisionRole,
    DecisionState,
    DecisionTeam,
    Dissent,
    HeldUp,
    Part,
    TeamAcknowledgement,
    TeamTold,
)
from organizations.logbook import record, verb
from organizations.models import Membership, Person
from organizations.models.people import PersonStatus
from organizations.models.teams import LEADS
from organizations.refusals import NotAllowed, OutOfTurn
from organizations.verbs import locked, worded

DECIDED = (DecisionState.ACCEPTED, DecisionState.REJECTED)
LONGEST = 2000


def tell_teams(decision: Decision, *, by: Person | None, now: datetime, in_place_of: Decision | None = None) -> None:
    """Within the verbs that decide: every team that waited for it or that it touches is told; who decided knows it already."""
    teams = {*HeldUp.objects.filter(decision=decision).values_list("team_id", flat=True)}
    teams |= {*DecisionTeam.objects.filter(decision=decision).values_list("team_id", flat=True)}
    if in_place_of is not None:
        teams |= {*TeamTold.objects.filter(decision=in_place_of).values_list("team_id", flat=True)}
    scope = {"organization_id": decision.organization_id}
    rows = [TeamTold(**scope, decision=decision, team_id=team, told_at=now) for team in sorted(teams)]
    TeamTold.objects.bulk_create(rows, ignore_conflicts=True)
    knowing = {person.pk for person in (by, decider_of(decision)) if person}
    led = Membership.objects.filter(LEADS, team_id__in=teams, person_id__in=knowing).values_list("team_id", "person_id")
    told = dict(TeamTold.objects.filter(decision=decision).values_list("team_id", "pk")) if led else {}
    known = [TeamAcknowledgement(**scope, told_id=told[team], person_id=person, at=now) for team, person in sorted(set(led))]
    TeamAcknowledgement.objects.bulk_create(known, ignore_conflicts=True)


def step_in(decision: Decision, by: Person | None) -> None:
    """Within the verb that decides: where the one who was named has left, whoever decides is the one who decided."""
    named = decider_of(decision)
    if by is not None and (named is None or named.status == PersonStatus.INACTIVE):
        DecisionRole.objects.filter(decision=decision, part=Part.DECIDER).delete()
        DecisionRole.objects.create(organization_id=decision.organization_id, decision=decision, person=by, part=Part.DECIDER)


@verb
def acknowledge_decision(*, decision: Decision, by: Person, now: datetime) -> int:
    """We know it: for every told team that this person answers for. Returns for how many; a second time changes nothing."""
    decision = locked(decision)
    if decision.state not in DECIDED:
        raise OutOfTurn(f"“{decision}” does not stand as decided, so nobody waits for you to know it.")
    told = list(TeamTold.objects.filter(decision=decision).select_related("team"))
    mine = [row for row in told if policy.may_acknowledge(by, row.team)]
    if not mine:
        raise NotAllowed(f"No team of yours was told of “{decision}”, so nobody waits for you.")
    known = set(TeamAcknowledgement.objects.filter(told__in=mine, person=by).values_list("told_id", flat=True))
    fresh = [row for row in mine if row.pk not in known]
    scope = {"organization_id": decision.organization_id, "person": by, "at": now}
    TeamAcknowledgement.objects.bulk_create(TeamAcknowledgement(**scope, told=row) for row in fresh)
    if fresh:
        record("decision.acknowledged", by=by, about=decision, now=now, teams=[row.team.name for row in fresh])
    return len(fresh)


@verb
def disagree(*, decision: Decision, words: str, by: Person, now: datetime, is_committed: bool = True) -> Dissent:
    """On record: why one thinks otherwise, and that one goes along all the same. Said again, the last words stand."""
    decision = locked(decision)
    if not policy.may_disagree(by, decision):
        raise NotAllowed("You decided it yourself. Put another decision in its place instead.")
    if decision.state not in DECIDED:
        raise OutOfTurn(f"“{decision}” does not stand as decided. While it is open, say what you think there.")
    said = worded(words, "Say why you disagree.", limit=LONGEST)
    dissent: Dissent
    dissent, _ = Dissent.objects.update_or_create(
        decision=decision,
        person=by,
        defaults={"words": said, "is_committed": is_committed, "said_at": now, "organization_id": decision.organization_id},
    )
    record("decision.dissented", by=by, about=decision, now=now, is_committed=is_committed, words=said[:250])
    return dissent
