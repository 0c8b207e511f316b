"""What is over stands in nobody's way: its blockers are cleared by themselves, or go along to what came after it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from accountability.models import Commitment
from alignment.models import Objective
from alignment.models.dependencies import DependencyState
from decisions.actions.blockers import Stuck, clear_blocker, take_along_blocker
from decisions.models import Blocker, BlockerState, DecisionState
from decisions.under_way import UNDER_WAY, is_under_way
from organizations.models import Organization

MADE = [DecisionState.ACCEPTED, DecisionState.REJECTED, DecisionState.SUPERSEDED]
MOST = 500  # at once; the next that ends finds the others
OVER = (
    (Q(objective__isnull=False) & (~Q(objective__state__in=UNDER_WAY[Objective]) | Q(objective__archived_on__isnull=False)))
    | (Q(commitment__isnull=False) & ~Q(commitment__state__in=UNDER_WAY[Commitment]))
    | Q(decision__state__in=MADE)
    | Q(dependency__state=DependencyState.ACCEPTED)
)


def settle_what_is_over(*, organization: Organization, now: datetime) -> int:
    """Each by its own verb; running twice does nothing more. How many there were."""
    related = ("organization", "objective__carried_to", "commitment__successor", "decision", "dependency")
    found = Blocker.objects.filter(OVER, organization=organization, state=BlockerState.OPEN).select_related(*related)
    rows = list(found.order_by("pk")[:MOST])
    for blocker in rows:
        settle(blocker, now)
    return len(rows)


def settle(blocker: Blocker, now: datetime) -> None:
    onward = what_came_after(blocker)
    if onward is not None:
        take_along_blocker(blocker=blocker, to=onward, by=None, now=now)
        return
    clear_blocker(blocker=blocker, how=why_over(blocker), by=None, now=now)


def what_came_after(blocker: Blocker) -> Stuck | None:
    """Where the same work goes on, if what it waits on is not settled."""
    if is_answered(blocker):
        return None
    objective, commitment = blocker.objective, blocker.commitment
    if objective is not None and (onward := objective.carried_to) is not None:
        return Stuck(objective=onward) if is_under_way(onward) else None
    if commitment is not None and (successor := commitment.successor) is not None:
        return Stuck(commitment=successor) if is_under_way(successor) and not successor.is_private else None
    return None


def is_answered(blocker: Blocker) -> bool:
    is_made = blocker.decision is not None and blocker.decision.state in MADE
    return is_made or (blocker.dependency is not None and blocker.dependency.state == DependencyState.ACCEPTED)


def why_over(blocker: Blocker) -> str:
    """In a sentence, as its page shows it."""
    if is_answered(blocker):
        return f"“{blocker.decision}” is decided." if blocker.decision else f"“{blocker.dependency}” is there and accepted."
    stuck = blocker.stuck
    if blocker.objective is not None and blocker.objective.archived_on:
        return f"“{stuck}” is archived."
    return f"“{stuck}” is {stuck.get_state_display().lower()}."
