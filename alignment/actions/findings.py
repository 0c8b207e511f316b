"""Verbs: a finding between objectives is settled in a sentence, by the people on its sides or by a decision, and taken up again."""

from __future__ import annotations

from datetime import datetime

from alignment import policy
from alignment.models import Objective, Settlement
from organizations.logbook import record, verb
from organizations.models import Person
from organizations.refusals import AlreadyThere, NotAllowed
from organizations.verbs import day_of, locked, whom_to_ask, worded

LONGEST = 1000


@verb
def settle_finding(
    *, finding: str, objective: Objective, words: str, by: Person | None, now: datetime, other: Objective | None = None
) -> Settlement:
    """Say in a sentence why it may stay as it is; the finding is not shown again until its facts, and so its key, change."""
    objective = locked(objective)
    if not policy.may_settle_finding(by, objective, other):
        people = (objective.owner, other.owner if other else None)
        raise NotAllowed(f"You have no part in this. Ask {whom_to_ask(*people)}, or ask for a decision.")
    words = worded(words, "Say in a sentence why it may stay as it is.", limit=LONGEST)
    return write_settlement(finding=finding, objective=objective, other=other, words=words, by=by, now=now)


@verb
def take_up_finding(*, settlement: Settlement, by: Person | None, now: datetime) -> None:
    """What was settled is open again, as when the sentence turns out to be wrong."""
    settlement = locked(settlement)
    if not policy.may_settle_finding(by, settlement.objective, settlement.other):
        raise NotAllowed(f"You have no part in this. Ask {whom_to_ask(settlement.by, settlement.objective.owner)}.")
    objective, words = settlement.objective, settlement.words
    settlement.delete()
    record("finding.taken_up", by=by, about=objective, now=now, words=words)


def write_settlement(
    *, finding: str, objective: Objective, other: Objective | None, words: str, by: Person | None, now: datetime
) -> Settlement:
    """The row and its line, for this room's verb and for the decision that settles a finding (whose decider may be anybody).

    Raises AlreadyThere when somebody was quicker.
    """
    held = Settlement.objects.filter(finding=finding).select_related("by").first()
    if held:
        raise AlreadyThere(f"{held.by.name if held.by else 'Somebody'} has settled this already: “{held.words}”")
    settlement: Settlement = Settlement.objects.create(
        organization_id=objective.organization_id,
        finding=finding,
        objective=objective,
        other=other,
        words=words,
        by=by,
        settled_on=day_of(now, objective.organization),
    )
    about = {"other": other.pk, "other_title": other.title} if other else {}
    record("finding.settled", by=by, about=objective, now=now, reason=words, finding=finding, **about)
    return settlement
