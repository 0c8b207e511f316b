"""A decision as a row of any list, and those about one objective."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, F, Prefetch, Q, Value, When

from accountability.models import CommitmentState
from decisions.models import (
    Decision,
    DecisionCommitment,
    DecisionRole,
    DecisionState,
    HeldUp,
    Part,
)
from organizations.listing import Page, page_of
from organizations.models import Person, Team

WAITING = Q(state=DecisionState.PROPOSED)
LATE_AFTER = 5  # days that a decision may wait before its days turn red
MARKS = {
    DecisionState.PROPOSED: "unanswered",
    DecisionState.ACCEPTED: "done",
    DecisionState.REJECTED: "ended",
    DecisionState.DEFERRED: "paused",
    DecisionState.WITHDRAWN: "ended",
    DecisionState.SUPERSEDED: "ended",
}

NOTED = {
    "input": "needs input",
    "decided": "not told yet",
    "told": "told",
    "review": "under review",
    "superseded": "superseded",
    "undone": "undone",
}


def times(count: int) -> str:
    return "once" if count == 1 else "twice" if count == 2 else f"{count:,} times"


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A line of the log."""

    id: int
    title: str
    mark: str
    word: str
    decider: Person | None
    team: Team | None
    is_waiting: bool
    waited: int | None  # days, while it waits
    is_long: bool
    took: int | None  # days from needed to decided
    on: date | None
    review_on: date | None
    held: int  # teams held up
    promised: int
    kept: int
    stage: str = ""  # in the register
    until: date | None = None  # to which it is put off
    put_off: int = 0  # how often

    @property
    def put_off_times(self) -> str:
        return times(self.put_off) if self.put_off else ""

    @property
    def noted(self) -> str:
        """The stage, where the rest of the line does not say it."""
        return NOTED.get(self.stage, "")


def with_rows(decisions: Any) -> Any:
    """Everything that `decision_row` reads: one query, one for who decides, one for what is held up, one for what follows."""
    deciding = Case(When(part=Part.DECIDER, then=Value(0)), When(part=Part.APPROVER, then=Value(1)), default=Value(2))
    roles = DecisionRole.objects.filter(part__in=[Part.DECIDER, Part.APPROVER]).select_related("person")
    return decisions.select_related("team").prefetch_related(
        Prefetch("roles", queryset=roles.order_by(deciding, "position", "id"), to_attr="deciders"),
        Prefetch("holds_up", queryset=HeldUp.objects.only("organization_id", "decision_id", "team_id"), to_attr="held"),
        Prefetch("commitment_links", queryset=DecisionCommitment.objects.select_related("commitment"), to_attr="follow_ups"),
    )


def decision_row(decision: Decision, today: date) -> DecisionRow:
    is_waiting = decision.state == DecisionState.PROPOSED
    since = decision.proposed_on
    waited = (today - since).days if is_waiting and since else None
    deciders: Sequence[DecisionRole] = decision.deciders  # type: ignore[attr-defined]
    follow_ups: Sequence[DecisionCommitment] = decision.follow_ups  # type: ignore[attr-defined]
    return DecisionRow(
        id=decision.pk,
        title=decision.title,
        mark="late" if waited is not None and waited > LATE_AFTER else MARKS[DecisionState(decision.state)],
        word=decision.get_state_display(),
        decider=deciders[0].person if deciders else None,
        team=decision.team,
        is_waiting=is_waiting,
        waited=waited,
        is_long=waited is not None and waited > LATE_AFTER,
        took=(decision.decided_on - since).days if decision.decided_on and since else None,
        on=decision.decided_on,
        review_on=decision.review_on,
        held=len({held.team_id for held in decision.held}),  # type: ignore[attr-defined]
        until=decision.need_by if decision.state == DecisionState.DEFERRED else None,
        put_off=decision.put_off_count,
        promised=len(follow_ups),
        kept=sum(link.commitment.state == CommitmentState.DONE for link in follow_ups),
    )


@dataclass(frozen=True, slots=True)
class AboutObjective:
    """The decisions that an objective waits for, and those taken about it."""

    waiting: list[DecisionRow]
    taken: Page[DecisionRow]


def decisions_of_objective(objective_id: int, today: date, *, most: int = 5) -> AboutObjective:
    """What holds the objective up or is asked about it, then what was decided."""
    about = Q(objective_id=objective_id) | Q(pk__in=HeldUp.objects.filter(objective_id=objective_id).values("decision"))
    waiting_first = Case(When(WAITING, then=Value(0)), default=Value(1))
    found = with_rows(Decision.objects.filter(about)).order_by(
        waiting_first, F("decided_on").desc(nulls_last=True), "proposed_on", "id"
    )
    page = page_of(found, 1, lambda row: decision_row(row, today), size=most)
    taken = [row for row in page if not row.is_waiting]
    return AboutObjective([row for row in page if row.is_waiting], Page(taken, 1, page.has_more))
