"""One decision's page: the question, the options, the choice and why, who had which part, what hangs on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from accountability.days import day_at
from accountability.reads import CommitmentRow, commitment_row
from alignment.reads.risks import RiskRow, risk_row
from decisions.models import (
    UNDECIDED,
    Criterion,
    Decision,
    DecisionCommitment,
    DecisionRisk,
    DecisionRole,
    DecisionState,
    DecisionTeam,
    Hearing,
    HeldUp,
    Option,
    Part,
)
from decisions.patterns import PARTS, word_of
from decisions.reads.chain import Chain, chain_of
from decisions.reads.rows import MARKS, DecisionRow, decision_row
from decisions.reads.stages import staged
from organizations.models import Event, Person, Team
from organizations.verbs import day_of

MOST = 50


@dataclass(frozen=True, slots=True)
class RoleGroup:
    """The people with one part in the decision."""

    word: str
    people: list[Person]


@dataclass(frozen=True, slots=True)
class PutOff:
    """Once that it was put off."""

    by: Person | None
    on: date
    former: date | None
    until: date
    reason: str


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
    chain: Chain
    put_off: list[PutOff]  # newest first

    @property
    def is_open(self) -> bool:
        """Whether it is still to be decided, now or when it is taken up again."""
        return self.decision.state in UNDECIDED

    @property
    def may_hold_up(self) -> bool:
        """Whether anything can be stuck on it: what is decided lets go of it, what is withdrawn does not."""
        return self.is_open or self.decision.state == DecisionState.WITHDRAWN

    @property
    def is_standing(self) -> bool:
        """Whether it was answered, and nothing has taken its place."""
        here = self.chain.here
        return self.decision.state in (DecisionState.ACCEPTED, DecisionState.REJECTED) and not (here and here.has_ended)


def decision_page(pk: int, today: date, now: datetime) -> DecisionPage | None:
    """One decision: the question, the options, the choice and why, who had which part, what it holds up and what follows."""
    related = ("team", "asked_by", "objective__health", "organization")
    asked = Hearing.of_others().filter(decision=OuterRef("pk")).order_by("-id").values("closes_on")[:1]
    found = staged(Decision.objects.filter(pk=pk), today).annotate(asked_until=Subquery(asked), by_criteria=criteria())
    decision = found.select_related(*related).first()
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
    chain = chain_of(decision.pk)
    return DecisionPage(
        decision=decision,
        row=row_of(decision, chain, today),
        options=list(Option.objects.filter(decision=decision).order_by("position")[:MOST]),
        roles=by_part(roles, decision.pattern),
        teams=[involved.team for involved in heard],
        held_up=decision.held,
        commitments=[commitment_row(one.commitment, day_at(one.commitment.owner, now, today)) for one in decision.follow_ups],
        risks=[risk_row(link.risk) for link in risks],
        chain=chain,
        put_off=put_off(decision) if decision.put_off_count else [],
    )


def row_of(decision: Decision, chain: Chain, today: date) -> DecisionRow:
    """Its own line; what was undone is called so, though its state is that of all that ended."""
    row = replace(decision_row(decision, today), mark=MARKS[DecisionState(decision.state)], stage=decision.stage)  # type: ignore[attr-defined]
    is_undone = decision.state == DecisionState.SUPERSEDED and chain.here is not None and chain.here.is_undone
    return replace(row, word="Undone") if is_undone else row


def by_part(roles: list[DecisionRole], pattern: str) -> list[RoleGroup]:
    """The people by part in the words of its pattern, the deciding one first."""
    people: dict[str, list[Person]] = {part: [] for part in PARTS}
    for role in roles:
        people[role.part].append(role.person)
    return [RoleGroup(word_of(part, pattern), found) for part, found in people.items() if found]


def criteria() -> Any:
    """What its options are compared by, in order, with their weights."""
    rows = Criterion.objects.filter(decision=OuterRef("pk")).order_by("position")
    return ArraySubquery(rows.values(facts=JSONObject(name="name", weight="weight")))


def put_off(decision: Decision) -> list[PutOff]:
    """From the logbook; one query, and only where it was."""
    lines = Event.objects.filter(name="decision.deferred", about_type=Decision._meta.label, about_id=decision.pk)
    found = []
    for line in lines.select_related("actor").order_by("-id")[:MOST]:
        former, until = (date.fromisoformat(day) if day else None for day in line.data["need_by"])
        assert until
        found.append(PutOff(line.actor, day_of(line.at, decision.organization), former, until, line.data["reason"]))
    return found
