"""What people hold in this room and can hand over: questions that they decide, and blockers that they clear."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F, Q

from decisions.models import UNDECIDED, Blocker, BlockerState, Decision, DecisionRole, Part
from organizations.handing import Change, Kind, changes_hands, owned


def to_decide(people: Any) -> Any:
    found = Decision.objects.filter(state__in=UNDECIDED, roles__person__in=people, roles__part=Part.DECIDER)
    return found.annotate(holder=F("roles__person_id"))


def give_decisions(things: Sequence[Any], change: Change) -> None:
    """The age of the question, and everything else about it, stays what it is."""
    roles = DecisionRole.objects.filter(decision__in=[thing.pk for thing in things], part=Part.DECIDER, person=change.giver)
    roles.update(person=change.taker)


changes_hands(Kind("decision", "{Decisions} to take", "decisions:decision", to_decide, give_decisions, is_load=True, place=30))
owned("blocker", "Blockers to clear", "decisions:blocker", model=Blocker, place=35, live=lambda: Q(state=BlockerState.OPEN))
