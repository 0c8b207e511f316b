"""Verbs: a decision is asked for that settles a finding between objectives; and what its answer does to the finding."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from alignment.actions.findings import LONGEST, write_settlement
from alignment.models import Objective, Settlement
from decisions.actions.asking import Waiting, ask_for_decision
from decisions.models import Decision, DecisionFinding, DecisionState
from organizations.logbook import verb
from organizations.models import Organization, Person
from organizations.refusals import AlreadyThere


@verb
def ask_to_settle(
    *,
    organization: Organization,
    finding: str,
    objective: Objective,
    question: str,
    decider: Person | None,
    by: Person | None,
    now: datetime,
    other: Objective | None = None,
    need_by: date | None = None,
    context: str = "",
    options: Sequence[str] = (),
) -> Decision:
    """Put a finding to one person; the teams on its sides wait for the answer. The question's own line is the line."""
    waiting = DecisionFinding.objects.filter(finding=finding, decision__state=DecisionState.PROPOSED)
    asked = waiting.select_related("decision").first()
    if asked:
        raise AlreadyThere(f"“{asked.decision}” asks for this already. Add to it what is missing.")
    sides = {side.team_id: side for side in (objective, other) if side and side.team}
    decision = ask_for_decision(
        organization=organization,
        question=question,
        decider=decider,
        need_by=need_by,
        context=context,
        options=options,
        holds_up=[Waiting(side.team, objective=side) for side in sides.values() if side.team],
        objective=objective,
        by=by,
        now=now,
    )
    DecisionFinding.objects.create(organization=organization, decision=decision, finding=finding, objective=objective, other=other)
    return decision


def settle_what_was_asked(decision: Decision, *, by: Person | None, now: datetime) -> None:
    """Within the verb that decides: the finding is settled in the words of the answer, whoever decided; a yes or a no."""
    for asked in DecisionFinding.objects.filter(decision=decision).select_related("objective__organization", "other"):
        if Settlement.objects.filter(finding=asked.finding).exists():
            continue  # those on its sides were quicker
        words = decision.outcome if len(decision.outcome) <= LONGEST else decision.outcome[: LONGEST - 1] + "…"
        write_settlement(finding=asked.finding, objective=asked.objective, other=asked.other, words=words, by=by, now=now)
