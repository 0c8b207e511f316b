"""One decision's page: the question, the options, the choice and why, who had which part, what hangs on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q

from accountability.reads import CommitmentRow, commitment_row
from alignment.reads.risks import RiskRow, risk_row
from decisions.models import (
    Decision,
    DecisionCommitment,
    DecisionRisk,
    DecisionRole,
    DecisionState,
    DecisionTeam,
    HeldUp,
    Option,
    Part,
    Supersession,
)
from decisions.patterns import PARTS, word_of
from decisions.reads.rows import MARKS, DecisionRow, decision_row
from organizations.models import Person, Team

MOST = 50


@dataclass(frozen=True, slots=True)
class RoleGroup:
    """The people with one part in the decision."""

    word: str
    people: list[Person]


@dataclass(frozen=True, slots=True)
class Other:
    """A decision before or after this one."""

    decision: Decision
    mark: str


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """Everything on the page of a decision; the meeting it was taken in and its issues come by a slot."""

    decision: Decision
    row: DecisionRow
    options: Sequence[Option]
    roles: list[RoleGroup]
    teams: list[Team]
    held_up: Sequence[HeldUp]
    commitments: list[CommitmentRow]
    risks: list[RiskRow]
    replaces: list[Other]
    replaced_by: list[Other]


def decision_page(pk: int, today: date) -> DecisionPage | None:
    """One decision: the question, the options, the choice and why, who had which part, what it holds up and what follows."""
    related = ("team", "asked_by", "objective__health", "organization")
    decision = Decision.objects.filter(pk=pk).select_related(*related).first()
    if decision is None:
        return None
    roles = list(DecisionRole.objects.filter(decision=decision).select_related("person").order_by("position", "id")[: 4 * MOST])
    held = HeldUp.objects.filter(decision=decision).select_related("team", "objective", "dependency__to_team")
    follow_ups = DecisionCommitment.objects.filter(decision=decision).select_related("commitment__owner", "commitment__team")
    risks = DecisionRisk.objects.filter(decision=decision).select_related("risk__owner", "risk__team").order_by("id")[:MOST]
    heard = DecisionTeam.objects.filter(decision=decision).select_related("team").order_by("position", "id")[:MOST]
    decision.deciders = [role for role in roles if role.part == Part.DECIDER] or [r for r in roles if r.part == Part.APPROVER]
    decision.held = list(held.order_by("team__name", "id")[:MOST])
    decision.follow_ups = list(follow_ups.order_by("commitment__due_on", "id")[:MOST])
    replaces, replaced_by = chain_of(decision)
    return DecisionPage(
        decision=decision,
        row=replace(decision_row(decision, today), mark=MARKS[DecisionState(decision.state)]),
        options=list(Option.objects.filter(decision=decision).order_by("position")[:MOST]),
        roles=by_part(roles, decision.pattern),
        teams=[involved.team for involved in heard],
        held_up=decision.held,
        commitments=[commitment_row(link.commitment, today) for link in decision.follow_ups],
        risks=[risk_row(link.risk) for link in risks],
        replaces=replaces,
        replaced_by=replaced_by,
    )


def by_part(roles: list[DecisionRole], pattern: str) -> list[RoleGroup]:
    """The people by part in the words of its pattern, the deciding one first."""
    people: dict[str, list[Person]] = {part: [] for part in PARTS}
    for role in roles:
        people[role.part].append(role.person)
    return [RoleGroup(word_of(part, pattern), found) for part, found in people.items() if found]


def chain_of(decision: Decision) -> tuple[list[Other], list[Other]]:
    """What it took the place of, and what took its place."""
    links = Supersession.objects.filter(Q(decision=decision) | Q(superseded=decision)).select_related("decision", "superseded")
    before: list[Other] = []
    after: list[Other] = []
    for link in links.order_by("position", "id")[:MOST]:
        other, end = (link.superseded, before) if link.decision_id == decision.pk else (link.decision, after)
        end.append(Other(other, MARKS[DecisionState(other.state)]))
    return before, after
