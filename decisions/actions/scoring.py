"""Verb: who decides alone scores the options by the criteria themselves, while nobody else is asked."""

from __future__ import annotations

from datetime import datetime

from decisions import policy
from decisions.actions.hearings import give_votes
from decisions.actions.states import check_is_open, decider_of
from decisions.models import Answer, Criterion, Decision, Hearing, Way
from decisions.tallies import Cells, fault_in_cells
from organizations.logbook import record, verb
from organizations.models import Person
from organizations.refusals import NotAllowed, NotSaid, OutOfTurn
from organizations.verbs import day_of, locked, whom_to_ask


@verb
def score_options(*, decision: Decision, cells: Cells, by: Person, now: datetime) -> Hearing | None:
    """Seen at once as what the decider thinks; given again they replace the former ones, and none at all takes them back.

    They are kept as input of one person that is over as soon as it begins, so all that is true of scores is true of them.
    """
    decision = locked(decision)
    check_may_score(decision, by)
    check_is_open(decision)
    today = day_of(now, decision.organization)
    if Hearing.objects.filter(decision=decision, closed_at=None, closes_on__gte=today).exists():
        raise OutOfTurn("People are asked at the moment. Close that first; then score the options yourself.")
    own = Hearing.objects.filter(decision=decision, way=Way.OWN).order_by("-id").first()
    options = list(decision.options.order_by("position", "id").values_list("pk", flat=True))
    criteria = list(Criterion.objects.filter(decision=decision).values_list("pk", flat=True))
    if own is not None and not cells:
        own.delete()
        record("decision.scores_withdrawn", by=by, about=decision, now=now)
        return None
    if fault := fault_in_cells(cells, options, criteria):
        raise NotSaid(fault)
    own = own or Hearing(organization_id=decision.organization_id, decision=decision, way=Way.OWN, is_hidden=False, opened_at=now)
    own.opened_by, own.closed_by, own.closed_at, own.closes_on = by, by, now, today
    own.save()
    Answer.objects.filter(hearing=own).exclude(person=by).delete()
    answer, _ = Answer.objects.update_or_create(
        hearing=own, person=by, defaults={"organization_id": decision.organization_id, "answered_at": now}
    )
    give_votes(answer, {(option, one): value for (option, one), value in cells.items()})
    record("decision.scored", by=by, about=decision, now=now)
    return own


def check_may_score(decision: Decision, by: Person | None) -> None:
    """Whoever may decide it: nobody else's scores are the decider's."""
    if not policy.may_decide(by, decision):
        raise NotAllowed(f"These scores are the decider’s own. Ask {whom_to_ask(decider_of(decision))}, or comment.")
